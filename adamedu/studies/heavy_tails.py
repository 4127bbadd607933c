"""Does Adam beat gradient descent because some classes are rare?

Softmax regression on the whole batch, theta of shape (features, 127 classes), from 0,
after the linear model of Kunstner et al. (2024). Three sorts of classes, and in each
the same groups 0 to 6 of 1, 2, 4, ..., 64 classes.

zipf: 448 random inputs of 256 numbers in [0, 1]; a class of group k has 64 / 2**k
samples, so that every group has 64. balanced, the control: the same inputs, 3 or 4
samples in each of the 127 classes. words: the input is a word, the class is the next
one, of the 127 most frequent words of Moby-Dick; seeds draw half of the pairs.

Each rule has a budget of steps, five rates and two schedules, constant and linear to
0; with more steps the loss has no floor here, and the highest rate that one tries
would be the best. Seeds vary the inputs, or the pairs. Rate and schedule are tuned on
seeds 0 to 4, for each budget; what is reported comes from seeds 5 to 9.

A cell holds, for rate k = 0 to 4 and each schedule, "rate k linear loss", the mean
loss after the last step, and "rate k linear group 0" to 6, the mean loss of a group.
"floor loss" and "floor group 0" are the least that any theta could reach. The steps
are taken in float32, the losses measured in float64.
"""

from functools import partial

import numpy as np

from adamedu.figures.words import spread
from adamedu.nn.datasets import word_pairs
from adamedu.rules import adam, lion, momentum, sgd
from adamedu.studies import protocol

CLASSES, FEATURES, GROUPS, RATES = 127, 256, 7, 5
BUDGETS = [15, 30, 60]
SCHEDULES = ["constant", "linear"]
SEEDS, TUNE, REPORT = range(10), range(5), range(5, 10)
LOWEST = {  # the lowest of the rates, each 10**0.5 times the one before, as 10**x
    "zipf": {"sgd": -0.5, "momentum": -1, "sign_descent": -3, "adam": -2},
    "balanced": {"sgd": 0.5, "momentum": 0, "sign_descent": -3, "adam": -2},
    "words": {"sgd": 2, "momentum": 1, "sign_descent": -1.5, "adam": -1},
}
RULES = list(LOWEST["zipf"])
GRID = [
    {"classes": classes, "rule": rule, "budget": budget}
    for classes in LOWEST for budget in BUDGETS for rule in RULES
]  # fmt: skip
GROUP = np.repeat(np.arange(GROUPS), 2 ** np.arange(GROUPS))  # of each class
RULE = {
    "sgd": sgd, "momentum": momentum, "adam": adam,
    "sign_descent": partial(lion, beta1=0.9, beta2=0.9),  # Bernstein et al. (2018)
}  # fmt: skip


def rates(classes, rule):
    """The rates of a rule."""
    low = LOWEST[classes][rule]
    return [float(f"{10 ** (low + k / 2):.3g}") for k in range(RATES)]


def run(seed, classes, rule, budget):
    """Losses after `budget` steps: total and by group, for each rate and schedule."""
    x, share = data(classes, seed)
    numbers = named("floor", floor(share), share)
    for schedule in SCHEDULES:
        theta = trained(x, share, rule, rates(classes, rule), budget, schedule)
        sums = class_losses(theta, x, share)
        for k in range(len(sums)):
            numbers.update(named(f"rate {k} {schedule}", sums[k], share))
    return numbers


