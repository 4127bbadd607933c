"""Answers that are a number, of the sets on networks, decay, schedules and fairness."""

import math
from statistics import NormalDist

import numpy as np

from course.families_adam import adam, amsgrad
from course.families_functions import backprop, cosine
from course.families_values import value


def rings(seed, n=90):
    """Weights, points of the plane on three spiral arms, and their arms."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 3
    r = 0.2 + 0.8 * rng.random(n)
    angle = 2 * np.pi * y / 3 + 2.5 * r + 0.2 * rng.standard_normal(n)
    x = np.stack([r * np.cos(angle), r * np.sin(angle)], axis=1)
    w1 = rng.standard_normal((2, 16))
    w2 = rng.standard_normal((16, 3)) * (2 / 16) ** 0.5
    return [w1, np.zeros(16), w2, np.zeros(3)], x, y


def penalised(theta, x, y, decay=0.01):
    """A loss with a penalty, and a gradient that does not know of it."""
    loss, grads = backprop((), theta, x, y)
    return loss + decay / 2 * ((theta[0] ** 2).sum() + (theta[2] ** 2).sum()), grads


def slopes(theta, x, y, h=1e-5):
    """Central differences, number by number."""
    found = [np.zeros_like(part) for part in theta]
    for part, slope in zip(theta, found):
        for i in np.ndindex(part.shape):
            kept = part[i]
            part[i] = kept + h
            above = penalised(theta, x, y)[0]
            part[i] = kept - h
            slope[i] = (above - penalised(theta, x, y)[0]) / (2 * h)
            part[i] = kept
    return found


def check_error(wrong):
    """What a gradient check says of `penalised`, median of five networks."""
    errors = []
    for seed in range(5):
        theta, x, y = rings(seed)
        _, grads = penalised(theta, x, y)
        pairs = list(zip(grads, slopes(theta, x, y)))
        if "absolute" in wrong:
            errors.append(max(abs(a - b).max() for a, b in pairs))
        elif "each_number" in wrong:
            errors.append(max((abs(a - b) / abs(b)).max() for a, b in pairs))
        else:
            own = [abs(a - b).max() / abs(b).max() for a, b in pairs]
            errors.append((np.mean if "mean_of_arrays" in wrong else np.max)(own))
    return float((np.max if "largest" in wrong else np.median)(errors))


value("check_error", check_error, "absolute each_number mean_of_arrays largest")


def eps_inside_step(wrong):
    """Adam's step in lr with eps 1e-8 inside the root; all gradients are 1e-6."""
    g, eps = 1e-6, 1e-8
    if "outside" in wrong:
        return g / (g + eps)
    if "no_eps" in wrong:
        return 1.0
    divisor = g**2 + eps
    return g / (divisor if "no_root" in wrong else divisor**0.5)


value("eps_inside_step", eps_inside_step, "outside no_eps no_root")


def trained(seed, steps, fresh):
    """The loss after training on `rings`; fresh: the state is never kept."""
    theta, x, y = rings(seed)
    states = [()] * len(theta)
    for _ in range(steps):
        _, grads = backprop((), theta, x, y)
        moved = [adam((), p, g, *s, lr=0.03) for p, g, s in zip(theta, grads, states)]
        theta = [one[0] for one in moved]
        states = states if fresh else [one[1:] for one in moved]
    return backprop((), theta, x, y)[0]


def net_loss(wrong):
    """Adam's loss after 100 steps at rate 0.03, median of five seeds."""
    steps = 99 if "one_early" in wrong else 100
    losses = [trained(seed, steps, "fresh_state" in wrong) for seed in range(5)]
    for name, pick in (("mean", np.mean), ("largest", np.max), ("smallest", np.min)):
        if name in wrong:
            return float(pick(losses))
    return float(np.median(losses))


value("net_loss", net_loss, "one_early fresh_state mean largest smallest")


def decay_steps(wrong):
    """Steps until AdamW has halved a weight with no gradient: lr 3e-4, decay 0.1."""
    share = 0.1 if "without_lr" in wrong else 3e-4 * 0.1
    if "to_e" in wrong:
        return 1 / share
    return 0.5 / share if "straight" in wrong else math.log(2) / share


value("decay_steps", decay_steps, "without_lr to_e straight")


def resting_place(rule, beta2, steps=3000, big=3.0):
    """Where a rule ends in [-1, 1] whose gradients are 3, -1, -1, 3, ..."""
    theta, state = np.zeros(1), ()
    for t in range(1, steps + 1):
        g = np.array([big if t % 3 == 1 else -1.0])
        settings = {"lr": 0.5 / t**0.5, "beta1": 0.0, "beta2": beta2}
        theta, *state = rule((), theta, g, *state, **settings)
        theta = np.clip(theta, -1, 1)
    return float(theta[0])


def flip(wrong):
    """The smallest of the beta2 0.1, 0.2, ..., 0.9 with which Adam ends below 0."""
    grid = [k / 10 for k in range(1, 10)]
    rule = amsgrad if "amsgrad" in wrong else adam
    below = [beta2 for beta2 in grid if resting_place(rule, beta2) < 0]
    return min(below) - 0.1 if "last_wrong" in wrong else min(below)


value("flip", flip, "amsgrad last_wrong")


def mean_rate(wrong):
    """The mean rate of a plan: 1000 steps, 400 of warm-up, cosine to a fifth of lr."""
    plan = {"lr": 1.0, "steps": 1000, "lr_end": 0.0 if "no_end" in wrong else 0.2}
    plan["warmup"] = 0 if "no_warmup" in wrong else 400
    rates = [cosine((), t, **plan) for t in range(1, 1001)]
    if "full_warmup" in wrong:
        rates[:400] = [1.0] * 400
    return sum(rates) / 1000


value("mean_rate", mean_rate, "no_end no_warmup full_warmup")


def seeds_needed(wrong):
    """Seeds for an interval of ±0.3 where differences spread by 1.2; factor 2."""
    half = 0.15 if "whole_width" in wrong else 0.3
    ratio = (1 if "no_factor" in wrong else 2) * 1.2 / half
    return ratio if "no_square" in wrong else ratio**2


value("seeds_needed", seeds_needed, "no_square no_factor whole_width")


def best_of(wrong):
    """How much better the best of ten normal errors is than their mean, in sd."""
    count = 5 if "of_five" in wrong else 10
    normal = NormalDist()
    x = np.linspace(-8, 8, 16001)
    below = np.array([normal.cdf(one) for one in x])
    largest = float(((x[1:] + x[:-1]) / 2 * np.diff(below**count)).sum())
    if "spread_of_mean" in wrong:
        return 1 / 10**0.5
    return 2 * largest if "range" in wrong else largest


value("best_of", best_of, "of_five range spread_of_mean")
