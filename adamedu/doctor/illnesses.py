"""The illnesses that a log may show: for each a test, which its docstring states.

A test takes a `Seen` and returns None, or a sentence with numbers of the log and the
step at which it happens, or None for that.
"""

from adamedu.doctor.levels import (
    BLOCKS,
    alike,
    falls,
    is_finite,
    last_above,
    last_below,
    lasting,
    least,
    means,
    median,
    most,
    said,
    turn,
    when,
)

SURE = 5.0  # standard errors
PERIOD = 1000  # rows in which a period is looked for


def diverged(seen):
    """The last three finite losses lie above the start by three times its size and by
    ten times the noise; or the last one before NaN is a hundred times the start."""
    x, start = seen.x, seen.start
    if len(x) < 5:
        return None
    end = least(x[-3:])
    high = end - start > 3 * abs(start) + 10 * seen.noise
    ends_early = seen.at[-1] + 1 < len(seen.log.loss)
    if not high and not (ends_early and x[-1] > 100 * abs(start) > 0):
        return None
    k = last_below(x, start + abs(start))
    words = f"The loss starts at {said(start)} and ends at {said(x[-1])}: it leaves "
    return words + f"its level for good after {when(seen.step(k))}.", seen.step(k)


def not_a_number(seen):
    """Some loss is NaN or infinite."""
    wrong = [k for k, v in enumerate(seen.log.loss) if not is_finite(v)]
    if not wrong:
        return None
    k = wrong[0]
    words = f"The loss is {seen.log.loss[k]} at {when(seen.log.step[k])}"
    before = [j for j in seen.at if j < k]
    if before:
        last = before[-1]
        words += f", after {said(seen.log.loss[last])} in the row before"
        if seen.log.grad_norm and is_finite(seen.log.grad_norm[last]):
            words += f" (gradient norm {said(seen.log.grad_norm[last])})"
    after = len(seen.log.loss) - k - len(wrong)
    words += f"; {after} later rows are finite." if after else ", and stays so."
    return words, seen.log.step[k]


def dead(seen):
    """The loss is the same in all rows, to a millionth of its size, and the median of
    the gradient norm is at most 1e-7."""
    if most(seen.x) - least(seen.x) > 1e-6 * abs(seen.start):
        return None
    if seen.grad is None or median(seen.grad) > 1e-7:
        return None
    words = f"The loss is {said(seen.start)} in all rows and the gradient norm is "
    return words + f"{said(median(seen.grad))}: nothing reaches the weights.", None


