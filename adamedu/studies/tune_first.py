"""Which of Adam's settings costs most, if it is the one that you leave alone?

AdamW trains two networks for 2000 steps: 64-32-10 on a thousand digits, by minibatches
of 32, and the transformer of `next_character`. The rate rises, and then falls linearly
to 0. From a tuned point one setting at a time is moved away: the rate, both betas, eps,
the decay and the steps of the rise. The loss is that on data which are not trained on.

CENTRE was searched on seeds below 6, one setting after the other. What each setting's
best value is says the seeds TUNE; what is reported comes from the seeds REPORT.
"""

from functools import partial

import numpy as np

from adamedu.descent import each
from adamedu.nn.datasets import digits
from adamedu.nn.fit import fit
from adamedu.nn.mlp import MLP
from adamedu.rules import adamw
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol

SIZES, TRAIN, BATCH, STEPS = [64, 32, 10], 1000, 32, 2000
TUNE, REPORT = [0, 1], [6, 7, 8, 9, 10]
SEEDS = TUNE + REPORT
CENTRE = {
    "digits": {"lr": 0.056, "beta1": 0.9, "beta2": 0.997, "eps": 1e-8,
               "decay": 0.1, "warmup": 100},
    "text": {"lr": 0.01, "beta1": 0.6, "beta2": 0.999, "eps": 1e-8,
             "decay": 0.1, "warmup": 100},
}  # fmt: skip
MOVES = {
    "digits": {"lr": [0.001, 0.0056, 0.018, 0.1, 0.18], "beta1": [0.0, 0.5, 0.99],
               "beta2": [0.95, 0.99, 0.999, 0.9999], "eps": [1e-5, 1e-3],
               "decay": [0.0, 0.01, 1.0], "warmup": [0, 400]},
    "text": {"lr": [0.001, 0.0032, 0.032], "beta1": [0.0, 0.9],
             "beta2": [0.95, 0.99, 0.9999], "eps": [1e-3], "decay": [0.0, 0.01],
             "warmup": [0]},
}  # fmt: skip
DEFAULT = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
           "decay": 0.01, "warmup": 0}  # torch's  # fmt: skip
GRID = [{"data": data, **CENTRE[data]} for data in CENTRE]
GRID += [
    {"data": data, **CENTRE[data], name: value}
    for data in CENTRE for name in MOVES[data] for value in MOVES[data][name]
]  # fmt: skip
tolerance = protocol.early


def run(seed, data, warmup, decay, lr, **settings):
    """The loss on a minibatch in step 20, and at the end on other data."""
    plan = partial(linear, lr=lr, steps=STEPS, warmup=warmup)
    settings["weight_decay"] = decay
    if data == "text":
        net = next_character.network()
        losses, theta, _ = next_character.trained(
            net, seed, each(adamw), plan, STEPS, **settings
        )
        last = net.loss(theta, *next_character.split()[1])
    else:
        net, (train, test) = MLP(SIZES), protocol.split(seed, TRAIN, *digits())
        theta, history = fit(
            net, protocol.start(net, seed), *train, adamw, steps=STEPS, batch=BATCH,
            seed=seed, lr=plan, **settings,
        )  # fmt: skip
        losses, last = history["loss"], net.loss(theta, *test)
    return next_character.numbers(losses, last)


def values(data, name):
    """All that was tried of a setting, from the smallest, the tuned point's with it."""
    return sorted({*MOVES[data][name], CENTRE[data][name]})


def table(rows, data, name, seeds):
    """Array (seed, value) of the last loss, where one setting moves."""
    cells = [
        {"data": data, **CENTRE[data], name: value} for value in values(data, name)
    ]
    return np.hstack([protocol.table(rows, ["loss"], seeds, **cell) for cell in cells])


def tuned(rows, data, name):
    """A setting's value with the lowest mean loss over the tuning seeds."""
    return values(data, name)[protocol.tune(table(rows, data, name, TUNE))]


def cost(rows, data, name, value):
    """What it costs to leave a setting at a value: loss there, above that if tuned."""
    k = values(data, name).index(value)
    tried, ends = (table(rows, data, name, seeds) for seeds in (TUNE, REPORT))
    return protocol.compare([tried, tried[:, [k]]], [ends, ends[:, [k]]])


def summary(rows):
    """The loss at each value of each setting, and what it costs to leave it there."""
    text = "loss on other data, mean of 5 seeds; cost with a 95 % interval; * tuned"
    for data in CENTRE:
        for name in CENTRE[data]:
            means = table(rows, data, name, REPORT).mean(0)
            for value, loss in zip(values(data, name), means, strict=True):
                mean, low, high, seen = cost(rows, data, name, value)
                star = "*" if value == tuned(rows, data, name) else " "
                text += f"\n{data:8}{name:7}{value:8g}{star} {loss:.4f}"
                text += f"  {mean:+.4f} [{low:+.4f}, {high:+.4f}], of {seen:.4f}"
    return text
