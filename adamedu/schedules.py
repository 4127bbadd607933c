"""Learning-rate schedules: the rate of step t, where t counts from 1.

A schedule is a function of t. Give it to `descend` in place of a number:

    descend(adam, theta, grad, 100, lr=lambda t: cosine(t, lr=0.1, steps=100))

`warmup` steps rise linearly, lr/warmup, 2*lr/warmup, ..., lr: no step is wasted
at 0. `steps` counts them too. The decay begins at lr in step warmup + 1 and would
reach lr_end in step steps + 1, where it stays: torch's schedulers count in the same
way, from 0. Raises ValueError for a setting out of range.
"""

import math


def constant(t, *, lr, warmup=0):
    """The same rate at every step."""
    return lr * risen(t, warmup)


def step_decay(t, *, lr, every, factor=0.1):
    """Multiply the rate by `factor` after every `every` steps (torch's StepLR)."""
    at_least(1, t=t, every=every)
    return lr * factor ** ((t - 1) // every)


def multistep(t, *, lr, after, factor=0.1):
    """Multiply the rate by `factor` after each of these steps (torch's MultiStepLR)."""
    at_least(1, t=t)
    return lr * factor ** sum([t > k for k in after])


def exponential(t, *, lr, factor):
    """Multiply the rate by `factor` after each step (torch's ExponentialLR)."""
    at_least(1, t=t)
    return lr * factor ** (t - 1)


def linear(t, *, lr, steps, warmup=0, lr_end=0.0):
    """A straight line down to lr_end (torch's LinearLR)."""
    if t <= warmup:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * (1 - decayed(t, steps, warmup))


def polynomial(t, *, lr, steps, power=2.0, warmup=0, lr_end=0.0):
    """A power of the steps that are left (torch's PolynomialLR, whose lr_end is 0)."""
    if t <= warmup:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * (1 - decayed(t, steps, warmup)) ** power


def cosine(t, *, lr, steps, warmup=0, lr_end=0.0):
    """Half a cosine from lr down to lr_end: Loshchilov & Hutter (2017), equation 5.

    After `steps` the rate stays at lr_end; torch's CosineAnnealingLR rises again.
    """
    if t <= warmup:
        return lr * risen(t, warmup)
    wave = math.cos(math.pi * decayed(t, steps, warmup))
    return lr_end + (lr - lr_end) * (1 + wave) / 2


def cosine_restarts(t, *, lr, every, longer=1, lr_end=0.0):
    """SGDR: Loshchilov & Hutter (2017), section 3: the cosine starts again and again.

    The first round has `every` steps; each next one is `longer` times as long.
    """
    at_least(1, t=t, every=every, longer=longer)
    while t > every:
        t, every = t - every, every * longer
    return cosine(t, lr=lr, steps=every, lr_end=lr_end)


def inverse_sqrt(t, *, lr, warmup):
    """Vaswani et al. (2017), equation 3: warm-up, then a fall as 1/sqrt(t).

    lr is the peak, which the paper writes (d_model * warmup)**-0.5.
    """
    at_least(1, t=t, warmup=warmup)
    return lr * min(t / warmup, (warmup / t) ** 0.5)


def one_cycle(t, *, lr, steps, rise=0.3, lr_start=0.04, lr_end=4e-6):
    """Smith & Topin (2018) with cosines, as torch's OneCycleLR: up to lr, then down.

    lr_start and lr_end are shares of lr; the defaults are torch's. The peak is at
    step rise * steps, and the last step has lr_end, where torch goes no further.
    """
    at_least(1, t=t)
    peak = rise * steps
    if not 1 < peak < steps:
        raise ValueError(f"rise * steps must lie between 1 and steps, got {peak}")
    if t <= peak:
        low, done = lr_start, (peak - t) / (peak - 1)
    else:
        low, done = lr_end, min((t - peak) / (steps - peak), 1)
    return lr * (low + (1 - low) * (1 + math.cos(math.pi * done)) / 2)


def warmup_stable_decay(t, *, lr, steps, warmup, decay, lr_end=0.0):
    """Hu et al. (2024): a constant rate, and a short decay in the last `decay` steps.

    The decay is 1 - sqrt, which Haegele et al. (2024) found best.
    """
    at_least(1, decay=decay)
    at_least(warmup + decay, steps=steps)
    if t <= steps - decay:
        return lr * risen(t, warmup)
    return lr_end + (lr - lr_end) * (1 - decayed(t, steps, steps - decay) ** 0.5)


def risen(t, warmup):
    """The share of lr that a linear warm-up has reached at step t."""
    at_least(1, t=t)
    at_least(0, warmup=warmup)
    return min(t / warmup, 1) if warmup else 1


def decayed(t, steps, warmup):
    """The share of the decay that lies behind: 0 at warmup + 1, 1 after `steps`."""
    at_least(1, t=t)
    at_least(0, warmup=warmup)
    at_least(warmup + 1, steps=steps)
    return min((t - 1 - warmup) / (steps - warmup), 1)


def at_least(least, **settings):
    """Raise ValueError for a setting below `least`."""
    for name, value in settings.items():
        if not value >= least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
