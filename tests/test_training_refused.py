"""What RuleOptimizer refuses, before anything has changed."""

import copy
from itertools import product

import numpy as np
import pytest
import torch
from torch import nn

from adamedu.nn.rule_optimizer import RuleOptimizer
from adamedu.rules import RULES, adam, muon, sgd


def no_tuple(theta, g, *, lr=0.1):
    return theta - lr * g


def loose(theta, g, m=0, lr=0.1):
    return theta - lr * g, m


def needs(theta, g, *, lr):
    return (theta - lr * g,)


P, Q = (nn.Parameter(torch.ones(2)) for _ in range(2))


def used_up():
    params = nn.Linear(2, 1).parameters()
    assert len([*params]) == 2
    return params


@pytest.mark.parametrize("wrong, error, words", [
    (lambda: RuleOptimizer(P, adam), TypeError, r"write \[p\] for one tensor p"),
    (lambda: RuleOptimizer(nn.Linear(2, 1), adam), TypeError, "net.parameters()"),
    (lambda: RuleOptimizer([P], no_tuple), TypeError, "must return a tuple of theta;"),
    (lambda: RuleOptimizer([P], loose), TypeError, "loose must return a tuple of the"),
    (lambda: RuleOptimizer([P], needs), TypeError, "needs needs a value for lr"),
    (lambda: RuleOptimizer([P], muon), ValueError, "a matrix is needed"),
    (lambda: RuleOptimizer([{"params": [P], "betas": (0.9, 0.95)}], adam), TypeError,
     "adam has no setting betas"),
    (lambda: RuleOptimizer([P], adam).load_state_dict(
        torch.optim.Adam([P]).state_dict()), ValueError, "the state is of no rules"),
    (lambda: RuleOptimizer([P], adam).load_state_dict({"model": 0, "optimizer": 0}),
     ValueError, r"what state_dict\(\) gives, got \['model', 'optimizer'\]"),
    (lambda: RuleOptimizer([P], adam).load_state_dict(None), ValueError, "NoneType"),
    (lambda: RuleOptimizer([P], "adamm"), TypeError, "function such as adam, got"),
    (lambda: RuleOptimizer([P], torch.optim.Adam), TypeError, "as adam, got <class"),
    (lambda: RuleOptimizer([], adam), ValueError, "params is empty"),
    (lambda: RuleOptimizer(used_up(), adam), ValueError, "used up: make it anew"),
    (lambda: RuleOptimizer({}, adam), TypeError, "params must be a list, got dict"),
    (lambda: RuleOptimizer({"params": [P]}, adam), TypeError, r"\[group\] for one"),
    (lambda: RuleOptimizer(nn.Linear(2, 1).state_dict(), adam), TypeError,
     r"got OrderedDict: .* net.parameters\(\) for net"),
    (lambda: RuleOptimizer(dict(a=P), adam), TypeError, "got dict: .*net.param"),
    (lambda: RuleOptimizer(None, adam), TypeError, "be a list, got NoneType"),
    (lambda: RuleOptimizer(3, adam), TypeError, "params must be a list, got int"),
    (lambda: RuleOptimizer({P}, adam), TypeError, "params must be a list, got set"),
    (lambda: RuleOptimizer("ab", adam), TypeError, "params must be a list, got str"),
    (lambda: RuleOptimizer(np.ones(2), adam), TypeError, "a list, got ndarray"),
    (lambda: RuleOptimizer([1.0], adam), TypeError, "only optimize Tensors, .* float"),
    (lambda: RuleOptimizer([[P]], adam), TypeError, "only optimize Tensors, .* list"),
    (lambda: RuleOptimizer([("w", 1.0)], adam), TypeError, "Tensors, .* float"),
    (lambda: RuleOptimizer([nn.Linear(2, 1)], adam), TypeError, "Tensors, .*Linear"),
    (lambda: RuleOptimizer([P, {"params": [Q]}], adam), TypeError, "Tensors, .*dict"),
    (lambda: RuleOptimizer([{"params": [P]}, Q], adam), TypeError, "got Parameter"),
    (lambda: RuleOptimizer([{"param": [P]}], adam), TypeError, "a group must be a dict"
     r" with params in it, got .*\['param'\]"),
    (lambda: RuleOptimizer([{"params": 3}], adam), TypeError, "list, got int"),
    (lambda: RuleOptimizer([{"params": {"w": P}}], adam), TypeError, "got dict"),
    (lambda: RuleOptimizer([{"params": nn.Linear(2, 1)}], adam), TypeError, "net.para"),
    (lambda: RuleOptimizer([{"params": []}, {"params": used_up()}], adam), ValueError,
     "used up: make it anew"),
    (lambda: RuleOptimizer([{"params": [P]}], adam).add_param_group([Q]), TypeError,
     "a group must be a dict with params in it, got .*list"),
    (lambda: RuleOptimizer([P], adam).add_param_group({"params": used_up()}),
     ValueError, "used up: make it anew"),
    (lambda: RuleOptimizer([P], adam, momentum=0.9), TypeError,
     "adam has no setting momentum; it has lr, beta1, beta2, eps"),
    (lambda: RuleOptimizer([P], adam, lr=-1.0), ValueError, "lr must be finite"),
    (lambda: RuleOptimizer([P], adam, beta1=1.0), ValueError, "beta1 must lie in"),
    (lambda: RuleOptimizer([P], adam, lr=lambda t: 0.1), TypeError, "as_torch"),
    (lambda: RuleOptimizer([P], [adam, sgd]), ValueError, "2 rules for 1 parameter gr"),
    (lambda: RuleOptimizer([torch.ones(2, dtype=torch.complex64)], adam), TypeError,
     "parameters must be real floats, got torch.complex64"),
    (lambda: RuleOptimizer([torch.ones(2).long()], adam), TypeError, "torch.int64"),
    (lambda: RuleOptimizer([P], sgd).load_state_dict(
        RuleOptimizer([P], adam).state_dict()),
     ValueError, r"the state is of \['adam'\], the optimizer has \['sgd'\]"),
])  # fmt: skip
def test_refused_at_once(wrong, error, words):
    with pytest.raises(error, match=words):
        wrong()
    assert P.tolist() == [1, 1]


