"""The page's small network, against finite differences and torch's autograd."""

import json
import math

import pytest
import torch

from adamedu import adam, small_net
from adamedu.descent import descend, each
from tests.machines import page

SETS = {"moons": small_net.moons, "ring": small_net.ring}
each_set = pytest.mark.parametrize("data", [make() for make in SETS.values()], ids=SETS)


def in_torch(theta, data):
    """The same loss, of torch's own layers."""
    units = (len(theta) - 1) // 4
    first = theta[: 3 * units].reshape(units, 3)
    xy = torch.tensor([point[:2] for point in data], dtype=torch.float64)
    side = torch.tensor([(1.0 + point[2]) / 2 for point in data], dtype=torch.float64)
    z = (
        torch.tanh(xy @ first[:, :2].T + first[:, 2]) @ theta[3 * units : -1]
        + theta[-1]
    )
    return torch.nn.functional.binary_cross_entropy_with_logits(z, side)


@each_set
@pytest.mark.parametrize("size", [1.0, 30.0])
def test_loss_and_gradient_are_those_of_autograd(data, size):
    numbers = [size * w for w in small_net.init(5, state=3)]
    theta = torch.tensor(numbers, dtype=torch.float64, requires_grad=True)
    value = in_torch(theta, data)
    value.backward()
    assert small_net.loss(numbers, data) == pytest.approx(value.item(), rel=1e-12)
    ours = small_net.gradient(numbers, data)
    assert ours == pytest.approx(theta.grad.tolist(), rel=1e-9, abs=1e-15)


@each_set
def test_it_learns(data):
    def slopes(theta):
        return small_net.gradient(theta, data)

    *_, end = descend(each(adam), small_net.init(8), slopes, 100, lr=0.1)
    assert small_net.right(end, data) == 1
    there = small_net.answers(end, 2.0, size=3)
    assert there["z"][4] == pytest.approx(
        1 / (1 + math.exp(-small_net.output(end, 0.0, 0.0)))
    )
    assert len(there["z"]) == there["nx"] * there["ny"] == 9


@each_set
def test_half_of_the_points_are_on_each_side(data):
    assert [side for _, _, side in data].count(1) == len(data) / 2


def test_the_page_computes_the_same():
    text = (
        "import json\n"
        "from adamedu import small_net as s\n"
        "both = [s.gradient(s.init(4), s.moons()), s.loss(s.init(4), s.ring())]\n"
        "answer = json.dumps(both)\n"
    )
    there = json.loads(page.answer(text))
    here = [small_net.gradient(small_net.init(4), small_net.moons()),
            small_net.loss(small_net.init(4), small_net.ring())]  # fmt: skip
    assert there[0] == pytest.approx(here[0], rel=1e-12)
    assert there[1] == pytest.approx(here[1], rel=1e-12)
