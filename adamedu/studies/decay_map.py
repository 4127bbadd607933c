"""Does decoupling make the best weight decay independent of the learning rate?

Adam with L2 and AdamW train one network, 40-48-48-10, on 1000 signals of MNIST-1D for
600 steps of 100, with a rate that falls to 0 along a cosine. After Loshchilov & Hutter
(2019), who draw such maps for images. A cell is one form at one rate; in it, all
strengths of decay train at once: the parameters are stacked along a first axis, and
the rules, which are arithmetic, do not notice.

The paper decays by eta * lambda, torch by lr * lambda. Where eta is the schedule and
lr the peak, the paper's lambda is torch's times the peak: one map in two coordinates.
So AdamW trains once, on a grid of the paper's lambda, and `decays` gives either.

Seeds vary the signals, the start and the order of the minibatches. Settings chosen on
one half of the seeds are reported on the other half, and the other way round. The error
is that on the 4000 signals left. Doubles, one thread. Biases decay like weights.
"""

import numpy as np

from adamedu.descent import each
from adamedu.nn.datasets import mnist1d
from adamedu.nn.extras import extra
from adamedu.nn.fit import minibatch
from adamedu.nn.mlp import MLP
from adamedu.rules import adam_l2, adamw
from adamedu.schedules import cosine
from adamedu.studies.sign_descent import forward, kept, losses

with extra("torch"):
    import torch

SIZES, TRAIN, BATCH, STEPS, EARLY = [40, 48, 48, 10], 1000, 100, 600, 20
RULES = {"l2": adam_l2, "adamw": adamw}
RATES = [float(f"{10 ** (k / 3):.2g}") for k in range(-9, -2)]
STRENGTHS = [0.0] + [float(f"{10 ** (k / 3):.2g}") for k in range(-12, 0)]
SEEDS, HALVES = range(10), [range(5), range(5, 10)]
GRID = [{"form": form, "lr": lr} for form in RULES for lr in RATES]


def decays(form, lr):
    """The strengths of a form at a rate: "l2" and "paper" share one list, and
    "adamw", which is torch's form, has the paper's over lr."""
    return [s / lr if form == "adamw" else s for s in STRENGTHS]


def run(seed, form, lr, steps=STEPS):
    """Early loss, last loss and error on other signals, for each strength."""
    torch.set_num_threads(1)
    x, y, test = split(seed)
    theta, state, early = start(seed, len(STRENGTHS)), None, None
    decay = torch.tensor(decays(form, lr), dtype=torch.float64).view(-1, 1, 1)
    lifted = each(RULES[form])
    for t in range(1, steps + 1):
        rows = minibatch(TRAIN, BATCH, seed, t)
        theta = [p.requires_grad_() for p in theta]
        g = torch.autograd.grad(losses(theta, x[rows], y[rows]).sum(), theta)
        theta = [p.detach() for p in theta]
        now = cosine(t, lr=lr, steps=steps)
        theta, state = lifted(theta, g, state, lr=now, weight_decay=decay)
        early = losses(theta, x, y) if t == EARLY else early
    wrong = (forward(theta, test[0]).argmax(-1) != test[1]).double().mean(1)
    return {f"{name} {k}": kept(value)
            for name, column in (("early", early), ("loss", losses(theta, x, y)),
                                 ("error", wrong))
            for k, value in enumerate(column.tolist())}  # fmt: skip


def split(seed):
    """1000 signals to train with, and the 4000 others."""
    x, y, x_test, y_test = mnist1d()
    rows = np.random.default_rng([seed, 0]).permutation(len(x) + len(x_test))
    x = torch.from_numpy(np.concatenate([x, x_test])[rows])
    y = torch.from_numpy(np.concatenate([y, y_test])[rows])
    return x[:TRAIN], y[:TRAIN], (x[TRAIN:], y[TRAIN:])


def start(seed, copies):
    """One random start for all: w is (copies, in, out), b (copies, 1, out)."""
    theta = MLP(SIZES).init(np.random.default_rng([seed, 1]))
    return [torch.from_numpy(np.stack([np.atleast_2d(p)] * copies)) for p in theta]


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it: 0.1 % early;
    later rounding errors grow, and another processor may give other digits."""
    return 1e-3 if name.startswith("early") else np.inf


def table(rows, form, what="error", seeds=SEEDS):
    """Array (seed, rate, strength); the form "paper" is that of "adamw"."""
    form = "adamw" if form == "paper" else form
    found = {(r["form"], r["lr"], r["seed"]): r for r in rows}
    return np.array([[[found[form, lr, seed][f"{what} {k}"]
                       for k in range(len(STRENGTHS))]
                      for lr in RATES] for seed in seeds])  # fmt: skip


def tuned(rows, form, seeds):
    """(rate, strength) as places in their lists: the lowest mean error on `seeds`."""
    mean = table(rows, form, seeds=seeds).mean(0)
    return np.unravel_index(mean.argmin(), mean.shape)


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