def test_refused_at_the_step():
    p = nn.Parameter(torch.ones(2))
    p.grad = torch.ones(2)
    optimizer = RuleOptimizer([p], adam)
    optimizer.param_groups[0]["lr"] = float("nan")
    with pytest.raises(ValueError, match="lr must be finite and not negative, got nan"):
        optimizer.step()
    with pytest.raises(ValueError, match=r"outer made \(2, 2\) of \(2,\)"):
        RuleOptimizer([p], outer).step()
    p.grad = torch.ones(2).to_sparse()
    with pytest.raises(TypeError, match="gradients must be dense"):
        RuleOptimizer([p], adam).step()


def stepped():
    p = nn.Parameter(torch.ones(2))
    optimizer = RuleOptimizer([p], adam, lr=0.1)
    p.grad = torch.ones(2)
    optimizer.step()
    return optimizer


def without(name):
    def change(state):
        del state[name]

    return change


def put(value, *place):
    """Put a value at this place in a state."""

    def change(state):
        *way, last = place
        for name in way:
            state = state[name]
        state[last] = value

    return change


@pytest.mark.parametrize("change, words", [
    (without("state"), r"what state_dict\(\) gives, got \['param_groups'\]"),
    (without("param_groups"), r"what state_dict\(\) gives, got \['state'\]"),
    (lambda state: [state], r"what state_dict\(\) gives, got list"),
    (lambda state: "run.pt", r"what state_dict\(\) gives, got str"),
    (lambda state: nn.Linear(2, 1).state_dict(),
     r"what state_dict\(\) gives, got \['weight', 'bias'\]"),
    (lambda state: nn.Sequential(*[nn.Linear(2, 1)] * 99).state_dict(),
     r"what state_dict\(\) gives, got \[.{,99}\.\.\.\]"),
    (lambda state: {}, r"what state_dict\(\) gives, got \[\]"),
    (put([], "state"), "its state must be a dict, got list"),
    (put(None, "state"), "its state must be a dict, got NoneType"),
    (put([1.0], "state", 0), "the state of parameter 0 must be a dict, got list"),
    (put(torch.ones(2), "state", 0), "of parameter 0 must be a dict, got Tensor"),
    (put(None, "param_groups"), "its param_groups must be a list, got NoneType"),
    (put({}, "param_groups"), "its param_groups must be a list, got dict"),
    (put([3], "param_groups"), "a group must be a dict with params in it, got int"),
    (put([{"rule": "adam"}], "param_groups"), r"a group must .*, got \['rule'\]"),
    (put(3, "param_groups", 0, "params"), "params must be a list, got int"),
    (put([0, 1], "param_groups", 0, "params"), "groups of .2. parameters, .* of .1."),
    (put([], "param_groups", 0, "params"), "groups of .0. parameters, .* of .1."),
    (put([], "param_groups"), "the state is of .., the optimizer has"),
    (put(float("nan"), "param_groups", 0, "lr"), "lr must be finite and not negative"),
    (put(None, "param_groups", 0, "lr"), "lr must be a number, got None"),
    (put(1.0, "param_groups", 0, "beta1"), "beta1 must lie in"),
    (put("a", "state", 0, "m"), "is it of another network"),
    (put(None, "state", 0, "m"), "is it of another network"),
    (put(None, "state", 0, "t"), "is it of another network"),
])  # fmt: skip
def test_a_state_of_something_else(change, words):
    """One sentence, and the optimizer and its parameter stay as they were."""
    ours, other = stepped(), stepped()
    state = copy.deepcopy(other.state_dict())
    found = change(state)
    state = state if found is None else found
    with pytest.raises((TypeError, ValueError), match=words) as raised:
        ours.load_state_dict(state)
    assert len(str(raised.value)) < 250 and "\n" not in str(raised.value)
    assert str(ours.state_dict()) == str(other.state_dict())
    for optimizer in (ours, other):
        (p,) = optimizer.param_groups[0]["params"]
        optimizer.step()
    assert torch.equal(p, ours.param_groups[0]["params"][0])


