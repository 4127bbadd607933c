"""RuleOptimizer in real training: whatever is done to gradients and parameters."""

import copy
import functools
import pickle

import numpy as np
import pytest
import torch
from torch import nn

from adamedu.nn.rule_optimizer import RuleOptimizer
from adamedu.rules import RULES, adam, lion, momentum

DTYPES = [torch.float64, torch.float32, torch.bfloat16]
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
each_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=str)


# What torch's users do with gradients: each gives p the gradient g of a step.


def replaced(p, g):
    p.grad = g.clone()


def zeroed_in_place(p, g):
    if p.grad is None:
        p.grad = torch.zeros_like(p)
    p.grad.zero_()
    p.grad += g


def accumulated(p, g):
    p.grad = None
    for part in (g / 4, g / 2, g / 4):
        (p * part).sum().backward()


WAYS = [replaced, zeroed_in_place, accumulated]


@each_rule
@each_dtype
@pytest.mark.parametrize("way", WAYS)
def test_every_step_is_the_rule_s(rule, dtype, way):
    """Several parameters; now and then there is no gradient, or that of before."""
    shapes = [(4, 3), (3, 4)] + [(5,), ()] * (rule.looks_at != "matrices")
    rng = torch.Generator().manual_seed(0)
    params = [nn.Parameter(torch.randn(s, generator=rng).to(dtype)) for s in shapes]
    inside = torch.float32 if dtype is torch.bfloat16 else dtype
    walks = [[p.detach().to(inside, copy=True)] for p in params]
    optimizer = RuleOptimizer(params, rule.function, lr=0.1)
    for t in range(12):
        for k, p in enumerate(params):
            if (t + k) % 5 == 3:
                p.grad = None
                continue
            if (t + k) % 5 != 1 or p.grad is None:
                way(p, torch.randn(p.shape, generator=rng).to(dtype) + 0.5)
            g = p.grad.to(inside, copy=True)
            walks[k] = [*rule.function(walks[k][0], g, *walks[k][1:], lr=0.1)]
        optimizer.step()
        for p, (theta, *state) in zip(params, walks, strict=True):
            assert torch.equal(p, theta.to(dtype))
            found = [optimizer.state[p][name] for name in rule.state] if state else []
            for mine, theirs in zip(found, state, strict=True):
                assert torch.equal(torch.as_tensor(mine), torch.as_tensor(theirs))


def test_prodigy_finds_the_bottom_of_a_bowl():
    """At 1, from 5; from where it stands, it would not know that it had moved."""
    p = nn.Parameter(torch.full((3,), 5.0, dtype=torch.float64))
    optimizer = RuleOptimizer([p], RULES["prodigy"].function)
    for _ in range(200):
        optimizer.zero_grad()
        ((p - 1) ** 2).sum().backward()
        optimizer.step()
    assert (p - 1).abs().max() <= 1e-3


def precise_of(dtype):
    return torch.float32 if dtype is torch.bfloat16 else dtype


KINDS = [np.float16, np.float32, np.float64, np.longdouble, np.array, torch.tensor]


@pytest.mark.parametrize("kind", KINDS)
@each_dtype
def test_a_rate_of_any_kind(kind, dtype):
    """0.25 is the same number in all of them, and widens nothing."""
    ends = []
    for rate in (kind(0.25), 0.25):
        p = nn.Parameter(torch.ones(3, dtype=dtype))
        optimizer = RuleOptimizer([p], adam, lr=rate)
        for _ in range(2):
            p.grad = torch.full((3,), 0.5, dtype=dtype)
            optimizer.step()
        assert optimizer.state[p]["m"].dtype == precise_of(dtype)
        ends.append(p.detach())
    assert torch.equal(*ends)


# 16 bits: what was done to a parameter since the last step counts.


def loaded(p):
    p.copy_(torch.tensor([3.0, -3.0, 0.5]))


def clamped(p):
    p.clamp_(-0.25, 0.25)


def averaged(p):
    p.data = torch.tensor([0.25, 0.5, 1.5], dtype=p.dtype)


def pruned(p):
    p[1] = 0.0


def tied(p):
    p.data = torch.linspace(1, 2, 3).to(p.dtype)


@torch.no_grad()
@pytest.mark.parametrize("change", [loaded, clamped, averaged, pruned, tied])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_a_changed_parameter_counts(change, dtype):
    p = nn.Parameter(torch.tensor([1.0, -1.0, 0.1]).to(dtype))
    optimizer = RuleOptimizer([p], momentum, lr=1e-4)
    exact = p.float()
    for t in range(40):
        if t == 20:
            before = p.clone()
            change(p)
            exact = torch.where(p == before, exact, p.float())
        p.grad = torch.ones_like(p)
        optimizer.step()
        exact = exact - 1e-4 * optimizer.state[p]["m"]
    assert torch.equal(p, exact.to(dtype))
    assert (p - before).abs().max() > 0.1


def test_a_network_may_change_its_precision():
    p = nn.Parameter(torch.ones(3))
    optimizer = RuleOptimizer([p], adam, lr=0.1)
    for t, dtype in enumerate([torch.float32, torch.bfloat16, torch.float64] * 2):
        p.data = p.data.to(dtype)
        p.grad = torch.ones_like(p)
        optimizer.step()
        assert p.dtype == dtype and (p - 1 + 0.1 * (t + 1)).abs().max() <= 0.01


def test_float16_and_a_gradient_of_zero():
    """eps = 1e-8 is 0 in float16; the state is not in float16."""
    p = nn.Parameter(torch.ones(3, dtype=torch.float16))
    optimizer = RuleOptimizer([p], adam)
    for _ in range(3):
        p.grad = torch.zeros_like(p)
        optimizer.step()
        assert p.tolist() == [1, 1, 1]


# Rules of every form.


class Halved:
    """A callable object, with its settings behind the star."""

    def __call__(self, theta, g, m=0, *, lr=0.1):
        m = (m + g) / 2
        return theta - lr * m, m


FORMS = {
    "partial": (functools.partial(adam, beta2=0.95), "adam(beta2=0.95)"),
    "object": (Halved(), "Halved"),
    "compiled": (torch.compile(adam), "adam"),
    "compiled partial": (
        torch.compile(functools.partial(lion, beta1=0.8)),
        "lion(beta1=0.8)",
    ),
}


@pytest.mark.parametrize("rule, name", FORMS.values(), ids=FORMS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside torch
def test_rules_of_every_form(rule, name):
    torch.compiler.reset()
    optimizer = RuleOptimizer([nn.Parameter(torch.zeros(3))], rule, lr=0.1)
    step(optimizer)
    loaded = RuleOptimizer([nn.Parameter(torch.zeros(3))], rule)
    step(loaded, lr=0.1)
    loaded.load_state_dict(optimizer.state_dict())
    assert loaded.state_dict()["param_groups"][0]["rule"] == name
    twins = [copy.deepcopy(optimizer), pickle.loads(pickle.dumps(optimizer))]
    expected = step(optimizer)
    for twin in (loaded, *twins):
        assert torch.equal(step(twin), expected)


def step(optimizer, **settings):
    (group,) = optimizer.param_groups
    group.update(settings)
    (p,) = group["params"]
    p.grad = p.detach() - 1
    optimizer.step()
    return p.detach()
