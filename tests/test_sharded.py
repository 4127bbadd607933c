"""Two real processes share Adam's states, and compute what one Adam computes."""

import re

import pytest
import torch

from adamedu.studies.memory import WAYS, train
from adamedu.studies.sharded import network, state_bytes
from tests.test_chapters import CHAPTERS, cells, outputs, text

(COST,) = [path for path in CHAPTERS if path.stem == "14_cost"]  # which runs it
ONE = re.compile(r"([\d,]+) weights, Adam's states ([\d,]+) bytes\n((?:  .*\n)+)")
ARRAYS = [5 * 2, 3 * 2]  # weights and biases; each has a step count of 4 bytes


def test_shared_states_are_half_and_the_weights_the_same():
    """As the chapter prints: what has equal layers is halved, the other one is not."""
    runs = [one for one in cells(COST, "code") if "studies.sharded" in text(one)]
    printed = "".join(shown for one in runs for shown in outputs(one))
    networks, largest = ONE.findall(printed), []
    for (weights, full, rest), arrays in zip(networks, ARRAYS, strict=True):
        kept = [to_int(n) for n in re.findall(r"keeps +([\d,]+)", rest)]
        assert to_int(full) == sum(kept) == 8 * to_int(weights) + 4 * arrays
        assert re.findall(r"differ by (\S+)", rest) == ["0.0", "0.0"]
        largest.append(max(kept) / sum(kept))
    assert largest[0] < 0.55 < largest[1]


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
