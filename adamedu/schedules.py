"""Learning-rate schedules: the rate of step t, where t counts from 1.

A schedule is a function of t. Give it to `descend` in place of a number:

    descend(adam, theta, grad, 100, lr=lambda t: cosine(t, lr=0.1, steps=100))
"""

import math


def constant(t, *, lr):
    """The same rate at every step."""
    return lr


def step_decay(t, *, lr, every, factor=0.1):
    """Multiply the rate by `factor` after every `every` steps (torch's StepLR)."""
    return lr * factor ** ((t - 1) // every)


def cosine(t, *, lr, steps, warmup=0, lr_end=0.0):
    """Half a cosine from lr down to lr_end: Loshchilov & Hutter (2017), equation 5.

    The first `warmup` steps rise linearly, lr/warmup, 2*lr/warmup, ..., lr: no
    step is wasted at 0. `steps` counts the warm-up too. After `steps` the rate
    stays at lr_end; torch's CosineAnnealingLR would rise again.
    """
    if t <= warmup:
        return lr * t / warmup
    if t > steps:
        return lr_end
    done = (t - 1 - warmup) / (steps - warmup)
    return lr_end + (lr - lr_end) * (1 + math.cos(math.pi * done)) / 2