def test_a_setting_that_is_gone_is_the_rules_own():
    """As after loading a group that was saved when the rule had fewer settings."""
    ours, other = (RuleOptimizer([nn.Parameter(torch.ones(2))], adam) for _ in "ab")
    state = ours.state_dict()
    del state["param_groups"][0]["beta1"]
    ours.load_state_dict(state)
    for optimizer in (ours, other):
        (p,) = optimizer.param_groups[0]["params"]
        for g in ([1.0, -2.0], [3.0, 0.5]):
            p.grad = torch.tensor(g)
            optimizer.step()
    assert ours.param_groups[0]["params"][0].equal(other.param_groups[0]["params"][0])


def outer(theta, g, *, lr=0.1):
    return (theta[:, None] * g,)


def bad_shape(p):
    p.grad = torch.ones(3)
    p.data = torch.ones(2)


def bad_layout(p):
    p.grad = torch.ones(3).to_sparse()


@pytest.mark.parametrize("spoil, error, words", [
    (bad_shape, ValueError, r"a gradient of \(3,\) for a parameter of \(2,\)"),
    (bad_layout, TypeError, r"p.grad.to_dense\(\)"),
])  # fmt: skip
def test_a_bad_gradient_leaves_all_where_it_is(spoil, error, words):
    good, bad = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(3))
    optimizer = RuleOptimizer([good, bad], adam)
    good.grad = torch.ones(2)
    spoil(bad)
    with pytest.raises(error, match=words):
        optimizer.step()
    assert good.tolist() == [1, 1] and not optimizer.state.get(good)


@pytest.mark.parametrize(
    "rule", [adam, RULES["soap"].function, RULES["adafactor"].function]
)
def test_a_state_of_another_network(rule):
    def one(rows):
        p = nn.Parameter(torch.ones(rows, 3))
        optimizer = RuleOptimizer([p], rule)
        for _ in range(2):
            p.grad = torch.ones_like(p)
            optimizer.step()
        return optimizer

    ours, other = one(4), one(1)  # a state of one row would pass as one of four
    before = copy.deepcopy(ours.state_dict())
    with pytest.raises(ValueError, match="is it of another network"):
        ours.load_state_dict(other.state_dict())
    short = copy.deepcopy(before)
    short["state"][0].popitem()
    with pytest.raises(ValueError, match="is it of another network"):
        ours.load_state_dict(short)
    np.testing.assert_equal(str(ours.state_dict()), str(before))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(
    "name", [one for one in RULES if one == "shampoo" or one.startswith("adafactor")]
)
def test_sums_that_are_too_large(name, dtype):
    """1e18 squared is a float32, and a sum of a thousand of them is none."""
    p = nn.Parameter(torch.zeros(1000, 2, dtype=dtype))
    optimizer = RuleOptimizer([p], RULES[name].function)
    p.grad = torch.full_like(p, 1e18)
    with pytest.raises(OverflowError, match=f"{name} leaves the range"):
        optimizer.step()
    assert p.eq(0).all() and "row" not in optimizer.state[p]
    p.grad = torch.ones_like(p)
    optimizer.step()
    assert p.isfinite().all() and not p.eq(0).any()


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("shape", [(), (3,), (0,), (0, 3), (1, 4), (4, 1), (6, 4)])
def test_gradients_of_all_sizes(name, shape):
    """Steps in float32 and bfloat16 are finite, and those of float64 where squares are
    in range."""
    rule, sizes = RULES[name].function, [0.0, 1e-30, 1e-12, 1.0, 1e10, 1e18]
    for size, dtype in product(sizes, [torch.float32, torch.bfloat16]):
        rng = torch.Generator().manual_seed(0)
        start, g = (torch.randn(shape, generator=rng).to(dtype) for _ in range(2))
        p, q = nn.Parameter(start.clone()), nn.Parameter(start.double())
        p.grad = (size * g).to(dtype)
        q.grad = p.grad.double()
        try:
            RuleOptimizer([p], rule).step()
        except ValueError as refused:
            assert "a matrix is needed" in str(refused)
            return
        RuleOptimizer([q], rule).step()
        far = (q - start).abs().max() if q.numel() else 0
        near = 1e-2 * far + 4 * q.abs() * torch.finfo(dtype).eps
        if 0 < size < 1e-20:
            near = near + 0.2
        assert bool(((p.double() - q).abs() <= near + 1e-30).all()), (size, dtype)


def test_a_group_that_is_refused_is_not_added():
    optimizer = RuleOptimizer([nn.Parameter(torch.eye(2))], muon)
    with pytest.raises(ValueError, match="a matrix is needed"):
        optimizer.add_param_group({"params": [P]})
    assert len(optimizer.param_groups) == 1
