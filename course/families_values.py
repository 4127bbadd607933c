"""Answers that are a number: predicted from a formula, or measured over seeds."""

import math

import numpy as np

from course.families import Family
from course.families_simple import adagrad, momentum, sgd

PROBES = [{"about": "the number", "calls": [[]], "settings": {}}]


def value(name, reference, mistakes):
    Family(name, "value", reference, ["number"], PROBES, mistakes)


def step_limit(wrong):
    """The largest rate that gradient descent bears at curvatures 0.5, 4 and 16."""
    curvature = np.array([0.5, 4.0, 16.0])
    if "best" in wrong:
        return 2 / (curvature.min() + curvature.max())
    used = curvature.min() if "flattest" in wrong else curvature.max()
    used = curvature.mean() if "mean" in wrong else used
    return (1 if "half" in wrong else 2) / used


value("step_limit", step_limit, "best flattest mean half")


def effective_rate(wrong):
    """The lr that keeps the pace when beta1 goes from 0.9 (with lr 0.05) to 0.98."""
    pace = 0.05 / (1 - 0.9)
    if "pace" in wrong:
        return pace
    if "upside_down" in wrong:
        return 0.05 * (1 - 0.9) / (1 - 0.98)
    return 0.05 if "same_lr" in wrong else pace * (1 - 0.98)


value("effective_rate", effective_rate, "pace upside_down same_lr")


def noisy_loss(rule, seed, steps=4000, **settings):
    """Mean loss of the second half of a walk on theta²/2 with noise in the gradient."""
    theta, state, losses = np.zeros(1), (), []
    for noise in np.random.default_rng(seed).standard_normal(steps):
        theta, *state = rule((), theta, theta + noise, *state, **settings)
        losses.append(theta[0] ** 2 / 2)
    return np.mean(losses[steps // 2 :])


def floor_ratio(wrong):
    """Momentum's noise floor in units of SGD's, both at the effective rate 1."""
    lr = 1 if "same_lr" in wrong else 0.1
    pairs = [
        (noisy_loss(momentum, seed, lr=lr), noisy_loss(sgd, seed, lr=1))
        for seed in range(5)
    ]
    ratios = [b / a if "upside_down" in wrong else a / b for a, b in pairs]
    return float((np.max if "largest" in wrong else np.median)(ratios))


value("floor_ratio", floor_ratio, "same_lr upside_down largest")


def ema_window(wrong):
    """The plain window that is as calm as a moving average with beta 0.98."""
    if "half_life" in wrong:
        return math.log(2) / -math.log(0.98)
    if "most" in wrong:
        return math.log(0.05) / math.log(0.98)
    if "mean_age" in wrong:
        return 0.98 / (1 - 0.98)
    return (1 if "rule_of_thumb" in wrong else 1 + 0.98) / (1 - 0.98)


value("ema_window", ema_window, "rule_of_thumb half_life most mean_age")


def steps_needed(rule, turn, most=5000, **settings):
    """Steps until the distance to the minimum is a thousandth of what it was."""
    curvature = np.logspace(-2, 0, len(turn))
    theta, state = turn @ np.ones(len(turn)), ()
    goal = 1e-3 * np.linalg.norm(theta)
    for step in range(most):
        if np.linalg.norm(theta) <= goal:
            return step
        g = turn @ (curvature * (turn.T @ theta))
        theta, *state = rule((), theta, g, *state, **settings)
    return most


def turned_steps(wrong):
    """Adagrad's steps in a ravine that is turned at random, median of five seeds."""
    if "along" in wrong:
        return float(steps_needed(adagrad, np.eye(10), lr=0.5))
    steps = []
    for seed in range(5):
        drawn = np.random.default_rng(seed).standard_normal((10, 10))
        steps.append(steps_needed(adagrad, np.linalg.qr(drawn)[0], lr=0.5))
    pick = np.max if "slowest" in wrong else np.min if "fastest" in wrong else np.median
    return float((np.mean if "mean" in wrong else pick)(steps))


value("turned_steps", turned_steps, "along slowest fastest mean")
