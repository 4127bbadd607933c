"""An example of each illness: a small noisy bowl, walked down by a rule of the book.

The bowl is the sum of curvature * theta**2 / 2; what a step sees of its gradient is
noisy, as a batch's is.
"""

import math

from adamedu.doctor.logs import Log
from adamedu.noise import noise
from adamedu.rules.one_rate import sgd
from adamedu.rules.per_parameter import adam

CURVATURES = [1.0, 0.5, 0.2, 0.1, 0.05]
START = 1.0
STEPS = 300
AT = 180  # the step at which something happens
RATES = {
    "healthy": 0.02, "diverged": 2.1, "not_a_number": 0.03, "dead": 0.03,
    "stalled": 0.0005, "forgotten_zero_grad": 0.001, "schedule_returns": 0.3,
    "periodic": 0.03, "no_warmup": 4.0, "resumed": 0.008, "spikes": 0.15,
    "rate_too_high": 2.004, "rate_too_low": 0.0005,
}  # fmt: skip
BY_SGD = ("diverged", "forgotten_zero_grad", "rate_too_high")


def example(name):
    """The Log of an illness, or of "healthy": a name of RATES."""
    rule = sgd if name in BY_SGD else adam
    draws = noise(STEPS * (len(CURVATURES) + 1), 7)
    theta, state, kept = [START] * len(CURVATURES), [()] * len(CURVATURES), []
    total, rows = [0.0] * len(CURVATURES), []
    for t in range(STEPS):
        lr = rate(name, t)
        if name == "resumed" and t == 8:
            kept = theta
        if name == "resumed" and t == AT:
            theta = kept
        g = gradient(name, t, theta, draws)
        total = [a + b for a, b in zip(total, g)]
        g = total if name == "forgotten_zero_grad" else g
        size = sum([v * v for v in g]) ** 0.5
        rows.append((float(t), loss(name, t, theta, draws), size, lr))
        new = []
        for i in range(len(theta)):
            moved, *state[i] = rule(theta[i], g[i], *state[i], lr=lr)
            new.append(rounded(moved) if name == "stalled" else moved)
        theta = new
    return Log(*[list(column) for column in zip(*rows)], [])


def rate(name, t):
    """The rate of a step."""
    if name == "schedule_returns":
        return RATES[name] * ((1 + math.cos(math.pi * t / AT)) / 2 + 1e-3)
    return RATES[name] * (1 - t / STEPS if name == "no_warmup" else 1.0)


def gradient(name, t, theta, draws):
    """What a step sees of the gradient."""
    if name == "dead":
        return [0.0] * len(theta)
    calm = 0.0 if name == "stalled" else 0.05
    noisy = draws[STEPS + t * len(theta) :]
    g = [h * v + calm * n for h, v, n in zip(CURVATURES, theta, noisy)]
    return [500 * v for v in g] if name == "spikes" and t in (90, AT) else g


def loss(name, t, theta, draws):
    """The loss that a step sees."""
    if name == "not_a_number" and t >= AT:
        return float("nan")
    value = 0.2 + sum([h * v * v / 2 for h, v in zip(CURVATURES, theta)])
    if name == "periodic":
        value += 0.25 * math.sin(2 * math.pi * t / 40)
    return value * (1.0 if name in ("stalled", "dead") else math.exp(0.01 * draws[t]))


def rounded(value):
    """To eight binary digits, as bfloat16 has them."""
    if value == 0:
        return value
    gap = 2.0 ** (math.floor(math.log(abs(value)) / math.log(2)) - 7)
    return math.floor(value / gap + 0.5) * gap
