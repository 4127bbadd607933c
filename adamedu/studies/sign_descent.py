"""Is Adam's lead over SGD its adaptivity, its momentum, or the sign it takes?

Rules that have only some of Adam's parts train one network on digits, by minibatches
of 16 up to all 768 rows, for 150 steps. Seeds vary the rows, the start and the order
of the minibatches. Rates are tuned on seeds 0 to 4; what is reported comes from seeds
5 to 9. After Kunstner et al. (2023), who compare such rules at the full batch.

All rates of a cell train at once. In the first 20 steps rounding errors stay small;
later, a flipped sign or a rate beyond stability makes them grow. The sign of an
average, Signum of Bernstein et al. (2018), is Lion with beta2 = beta1. Momentum and
Adam get longer memories too, so that their gap can be read with beta1 tuned.
"""

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import digits
from adamedu.nn.mlp import MLP
from adamedu.schedules import linear
from adamedu.studies import protocol, stacked

SIZES, TRAIN, STEPS, EARLY = [64, 48, 48, 10], 768, 150, 20
BATCHES = [16, 64, 256, 768]
SEEDS, TUNE, REPORT = range(10), range(5), range(5, 10)


def normalised(theta, g, states=None, *, lr=1e-3, beta1=0.9):
    """A step of length lr along an average of the gradient, over all parameters."""
    m = [beta1 * (s[0] if s else 0) + (1 - beta1) * g_i
         for s, g_i in zip(states or [()] * len(g), g)]  # fmt: skip
    length = sum((m_i**2).sum((1, 2), keepdim=True) for m_i in m) ** 0.5
    theta = [p - lr * m_i / (length + 1e-300) for p, m_i in zip(theta, m)]
    return theta, [(m_i,) for m_i in m]


def grid(low):
    """Nine rates from `low` up, three to a factor of ten."""
    return protocol.log_grid(range(9), 3, low)


RULES = {
    "gd": (each(rules.sgd), {}, grid(1e-2)),
    "momentum": (each(rules.momentum), {}, grid(2.2e-3)),
    "normalised": (normalised, {}, grid(1e-2)),
    "sign": (each(rules.lion), {"beta1": 0.9, "beta2": 0.9}, grid(1e-4)),
    "sign, no momentum": (
        each(rules.lion), {"beta1": 0.0, "beta2": 0.0}, grid(4.6e-4),
    ),
    "lion": (each(rules.lion), {}, grid(1e-4)),
    "adam": (each(rules.adam), {}, grid(4.6e-4)),
    "adam, beta1 = 0": (each(rules.adam), {"beta1": 0.0}, grid(4.6e-4)),
    "adam, beta2 = 0.9": (each(rules.adam), {"beta2": 0.9}, grid(4.6e-4)),
}  # fmt: skip
LONGER = {  # memories, for the two rules whose lead is asked for
    "momentum, beta1 = 0.95": (each(rules.momentum), {"beta1": 0.95}, grid(2.2e-3)),
    "momentum, beta1 = 0.98": (each(rules.momentum), {"beta1": 0.98}, grid(1e-3)),
    "adam, beta1 = 0.95": (each(rules.adam), {"beta1": 0.95}, grid(4.6e-4)),
    "adam, beta1 = 0.98": (each(rules.adam), {"beta1": 0.98}, grid(4.6e-4)),
}
ALL = RULES | LONGER
CONSTANT = ["momentum", "sign", "adam"]
GRID = [{"rule": r, "batch": b, "plan": "linear"} for r in ALL for b in BATCHES]
GRID += [{"rule": r, "batch": b, "plan": "constant"} for r in CONSTANT for b in BATCHES]
tolerance = protocol.early


def run(seed, rule, batch, plan):
    """Training loss early and at the end and the test error, for each rate."""
    lifted, settings, rates = ALL[rule]
    train, test = protocol.split(seed, TRAIN, *digits())
    lr = stacked.column(rates)
    theta, early = stacked.train(
        MLP(SIZES), seed, *train, lifted,
        lambda t: linear(t, lr=lr, steps=STEPS) if plan == "linear" else lr,
        copies=len(rates), steps=STEPS, batch=batch, early=EARLY, **settings,
    )  # fmt: skip
    return stacked.numbers(theta, early, train, test)


def table(rows, rule, batch, plan="linear", what="loss"):
    """Array (seed, rate)."""
    names = [f"{what} {k}" for k in range(len(ALL[rule][2]))]
    return protocol.table(rows, names, rule=rule, batch=batch, plan=plan)


def best(rows, rule, batch, plan="linear"):
    """The place of the tuned rate: lowest geometric mean over the tuning seeds."""
    return protocol.tune(np.log(table(rows, rule, batch, plan)[TUNE] + 1e-300))


def memory_too(rows, rule, batch):
    """Array (seed, setting) of a rule's losses, at each beta1 and rate that it got."""
    names = [name for name in ALL if name == rule or name.startswith(f"{rule}, beta1")]
    return np.hstack([table(rows, name, batch) for name in names])


def tuned(rows, rule, batch, plan="linear", what="loss"):
    """One number for each reported seed, at the tuned rate."""
    k = best(rows, rule, batch, plan)
    return table(rows, rule, batch, plan, what)[REPORT][:, k]


def summary(rows):
    """Training loss after 150 steps at the tuned rate; * where that is at an edge."""
    text = f"{'':28}" + "".join(f"{f'batch {b}':>33}" for b in BATCHES)
    for plan, tried in (("linear", ALL), ("constant", CONSTANT)):
        for rule in tried:
            text += f"\n{rule + ', ' + plan:28}"
            for b in BATCHES:
                k = best(rows, rule, b, plan)
                edge = "*" if k in (0, len(ALL[rule][2]) - 1) else " "
                text += f"{spread(tuned(rows, rule, b, plan), '.1e') + edge:>33}"
    return text
