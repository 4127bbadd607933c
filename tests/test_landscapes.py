"""Gradients by hand against finite differences; minima where they are said to be."""

import numpy as np
import pytest

from adamedu import landscapes as named

LANDSCAPES = [
    named.ravine(), named.ravine(kappa=100.0, angle=30.0), named.saddle(),
    named.saddle(gamma=0.01), named.rosenbrock(), named.rosenbrock(b=5.0),
    named.beale(), named.himmelblau(), named.styblinski_tang(),
]  # fmt: skip
each_landscape = pytest.mark.parametrize("land", LANDSCAPES, ids=lambda x: x.key)


def points(land, count=50):
    rng = np.random.default_rng(0)
    return [rng.uniform(*land.xlim, count), rng.uniform(*land.ylim, count)]


def slope(f, theta, axis, h=1e-6):
    shift = np.zeros(2)
    shift[axis] = h
    ahead, behind = (
        f([p + s for p, s in zip(theta, shift)]),
        f([p - s for p, s in zip(theta, shift)]),
    )
    return (ahead - behind) / (2 * h)


@each_landscape
def test_gradient(land):
    theta = points(land)
    for axis, g in enumerate(land.grad(theta)):
        expected = slope(land.f, theta, axis)
        np.testing.assert_allclose(g, expected, rtol=1e-6, atol=1e-4)


@each_landscape
def test_minima(land):
    for minimum in land.minima:
        np.testing.assert_allclose(land.grad(minimum), [0, 0], atol=1e-9)
        assert land.f(minimum) == pytest.approx(land.lowest, abs=1e-9)
        assert land.holds(minimum)
    assert np.all(land.f(points(land, 10_000)) >= land.lowest)


@each_landscape
def test_arrays_as_floats(land):
    xs, ys = points(land, 5)
    for k in range(5):
        alone = [float(xs[k]), float(ys[k])]
        assert land.f(alone) == pytest.approx(land.f([xs, ys])[k], rel=1e-12)
        for one, many in zip(land.grad(alone), land.grad([xs, ys])):
            assert one == pytest.approx(many[k], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("angle", [0.0, 20.0, 90.0])
def test_ravine_has_the_curvatures_it_is_given(angle):
    grad = named.ravine(kappa=50.0, angle=angle).grad
    hessian = np.array([grad([1.0, 0.0]), grad([0.0, 1.0])])
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1, 50], rtol=1e-9)


def test_saddle_has_the_curvature_it_is_given():
    grad = named.saddle(gamma=0.3).grad
    assert slope(lambda theta: grad(theta)[1], [0.0, 0.0], 1) == pytest.approx(-0.3)
    assert grad([0.0, 0.0]) == [0, 0]


def test_window():
    land = named.himmelblau()
    assert land.holds((5.0, -5.0)) and not land.holds((5.1, 0.0))
    assert land.holds((5.1, 0.0), margin=0.02)
