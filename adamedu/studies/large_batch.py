"""Does LAMB keep what a large batch loses, and what does Adafactor cost in loss?

Momentum, Adam, LAMB and Adafactor train one network on digits for 40 epochs, with
batches of 32, 256 and all 1024 rows: the larger the batch, the fewer the steps. The
rate rises over the first tenth of the steps and then falls linearly to 0. Seeds vary
the rows, the start and the order of the minibatches. Rates are tuned on seeds 0 to 3;
what is reported comes from seeds 4 to 8. After You et al. (2020).

Each rule gets the same number of rates, three to a factor of ten. LAMB and Adafactor
look at whole arrays, so each rate trains by itself, in doubles. The norm is that of
the weight matrices at the end.
"""

from functools import partial

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import digits
from adamedu.nn.fit import minibatch
from adamedu.nn.mlp import MLP
from adamedu.schedules import linear
from adamedu.studies import protocol

SIZES, TRAIN, EPOCHS, EARLY = [64, 48, 48, 10], 1024, 40, 10
BATCHES = [32, 256, 1024]
SEEDS, TUNE, REPORT = range(9), range(4), range(4, 9)
RULES = {
    "momentum": (rules.momentum, {32: 2.2e-3, 256: 1e-2, 1024: 1e-2}),
    "adam": (rules.adam, {32: 1e-3, 256: 2.2e-3, 1024: 2.2e-3}),
    "lamb": (rules.lamb, {32: 4.6e-4, 256: 2.2e-3, 1024: 1e-2}),
    "adafactor": (rules.adafactor, {32: 1e-2, 256: 1e-2, 1024: 2.2e-2}),
}
GRID = [{"rule": rule, "batch": batch} for rule in RULES for batch in BATCHES]
tolerance = partial(protocol.early, below=2)


def run(seed, rule, batch):
    """Loss after 10 steps and at the end, test error and norm, for each rate."""
    numbers = {}
    for k, lr in enumerate(rates(rule, batch)):
        with np.errstate(all="ignore"):
            found = trained(seed, RULES[rule][0], lr, batch)
        names = [f"{name} {k}" for name in ("early", "loss", "error", "norm")]
        numbers.update(zip(names, map(protocol.kept, found)))
    return numbers


def rates(rule, batch):
    """The eight rates that a rule gets at a batch size, three to a factor of ten."""
    return protocol.log_grid(range(8), 3, RULES[rule][1][batch])


def trained(seed, rule, lr, batch):
    """The four numbers of one run; infinite if it diverged."""
    (x, y), test = split(seed)
    net = MLP(SIZES)
    theta, state = protocol.start(net, seed), None
    lifted, early = each(rule), np.inf
    steps = EPOCHS * (TRAIN // batch)
    for t in range(1, steps + 1):
        rows = minibatch(TRAIN, batch, seed, t)
        loss, g = net.gradient(theta, x[rows], y[rows])
        if not np.isfinite(loss):
            return early, np.inf, np.inf, np.inf
        now = linear(t, lr=lr, steps=steps, warmup=steps // 10)
        theta, state = lifted(theta, g, state, lr=now)
        early = net.loss(theta, x, y) if t == EARLY else early
    error = (net.predict(theta, test[0]) != test[1]).mean()
    return early, net.loss(theta, x, y), error, length(theta[::2])


def length(arrays):
    """The common norm of some arrays."""
    return sum((a**2).sum() for a in arrays) ** 0.5


def split(seed):
    """Digits to train with, and digits to test with."""
    return protocol.split(seed, TRAIN, *digits())


def table(rows, rule, batch, what):
    """Array (seed, rate)."""
    names = [f"{what} {k}" for k in range(len(rates(rule, batch)))]
    return protocol.table(rows, names, rule=rule, batch=batch)


def best(rows, rule, batch, by="loss"):
    """The place of the tuned rate: the lowest mean over the tuning seeds.

    The mean of losses is geometric, since they spread over factors of ten.
    """
    ends = table(rows, rule, batch, by)[TUNE]
    return protocol.tune(np.log(ends + 1e-300) if by == "loss" else ends)


def tuned(rows, rule, batch, what="loss", by=None):
    """One number for each reported seed, at the rate that is best for `by`."""
    k = best(rows, rule, batch, by or what)
    return table(rows, rule, batch, what)[REPORT][:, k]


def summary(rows):
    """Loss and test error in percent, each with its own tuned rate; * at an edge."""
    text = ""
    for rule in RULES:
        for batch in BATCHES:
            text += f"\n{rule:10} batch {batch:5}"
            for what, scale, form in (("loss", 1, ".1e"), ("error", 100, ".1f")):
                k, lr = best(rows, rule, batch, what), rates(rule, batch)
                shown = spread(scale * tuned(rows, rule, batch, what), form)
                edge = "*" if k in (0, len(lr) - 1) else " "
                text += f"   {what} {shown} at {lr[k]:.2g}{edge}"
    return text[1:]
