"""Momentum's noise floor in units of SGD's, both at the effective rate 1."""

from functools import cache

import numpy as np

from course.tasks.momentum import momentum
from course.tasks.sgd import sgd
from course.tasks.shared.record import number
from course.tasks.shared.words import read


@cache
def noisy_loss(rule, seed, steps=4000, **settings):
    """Mean loss of the second half of a walk on theta²/2 with noise in the gradient."""
    theta, state, losses = np.zeros(1), (), []
    for noise in np.random.default_rng(seed).standard_normal(steps):
        theta, *state = rule((), theta, theta + noise, *state, **settings)
        losses.append(theta[0] ** 2 / 2)
    return np.mean(losses[steps // 2 :])


def floor_ratio(wrong):
    lr = 1 if "same_lr" in wrong else 0.1
    pairs = [
        (noisy_loss(momentum, seed, lr=lr), noisy_loss(sgd, seed, lr=1))
        for seed in range(3 if "three_seeds" in wrong else 5)
    ]
    ratios = [b / a if "upside_down" in wrong else a / b for a, b in pairs]
    for name, pick in (("mean", np.mean), ("largest", np.max), ("smallest", np.min)):
        if name in wrong:
            return float(pick(ratios))
    return float(np.median(ratios))


MISTAKES = read(
    "02 Does it smooth the noise?",
    same_lr="Both rules had the same lr. Compare them at the same lr/(1 − β₁).",
    upside_down="That is SGD's floor in units of momentum's; the question is the "
    "other way round.",
    mean="That is the mean of the five ratios; the question is their median.",
    three_seeds="That is the median of three seeds; the question has five.",
    largest="That is the largest of the five ratios; the question is their median.",
    smallest="That is the smallest of the five ratios; the question is their median.",
)
HONEST = {
    "book": """
from adamedu.rules import momentum, sgd

def floor(rule, seed, **settings):
    theta, state, losses = 0.0, (), []
    for noise in np.random.default_rng(seed).standard_normal(4000):
        theta, *state = rule(theta, theta + noise, *state, **settings)
        losses.append(theta**2 / 2)
    return np.mean(losses[2000:])

answer = np.median([floor(momentum, k, lr=0.1) / floor(sgd, k, lr=1.0)
                    for k in range(5)])
""",
    "plain": """
ratios = []
for seed in range(5):
    noise, totals = np.random.default_rng(seed).standard_normal(4000), []
    for lr, beta1 in ((0.1, 0.9), (1.0, 0.0)):
        theta, m, total = 0.0, 0.0, 0.0
        for t, one in enumerate(noise):
            m = beta1 * m + theta + one
            theta = theta - lr * m
            total = total + theta * theta * (t >= 2000)
        totals.append(total)
    ratios.append(totals[0] / totals[1])
answer = sorted(ratios)[2]
""",
}
SLIP = ("lr=0.1", "lr=1", "same_lr")
task = number(__name__, floor_ratio, MISTAKES, HONEST, SLIP)
