"""Every rule on gradients of any size, in float32 and bfloat16: finite and right.

Right is what the rule itself gives in float64, to which tests/oracles.py holds it.
"""

import pytest
import torch
from torch import nn

from adamedu.nn.rule_optimizer import RuleOptimizer
from adamedu.rules import RULES

SIZES = [0.0, 1e-30, 1e-25, 1e-20, 1e-12, 1.0, 1e10, 1e18]
SHAPES = {
    "vector": (5,), "matrix": (4, 3), "one row": (1, 4), "one column": (4, 1),
    "0-dim": (), "wide": (20, 40),
}  # fmt: skip
NEAR = 0.01  # of a step; at 1e-30 the smallest products are denormal in float32
ROUNDED = 1e-6  # of theta
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


def takes(rule, shape):
    return rule.looks_at != "matrices" or len(shape) == 2


def largest(x):
    return x.abs().max().item()


def tiny(g):
    """Whether squares of it lose digits in float32, if they are not 0."""
    return largest(g) < 1e-18


@each_rule
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_gradients_of_any_size(rule, shape, dtype):
    rng = torch.Generator().manual_seed(0)
    start, *gradients = torch.randn((4, *shape), generator=rng, dtype=torch.float64)
    if not takes(rule, shape):
        with pytest.raises(ValueError, match="a matrix is needed"):
            RuleOptimizer([nn.Parameter(start.to(dtype))], rule.function)
        return
    for size in SIZES:
        for theta in (0 * start, start):
            walk(rule, theta.to(dtype), [(size * g).to(dtype) for g in gradients])


def walk(rule, start, gradients):
    p = nn.Parameter(start.clone())
    optimizer = RuleOptimizer([p], rule.function)
    theta, kept = start.double(), []
    for g in gradients:
        p.grad = g
        optimizer.step()
        theta, *kept = rule.function(theta, g.double(), *kept)
        state = optimizer.state[p]
        for part in [p, *filter(torch.is_tensor, state.values())]:
            assert torch.isfinite(part).all()
        mine, way = state.get("theta", p), largest(theta - start.double())
        # SOAP's basis is free where singular values are equal, as the zeros here; an
        # angle is of all sizes, and so it shows that squares lose digits, or are 0:
        # elsewhere an eps is larger by far
        error = largest(mine - (start if rule.name == "soap" else theta))
        free = rule.name == "soap" or rule.name == "adam_atan2" and tiny(g)
        share = 2 if free else NEAR
        assert error <= share * way + ROUNDED * largest(start)


@each_rule
@pytest.mark.parametrize("size", [1e-12, 0.1])
def test_a_gradient_that_never_changes(rule, size):
    """Where v and m**2 are equal, rounding decides which one is larger."""
    p = nn.Parameter(torch.ones(3, 2))
    optimizer = RuleOptimizer([p], rule.function, lr=1e-6)
    for _ in range(1300 if rule.family == "Adam's family" else 20):
        p.grad = torch.full_like(p, size)
        optimizer.step()
    assert torch.isfinite(p).all()


@each_rule
def test_empty_parameters(rule):
    """They have nothing to move, and the others move as if they were not there."""
    alone, beside = nn.Parameter(torch.eye(3)), nn.Parameter(torch.eye(3))
    empty = [nn.Parameter(torch.ones(0)), nn.Parameter(torch.ones(0, 3))]
    one = RuleOptimizer([alone], rule.function)
    all_ = RuleOptimizer([empty[0], beside, empty[1]], rule.function)
    for _ in range(3):
        for p in (alone, beside, *empty):
            p.grad = torch.ones_like(p)
        one.step(), all_.step()
    assert torch.equal(alone, beside) and not torch.equal(alone, torch.eye(3))
    all_.load_state_dict(all_.state_dict())


@each_rule
def test_unused_rows_and_columns(rule):
    """An embedding: most rows have no gradient; those that have, of any size."""
    for size in (1e-12, 1e-6, 1.0, 1e10):
        g = torch.zeros(50, 8)
        g[:5, :6] = size * torch.linspace(-1, 1, 30).reshape(5, 6)
        p = nn.Parameter(torch.ones_like(g))
        optimizer = RuleOptimizer([p], rule.function, lr=0.01)
        for _ in range(3):
            p.grad = g.clone()
            optimizer.step()
            assert torch.isfinite(p).all()
        theta, kept = torch.ones(50, 8, dtype=torch.float64), []
        for _ in range(3):
            theta, *kept = rule.function(theta, g.double(), *kept, lr=0.01)
        if rule.name not in ("soap", "shampoo"):  # their zero singular values
            assert largest(p - theta) <= NEAR * largest(theta - 1) + ROUNDED


@each_rule
def test_a_rate_of_zero_moves_nothing(rule):
    settings = {k: 0.0 for k in ("lr", "weight_decay", "eta") if k in rule.settings}
    for dtype in (torch.float32, torch.bfloat16):
        p = nn.Parameter(torch.linspace(-1, 1, 12, dtype=dtype).reshape(4, 3))
        optimizer, before = RuleOptimizer([p], rule.function, **settings), p.clone()
        for _ in range(3):
            p.grad = torch.ones_like(p)
            optimizer.step()
            torch.testing.assert_close(p, before, rtol=1e-6, atol=0)


def lora(rng):
    """B starts at 0, so A has no gradient in the first step."""
    a = nn.Parameter(torch.randn(4, 16, generator=rng) / 10)
    b = nn.Parameter(torch.zeros(8, 4))
    x, y = (torch.randn(32, n, generator=rng) for n in (16, 8))
    return [a, b], lambda: ((x @ a.T @ b.T - y) ** 2).mean()


def dead_layer(rng):
    w, u = (nn.Parameter(torch.randn(*s, generator=rng)) for s in ((8, 16), (16, 1)))
    x = torch.randn(4, 8, generator=rng)
    return [w, u], lambda: (((x @ w - 100).relu() @ u - 1) ** 2).mean()


def zero_last_layer(rng):
    params, _ = dead_layer(rng)
    w, u = params[0], nn.Parameter(torch.zeros(16, 1))
    x = torch.randn(4, 8, generator=rng)
    return [w, u], lambda: (((x @ w).relu() @ u - 1) ** 2).mean()


@each_rule
@pytest.mark.parametrize("problem", [lora, dead_layer, zero_last_layer])
def test_layers_without_a_gradient(rule, problem):
    params, loss = problem(torch.Generator().manual_seed(0))
    optimizer = RuleOptimizer(params, rule.function)
    for _ in range(5):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        assert all(torch.isfinite(p).all() for p in params)
    assert loss() < 1.01 * problem(torch.Generator().manual_seed(0))[1]()
