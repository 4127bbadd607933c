"""The smallest of the beta2 0.1, 0.2, ..., 0.9 with which Adam ends below 0."""

from functools import cache

import numpy as np

from course.tasks.adam import adam
from course.tasks.amsgrad import amsgrad
from course.tasks.shared.record import number
from course.tasks.shared.words import read


@cache
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
    grid = [k / 10 for k in range(1, 10)]
    rule = amsgrad if "amsgrad" in wrong else adam
    below = [beta2 for beta2 in grid if resting_place(rule, beta2) < 0]
    return min(below) - 0.1 if "last_wrong" in wrong else min(below)


MISTAKES = {
    **read(
        "16 The experiment",
        amsgrad="That is AMSGrad, which goes the right way for each of them. The "
        "question is Adam.",
    ),
    **read(
        "16 The defect",
        last_wrong="That is the largest with which Adam still goes the wrong way; the "
        "question is the next one.",
    ),
}
HONEST = {
    "book": """
from adamedu.rules import adam

def ends_at(beta2):
    theta, state = 0.0, ()
    for t in range(1, 3001):
        g, lr = (3.0 if t % 3 == 1 else -1.0), 0.5 / t**0.5
        theta, *state = adam(theta, g, *state, lr=lr, beta1=0.0, beta2=beta2)
        theta = min(max(theta, -1), 1)
    return theta

answer = min([k / 10 for k in range(1, 10) if ends_at(k / 10) < 0])
""",
    "one digit": "answer = 0.5",
}
SLIP = ("my_flip = min", "my_flip = -0.1 + min", "last_wrong")
task = number(__name__, flip, MISTAKES, HONEST, SLIP)
