"""The study's parts: sharpness against the whole Hessian, thresholds by walking."""

import numpy as np
import pytest

from adamedu.nn.mlp import MLP
from adamedu.rules import adam, momentum
from adamedu.studies import edge_of_stability as study


def tiny():
    rng = np.random.default_rng(0)
    net = MLP([4, 3, 2], "tanh", "squared")
    theta = net.init(rng)
    return net, theta, rng.standard_normal((30, 4)), rng.standard_normal((30, 2)), rng


def test_sharpness_is_the_largest_eigenvalue_of_the_whole_hessian():
    net, theta, x, y, rng = tiny()
    n = study.flat(theta).size
    columns = [study.hessian_times(net, theta, x, y, e) for e in np.eye(n)]
    hessian = np.array(columns)
    assert hessian == pytest.approx(hessian.T, abs=1e-7)
    for d in (np.ones(n), rng.random(n) ** 4 + 1e-3):
        whole = np.linalg.eigvalsh(hessian / np.sqrt(np.outer(d, d)))[-1]
        start = rng.standard_normal(n)
        value, direction = study.sharpness(net, theta, x, y, d, start)
        assert value == pytest.approx(whole, rel=1e-5)
        image = study.hessian_times(net, theta, x, y, direction) / d
        assert image == pytest.approx(value * direction, rel=1e-3, abs=1e-3)


def test_hessian_of_a_linear_network_by_hand():
    """z = x w + b, half the squared error: H is the mean of (x, 1)(x, 1)^T."""
    rng = np.random.default_rng(1)
    net, x, y = MLP([3, 1], "tanh", "squared"), rng.random((20, 3)), rng.random((20, 1))
    u, with_1 = rng.standard_normal(4), np.column_stack([x, np.ones(20)])
    found = study.hessian_times(net, net.init(rng), x, y, u)
    assert found == pytest.approx(with_1.T @ with_1 @ u / 20, rel=1e-6)


@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("rule", [momentum, adam])
def test_thresholds_on_a_quadratic(rule, beta1):
    """Just below the threshold a walk ends near 0, just above far away."""
    settings = {"lr": 0.1, "beta1": beta1}
    limit = study.threshold(rule.__name__, beta1, 0.1)
    state = ()
    if rule is adam:  # v stays at 1: a long past, and as good as no news
        settings |= {"beta2": 1 - 2**-53, "eps": 0.0}
        state = (0.0, 1.0, 10**18)
    ends = []
    for curvature in (0.98 * limit, 1.02 * limit):
        theta, now = 1.0, state
        for _ in range(1000):
            theta, *now = rule(theta, curvature * theta, *now, **settings)
            if abs(theta) > 1e3:
                break
        ends.append(abs(theta))
    assert ends[0] < 0.1 and ends[1] > 1e3


def test_threshold_of_gradient_descent_is_heavy_ball_s_without_momentum():
    assert study.threshold("sgd", 0.0, 0.4) == study.threshold("momentum", 0.0, 0.4)
    assert study.threshold("sgd", 0.0, 0.4) == 2 / 0.4
    assert study.threshold("adam", 0.9, 1e-3) == pytest.approx(38 / 1e-3)


def test_what_adam_divides_by():
    """The step of the rule is lr m over D."""
    theta, state = np.array([1.0, -2.0]), ()
    for g in (np.array([0.3, 5.0]), np.array([-0.2, 4.0])):
        before = theta
        theta, *state = adam(theta, g, *state, lr=0.1, beta1=0.9)
    d = study.divisor([tuple(state)], 0.9)
    assert (before - theta) == pytest.approx(0.1 * state[0] / d)


def test_a_short_run():
    """Three records, and nothing near the edge yet."""
    found = study.run(0, "adam", 0.9, 1e-3, steps=150)
    assert found["reached"] == 0 and found["ratio 150"] < 0.1
    assert found["loss 150"] < found["loss 50"]


def test_tolerance():
    row = {"reached": 500, "rule": "adam"}
    assert study.tolerance("loss 450", row) == 1e-3
    assert study.tolerance("ratio 500", row) == np.inf
    assert study.tolerance("last quarter", row) == 0.05
    assert study.tolerance("last quarter", row | {"rule": "momentum"}) == 0.15
    assert study.tolerance("ratio 1900", row | {"reached": 0}) == 1e-3
    assert study.tolerance("last quarter", row | {"reached": 0}) == 1e-3