def data(classes, seed):
    """Inputs x, one in each row, and the share of the data in each row and class."""
    rng = np.random.default_rng(seed)
    if classes == "words":
        a, b, _ = word_pairs(CLASSES)
        half = rng.permutation(len(a))[: len(a) // 2]
        share = np.zeros((CLASSES, CLASSES))
        np.add.at(share, (a[half], b[half]), 1)
        return np.eye(CLASSES), share / len(half)
    y = np.repeat(np.arange(CLASSES), 64 // 2**GROUP)
    if classes == "balanced":
        y = np.sort(np.arange(len(y)) % CLASSES)
    return rng.random((len(y), FEATURES)), np.eye(CLASSES)[y] / len(y)


def trained(x, share, rule, lrs, budget, schedule):
    """theta of shape (features, rates, classes): a run at each rate, side by side."""
    x, share = x.astype(np.float32), share.astype(np.float32)
    lrs = np.array(lrs, np.float32)[:, None]
    theta, state = np.zeros((x.shape[1], len(lrs), share.shape[1]), np.float32), ()
    for t in range(budget):
        lr = lrs * (1 - t / budget) if schedule == "linear" else lrs
        theta, *state = RULE[rule](theta, gradient(theta, x, share), *state, lr=lr)
    return theta.astype(np.float64)


def gradient(theta, x, share):
    """Slope of the mean cross-entropy: x^T (row's share * softmax - share)."""
    z = logits(theta, x)
    np.exp(z, out=z)
    z *= share.sum(1)[:, None, None] / z.sum(2, keepdims=True)
    z -= share[:, None, :]
    return (x.T @ z.reshape(len(x), -1)).reshape(theta.shape)


def logits(theta, x):
    """x theta, less the largest of its row: (rows, rates, classes)."""
    z = (x @ theta.reshape(len(theta), -1)).reshape(len(x), *theta.shape[1:])
    return z - z.max(2, keepdims=True)


def class_losses(theta, x, share):
    """What each class adds to the mean loss: (rates, classes)."""
    z = logits(theta, x)
    z -= np.log(np.exp(z).sum(2, keepdims=True))
    return -(share[:, None, :] * z).sum(0)


def floor(share):
    """What each class adds if each row is predicted by its own shares."""
    of_row = share / np.maximum(share.sum(1, keepdims=True), 1e-300)
    return -(share * np.log(np.where(share > 0, of_row, 1))).sum(0)


def named(name, sums, share):
    """Total, and the mean in each group of classes; five digits are kept."""
    weight = np.bincount(GROUP, share.sum(0))
    means = np.bincount(GROUP, sums) / weight
    numbers = {f"{name} loss": sums.sum()}
    numbers.update({f"{name} group {k}": mean for k, mean in enumerate(means)})
    return {key: protocol.kept(value) for key, value in numbers.items()}


def table(rows, classes, rule, budget, names, seeds):
    """Array (seed, name) of numbers of a cell, such as "rate 3 linear loss"."""
    cell = {"classes": classes, "rule": rule, "budget": budget}
    return protocol.table(rows, names, seeds, **cell)


def tuned(rows, classes, rule, budget):
    """Place of the rate, and schedule, of lowest mean loss over the tuning seeds.

    Raises ValueError for a rate at an end of its grid.
    """
    names = [f"rate {k} {s} loss" for k in range(RATES) for s in SCHEDULES]
    ends = table(rows, classes, rule, budget, names, TUNE)
    ends = ends.reshape(-1, RATES, len(SCHEDULES))
    k, s = protocol.tune(ends)
    of = f"{rule}, {classes}, {budget} steps"
    protocol.inside(ends[:, :, s], of, lr=rates(classes, rule))
    return k, SCHEDULES[s]


def losses(rows, classes, rule, budget):
    """Mean losses at the tuned rate and schedule, one for each reported seed."""
    k, schedule = tuned(rows, classes, rule, budget)
    name = f"rate {k} {schedule} loss"
    return table(rows, classes, rule, budget, [name], REPORT)[:, 0]


def groups(rows, classes, rule, budget):
    """Array (reported seed, group), frequent to rare, of the losses at tuned rates."""
    k, schedule = tuned(rows, classes, rule, budget)
    names = [f"rate {k} {schedule} group {group}" for group in range(GROUPS)]
    return table(rows, classes, rule, budget, names, REPORT)


def floors(rows, classes):
    """Array (reported seed, 8): the least loss possible, total and in each group."""
    names = ["floor loss", *(f"floor group {k}" for k in range(GROUPS))]
    return table(rows, classes, "adam", BUDGETS[0], names, REPORT)


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it.

    Gradient descent and momentum overshoot at the higher rates, and rounding errors
    grow with each step: on another processor such a run ends elsewhere. Compared are,
    to 0.1 %, what does not depend on steps, and the rates that are low enough.
    """
    stable = {"sgd": 0, "momentum": 0, "sign_descent": 1, "adam": 1}[row["rule"]]
    if name.startswith("floor") or int(name.split()[1]) <= stable:
        return 1e-3
    return np.inf


def summary(rows):
    """Median [min, max] of the reported seeds, and the median of each group."""
    text = (
        f"chance: ln {CLASSES} = {np.log(CLASSES):.2f}; frequent classes to rare ones"
    )
    for cell in GRID:
        k, schedule = tuned(rows, **cell)
        by = np.median(groups(rows, **cell), axis=0)
        lr = rates(cell["classes"], cell["rule"])[k]
        text += "\n{classes:9}{budget:4} {rule:13}".format(**cell)
        text += f"{lr:7.3g} {schedule:9}"
        text += f"  {spread(losses(rows, **cell)):27}"
        text += " ".join(f"{b:.3g}" for b in by)
    least = np.median(floors(rows, "words"), axis=0)
    return text + "\nleast of words: " + " ".join(f"{v:.3g}" for v in least)
