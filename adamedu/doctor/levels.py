"""How high the loss of a log stands, how it falls, and how noisy it is."""

BLOCKS = 20
INFINITY = float("inf")


class Seen:
    """What all tests look at: rows with a finite loss, their noise, levels, fall.

    `x` are the finite losses and `at` their rows. `noise` is the standard deviation of
    a row around its neighbours. `mid` are
    the medians of 20 blocks of rows, `error` the standard error of one of them. `start`
    is the median of the first three rows, `best` the lowest level.
    """

    def __init__(self, log):
        self.log = log
        self.at = [k for k, v in enumerate(log.loss) if is_finite(v)]
        self.x = [log.loss[k] for k in self.at]
        self.noise = most([noise(self.x, lag) for lag in (1, 4, 16)])
        self.size = max(1, len(self.x) // BLOCKS)
        self.mid = [median(part) for part in blocks(self.x)]
        self.error = 1.25 * self.noise / self.size**0.5
        self.start = median(self.x[:3])
        self.best = least([self.start] + self.mid)
        self.fall = self.start - self.best
        self.grad = of_rows(log.grad_norm, self.at)
        self.lr = of_rows(log.lr, self.at)

    def step(self, k):
        """The step of the k-th finite row."""
        return self.log.step[self.at[k]]


def is_finite(v):
    """Whether a float is no NaN and no infinity."""
    return -INFINITY < v < INFINITY


def of_rows(column, rows):
    """The column at these rows, or None unless nearly all of it is finite."""
    if column is None:
        return None
    kept = [column[k] for k in rows]
    good = [v for v in kept if is_finite(v)]
    if len(good) < 0.9 * len(kept) or len(good) < 3:
        return None
    last, filled = good[0], []
    for v in kept:
        last = v if is_finite(v) else last
        filled.append(last)
    return filled


def median(values):
    """The middle of finite values; 0 of none."""
    ordered = sorted(values)
    n = len(ordered)
    if not n:
        return 0.0
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def least(values):
    """The smallest of finite values, of which there is one."""
    found = values[0]
    for v in values:
        found = v if v < found else found
    return found


def most(values):
    """The largest of finite values, of which there is one."""
    return -least([-v for v in values])


def blocks(values, count=BLOCKS):
    """The values in `count` parts of about one length, or each alone where fewer."""
    count = most([1, least([count, len(values)])])
    ends = [k * len(values) // count for k in range(count + 1)]
    return [values[a:b] for a, b in zip(ends, ends[1:])]


def noise(values, lag):
    """The standard deviation of a value around the middle of those `lag` before and
    after it, from the median; slow noise, as of a running mean, needs a long lag. 0
    where that is more than a tenth of the values."""
    if 10 * lag > len(values):
        return 0.0
    three = zip(values, values[lag:], values[2 * lag :])
    return 0.6 * median([abs(a - 2 * b + c) for a, b, c in three])


def lasting(values):
    """[k]: the least of three values in a row from k on, which noise rarely lifts."""
    return [least(values[k : k + 3]) for k in range(len(values) - 2)]


def last_above(values, bound):
    """The last place with a value above the bound; 0 without one."""
    return most([k for k, v in enumerate(values) if v > bound] or [0])


def last_below(values, bound):
    """The last place with a value of at most the bound; 0 without one."""
    return most([k for k, v in enumerate(values) if v <= bound] or [0])


def said(value):
    """A number in a sentence."""
    return f"{value:.3g}"


def when(step):
    """A step in a sentence."""
    return f"step {step:.0f}" if step == step // 1 else f"{step:.4g}"


def falls(lr):
    """The rate ends at less than 0.8 of its highest."""
    return lr is not None and lr[-1] < 0.8 * most(lr)


def turn(lr):
    """The row from which the rate comes back, or None."""
    if lr is None:
        return None
    top = lr.index(most(lr))
    after = lr[top:]
    low = least(after)
    k = top + after.index(low)
    if low < 0.5 * lr[top] and most(lr[k:]) > most([2 * low, lr[top] / 3]):
        return k
    return None


def means(values, wide):
    """The mean of the values up to `wide` before and after each."""
    sums = [0.0]
    for v in values:
        sums.append(sums[-1] + v)
    found = []
    for k in range(len(values)):
        a, b = most([0, k - wide]), least([len(values), k + wide + 1])
        found.append((sums[b] - sums[a]) / (b - a))
    return found


def alike(values, lag):
    """The correlation of values with those `lag` later."""
    together = sum([a * b for a, b in zip(values, values[lag:])])
    whole = (sum([v * v for v in values[lag:]]) * sum(
        [v * v for v in values[: len(values) - lag]])) ** 0.5  # fmt: skip
    return together / whole if whole > 0 else 0.0
