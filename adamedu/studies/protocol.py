"""What all studies share: grids, splits, numbers as they are kept, tables, tuning.

A study chooses its settings on some seeds, and reports what they give on others.
"""

from typing import NamedTuple

import numpy as np

from adamedu.nn.datasets import mnist1d


def log_grid(places, per_ten, low=1.0):
    """low * 10**(k / per_ten), to two digits, for each k of `places`."""
    return [float(f"{low * 10 ** (k / per_ten):.2g}") for k in places]


def split(seed, count, x, y):
    """`count` rows to train with, in an order drawn from the seed, and the rest."""
    rows = np.random.default_rng([seed, 0]).permutation(len(x))
    train, test = rows[:count], rows[count:]
    return (x[train], y[train]), (x[test], y[test])


def signals():
    """All 5000 signals of MNIST-1D: x, y."""
    x, y, x_test, y_test = mnist1d()
    return np.concatenate([x, x_test]), np.concatenate([y, y_test])


def start(net, seed):
    """A network's random parameters."""
    return net.init(np.random.default_rng([seed, 1]))


def kept(value, digits=5):
    """A number's first digits, which are stored; a diverged run counts as infinite."""
    return float(f"{value:.{digits}g}") if np.isfinite(value) else float("inf")


def numbered(**columns):
    """{"loss 0": ..., "loss 1": ...}: each column's numbers, by their places."""
    return {
        f"{name} {k}": kept(value)
        for name, column in columns.items()
        for k, value in enumerate(np.asarray(column).tolist())
    }


def early(name, row, below=np.inf):
    """How far a re-run may be from a stored number, as a share of it.

    0.1 % in "early", as long as that is lower than `below`. Later, rounding errors
    grow, and another processor may give other digits.
    """
    return 1e-3 if name.startswith("early") and row[name] < below else np.inf


def low_rates(name, row):
    """As `early`: 0.1 % at rates up to 0.01; beyond, rounding errors grow."""
    high = name.startswith("lr") and float(name.split()[1]) > 0.01
    return np.inf if high else 1e-3


def table(rows, names, seeds=None, **setting):
    """Array (seed, name) of a setting's numbers, for all seeds or some."""
    found = [r for r in rows if setting.items() <= r.items()]
    return np.array([[r[name] for name in names] for r in found
                     if seeds is None or r["seed"] in seeds])  # fmt: skip


def tune(ends, middle=np.mean):
    """The place of the lowest mean over the seeds, which are the first axis.

    A number, or one for each further axis.
    """
    mean = middle(ends, axis=0)
    place = tuple(int(k) for k in np.unravel_index(mean.argmin(), mean.shape))
    return place if len(place) > 1 else place[0]


def inside(ends, of, middle=np.mean, **grid):
    """As `tune`, where the best must have neighbours on both sides in its grid.

    `grid` names each further axis and has its values, rising: lr=RATES. Below 0 there
    is nothing, so 0 is no edge, nor is an axis of one value. Raises ValueError, which
    names `of` and the value, for a best at an edge, since a better one may lie beyond;
    and for a grid that does not fit `ends`.
    """
    shape = tuple([len(values) for values in grid.values()])
    if shape != ends.shape[1:]:
        raise ValueError(f"{of}: ends must be (seeds, *{shape}), got {ends.shape}")
    place = tune(ends, middle)
    for (name, values), k in zip(grid.items(), np.atleast_1d(place), strict=True):
        if list(values) != sorted(values):
            raise ValueError(f"{of}: {name} must rise, got {list(values)}")
        lowest = k == 0 and values[0] != 0
        if len(values) > 1 and (lowest or k == len(values) - 1):
            raise ValueError(
                f"{of}: {name} {values[k]} is best, at the edge of "
                f"{values[0]} ... {values[-1]}: widen the grid"
            )
    return place


def lowest(mean, values):
    """The value at the lowest point of a parabola through the best mean and its
    neighbours, over the logarithm of the values."""
    k = min(max(int(mean.argmin()), 1), len(values) - 2)
    x = np.log(values[k - 1 : k + 2])
    a, b, _ = np.polyfit(x - x[1], mean[k - 1 : k + 2], 2)
    return float(np.exp(x[1] + np.clip(-b / (2 * a), x[0] - x[1], x[2] - x[1])))


class Difference(NamedTuple):
    """What a comparison of two rules found, in the unit of its numbers."""

    mean: float  # the second rule's minus the first's
    low: float  # a 95 % interval
    high: float
    seen: float  # the smallest difference that it would have shown, 4 times in 5


def compare(tuning, ends, draws=2000, seed=0):
    """How far apart two rules end, each at the setting that was best while tuning.

    `tuning` and `ends` have an array (seed, setting) for each rule; the rules share
    their seeds. In each draw both the seeds that tune and those that report are drawn
    again with replacement (Efron 1979), so that the interval holds the luck of the
    choice as well. `seen` is (1.96 + 0.84) times the standard error: Bloom (1995).
    """
    rng = np.random.default_rng(seed)

    def once(tune_on, report_on):
        first, second = (end[report_on, tune(tried[tune_on])].mean()
                         for tried, end in zip(tuning, ends, strict=True))  # fmt: skip
        return second - first

    counts = len(tuning[0]), len(ends[0])
    drawn = [once(*(rng.integers(n, size=n) for n in counts)) for _ in range(draws)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    mean = once(*map(np.arange, counts))
    return Difference(mean, low, high, 2.8 * np.std(drawn))
