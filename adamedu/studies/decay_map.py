"""Does decoupling make the best weight decay independent of the learning rate?

Adam with L2 and AdamW train one network, 40-48-48-10, on 1000 signals of MNIST-1D for
600 steps of 100, with a rate that falls to 0 along a cosine. After Loshchilov & Hutter
(2019), who draw such maps for images. A cell is one form at one rate; in it, all
strengths of decay train at once.

The paper decays by eta * lambda, torch by lr * lambda. Where eta is the schedule and
lr the peak, the paper's lambda is torch's times the peak: one map in two coordinates.
So AdamW trains once, on a grid of the paper's lambda, and `decays` gives either.

Seeds vary the signals, the start and the order of the minibatches. Settings chosen on
one half of the seeds are reported on the other half, and the other way round. The error
is that on the 4000 signals left. Doubles, one thread. Biases decay like weights.
"""

import numpy as np

from adamedu.descent import each
from adamedu.nn.mlp import MLP
from adamedu.rules import adam_l2, adamw
from adamedu.schedules import cosine
from adamedu.studies import protocol, stacked

SIZES, TRAIN, BATCH, STEPS, EARLY = [40, 48, 48, 10], 1000, 100, 600, 20
RULES = {"l2": adam_l2, "adamw": adamw}
RATES = protocol.log_grid(range(-9, -2), 3)
STRENGTHS = [0.0, *protocol.log_grid(range(-12, 0), 3)]
SEEDS, HALVES = range(10), [range(5), range(5, 10)]
GRID = [{"form": form, "lr": lr} for form in RULES for lr in RATES]
tolerance = protocol.early


def decays(form, lr):
    """The strengths of a form at a rate: "l2" and "paper" share one list, and
    "adamw", which is torch's form, has the paper's over lr."""
    return [s / lr if form == "adamw" else s for s in STRENGTHS]


def run(seed, form, lr):
    """Early loss, last loss and error on other signals, for each strength."""
    train, test = split(seed)
    theta, early = stacked.train(
        MLP(SIZES), seed, *train, each(RULES[form]),
        lambda t: cosine(t, lr=lr, steps=STEPS),
        copies=len(STRENGTHS), steps=STEPS, batch=BATCH, early=EARLY,
        weight_decay=stacked.column(decays(form, lr)),
    )  # fmt: skip
    return stacked.numbers(theta, early, train, test)


def split(seed):
    """1000 signals to train with, and the 4000 others."""
    return protocol.split(seed, TRAIN, *protocol.signals())


def table(rows, form, what="error", seeds=SEEDS):
    """Array (seed, rate, strength); the form "paper" is that of "adamw"."""
    form = "adamw" if form == "paper" else form
    names = [f"{what} {k}" for k in range(len(STRENGTHS))]
    return np.stack([protocol.table(rows, names, seeds, form=form, lr=lr)
                     for lr in RATES], axis=1)  # fmt: skip


def tuned(rows, form, seeds):
    """(rate, strength) as places in their lists: the lowest mean error on `seeds`."""
    return protocol.tune(table(rows, form, seeds=seeds))


def held_out(rows, form):
    """For each seed the error at what was chosen on the half it is not in."""
    ends = np.zeros(len(SEEDS))
    for chosen, reported in zip(HALVES, HALVES[::-1]):
        i, k = tuned(rows, form, chosen)
        ends[reported] = table(rows, form, seeds=reported)[:, i, k]
    return ends


def summary(rows):
    """Mean error in percent at each rate and strength, and the held-out errors."""
    text = ""
    for form in RULES:
        text += f"{form}: rates down, strengths across; mean error in %\n{'':8}"
        text += "".join(f"{s:8.2g}" for s in STRENGTHS)
        for lr, line in zip(RATES, 100 * table(rows, form).mean(0)):
            text += f"\n{lr:8.2g}" + "".join(f"{e:8.1f}" for e in line)
        text += f"\nheld out: {(100 * held_out(rows, form)).round(1)}\n"
    return text
