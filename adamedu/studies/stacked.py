"""Copies of a network that train at once, each with settings of its own.

Their parameters are stacked along a first axis: w is (copies, in, out), b is
(copies, 1, out). The rules, which are arithmetic, do not notice. Doubles, one thread.
"""

import numpy as np

from adamedu.nn.extras import extra
from adamedu.nn.fit import minibatch
from adamedu.studies.protocol import numbered, start

with extra("torch"):
    import torch


def column(values):
    """A setting with a value for each copy."""
    return torch.tensor(values, dtype=torch.float64).view(-1, 1, 1)


def copied(theta, copies):
    """The parameters of as many copies, all alike."""
    return [torch.from_numpy(np.stack([np.atleast_2d(p)] * copies)) for p in theta]


def train(net, seed, x, y, lifted, plan, *, copies, steps, batch, early, **settings):
    """theta after all steps, and the losses on all rows after the step `early`.

    `net` is an MLP with relu, `lifted` a rule for a list of parameters, and plan(t)
    the rate of step t = 1, 2, ...
    """
    torch.set_num_threads(1)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    theta, state, soon = copied(start(net, seed), copies), None, None
    for t in range(1, steps + 1):
        rows = minibatch(len(x), batch, seed, t)
        g = gradient(losses, theta, x[rows], y[rows])
        theta, state = lifted(theta, g, state, lr=plan(t), **settings)
        soon = losses(theta, x, y) if t == early else soon
    return theta, soon


def gradient(loss, theta, *data):
    """That of each copy's own loss: copies do not mix, so that of the sum is theirs."""
    theta = [p.detach().requires_grad_() for p in theta]
    return torch.autograd.grad(loss(theta, *data).sum(), theta)


def forward(theta, x):
    """What each copy makes of x: (copies, rows, out)."""
    x = torch.as_tensor(x)
    for k in range(0, len(theta), 2):
        x = x @ theta[k] + theta[k + 1]
        x = x.relu() if k + 2 < len(theta) else x
    return x


def losses(theta, x, y):
    """The mean cross-entropy of each copy."""
    z = forward(theta, x)
    return z.logsumexp(-1).mean(1) - z[:, torch.arange(len(y)), y].mean(1)


def errors(theta, x, y):
    """The share of wrong answers of each copy."""
    return (forward(theta, x).argmax(-1) != torch.as_tensor(y)).double().mean(1)


def numbers(theta, early, train, test):
    """What a study keeps of each copy: its early and last loss, and its test error."""
    return numbered(early=early, loss=losses(theta, *train),
                    error=errors(theta, *test))  # fmt: skip
