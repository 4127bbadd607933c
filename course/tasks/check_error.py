"""What a gradient check says of `penalised`, median of five networks."""

from functools import cache

import numpy as np

from course.tasks.backprop import backprop
from course.tasks.shared.record import number
from course.tasks.shared.words import read


def arms(seed, n=90):
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


@cache
def slopes(seed, h=1e-5):
    """Of each array the gradient, and central differences, number by number."""
    theta, x, y = arms(seed)
    _, grads = penalised(theta, x, y)
    found = [np.zeros_like(part) for part in theta]
    for part, slope in zip(theta, found):
        for i in np.ndindex(part.shape):
            kept = part[i]
            part[i] = kept + h
            above = penalised(theta, x, y)[0]
            part[i] = kept - h
            slope[i] = (above - penalised(theta, x, y)[0]) / (2 * h)
            part[i] = kept
    return list(zip(grads, found))


def check_error(wrong):
    errors = []
    for seed in range(2, 5 if "three" in wrong else 7):
        pairs = slopes(seed)
        if "absolute" in wrong:
            errors.append(max(abs(a - b).max() for a, b in pairs))
        elif "each_number" in wrong:
            errors.append(max((abs(a - b) / abs(b)).max() for a, b in pairs))
        else:
            own = [abs(a - b).max() / abs(b).max() for a, b in pairs]
            errors.append((np.mean if "mean_of_arrays" in wrong else np.max)(own))
    for name, pick in (("mean", np.mean), ("largest", np.max), ("smallest", np.min)):
        if name in wrong:
            return float(pick(errors))
    return float(np.median(errors))


MISTAKES = read(
    "06 Is it right? Ask the loss",
    absolute="That is the largest difference itself; divide it by the largest "
    "slope of its array.",
    each_number="Each difference is divided by its own slope, so a slope near 0 "
    "decides. Divide by the largest slope of the array.",
    mean_of_arrays="That is the mean over the four arrays. A mistake in one of "
    "them must not be averaged away: take the largest.",
    three="That is the median of the first three networks; the question asks for five.",
    mean="That is the mean of the five networks; the question is their median.",
    largest="That is the largest of the five networks; the question is their median.",
    smallest="That is the smallest of the five networks; the question is their median.",
)
HONEST = {
    "book": """
from adamedu.nn.mlp import MLP
from course.tasks.check_error import arms

net, errors = MLP([2, 16, 3]), []
for seed in range(2, 7):
    theta, x, y = arms(seed)
    _, grads = net.gradient(theta, x, y)
    exact = [grads[0] + 0.01 * theta[0], grads[1], grads[2] + 0.01 * theta[2], grads[3]]
    errors.append(max([abs(a - b).max() / abs(b).max() for a, b in zip(grads, exact)]))
answer = np.median(errors)
""",
    "three digits": "answer = 0.178",
}
SLIP = ("np.median", "np.max", "largest")
task = number(__name__, check_error, MISTAKES, HONEST, SLIP)
