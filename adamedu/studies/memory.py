"""The memory that training takes, measured on processes of its own.

    python -m adamedu.studies.memory 8

prints, for each optimizer, the peak of a process's resident memory while it trains 20
layers of 700 x 700 for three steps on 8 rows, less what it held before, in multiples
of the weights' own bytes. Each optimizer trains in a fresh fork: peaks never fall.
Names after the rows choose optimizers.
"""

import json
import multiprocessing
import resource
import sys

from adamedu.nn.extras import extra
from adamedu.studies.sharded import state_bytes

with extra("torch"):
    import torch

LAYERS, WIDTH = 20, 700
WAYS = {
    "SGD": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "RMSprop": (torch.optim.RMSprop, {}),
    "Adam": (torch.optim.Adam, {}),
    "AMSGrad": (torch.optim.Adam, {"amsgrad": True}),
    "Adam, foreach": (torch.optim.Adam, {"foreach": True}),
    "Adam, fused": (torch.optim.Adam, {"fused": True}),
}


def peak():
    """The most memory that this process ever held, in kilobytes on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def train(name, width, rows):
    """Bytes of the weights and of the states, after three steps of this optimizer."""
    form, settings = WAYS[name]
    loop = {} if settings.get("fused") else {"foreach": False}
    layers = [torch.nn.Linear(width, width, bias=False) for _ in range(LAYERS)]
    net = torch.nn.Sequential(*layers)
    optimizer = form(net.parameters(), **{"lr": 1e-3, **loop, **settings})
    x = torch.ones(rows, width)
    for _ in range(3):
        optimizer.zero_grad()
        net(x).square().mean().backward()
        optimizer.step()
    return 4 * sum(p.numel() for p in net.parameters()), state_bytes(optimizer)


def measured(name, rows):
    """States and peak in multiples of the weights; a small run loads all code first."""
    train(name, 64, 8)
    before = peak()
    weights, states = train(name, WIDTH, rows)
    return {"states": states / weights, "peak": 1024 * (peak() - before) / weights}


def main(rows, *names):
    torch.set_num_threads(1)
    fork = multiprocessing.get_context("fork")
    table = {}
    for name in names or WAYS:
        with fork.Pool(1) as pool:
            table[name] = pool.apply(measured, (name, rows))
    print(json.dumps(table))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
