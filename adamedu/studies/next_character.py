"""A tiny transformer learns to predict the next character of Moby-Dick.

Batches of 8 stretches of 24 characters; 2 layers of width 32, unless others are asked
for. Seeds vary the start and the minibatches. Single precision, one thread.
"""

import functools

import numpy as np

from adamedu.nn.datasets import characters
from adamedu.nn.extras import extra
from adamedu.nn.transformer import Transformer, windows
from adamedu.studies.protocol import kept

with extra("torch"):
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel

LENGTH, BATCH, EARLY = 24, 8, 20


@functools.cache
def split():
    """Stretches of the text to train with: x, y; and every 48th of its last tenth."""
    codes, _ = characters()
    cut = len(codes) * 9 // 10
    x_test, y_test = windows(codes[cut:], LENGTH)
    return windows(codes[:cut], LENGTH), (x_test[::48], y_test[::48])


def network(**shape):
    """A transformer for these characters."""
    return Transformer(1 + int(split()[0][1].max()), LENGTH, **shape)


def train(net, seed, lifted, plan, steps, **settings):
    """Yield each step's loss and gradient, and parameters and state after it.

    `lifted` is a rule for a list of parameters, plan(t) the rate of step t = 1, 2, ...
    """
    torch.set_num_threads(1)
    (x, y), _ = split()
    theta, state = net.init(np.random.default_rng([seed, 0])), None
    rng = np.random.default_rng([seed, 1])
    for t in range(1, steps + 1):
        rows = rng.integers(len(x), size=BATCH)
        loss, g = net.gradient(theta, x[rows], y[rows])
        theta, state = lifted(theta, g, state, lr=plan(t), **settings)
        yield loss, g, theta, state


def trained(*args, **settings):
    """All losses of `train`, and parameters and state at its end."""
    losses = []
    for step in train(*args, **settings):
        losses.append(step[0])
    return losses, *step[2:]


def numbers(losses, last):
    """What a study keeps: the loss on a minibatch in step 20, and a loss at the end."""
    return {"early": kept(losses[EARLY - 1]), "loss": kept(last)}


def flat(net, seed):
    """The start of `train`, all its parameters as one vector."""
    theta = net.init(np.random.default_rng([seed, 0]))
    return torch.cat([p.flatten() for p in theta])


def losses(net, copies, x, y):
    """The mean loss of each row of `copies`, which is parameters as `flat` has them."""

    def one(vector):
        shapes = net.shapes.values()
        parts = vector.split([int(np.prod(shape)) for shape in shapes])
        theta = [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]
        return net.mean_loss(theta, x, y)

    with sdpa_kernel(SDPBackend.MATH):  # the one that can be stacked
        return torch.func.vmap(one)(copies)
