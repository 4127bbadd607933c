"""A training step of the hand-written MLP against the same network in torch.

Digits-sized: 64-32-10, batch 128, float32, gradient and Adam's step, one thread.
"""

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from adamedu.descent import each
from adamedu.nn.datasets import digits
from adamedu.nn.mlp import MLP
from adamedu.rules import adam
from benchmarks import interleaved, verdict


def ours(x, y):
    net = MLP([64, 32, 10])
    state = [net.init(np.random.default_rng(0), np.float32)]
    rule = each(adam)

    def step():
        theta, *rest = state
        _, g = net.gradient(theta, x, y)
        state[:] = rule(theta, g, *rest)

    return step


def theirs(x, y):
    torch.manual_seed(0)
    nn = torch.nn
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.Adam(net.parameters())
    x, y = torch.from_numpy(x), torch.from_numpy(y)

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()

    return step


def main():
    torch.set_num_threads(1)
    x, y = digits()
    x, y = x[:128].astype(np.float32), y[:128]
    with threadpool_limits(1):
        times = interleaved({"NumPy": ours(x, y), "torch": theirs(x, y)})
    print(
        "A training step of the MLP, batch 128, ms: medians of 15 rounds, one thread."
    )
    print("".join(f"  {name} {1e3 * s:.3f}" for name, s in times.items()))
    print(verdict("NumPy / torch eager:", times["NumPy"] / times["torch"], 1))
