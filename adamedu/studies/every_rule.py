"""Does the choice of the rule decide how well a small network does?

Every rule of the book trains the same network on digits, 300 steps at eleven rates,
all other settings at their defaults. Seeds vary the split into training and test
data, the start and the order of the minibatches. Rates are tuned on seeds 0 to 4;
what is reported comes from seeds 5 to 14.

Rules for matrices leave the biases to another rule at the same rate: Shampoo to
Adagrad, of which it is the matrix form, SOAP and Muon to Adam. Schedule-free AdamW
is measured at its average x. adam_l2 without decay is adam, and left out.
"""

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import digits
from adamedu.nn.fit import minibatch
from adamedu.nn.mlp import MLP
from adamedu.studies import protocol

SIZES, TRAIN, STEPS, BATCH = [64, 32, 10], 1000, 300, 32
RATES = protocol.log_grid(range(-8, 3), 2)
MARKS = [3, 10, 30, 100, 300]
SEEDS, TUNE, REPORT = range(15), range(5), range(5, 15)
FAMILIES = {
    "classical": ["sgd", "momentum", "nesterov", "adagrad", "adadelta"],
    "Adam's family": ["rmsprop", "rmsprop_centered", "rmsprop_momentum", "adam",
                      "adamw", "adamw_decoupled"],
    "close to Adam": ["adamax", "nadam", "radam", "amsgrad", "amsgrad_torch"],
    "further from Adam": ["adabelief", "yogi", "adan", "lion", "schedule_free_adamw"],
    "whole arrays": ["lamb", "adafactor", "adafactor_torch", "prodigy"],
    "matrices": ["muon", "shampoo", "soap"],
}  # fmt: skip
RULES = [rule for family in FAMILIES.values() for rule in family]
BIASES = {"muon": "adam", "shampoo": "adagrad", "soap": "adam"}
GRID = [{"rule": rule} for rule in RULES]
tolerance = protocol.low_rates


def run(seed, rule):
    """The loss at the start; for each rate, losses on the way and the test error."""
    (x, y), test = split(seed)
    net = MLP(SIZES)
    theta = protocol.start(net, seed)
    numbers = {"start": protocol.kept(net.loss(theta, x, y))}
    for lr in RATES:
        with np.errstate(all="ignore"):
            losses, error = trained(net, theta, x, y, test, rule, lr, seed)
        names = [f"lr {lr} loss {t}" for t in MARKS]
        numbers.update(zip(names, map(protocol.kept, losses)))
        numbers[f"lr {lr} error"] = protocol.kept(error)
    return numbers


def split(seed):
    """Digits to train with, and digits to test with."""
    return protocol.split(seed, TRAIN, *digits())


def trained(net, theta, x, y, test, rule, lr, seed):
    """Training losses at MARKS, and the test error; inf from where it diverged."""
    lifted, state, losses = each(rules_of(rule)), None, []
    for t in range(1, STEPS + 1):
        rows = minibatch(len(x), BATCH, seed, t)
        loss, g = net.gradient(theta, x[rows], y[rows])
        if not np.isfinite(loss):
            break
        theta, state = lifted(theta, g, state, lr=lr)
        if t in MARKS:
            losses.append(net.loss(weights(rule, theta, state), x, y))
    losses = [loss if np.isfinite(loss) else np.inf for loss in losses]
    losses += [np.inf] * (len(MARKS) - len(losses))
    if losses[-1] == np.inf:
        return losses, np.inf
    wrong = net.predict(weights(rule, theta, state), test[0]) != test[1]
    return losses, wrong.mean()


def rules_of(name):
    """The rule, or a list of rules for w, b, w, b where it takes matrices only."""
    if name in BIASES:
        of_biases = getattr(rules, BIASES[name])
        return [getattr(rules, name), of_biases] * (len(SIZES) - 1)
    return getattr(rules, name)


def weights(rule, theta, state):
    """The parameters that a rule means to be used."""
    return [kept[0] for kept in state] if rule == "schedule_free_adamw" else theta


def table(rows, rule, what, seeds):
    """Array (seed, rate) of one number: "error", "loss 300", ..."""
    names = [f"lr {lr} {what}" for lr in RATES]
    return protocol.table(rows, names, seeds, rule=rule)


def tuned(rows, rule, what="error"):
    """The place in RATES of the rule's best rate: lowest mean over the tuning seeds."""
    return protocol.tune(table(rows, rule, what, TUNE))


def summary(rows):
    """Best rate, test error and training loss there, over the reported seeds."""
    text = f"{'':20}{'best lr':>8}   test error in %       training loss"
    for rule in RULES:
        k = tuned(rows, rule)
        error = 100 * table(rows, rule, "error", REPORT)[:, k]
        loss = table(rows, rule, "loss 300", REPORT)[:, k]
        text += f"\n{rule:20}{RATES[k]:8.2g}"
        text += f"   {spread(error, '.1f'):20}  {spread(loss, '.4f')}"
    return text
