"""Tuned alike, does SGD with momentum or Adam make fewer errors on new data?

Both train one kind of network, 32 hidden units twice, on few and on many digits and
signals of MNIST-1D: 600 steps of at most 32 examples, with a rate that falls to 0
along a cosine. Each rule gets the same budget: 6 rates, 2 to a factor of ten, times 4
strengths of weight decay. SGD's decay is L2, Adam's is AdamW's, as torch has them.
After Wilson et al. (2017) and Choi et al. (2019), in small.

A seed draws the examples, the start and the order of the minibatches: the same for
both rules, so that they can be compared in pairs. What to use is chosen by the error
on validation examples of the seeds TUNE; what is reported comes from test examples of
the seeds REPORT. All 24 settings train at once.
"""

import math

import numpy as np

from adamedu.descent import each
from adamedu.nn.datasets import digits
from adamedu.nn.extras import extra
from adamedu.nn.mlp import MLP
from adamedu.rules import adamw, momentum
from adamedu.schedules import cosine
from adamedu.studies import protocol, stacked

with extra("torch"):
    import torch

BATCH, STEPS, EARLY, HIDDEN = 32, 600, 20, 32
HELD = {"digits": (300, 697), "mnist1d": (500, 1000)}  # validation, test
SIZES = {"digits": (50, 200, 800), "mnist1d": (100, 400, 3000)}
RATES = {
    "momentum": [0.01, 0.032, 0.1, 0.32, 1.0, 3.2],
    "adam": [0.001, 0.0032, 0.01, 0.032, 0.1, 0.32],
}
DECAYS = {"momentum": [0.0, 0.001, 0.01, 0.1], "adam": [0.0, 0.1, 1.0, 10.0]}
SEEDS, TUNE, REPORT = range(20), range(10), range(10, 20)
GRID = [{"data": data, "n": n, "rule": rule}
        for data in SIZES for n in SIZES[data] for rule in RATES]  # fmt: skip


def momentum_l2(theta, g, m=0, *, lr, weight_decay):
    """SGD with momentum on the loss + weight_decay/2 * theta**2, as torch.optim.SGD."""
    return momentum(theta, g + weight_decay * theta, m, lr=lr)


RULES = {"momentum": momentum_l2, "adam": adamw}


def settings(rule):
    """The 24 pairs (rate, decay), in the order of the numbers of a row."""
    return [(lr, decay) for lr in RATES[rule] for decay in DECAYS[rule]]


def run(seed, data, n, rule):
    """For each setting: training loss, early and last; error on validation and on
    test examples, and the mean loss on the latter."""
    train, valid, test = split(seed, data, n)
    lr, decay = map(stacked.column, zip(*settings(rule)))
    theta, early = stacked.train(
        MLP([train[0].shape[1], HIDDEN, HIDDEN, 10]), seed, *train, each(RULES[rule]),
        lambda t: lr * cosine(t, lr=1.0, steps=STEPS),
        copies=len(lr), steps=STEPS, batch=min(BATCH, n), early=EARLY,
        weight_decay=decay,
    )  # fmt: skip
    return protocol.numbered(
        early=early, loss=stacked.losses(theta, *train), valid=errors(theta, *valid),
        test=errors(theta, *test), nll=stacked.losses(theta, *test),
    )  # fmt: skip


def errors(theta, x, y):
    """The share of wrong answers; 0.9, that of a guess, where training diverged."""
    whole = stacked.forward(theta, x).isfinite().all(-1).all(-1)
    return torch.where(whole, stacked.errors(theta, x, y), 0.9)


def split(seed, data, n):
    """n examples to train with, others for validation, others to test with."""
    every = digits() if data == "digits" else protocol.signals()
    train, (x, y) = protocol.split(seed, n, *every)
    v, t = HELD[data]
    return train, (x[-v:], y[-v:]), (x[-v - t : -v], y[-v - t : -v])


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it: 0.1 % early at
    the three smallest rates. Later, and beyond them, rounding errors grow."""
    return protocol.early(name, row) if int(name.split()[1]) < 12 else np.inf


def table(rows, data, n, rule, kind="test"):
    """Array (seed, setting)."""
    names = [f"{kind} {k}" for k in range(len(settings(rule)))]
    return protocol.table(rows, names, data=data, n=n, rule=rule)


def tried(rows, data, n, rule, decay=True):
    """Validation errors of the seeds TUNE, (seed, setting).

    decay=False leaves only the settings without weight decay.
    """
    allowed = [decay or d == 0 for _, d in settings(rule)]
    return np.where(allowed, table(rows, data, n, rule, "valid")[TUNE], np.inf)


def tuned(rows, data, n, rule, decay=True):
    """The place of the setting with the lowest mean validation error on TUNE."""
    return protocol.tune(tried(rows, data, n, rule, decay))


def pairs(rows, data, n, decay=True):
    """Test errors of the reported seeds, in points: momentum's, then Adam's."""
    return [100 * table(rows, data, n, rule)[REPORT, tuned(rows, data, n, rule, decay)]
            for rule in RATES]  # fmt: skip


def compared(rows, data, n, decay=True, kind="test"):
    """Adam's errors minus momentum's, in points, or another kind of number."""
    unit = 100 if kind == "test" else 1
    ends = [unit * table(rows, data, n, rule, kind)[REPORT] for rule in RATES]
    return protocol.compare([tried(rows, data, n, rule, decay) for rule in RATES], ends)


def sign_test(values):
    """Two-sided p-value of "as many above 0 as below": ties are left out."""
    above, below = int((values > 0).sum()), int((values < 0).sum())
    n, k = above + below, min(above, below)
    return min(1.0, 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n)


def summary(rows):
    """Test errors in percent of both, and Adam's minus momentum's, with 95 %, and the
    smallest difference that would have been seen."""
    text = "test error in %, mean of 10 seeds; differences with 95 % intervals"
    for decay in (False, True):
        text += f"\n{'with' if decay else 'without'} weight decay"
        for data, n in [(d, n) for d in SIZES for n in SIZES[d]]:
            sgd, adam = pairs(rows, data, n, decay)
            mean, low, high, seen = compared(rows, data, n, decay)
            text += f"\n{data:8}{n:5}  SGD {sgd.mean():5.2f}  Adam {adam.mean():5.2f}"
            text += f"  difference {mean:+.2f} [{low:+.2f}, {high:+.2f}], of {seen:.2f}"
            text += f"  p {sign_test(adam - sgd):.2f}"
            for rule in RATES:
                k = tuned(rows, data, n, rule, decay)
                text += f"  {rule} {settings(rule)[k]}"
    return text
