"""What the equations promise, for any input."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamedu import rules
from adamedu.descent import each
from adamedu.rules import RULES, adagrad, adam, momentum, nesterov, rmsprop, sgd

gradient = st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3)
gradients = st.lists(gradient, min_size=1, max_size=30)
beta = st.floats(0, 0.99)


def run(rule, gs, **settings):
    theta, state, thetas = 0.0, [], []
    for g in gs:
        theta, *state = rule(theta, g, *state, **settings)
        thetas.append(theta)
    return thetas


def close(one, other):
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(one, other)
    )


@given(gradients, st.sampled_from([1e-6, 0.5, 1e6]))
def test_adam_ignores_the_scale_of_gradients(gs, scale):
    scaled = run(adam, [scale * g for g in gs], lr=0.1, eps=0)
    assert close(run(adam, gs, lr=0.1, eps=0), scaled)


@given(gradient, beta, beta)
def test_adam_steps_lr_on_a_constant_gradient(g, beta1, beta2):
    thetas = run(adam, [g] * 20, lr=0.1, beta1=beta1, beta2=beta2, eps=0)
    assert close(thetas, [-math.copysign(0.1, g) * t for t in range(1, 21)])


@given(gradients, beta)
def test_adam_without_beta1_is_corrected_rmsprop(gs, beta2):
    theta, v, expected = 0.0, 0.0, []
    for t, g in enumerate(gs, 1):
        v = beta2 * v + (1 - beta2) * g**2
        theta -= 0.1 * g / math.sqrt(v / (1 - beta2**t))
        expected.append(theta)
    assert close(run(adam, gs, lr=0.1, beta1=0, beta2=beta2, eps=0), expected)


@given(gradients)
def test_no_memory_is_gradient_descent(gs):
    plain = run(sgd, gs, lr=0.1)
    assert close(run(momentum, gs, lr=0.1, beta1=0), plain)
    assert close(run(nesterov, gs, lr=0.1, beta1=0), plain)


@given(gradient, st.floats(0, 0.9))
def test_momentum_multiplies_a_constant_gradient(g, beta1):
    thetas = run(momentum, [g] * 400, lr=0.1, beta1=beta1)
    assert math.isclose(thetas[-2] - thetas[-1], 0.1 * g / (1 - beta1), rel_tol=1e-6)


@given(gradient)
def test_adagrad_on_a_constant_gradient_shrinks_as_the_root_of_t(g):
    thetas = run(adagrad, [g] * 9, lr=0.1, eps=0)
    assert math.isclose(abs(thetas[8] - thetas[7]), 0.1 / 3, rel_tol=1e-9)


@given(gradient, beta)
def test_rmsprop_first_step(g, beta2):
    (theta,) = run(rmsprop, [g], lr=0.1, beta2=beta2, eps=0)
    assert math.isclose(theta, -math.copysign(0.1, g) / math.sqrt(1 - beta2))


@given(gradients, st.floats(1e-4, 1))
def test_lion_steps_lr(gs, lr):
    thetas = [0.0, *run(rules.lion, gs, lr=lr)]
    assert all(math.isclose(abs(b - a), lr) for a, b in zip(thetas, thetas[1:]))


@pytest.mark.parametrize("name", ["adamw", "adamw_decoupled"])
@given(st.floats(1e-4, 0.5), st.floats(0, 1))
def test_decay_alone_shrinks_theta_geometrically(name, lr, weight_decay):
    theta, state, rule = 3.0, (), getattr(rules, name)
    for _ in range(10):
        theta, *state = rule(theta, 0.0, *state, lr=lr, weight_decay=weight_decay)
    factor = 1 - weight_decay * (lr if name == "adamw" else 1)
    assert math.isclose(theta, 3.0 * factor**10, rel_tol=1e-9, abs_tol=1e-9)


@given(gradients)
def test_amsgrad_never_lengthens_its_step(gs):
    """The rate per unit of m, lr / sqrt(v_max): the paper's equation 2 stays >= 0."""
    rates, state = [], ()
    for g in gs:
        _, *state = rules.amsgrad(0.0, g, *state)
        rates.append(1 / state[2] ** 0.5)
    assert rates == sorted(rates, reverse=True)


def test_torch_s_amsgrad_lengthens_its_step():
    """It corrects the largest v as if it were new: after one spike, rates grow."""
    rates, state = [], ()
    for t, g in enumerate([100.0] + [0.01] * 200, 1):
        _, *state = rules.amsgrad_torch(0.0, g, *state)
        rates.append((1 - 0.999**t) ** 0.5 / state[2] ** 0.5)
    assert rates == sorted(rates)


@given(gradients, st.sampled_from([1e-6, 1e6]))
def test_lamb_ignores_the_scale_of_gradients(gs, scale):
    run_from_one = [rules.lamb(1.0, k * gs[0], lr=0.1, eps=0)[0] for k in (1, scale)]
    assert close(run_from_one[:1], run_from_one[1:])


def test_lamb_steps_as_adam_from_zero():
    """Its ratio of norms is left out where one of them is 0."""
    theta, g = np.zeros(3), np.array([1.0, -2.0, 3e-7])
    mine, theirs = rules.lamb(theta, g)[0], adam(theta, g, eps=1e-6)[0]
    np.testing.assert_allclose(mine, theirs, rtol=1e-12)


each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


def gs(steps):
    """Gradients of a matrix, larger from column to column."""
    g = np.random.default_rng(0).standard_normal((steps, 4, 6))
    return (g + 1) * np.arange(1, 7)


@each_rule
def test_only_rules_for_arrays_see_the_whole(rule):
    """Cut a matrix in two: rules that go number by number do not notice."""
    whole, state = np.random.default_rng(1).standard_normal((4, 6)), ()
    parts, states = [whole[:, :2], whole[:, 2:]], None
    lifted = each(rule.function)
    for g in gs(30):
        whole, *state = rule.function(whole, g, *state, lr=0.1)
        parts, states = lifted(parts, [g[:, :2], g[:, 2:]], states, lr=0.1)
    same = np.allclose(whole, np.hstack(parts), rtol=1e-12, atol=0)
    assert same == (rule.looks_at == "numbers")


@each_rule
def test_a_rule_is_pure(rule):
    """It gives back what it keeps, in order, and leaves what it was given alone."""
    theta, state = np.ones((4, 6)), ()
    for g in gs(12):
        given = [theta, g, *state]
        copies = copy.deepcopy(given)
        theta, *state = rule.function(*given)
        assert len(state) == len(rule.state)
        for before, after in zip(copies, given, strict=True):
            np.testing.assert_array_equal(before, after)
        again, *_ = rule.function(*copies)
        np.testing.assert_array_equal(theta, again)


@each_rule
def test_a_state_of_0_stands_for_zeros(rule):
    theta, (first, second) = np.ones((4, 6)), gs(2)
    _, *like = rule.function(*rule.function(theta, first)[:1], second)
    zeros = [0 * part if start == 0 else None if start is None else start
             for part, start in zip(like, rule.state.values())]  # fmt: skip
    expected, *state = rule.function(theta, first)
    found, *twin = rule.function(theta, first, *zeros)
    for a, b in zip([expected, *state], [found, *twin], strict=True):
        np.testing.assert_array_equal(a, b)
