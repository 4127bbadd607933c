"""The loop: what it yields, and what it refuses."""

import functools
import math

import numpy as np
import pytest
import torch

from adamedu.descent import descend, each, rule_name
from adamedu.nn.blocks import in_blocks
from adamedu.nn.fit import fit
from adamedu.rules import RULES, adam, momentum, sgd
from adamedu.schedules import step_decay


def bowl(theta):
    return theta


def test_yields_the_start_and_every_step():
    thetas = list(descend(sgd, 8.0, bowl, 3, lr=0.5))
    assert thetas == [8, 4, 2, 1]
    assert list(descend(sgd, 8.0, bowl, 0)) == [8]


def test_a_schedule_is_asked_at_each_step_from_one():
    asked = []

    def rate(t):
        asked.append(t)
        return step_decay(t, lr=0.5, every=2, factor=0.0)

    assert list(descend(sgd, 8.0, bowl, 4, lr=rate)) == [8, 4, 2, 2, 2]
    assert asked == [1, 2, 3, 4]


def test_each_is_the_rule_on_the_whole():
    start = np.array([1.0, -2.0, 3.0])
    whole = list(descend(adam, start, bowl, 20, lr=0.1))[-1]
    parts = list(descend(each(adam), list(start), bowl, 20, lr=0.1))[-1]
    np.testing.assert_allclose(parts, whole, rtol=1e-14)


def test_a_list_of_rules_gives_groups():
    rules = each([sgd, momentum])
    (*_, last) = descend(rules, [8.0, 8.0], bowl, 2, lr=0.5)
    assert last == [2, 8 * 0.5 - 0.5 * (0.9 * 8 + 4)]


def test_nothing_is_changed_in_place():
    start = np.array([1.0, 2.0])
    list(descend(adam, start, bowl, 5, lr=0.1))
    assert start.tolist() == [1, 2]


@pytest.mark.parametrize("settings, words", [
    ({"beta1": 1.0}, r"beta1 must lie in \[0, 1\), got 1.0"),
    ({"beta2": -0.1}, "beta2 must lie in"),
    ({"lr": -1.0}, "lr must be finite and not negative, got -1.0$"),
    ({"lr": math.nan}, "lr must be finite"),
    ({"lr": math.inf}, "lr must be finite"),
    ({"eps": -1e-8}, "eps must be finite"),
    ({"weight_decay": -0.1}, "weight_decay must be finite and not negative"),
    ({"lr": lambda t: math.nan}, "not negative, got nan at step 1"),
    ({"rho": math.nan}, "rho must be a number, got nan"),
    ({"lr": lambda t: 1.5 - t}, "not negative, got -0.5 at step 2"),
])  # fmt: skip
def test_settings_out_of_range(settings, words):
    with pytest.raises(ValueError, match=words):
        list(descend(adam, 1.0, bowl, 3, **settings))


@pytest.mark.parametrize("value", [None, "0.1", [0.1], np.array([0.1]), True,
                                   lambda t: None])  # fmt: skip
def test_settings_are_numbers(value):
    """Told before the gradient is asked."""
    for settings in ({"lr": value}, {"rho": value}):
        with pytest.raises(TypeError, match=f"{[*settings][0]} must be a number, got"):
            list(descend(adam, 1.0, None, 3, **settings))


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.array, torch.tensor])
def test_settings_are_numbers_of_any_kind(kind):
    (*_, last) = descend(sgd, 8.0, bowl, 1, lr=kind(0.5))
    assert last == 4


def test_an_unknown_setting_is_named():
    with pytest.raises(TypeError, match="beta3"):
        list(descend(adam, 1.0, bowl, 3, beta3=0.5))


@pytest.mark.parametrize("start", [math.nan, math.inf, [0.0, math.nan]], ids=str)
def test_start_must_be_finite(start):
    with pytest.raises(ValueError, match="theta must start finite"):
        list(descend(each(sgd), start, bowl, 1))
    with pytest.raises(ValueError, match="theta must start finite"):
        list(descend(sgd, np.array(start), bowl, 1))


def test_gradient_of_another_shape():
    with pytest.raises(ValueError, match=r"theta's shape \(2,\), got \(3,\)"):
        list(descend(sgd, np.zeros(2), lambda theta: np.zeros(3), 1))
    with pytest.raises(ValueError, match="theta's shape"):
        list(descend(each(sgd), [0.0, 0.0], lambda theta: [0.0], 1))


