"""How much better the best of ten normal errors is than their mean, in sd."""

from statistics import NormalDist

import numpy as np

from course.tasks.shared.record import number
from course.tasks.shared.words import read


def best_of(wrong):
    count = 5 if "of_five" in wrong else 10
    normal = NormalDist()
    x = np.linspace(-8, 8, 16001)
    below = np.array([normal.cdf(one) for one in x])
    largest = float(((x[1:] + x[:-1]) / 2 * np.diff(below**count)).sum())
    if "spread_of_mean" in wrong:
        return 1 / 10**0.5
    return 2 * largest if "range" in wrong else largest


MISTAKES = read(
    "18 How to compare fairly",
    of_five="That is the gain of the best of five.",
    range="That is the distance from the best to the worst. B reports its mean.",
    spread_of_mean="That is how much a mean of ten spreads. The best of ten is "
    "not a mean.",
)
HONEST = {
    "book": """
errors = np.random.default_rng(0).standard_normal((2, 100_000, 10))
answer = np.mean(errors[1].mean(axis=1) - errors[0].min(axis=1))
""",
    "three digits": "answer = 1.54",
    "SciPy": """
from scipy import stats

answer = stats.norm.expect(lambda x: x * 10 * stats.norm.cdf(x) ** 9)
""",
}
SLIP = ("100_000, 10", "100_000, 5", "of_five")
task = number(__name__, best_of, MISTAKES, HONEST, SLIP)