def stalled(seen):
    """In the last third the loss stands still, to a fiftieth of its fall and a
    thousandth of its size, noise included, though the gradient norm is more than half
    of what it was at first and the rate has not fallen."""
    if seen.grad is None or falls(seen.lr):
        return None
    third = seen.x[-(len(seen.x) // 3) :]
    first, last = median(seen.grad[:3]), median(seen.grad[-seen.size :])
    near = least([0.001 * abs(seen.start), most([0.02 * seen.fall, 1e-6])])
    if not (most(third) - least(third) <= near and last > most([0.5 * first, 1e-7])):
        return None
    k = last_above(seen.x, third[-1] + near)
    words = f"From {when(seen.step(k))} on the loss stands at {said(third[-1])}, while "
    words += f"the gradient norm is {said(last)}, after {said(first)} at first."
    return words, seen.step(k)


def forgotten_zero_grad(seen):
    """The gradient norm grows to four times its first value, and from row to row it
    changes by less than a twentieth, and by less than half as much as the loss does:
    each gradient is the last one and a little more. In healthy logs it is as noisy as
    the loss."""
    if seen.grad is None or least(seen.grad) <= 0:
        return None
    moved = [abs(b - a) / b for a, b in zip(seen.grad, seen.grad[1:])]
    noisy = seen.noise / most([abs(median(seen.x)), 1e-30])
    first, last = median(seen.grad[:3]), median(seen.grad[-seen.size :])
    smooth = median(moved)
    if not (last > 4 * first and smooth < 0.05 and smooth < noisy / 2):
        return None
    words = (
        f"The gradient norm grows from {said(first)} to {said(last)} and changes by "
    )
    words += f"{said(100 * smooth)} % from row to row, where the loss changes by "
    return words + f"{said(100 * noisy)} %.", None


def schedule_returns(seen):
    """The rate falls below half of its highest, then rises to at least twice that and
    to a third of the highest; and the loss is higher at the upper half of the new rates
    than it was at the lower fifth around the turn, by a standard error. So little is
    enough, since the rate is evidence, too; a rate that is meant to return, and costs
    nothing, is not named."""
    k = turn(seen.lr)
    if k is None:
        return None
    new = most(seen.lr[k:])
    rows = range(len(seen.lr))
    high = [seen.x[j] for j in rows if j > k and seen.lr[j] > new / 2]
    low = [
        seen.x[j]
        for j in rows
        if j > k / 2 and seen.lr[j] < most([new / 5, seen.lr[k]])
    ]
    if not low:
        return None
    error = 1.25 * seen.noise * (1 / len(low) + 1 / len(high)) ** 0.5
    low, high = median(low), median(high)
    if not high - low > error:
        return None
    words = f"The rate falls to {said(seen.lr[k])} at {when(seen.step(k))} and rises "
    words += f"again to {said(new)}; the loss goes from {said(low)} to "
    return words + f"{said(high)} with it.", seen.step(k)


def periodic(seen):
    """What is left of the loss without its running mean goes along with itself a
    period later: correlation above 0.5 and two standard errors, and 0.4 more than half
    a period later. The period spans four rows or more, and fits three times into the
    log, of which the first 1,000 rows are looked at."""
    x = seen.x[:PERIOD]
    if len(x) < 60:
        return None
    left = [a - b for a, b in zip(x, means(x, len(x) // 6))]
    bound = 4 * median([abs(v) for v in left])
    left = [least([most([v, -bound]), bound]) for v in left]
    found = [alike(left, lag) for lag in range(len(x) // 3)]
    best, lag = 0.5 + 2 / len(x) ** 0.5, 0
    for other in range(4, len(found)):
        if found[other] > best and found[other] - found[other // 2] > 0.4:
            best, lag = found[other], other
    if not lag:
        return None
    steps = seen.step(lag) - seen.step(0)
    words = f"The loss repeats itself each {said(steps)} steps: with itself that much "
    return words + f"later it correlates by {best:.2f}.", None


def resumed(seen):
    """From one row to the next the loss rises: five rows after lie above five rows
    before, by four times the noise and a seventh of its fall, and ten rows later half
    of the rise is still there."""
    x = seen.x
    for k in range(most([5, len(x) // 20]), len(x) - 15):
        before, after = x[k - 5 : k], x[k : k + 5]
        rise = least(after) - most(before)
        if not rise > most([4 * seen.noise, seen.fall / 7]):
            continue
        level = median(before)
        if least(x[k + 5 : k + 15]) - level > (median(after) - level) / 2:
            return jump(seen, k, level, median(after)), seen.step(k)
    return None


def jump(seen, k, before, after):
    words = (
        f"At {when(seen.step(k))} the loss jumps from {said(before)} to {said(after)}"
    )
    words += " and is not halfway back ten rows later"
    if seen.lr and seen.lr[k] > 1.5 * seen.lr[k - 1]:
        words += (
            f"; there the rate goes from {said(seen.lr[k - 1])} to {said(seen.lr[k])}"
        )
    if seen.step(k) <= seen.step(k - 1):
        words += f"; the steps go back from {seen.step(k - 1):.0f}"
    if seen.grad:
        old, new = median(seen.grad[k - 5 : k]), median(seen.grad[k : k + 5])
        stays = 0.8 * old <= new <= 1.25 * old
        change = f"stays near {said(old)}" if stays else (
            f"goes from {said(old)} to {said(new)}"
        )  # fmt: skip
        words += f"; the gradient norm {change}"
    return words + "."


def no_warmup(seen):
    """In the first fifth of the rows three losses in a row lie above the first one, by
    eight times the noise, a quarter of the fall and a fiftieth of its size; later the
    loss falls below it."""
    x, high = seen.x, early_rise(seen)
    if high is None or not seen.mid[-1] < x[0] - seen.error:
        return None
    words = f"The loss rises from {said(x[0])} to {said(most(x[: len(x) // 5]))} at "
    words += f"{when(seen.step(high))} before it falls to {said(seen.mid[-1])}"
    if seen.lr:
        words += f"; the rate of the first step is {said(seen.lr[0])}, the highest "
        words += said(most(seen.lr))
    return words + ".", seen.step(high)


def early_rise(seen):
    """The row of the highest loss in the first fifth, if three rows lie high there."""
    early = seen.x[: most([6, len(seen.x) // 5])]
    height = most(lasting(early)) - seen.x[0]
    fall = seen.x[0] - seen.best
    if height > most([8 * seen.noise, fall / 4, 0.02 * abs(seen.x[0])]):
        return early.index(most(early))
    return None


def spikes(seen):
    """Past the first tenth, the loss leaves the median of the ten rows before for three
    rows, by ten times the noise and the first of them by a third of the fall; or for
    one row by three times the fall, if the gradient norm is ten times its median there:
    the loss of a single batch may lie anywhere. At the end it is below the start."""
    x, found, k = seen.x, [], most([5, len(seen.x) // 10])
    while k < len(x) - 2:
        level = median(x[most([0, k - 10]) : k])
        up = [v - level for v in x[k : k + 3]]
        lasts = least(up) > 10 * seen.noise and most(up) > seen.fall / 3
        lone = up[0] > most([10 * seen.noise, 3 * seen.fall]) and high_grad(seen, k)
        if lasts or lone:
            found.append(k)
            k += len(x) // 50
        k += 1
    if not found or seen.mid[-1] > seen.start:
        return None
    first = found[0]
    words = f"The loss leaves its level {len(found)} times, first at "
    words += (
        f"{when(seen.step(first))}, where it is {said(most(x[first : first + 3]))} "
    )
    words += f"beside {said(median(x[first - 5 : first]))} before"
    if seen.grad:
        words += f", with a gradient norm of {said(most(seen.grad[first : first + 3]))}"
        words += f" beside {said(median(seen.grad[first - 5 : first]))}"
    return words.replace("1 times, first", "once,") + ".", seen.step(first)


def high_grad(seen, k):
    return seen.grad is not None and seen.grad[k] > 10 * median(seen.grad)


def rate_too_high(seen):
    """The loss rises early as without a warm-up, and does not fall below its start; or
    it comes back up from its lowest level by a quarter of its fall and ten standard
    errors, and stays there for the last quarter."""
    x, high, end = seen.x, early_rise(seen), median(seen.x[-(len(seen.x) // 4) :])
    if high is not None:
        words = f"The loss rises from {said(x[0])} to {said(most(x[: len(x) // 5]))} "
        words += f"at {when(seen.step(high))} and ends at {said(end)}, not below it."
        return words, seen.step(high)
    last = least(seen.mid[-(BLOCKS // 4) :])
    if seen.fall > 0 and last - seen.best > most(
        [2 * SURE * seen.error, seen.fall / 4]
    ):
        k = seen.mid.index(seen.best) * len(x) // len(seen.mid)
        words = f"The loss is {said(seen.best)} near {when(seen.step(k))}, then rises "
        return words + f"and ends at {said(end)}.", seen.step(k)
    return None


def rate_too_low(seen):
    """The loss falls all the time as it fell at first (the last third at 0.7 of the
    pace of the first third, and no third by less than ten standard errors), in all by
    less than 0.3 of its size; the rate has not been lowered."""
    if falls(seen.lr) or len(seen.mid) < 3:
        return None
    n, third = len(seen.x), len(seen.x) // 3
    ends = [median(seen.x[at : at + seen.size]) for at in (0, third, 2 * third)]
    ends.append(median(seen.x[n - seen.size :]))
    first, middle, last = [a - b for a, b in zip(ends, ends[1:])]
    calm = least([first, middle, last]) > 2 * SURE * seen.error
    if not (calm and last > 0.7 * first and ends[0] - ends[3] < 0.3 * abs(ends[0])):
        return None
    words = f"The loss falls from {said(ends[0])} to {said(ends[3])} in all "
    words += f"{len(seen.x)} rows, at its end {said(last / first)} times as fast as at "
    return words + "first: it goes along a line.", None


ILLNESSES = [
    diverged, not_a_number, dead, stalled, forgotten_zero_grad, schedule_returns,
    periodic, no_warmup, resumed, spikes, rate_too_high, rate_too_low,
]  # fmt: skip
