"""The interval of a mean difference, from pairs."""

import numpy as np

from adamedu.questions.comparison import T95
from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def paired_interval(wrong, a, b, *, t=T95):
    """The interval of the mean of b - a, from one pair for each seed."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    d = a - b if "upside_down" in wrong else b - a
    d = abs(d) if "sizes" in wrong else d
    spread = np.std(d, ddof=0 if "n_for_n1" in wrong else 1)
    if "unpaired" in wrong:
        spread = (np.var(a, ddof=1) + np.var(b, ddof=1)) ** 0.5
    if "deviations_added" in wrong:
        spread = np.std(a, ddof=1) + np.std(b, ddof=1)
    spread = spread**2 if "variance" in wrong else spread
    half = (1 if "no_t" in wrong else t) * spread
    half = half if "no_root" in wrong else half / len(d) ** 0.5
    half = half * len(d) if "times_root" in wrong else half
    half = half * (len(d) / (len(d) - 1)) ** 0.5 if "root_n1" in wrong else half
    half = half / len(d) ** 0.5 if "by_n" in wrong else half
    middle = np.median(d) if "median" in wrong else np.mean(d)
    ends = [float(middle - half), float(middle + half)]
    return ends[::-1] if "swapped" in wrong else ends


def draw(rng):
    """Differences of four to eleven seeds, four times for each t."""
    asked = []
    for settings in ({}, {"t": float(rng.uniform(1, 4))}):
        calls = []
        for size in rng.integers(4, 12, 4):
            shared = rng.normal(20, 3, size)
            calls.append((shared + rng.normal(size=(2, size))).tolist())
        asked.append({"about": "other seeds", "calls": calls, "settings": settings})
    return asked


PAIRS = [
    [[12.0, 14.5, 11.0, 13.5, 16.0], [11.5, 13.0, 11.5, 12.0, 14.5]],
    [[7.0, 9.0, 8.5, 20.0], [8.0, 9.5, 8.0, 22.5]],
]
PROBES = [
    {"about": "five or four seeds, t = 2", "calls": PAIRS, "settings": {"t": 2.0}},
    {"about": "ten seeds", "settings": {},
     "calls": [[[9.0, 8.0, 9.5, 7.5, 8.0, 10.0, 9.0, 8.5, 7.0, 9.0],
                [8.0, 8.5, 8.0, 7.0, 8.5, 8.0, 8.5, 7.0, 7.5, 8.0]]]},
]  # fmt: skip
MISTAKES = read(
    "17 A fair test",
    unpaired="Both rules' variances are added up as if they shared nothing. Both "
    "had the same seeds: take the differences first, and their standard "
    "deviation.",
    upside_down="The difference is a − b; the question is b − a.",
    n_for_n1="The variance is divided by n; from a sample it is n − 1 (`ddof=1`).",
    deviations_added="Both rules' standard deviations are added up. Both had the same "
    "seeds: take the differences first, and their standard deviation.",
    variance="The variance stands where its root belongs, the standard deviation.",
    times_root="The standard deviation is multiplied by √n; it must be divided by it.",
    root_n1="It is divided by the root of n − 1; n − 1 belongs in the variance, and "
    "this root is that of n.",
    sizes="The differences have lost their signs: take no `abs`.",
    no_t="The factor t is missing.",
    no_root="That is the spread of single differences. A mean of n of them "
    "spreads less, by √n.",
    by_n="The standard deviation is divided by n; it must be its root.",
    median="The middle is the median; it must be the mean.",
    swapped="The two ends have changed places: low comes first.",
)
HONEST = {
    "book": """
def answer(a, b, *, t=2.262):
    d = b - a
    half = t * np.std(d, ddof=1) / len(d) ** 0.5
    return np.mean(d) - half, np.mean(d) + half
""",
    "sums": """
def answer(a, b, *, t=2.262):
    n, d = len(a), [y - x for x, y in zip(a, b)]
    mean = math.fsum(d) / n
    error = math.sqrt(math.fsum([(x - mean) ** 2 for x in d]) / (n * (n - 1)))
    return [mean - t * error, mean + t * error]
""",
    "a covariance": """
def answer(a, b, *, t=2.262):
    spread = np.array([-1, 1]) @ np.cov(a, b) @ [-1, 1]
    reach = t * np.sqrt(spread / len(a))
    return tuple(np.mean(b) - np.mean(a) + reach * np.array([-1, 1]))
""",
    "float32": """
def answer(a, b, *, t=2.262):
    d = np.float32(b) - np.float32(a)
    half = np.float32(t) * d.std(ddof=1) / np.sqrt(np.float32(len(d)))
    return d.mean() - half, d.mean() + half
""",
}
SLIP = (" / len(d) ** 0.5", "", "no_root")
task = Task(
    module=__name__, kind="function", reference=paired_interval,
    parts=["low", "high"], probes=PROBES, draw=draw, mistakes=MISTAKES,
    honest=HONEST, slip=SLIP,
    rare=("deviations_added", "variance", "times_root", "root_n1", "sizes"),
)  # fmt: skip
