"""RuleOptimizer with a reader's own rule, which may keep what it gets, in anything."""

from collections import deque, namedtuple
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from adamedu.nn.rule_optimizer import RuleOptimizer
from tests.test_training import each_dtype, precise_of, zeroed_in_place


def keeper(theta, g, kept=None, *, lr=0.1):
    """A reader's rule that keeps what it was given, and views of it."""
    return theta - lr * g, {"theta": theta, "views": [g[:1], g.view(1, 2), g.numpy()]}


def test_a_reader_s_rule_may_keep_what_it_gets():
    p = nn.Parameter(torch.tensor([1.0, 2.0]))
    optimizer = RuleOptimizer([p], keeper)
    p.grad = torch.ones(2)
    optimizer.step()
    p.grad.zero_()
    kept = optimizer.state[p]["kept"]
    assert kept["theta"].tolist() == [1, 2]
    assert [view.tolist() for view in kept["views"]] == [[1], [[1, 1]], [1, 1]]


Pair = namedtuple("Pair", "last sum")


def with_tuple(theta, g, kept=(), *, lr=0.1):
    kept = (*kept, g)
    return theta - lr * sum(kept), kept[-3:]


def with_pair(theta, g, kept=None, *, lr=0.1):
    kept = Pair(g, g if kept is None else kept.sum + g)
    return theta - lr * kept.sum, kept


def with_deque(theta, g, kept=None, *, lr=0.1):
    kept = deque(kept or [], maxlen=3)
    kept.append(g)
    return theta - lr * sum(kept), kept


@dataclass
class Memory:
    last: torch.Tensor
    start: torch.Tensor


def with_dataclass(theta, g, kept=None, *, lr=0.1):
    back = 0 if kept is None else kept.last + theta - kept.start
    return theta - lr * (g + back), Memory(g, theta)


def with_object(theta, g, kept=None, *, lr=0.1):
    kept = kept or SimpleNamespace(seen=[], inner=SimpleNamespace(view=0))
    kept.seen.append((g[:1], theta.view(1, 2)))
    theta = theta - lr * (g + kept.inner.view - kept.seen[0][1][0])
    kept.inner.view = g.view(2)
    return theta, kept


def with_function(theta, g, kept=lambda: 0, *, lr=0.1):
    return theta - lr * (g + kept()), lambda: g - theta


def in_place(theta, g, kept=0, *, lr=0.1):
    g *= 2
    theta -= lr * (g + kept)
    return theta, g


@pytest.mark.parametrize("rule", [
    with_tuple, with_pair, with_deque, with_dataclass, with_object, with_function,
    in_place,
])  # fmt: skip
@each_dtype
def test_a_reader_s_rule_may_keep_it_in_anything(rule, dtype):
    """As it is, with gradients zeroed in place: what it keeps is what it gets back."""
    p = nn.Parameter(torch.tensor([1.0, 2.0], dtype=dtype))
    optimizer = RuleOptimizer([p], rule)
    theta, kept = p.detach().to(precise_of(dtype), copy=True), []
    for t in range(6):
        zeroed_in_place(p, torch.tensor([0.5, -0.25], dtype=dtype) * (t + 1))
        g = p.grad.clone()
        theta, *kept = rule(theta, g.to(theta.dtype, copy=True), *kept)
        optimizer.step()
        assert torch.equal(p, theta.to(dtype)) and torch.equal(p.grad, g)
        assert type(optimizer.state[p]["kept"]) is type(kept[0])


@pytest.mark.parametrize("rule", [
    with_tuple, with_pair, with_deque, with_dataclass, with_object,
])  # fmt: skip
@each_dtype
def test_it_is_loaded_whatever_it_is(rule, dtype):
    """Of its type, in full, and apart from what was saved."""
    params = [nn.Parameter(torch.tensor([1.0, 2.0], dtype=dtype)) for _ in range(2)]
    one, other = (RuleOptimizer([p], rule) for p in params)

    def step(optimizer, t):
        (p,) = optimizer.param_groups[0]["params"]
        zeroed_in_place(p, torch.tensor([0.5, -0.25], dtype=dtype) * (t + 1))
        optimizer.step()

    for t in range(4):
        step(one, t)
    with torch.no_grad():
        params[1].copy_(params[0])
    other.load_state_dict(one.state_dict())
    for t in range(4, 7):
        step(one, t)  # what is saved moves on, what was loaded does not
    expected = params[0].detach().clone()
    for t in range(4, 7):
        step(other, t)
    assert torch.equal(params[1], expected)
    kept = [o.state[p]["kept"] for o, p in zip((one, other), params, strict=True)]
    assert type(kept[0]) is type(kept[1])


@each_dtype
def test_a_state_of_tuples_is_saved_in_full(dtype):
    params = [nn.Parameter(torch.ones(2, dtype=dtype)) for _ in range(2)]
    one, other = (RuleOptimizer([p], with_tuple, lr=1e-3) for p in params)
    for t in range(5):
        for p, optimizer in zip(params, (one, other), strict=True):
            p.grad = torch.full((2,), 1 / (3 + t), dtype=dtype)
            optimizer.step()
    with torch.no_grad():  # digits that 16 bits do not have
        one.state[params[0]]["kept"][0].mul_(1.0001)
    other.load_state_dict(one.state_dict())
    mine, theirs = (other.state[params[1]]["kept"], one.state[params[0]]["kept"])
    for a, b in zip(mine, theirs, strict=True):
        assert a.dtype == b.dtype and torch.equal(a, b)
