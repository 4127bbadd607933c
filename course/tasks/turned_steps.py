"""Adagrad's steps in a ravine that is turned at random, median of five seeds."""

import numpy as np

from course.tasks.adagrad import adagrad
from course.tasks.shared.record import number
from course.tasks.shared.words import read


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
    if "along" in wrong:
        return float(steps_needed(adagrad, np.eye(10), lr=0.5))
    steps = []
    for seed in range(3 if "three_seeds" in wrong else 5):
        drawn = np.random.default_rng(seed).standard_normal((10, 10))
        steps.append(steps_needed(adagrad, np.linalg.qr(drawn)[0], lr=0.5))
    pick = np.max if "slowest" in wrong else np.min if "fastest" in wrong else np.median
    return float((np.mean if "mean" in wrong else pick)(steps))


MISTAKES = read(
    "03 Turn the ravine",
    along="That is the number of steps along the axes.",
    slowest="That is the slowest of the five runs; the question is their median.",
    fastest="That is the fastest of the five runs; the question is their median.",
    three_seeds="That is the median of three runs; the question has five.",
    mean="That is the mean of the five runs; the question is their median.",
)
HONEST = {
    "book": """
from adamedu.rules import adagrad

curvature, counts = np.logspace(-2, 0, 10), []
for seed in range(5):
    drawn = np.random.default_rng(seed).standard_normal((10, 10))
    turn = np.linalg.qr(drawn)[0]
    theta, state, steps = turn @ np.ones(10), (), 0
    while np.linalg.norm(theta) > 1e-3 * 10**0.5:
        g = turn @ (curvature * (turn.T @ theta))
        theta, *state = adagrad(theta, g, *state, lr=0.5)
        steps += 1
    counts.append(steps)
answer = np.median(counts)
""",
    "three digits": "answer = 346",
}
SLIP = ("np.median", "np.max", "slowest")
task = number(__name__, turned_steps, MISTAKES, HONEST, SLIP)
