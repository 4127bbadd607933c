"""A comparison of two rules: the interval of its difference, and its whole table."""

from functools import cache

import numpy as np

from adamedu.questions.comparison import T95
from adamedu.rules import adam, momentum
from course import training
from course.families import Family


def paired_interval(wrong, a, b, *, t=T95):
    """The interval of the mean of b - a, from one pair for each seed."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    d = a - b if "upside_down" in wrong else b - a
    spread = np.std(d, ddof=0 if "n_for_n1" in wrong else 1)
    if "unpaired" in wrong:
        spread = (np.var(a, ddof=1) + np.var(b, ddof=1)) ** 0.5
    half = (1 if "no_t" in wrong else t) * spread
    half = half if "no_root" in wrong else half / len(d) ** 0.5
    half = half / len(d) ** 0.5 if "by_n" in wrong else half
    middle = np.median(d) if "median" in wrong else np.mean(d)
    ends = [float(middle - half), float(middle + half)]
    return ends[::-1] if "swapped" in wrong else ends


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
INTERVAL = "unpaired upside_down n_for_n1 no_t no_root by_n median swapped"
Family("paired_interval", "function", paired_interval, ["low", "high"], PROBES,
       INTERVAL)  # fmt: skip


@cache
def run(which, lr, seed):
    """The errors on validation and test digits, with momentum or with Adam."""
    return training.run((momentum, adam)[which], lr, seed)


def comparison(wrong):
    """A whole table, from `run`."""
    tuned_on, reported_on = [0, 1, 2], list(range(100, 110))
    if "seeds_shared" in wrong:
        reported_on[0] = 1
    if "seeds_repeated" in wrong:
        reported_on[1] = reported_on[0]
    rates = [[0.01, 0.03, 0.1, 0.3, 1.0], [1e-3, 3e-3, 1e-2, 3e-2, 1e-1]]
    if "unequal_rates" in wrong:
        rates[1] += [0.3]
    if "rates_repeated" in wrong:
        rates[0][0] = rates[0][1]
    if "edge" in wrong:
        rates[1] = [1e-2, 3e-2, 1e-1, 0.3, 1.0]
    tuning = [[[run(which, lr, seed)[0] for seed in tuned_on] for lr in rates[which]]
              for which in (0, 1)]  # fmt: skip
    scores = [np.mean(one, axis=1) for one in tuning]
    lr = [rates[which][int(np.argmin(scores[which]))] for which in (0, 1)]
    if "not_best" in wrong:
        lr[0] = rates[0][int(np.argsort(scores[0])[1])]
    errors = [[run(which, lr[which], seed)[1] for seed in reported_on]
              for which in (0, 1)]  # fmt: skip
    low, high = paired_interval((), *errors)
    mean = (low + high) / 2
    if "upside_down" in wrong:
        low, high, mean = -high, -low, -mean
    if "unpaired" in wrong:
        low, high = paired_interval(("unpaired",), *errors)
    if "wrong_mean" in wrong:
        mean += 0.5
    if "wrong_interval" in wrong:
        low -= 0.5
    return {
        "rates": rates, "tuned_on": tuned_on, "tuning": tuning, "lr": lr,
        "reported_on": reported_on, "errors": errors, "mean": mean,
        "interval": [low, high],
    }  # fmt: skip


TABLE = "unequal_rates rates_repeated seeds_shared seeds_repeated not_best edge "
TABLE += "upside_down wrong_mean unpaired wrong_interval"
Family("comparison", "table", comparison, [], [], TABLE)
