"""Two real processes share Adam's states, and compute what one Adam computes."""

import re
import subprocess
import sys

import pytest
import torch

from adamedu.studies.memory import WAYS, train
from adamedu.studies.sharded import network, state_bytes

ARRAYS = 5 * 2  # weights and biases; each has a step count of 4 bytes


def test_shared_states_are_half_and_the_weights_the_same():
    call = [sys.executable, "-m", "adamedu.studies.sharded", "64-64-64-64-64-10"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    text = done.stdout
    weights, full = map(to_int, re.match(r"([\d,]+) .* ([\d,]+) bytes", text).groups())
    kept = [to_int(n) for n in re.findall(r"keeps +([\d,]+)", text)]
    assert full == 8 * weights + 4 * ARRAYS
    assert sum(kept) == full and max(kept) < 0.55 * full
    assert re.findall(r"differ by (\S+)", text) == ["0.0", "0.0"]


def to_int(text):
    return int(text.replace(",", ""))


def test_the_network_is_the_same_each_time():
    one, other = network([64, 32, 10]), network([64, 32, 10])
    for p, q in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.equal(p, q)


@pytest.mark.parametrize("name, numbers", [
    ("SGD", 0), ("momentum", 1), ("RMSprop", 1), ("Adam", 2), ("AMSGrad", 3),
    ("Adam, foreach", 2), ("Adam, fused", 2),
])  # fmt: skip
def test_states_of_each_way(name, numbers):
    weights, states = train(name, 30, 4)
    assert weights == 4 * 20 * 30 * 30
    assert 0 <= states - numbers * weights <= 4 * 20
    assert set(WAYS) >= {name}


def test_state_bytes_counts_tensors_only():
    theta = torch.ones(100, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1, momentum=0.9)
    assert state_bytes(optimizer) == 0
    theta.grad = torch.ones(100)
    optimizer.step()
    assert state_bytes(optimizer) == 400
