"""The largest rate that gradient descent bears at curvatures 0.5, 4 and 16."""

import numpy as np

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated, tenths
from course.tasks.shared.words import read


def step_limit(wrong, curvature=(0.5, 4.0, 16.0)):
    curvature = np.array(curvature)
    if "best" in wrong:
        return 2 / (curvature.min() + curvature.max())
    used = curvature.min() if "flattest" in wrong else curvature.max()
    used = curvature.mean() if "mean" in wrong else used
    return (1 if "half" in wrong else 2) / used


def draw(rng):
    flat, steep = tenths(rng, 0.2, 0.9), float(rng.integers(10, 41))
    return {"curvature": (flat, float(rng.integers(2, 8)), steep)}


def said(curvature):
    flat, middle, steep = curvature
    return [
        f"$\\lambda = {flat}$, {middle:g} and {steep:g}.",
        f"2 / {steep:g}",
        f"[{flat}, {middle}, {steep}]",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = {
    **read(
        "01 How many steps does a ravine cost?",
        best="That is the best rate, 2/(λmin + λmax). The question is how large the "
        "rate may be.",
    ),
    **read(
        "01 How large may the rate be?",
        flattest="That is what the flattest direction bears. The steepest one breaks "
        "first.",
        mean="That is what the mean curvature bears. The steepest direction breaks "
        "first.",
        half="At this rate the steepest direction arrives in one step. It bears twice "
        "as much before it diverges.",
    ),
}
HONEST = {
    "book": "answer = 2 / max(0.5, 4.0, 16.0)",
    "three digits": "answer = 0.125",
    "measured": """
from adamedu.rules import sgd

low, high = 0.0, 1.0
for _ in range(20):
    lr, theta = (low + high) / 2, np.ones(3)
    for _ in range(2000):
        (theta,) = sgd(theta, np.array([0.5, 4.0, 16.0]) * theta, lr=lr)
        theta = np.clip(theta, -1, 1)
    low, high = (lr, high) if abs(theta).max() < 1 else (low, lr)
answer = low
""",
}
SLIP = ("2 / 16", "2 / 0.5", "flattest")
task = number(__name__, step_limit, MISTAKES, HONEST, SLIP, STATED)
