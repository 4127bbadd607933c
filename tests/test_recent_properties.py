"""What the equations of Signum and of the rules since 2024 promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adamedu import rules
from adamedu.rules import adam
from tests.test_properties import beta, close, gradient, gradients, run


def matrices(steps=30, shape=(4, 6)):
    """theta, and gradients of some matrix."""
    rng = np.random.default_rng(2)
    return rng.standard_normal(shape), rng.standard_normal((steps, *shape))


def walk(rule, theta, gradients, **settings):
    """theta after each step."""
    state, path = (), []
    for g in gradients:
        theta, *state = rule(theta, g, *state, **settings)
        path.append(theta)
    return np.array(path)


def test_signum_without_memory_is_sign_descent():
    theta, gradients = matrices()
    moved = walk(rules.signum, theta, gradients, lr=0.1, beta1=0)
    expected = theta - 0.1 * np.cumsum(np.sign(gradients), axis=0)
    np.testing.assert_allclose(moved, expected, rtol=1e-12)


@given(gradients, beta)
def test_ademamix_without_its_slow_average_is_adam(gs, beta3):
    mixed = run(rules.ademamix, gs, lr=0.1, beta3=beta3, alpha=0)
    assert close(mixed, run(adam, gs, lr=0.1))


@given(gradient, st.floats(0, 0.99), st.floats(0, 10))
def test_ademamix_grows_to_1_plus_alpha_steps_on_a_constant_gradient(g, beta3, alpha):
    settings = {"lr": 0.1, "beta3": beta3, "alpha": alpha, "eps": 0}
    thetas = [0.0, *run(rules.ademamix, [g] * 20, **settings)]
    steps = [abs(b - a) for a, b in zip(thetas, thetas[1:])]
    assert close(steps, [0.1 * (1 + alpha * (1 - beta3**t)) for t in range(1, 21)])


@given(gradients, st.floats(0, 0.99))
def test_adopt_s_first_steps(gs, beta1):
    """It stays at first. In the second, g is over the first one's size, at most 1."""
    first, *rest = gs
    theta, second, *_ = run(rules.adopt, [first, *rest, first], lr=0.1, beta1=beta1)
    cut = max(-1, min(1, ([*rest, first])[0] / abs(first)))
    assert theta == 0 and math.isclose(second, -0.1 * (1 - beta1) * cut, rel_tol=1e-9)


@given(gradients, st.sampled_from([1e-6, 1e6]), st.floats(0.1, 3), st.floats(0.1, 3))
def test_atan2_bounds_every_step_and_ignores_the_scale(gs, scale, a, b):
    settings = {"lr": 0.1, "a": a, "b": b}
    thetas = run(rules.adam_atan2, gs, **settings)
    steps = [abs(y - x) for x, y in zip([0.0, *thetas], thetas)]
    assert max(steps) <= 0.1 * a * math.pi / 2 * (1 + 1e-9)
    assert close(thetas, run(rules.adam_atan2, [scale * g for g in gs], **settings))


@pytest.mark.parametrize("size, far", [(1e-18, 1), (1e-19, 1), (1e-22, 2), (1e-30, 2)])
def test_atan2_of_squares_that_leave_float32(size, far):
    """A constant gradient steps lr; where v is 0 the angle is right, and not half."""
    g = np.array([size, -size], np.float32)
    thetas = walk(rules.adam_atan2, 0 * g, [g] * 3, lr=1.0, a=4 / math.pi)
    steps = -np.diff([0 * g, *thetas], axis=0) * np.sign(g)
    np.testing.assert_allclose(steps, far, rtol=1e-4)
    wide = walk(rules.adam_atan2, 0 * g, [g.astype(float)] * 3, lr=1.0, a=4 / math.pi)
    np.testing.assert_allclose(abs(np.diff(wide, axis=0)), 1, rtol=1e-6)


def test_cautious_steps_where_all_agree_are_adam_s():
    """But for xi: 24 numbers of 24 + 1."""
    theta, gradients = matrices()
    settings = {"lr": 0.1, "weight_decay": 0}
    one, other = [walk(rule, theta, abs(gradients), **settings) - theta
                  for rule in (rules.cautious_adamw, rules.adamw)]  # fmt: skip
    np.testing.assert_allclose(one, other * 24 / 25, rtol=1e-9)


def test_cautious_steps_never_oppose_the_gradient():
    theta, gradients = matrices()
    for rule, never in ((rules.cautious_adamw, True), (adam, False)):
        steps = np.diff([theta, *walk(rule, theta, gradients)], axis=0)
        assert (steps * gradients <= 0).all() == never


def test_mars_without_gamma_is_adamw_on_cut_gradients():
    theta, gradients = matrices()
    lengths = np.linalg.norm(gradients, axis=(1, 2), keepdims=True)
    settings = {"lr": 0.1, "beta1": 0.95, "beta2": 0.99, "weight_decay": 0.1}
    for size in (1e-3, 10.0):
        cut = size * gradients / np.maximum(size * lengths, 1)
        found = walk(rules.mars, theta, size * gradients, gamma=0, **settings)
        expected = walk(rules.adamw, theta, cut, **settings)
        np.testing.assert_allclose(found, expected, rtol=1e-9)


@given(gradients)
def test_adam_mini_of_one_number_is_adam(gs):
    assert close(run(rules.adam_mini, gs, lr=0.1), run(adam, gs, lr=0.1))


def test_adam_mini_steps_as_the_gradient_in_its_block():
    theta, (g, *_) = matrices()
    step = rules.adam_mini(theta, g, lr=0.1, eps=0)[0] - theta
    np.testing.assert_allclose(step, -0.1 * g / np.sqrt((g**2).mean()), rtol=1e-9)