def test_as_many_rules_as_parameters():
    with pytest.raises(ValueError, match="2 rules for 3 parameters"):
        list(descend(each([sgd, sgd]), [0.0] * 3, bowl, 1))


def test_as_many_gradients_as_parameters():
    with pytest.raises(ValueError, match="1 gradients for 2 parameters"):
        each(sgd)([0.0, 0.0], [1.0])


def test_integers_and_names_are_refused():
    with pytest.raises(TypeError, match="theta must hold floats"):
        list(descend(adam, np.array([1, 2]), bowl, 1))
    with pytest.raises(TypeError, match="theta must hold floats"):
        list(descend(each(adam), [torch.tensor([1, 2])], bowl, 1))
    with pytest.raises(TypeError, match="a function such as adam, got 'adamm'"):
        list(descend("adamm", 1.0, bowl, 1))
    with pytest.raises(TypeError, match="a function such as adam, got 'adamm'"):
        each([adam, "adamm"])
    with pytest.raises(TypeError, match="such as adam, got <class .*Adam'>"):
        list(descend(torch.optim.Adam, 1.0, bowl, 1))


class Flat:
    """A loss without slopes, whose gradient has a type of its own."""

    def __init__(self, dtype):
        self.dtype = dtype

    def gradient(self, theta, x, y):
        return 0.0, [np.zeros(p.shape, self.dtype) for p in theta]


def ways(rule, theta, g):
    """The last theta of every way to drive a rule on an array."""
    yield lambda: list(descend(rule, theta, lambda theta: g, 2))[-1]
    yield lambda: list(descend(each(rule), [theta], lambda theta: [g], 2))[-1][0]
    yield lambda: each(rule)([theta], [g])[0][0]
    x = np.zeros(2)
    yield lambda: fit(Flat(g.dtype), [theta], x, x, rule, steps=2, batch=1)[0][0]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_gradients_of_0(rule):
    """In float16 an eps of 1e-8 is 0: refused. In float32 a number comes out."""
    half, single = (np.ones((2, 2), dtype) for dtype in (np.float16, np.float32))
    for theta, g in ((half, 0 * half), (half, 0 * single), (single, 0 * half)):
        for way in ways(rule.function, theta, g):
            with pytest.raises(TypeError, match="must hold float32 or .* got float16"):
                way()
    for way in ways(rule.function, single, 0 * single):
        found = way()
        assert found.dtype == np.float32 and np.isfinite(found).all()


def test_float16_is_refused_before_anything_has_run():
    half = torch.ones(2, dtype=torch.float16)
    with pytest.raises(TypeError, match="theta must hold float32"):
        next(descend(adam, half, None, 1))
    with pytest.raises(TypeError, match="theta must hold float32"):
        fit(None, [half], [0.0], [0.0], adam, steps=1, batch=1)
    theta, g = np.ones(2, np.float32), np.zeros(2, np.float16)
    for one, other in ((theta, g), (g, theta)):
        with pytest.raises(TypeError, match="must hold float32"):
            in_blocks(adam)(one, other)
    assert theta.tolist() == [1, 1]
    (*_, last) = descend(adam, half.bfloat16(), lambda theta: 0 * theta, 2)
    assert last.tolist() == [1, 1]


class Halving:
    def __call__(self, theta, g, *, lr=0.1):
        return (theta / 2,)

    def rule(self, theta, g):
        return (theta,)


@pytest.mark.parametrize("rule, name", [
    (adam, "adam"),
    (functools.partial(adam), "adam()"),
    (functools.partial(adam, eps=1e-6, beta2=np.float32(0.5)),
     "adam(beta2=0.5, eps=1e-06)"),
    (functools.partial(functools.partial(adam, lr=0.1), lr=0.2), "adam(lr=0.2)"),
    (functools.partial(lambda theta, g, *, k: (theta,), k=1), "lambda(k=1)"),
    (lambda theta, g: (theta,), "lambda"),
    (Halving(), "Halving"),
    (Halving().rule, "rule"),
    (torch.compile(adam, backend="eager"), "adam"),
    (torch.compile(functools.partial(adam, lr=1), backend="eager"), "adam(lr=1)"),
    (torch.compile(Halving(), backend="eager"), "Halving"),
    (functools.wraps(adam)(lambda *args: adam(*args)), "adam"),
])  # fmt: skip
def test_a_rule_s_name(rule, name):
    assert rule_name(rule) == name
