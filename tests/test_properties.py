"""What the equations promise, for any input."""

import math

from hypothesis import given
from hypothesis import strategies as st

from adamedu.optimizers import adagrad, adam, momentum, nesterov, rmsprop, sgd

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
