"""Rules for matrices: Muon's way to a rotation, and what they refuse."""

import jax
import numpy as np
import pytest
import torch
from optax.contrib._muon import orthogonalize_via_newton_schulz as newton_schulz

from adamedu.rules import RULES, muon, orthogonal
from tests.oracles import named
from tests.trajectories import KINDS, distance, gradients, of_torch, ours, start

MATRICES = [rule.function for rule in RULES.values() if rule.looks_at == "matrices"]
each_shape = pytest.mark.parametrize("shape", [(4, 3), (3, 4), (5, 5)], ids=str)
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_shape
@each_kind
@pytest.mark.parametrize("settings", [{}, {"weight_decay": 0.1}], ids=str)
def test_muon_as_torch(kind, shape, settings):
    """torch orthogonalises in bfloat16, which has 8 bits: to 2 % of the way gone."""
    optimizer, _ = named("muon")
    oracle = of_torch(optimizer, lr=0.1, **{"weight_decay": 0.0, **settings})
    theta, g = start(kind, shape), gradients(kind, shape)
    mine, theirs = ours(muon, lr=0.1, **settings)(theta, g), oracle(theta, g)
    far = np.abs(np.subtract(mine, theirs)).max()
    assert far <= 0.02 * np.abs(theirs[-1] - theta).max()


@each_shape
@each_kind
def test_orthogonal_as_optax(kind, shape):
    coefficients = np.array([3.4445, -4.7750, 2.0315])
    orthogonal_of_optax = jax.jit(lambda g: newton_schulz(g, coefficients, 5, eps=1e-7))
    for g in gradients(kind, shape)[:5]:
        theirs = orthogonal_of_optax(g)
        assert distance([orthogonal(g)], [np.asarray(theirs)]) <= 1e-9


def test_orthogonal_lifts_singular_values():
    """From anywhere above 1/50 of the largest to about 1, along the same vectors."""
    rng = np.random.default_rng(0)
    for rows, columns in [(6, 4), (4, 6), (20, 20)]:
        u, _, vt = np.linalg.svd(rng.standard_normal((rows, columns)), False)
        values = np.geomspace(1, 0.02, len(vt))
        lifted = u.T @ orthogonal(u * values @ vt) @ vt.T
        np.testing.assert_allclose(np.diag(lifted), 0.9, atol=0.35)
        np.testing.assert_allclose(lifted, np.diag(np.diag(lifted)), atol=1e-9)


@pytest.mark.parametrize("rule", MATRICES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("make", [np.ones, torch.ones])
def test_only_matrices(rule, make):
    with pytest.raises(ValueError, match=r"a matrix is needed, got .* shape \(5,\)"):
        rule(make(5), make(5))
