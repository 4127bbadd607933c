"""Learning-rate schedules: the rate of step t, where t counts from 1.

A schedule is a function of t. Give it to `descend` in place of a number:

    descend(adam, theta, grad, 100, lr=lambda t: cosine(t, lr=0.1, steps=100))

`warmup` steps rise linearly, lr/warmup, 2*lr/warmup, ..., lr: no step is wasted
at 0. `steps` counts them too. The decay begins at lr in step warmup + 1 and would
reach lr_end in step steps + 1, where it stays: torch's schedulers count in the same
way, from 0. An array or a list of steps gives the rates of all of them. Raises
ValueError for a count that is no whole number and for a setting out of range.
"""

import math
from functools import wraps


def over_steps(schedule):
    """Let a schedule of one step take many: a NumPy array gives one, a list a list."""

    @wraps(schedule)
    def rates(t, **settings):
        steps = t.tolist() if hasattr(t, "tolist") else t
        if not isinstance(steps, (list, tuple, range)):
            return schedule(steps, **settings)
        found = [rates(step, **settings) for step in steps]
        library = getattr(t, "__array_namespace__", None)
        return library().asarray(found) if library else found

    return rates


@over_steps
def constant(t, *, lr, warmup=0):
    """lr at every step t, after `warmup` steps of rise."""
    return lr * risen(t, warmup)


@over_steps
def step_decay(t, *, lr, every, factor=0.1):
    """The rate of step t: lr times `factor` once for each `every` steps that are done.

    torch's StepLR.
    """
    check_counts(1, t=t, every=every)
    return lr * factor ** ((t - 1) // every)


@over_steps
def multistep(t, *, lr, after, factor=0.1):
    """The rate of step t: lr times `factor` once for each step of the list `after` that
    is done (torch's MultiStepLR).
    """
    check_counts(1, t=t)
    for step in after:
        check_counts(0, after=step)
    return lr * factor ** sum([t > k for k in after])


@over_steps
def exponential(t, *, lr, factor):
    """The rate of step t: lr times `factor` once for each step that is done (torch's
    ExponentialLR).
    """
    check_counts(1, t=t)
    return lr * factor ** (t - 1)


@over_steps
def linear(t, *, lr, steps, warmup=0, lr_end=0.0):
    """The rate of step t of `steps`: a straight line from lr down to lr_end.

    `warmup` of the steps rise to lr. torch's LinearLR.
    """
    left = 1 - decayed(t, steps, warmup)
    if t <= warmup:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * left


@over_steps
def polynomial(t, *, lr, steps, power=2.0, warmup=0, lr_end=0.0):
    """The rate of step t: from lr to lr_end, as a power of the share of `steps` left.

    `warmup` of the steps rise to lr. torch's PolynomialLR has lr_end 0 and calls it
    `power`, too.
    """
    left = 1 - decayed(t, steps, warmup)
    if t <= warmup:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * left**power


@over_steps
def cosine(t, *, lr, steps, warmup=0, lr_end=0.0):
    """Half a cosine from lr down to lr_end: Loshchilov & Hutter (2017), equation 5.

    t is the step; `warmup` of the `steps` rise to lr. After them the rate stays at
    lr_end; torch's CosineAnnealingLR rises again.
    """
    wave = math.cos(math.pi * decayed(t, steps, warmup))
    if t <= warmup:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * (1 + wave) / 2


@over_steps
def cosine_restarts(t, *, lr, every, longer=1, lr_end=0.0):
    """SGDR: Loshchilov & Hutter (2017), section 3: the cosine starts again and again.

    t is the step. A round goes from lr down to lr_end: the first has `every` steps, and
    each next one is `longer` times as long.
    """
    check_counts(1, t=t, every=every, longer=longer)
    while t > every:
        t, every = t - every, every * longer
    return cosine(t, lr=lr, steps=every, lr_end=lr_end)


@over_steps
def inverse_sqrt(t, *, lr, warmup):
    """Vaswani et al. (2017), equation 3: warm-up, then a fall as 1/sqrt(t).

    t is the step and lr the peak, after `warmup` steps, which the paper writes
    (d_model * warmup)**-0.5.
    """
    check_counts(1, t=t, warmup=warmup)
    return lr * min(t / warmup, (warmup / t) ** 0.5)


@over_steps
def one_cycle(t, *, lr, steps, rise=0.3, lr_start=0.04, lr_end=4e-6):
    """Smith & Topin (2018) with cosines, as torch's OneCycleLR: up to lr, then down.

    t is the step, of `steps`. lr_start and lr_end are shares of lr; the defaults are
    torch's. The peak is at step rise * steps, and the last step has lr_end, where torch
    goes no further. A peak before step 1 is not seen: the first step is on the way down
    already.
    """
    check_counts(1, t=t, steps=steps)
    if not 0 <= rise < 1:
        raise ValueError(f"rise must lie in [0, 1), got {rise}")
    peak = rise * steps
    if t < peak:
        low, done = lr_start, (peak - t) / (peak - 1)
    else:
        low, done = lr_end, min((t - peak) / (steps - peak), 1)
    return lr * (low + (1 - low) * (1 + math.cos(math.pi * done)) / 2)


@over_steps
def warmup_stable_decay(t, *, lr, steps, warmup, decay, lr_end=0.0):
    """Hu et al. (2024): a constant rate, and a short decay in the last `decay` steps.

    t is the step, of `steps`; `warmup` of them rise to lr. The decay to lr_end is
    1 - sqrt, which Haegele et al. (2024) found best.
    """
    check_counts(0, warmup=warmup)
    check_counts(1, t=t, decay=decay)
    check_counts(warmup + decay, steps=steps)
    if t <= steps - decay:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * (1 - decayed(t, steps, steps - decay) ** 0.5)


def risen(t, warmup):
    """The share of lr that a linear warm-up has reached at step t."""
    check_counts(1, t=t)
    check_counts(0, warmup=warmup)
    return min(t / warmup, 1) if warmup else 1


def decayed(t, steps, warmup):
    """The share of the decay that lies behind: 0 at warmup + 1, 1 after `steps`."""
    check_counts(1, t=t)
    check_counts(0, warmup=warmup)
    check_counts(warmup + 1, steps=steps)
    return min((t - 1 - warmup) / (steps - warmup), 1)


def check_counts(least, **counts):
    """Raise for a count that is no whole number, or below `least`."""
    for name, value in counts.items():
        number = isinstance(value, (int, float)) or hasattr(value, "shape")
        if not number or isinstance(value, bool):
            raise TypeError(f"{name} must be a whole number, got {value!r}")
        if name in ("warmup", "decay") and 0 < value < 1:
            hint = f"round({value} * steps)"
            raise ValueError(f"{name} counts steps, got {value}: {hint}?")
        if value % 1 != 0:
            raise ValueError(f"{name} must be a whole number, got {value}")
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
