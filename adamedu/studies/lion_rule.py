"""Where are Lion's best settings, seen from AdamW's?

Both rules train one network on MNIST-1D over a grid of rates and weight decays, two
steps to a factor of ten, so that "a third of the rate, three times the decay" is one
step of the grid along each axis. The rate falls by a cosine. Seeds vary the rows, the
start and the order of the minibatches. Settings are chosen on seeds 0 to 4; what is
reported comes from seeds 5 to 9. The rule of thumb is that of Chen et al. (2023).

All rates of a cell train at once.
"""

from functools import partial

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import mnist1d
from adamedu.nn.mlp import MLP
from adamedu.schedules import cosine
from adamedu.studies import protocol, stacked

SIZES, TRAIN, BATCH, STEPS, EARLY = [40, 48, 48, 10], 1000, 50, 600, 20
RATES = protocol.log_grid(range(-9, -1), 2)
DECAYS = protocol.log_grid(range(-2, 5), 2)
SEEDS, TUNE, REPORT = range(10), range(5), range(5, 10)
RULES = {"adamw": rules.adamw, "lion": rules.lion}
GRID = [{"rule": rule, "decay": decay} for rule in RULES for decay in DECAYS]
tolerance = partial(protocol.early, below=2.3)  # that of a guess


def run(seed, rule, decay):
    """Training loss early and at the end, and the test error, for each rate."""
    train, test = split(seed)
    lr = stacked.column(RATES)
    theta, early = stacked.train(
        MLP(SIZES), seed, *train, each(RULES[rule]),
        lambda t: cosine(t, lr=lr, steps=STEPS),
        copies=len(RATES), steps=STEPS, batch=BATCH, early=EARLY, weight_decay=decay,
    )  # fmt: skip
    return stacked.numbers(theta, early, train, test)


def split(seed):
    """Rows to train with, and the data set's own 1000 rows to test with."""
    x, y, *test = mnist1d()
    return protocol.split(seed, TRAIN, x, y)[0], test


def table(rows, rule, what="error"):
    """Array (decay, seed, rate)."""
    names = [f"{what} {k}" for k in range(len(RATES))]
    return np.array([protocol.table(rows, names, rule=rule, decay=decay)
                     for decay in DECAYS])  # fmt: skip


def best(rows, rule):
    """(decay, rate): the places of the lowest mean test error of the tuning seeds."""
    return protocol.tune(table(rows, rule)[:, TUNE].swapaxes(0, 1))


def reported(rows, rule, place):
    """Test errors of the reported seeds at a place (decay, rate) of the grid."""
    decay, rate = place
    return table(rows, rule)[decay, REPORT, rate]


def summary(rows):
    """Best settings, test error there, and Lion's where the rule of thumb points."""
    decay, rate = best(rows, "adamw")
    places = [
        ("adamw, tuned", "adamw", (decay, rate)),
        ("lion, tuned", "lion", best(rows, "lion")),
    ]
    places += [
        (f"lion, {k} grid steps off", "lion", (decay + k, rate - k))
        for k in (0, 1, 2)
        if decay + k < len(DECAYS) and rate >= k
    ]
    text = ""
    for name, rule, place in places:
        text += f"\n{name:24} lr {RATES[place[1]]:.2g}, decay {DECAYS[place[0]]:.2g}: "
        text += f"test error {spread(100 * reported(rows, rule, place), '.1f')} %"
    return text[1:]
