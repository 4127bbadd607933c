"""Rules for matrices: Muon, Shampoo and SOAP against other people's."""

import numpy as np
import pytest
import pytorch_optimizer
import torch
from optax.contrib._muon import orthogonalize_via_newton_schulz

from adamedu.rules import muon, orthogonal, shampoo, soap
from tests.oracles import KINDS, distance, gradients, of_torch, ours, start

each_shape = pytest.mark.parametrize("shape", [(4, 3), (3, 4), (5, 5)], ids=str)
each_kind = pytest.mark.parametrize("kind", KINDS)
po = pytorch_optimizer


def compare(rule, settings, oracle, kind, shape):
    theta, g = start(shape), gradients(kind, shape)
    return distance(ours(rule, **settings)(theta, g), oracle(theta, g))


@each_shape
@each_kind
@pytest.mark.parametrize("settings", [{}, {"lr": 0.3, "matrix_eps": 1e-2}], ids=str)
def test_shampoo(kind, shape, settings):
    mine = {k.replace("matrix_", ""): v for k, v in settings.items()}
    assert compare(shampoo, mine, of_torch(po.Shampoo, **settings), kind, shape) <= 1e-9


@each_shape
@each_kind
def test_soap(kind, shape):
    oracle = of_torch(po.SOAP, lr=0.1, betas=(0.8, 0.9), precondition_frequency=99)
    mine = {"lr": 0.1, "beta1": 0.8, "beta2": 0.9, "every": 99}
    assert compare(soap, mine, oracle, kind, shape) <= 1e-9


@each_shape
def test_soap_renews_its_basis(shape):
    """They decompose in float32, hence the tolerance."""
    assert compare(soap, {}, of_torch(po.SOAP), "random", shape) <= 1e-6


@each_shape
@each_kind
@pytest.mark.parametrize("settings", [{}, {"weight_decay": 0.1}], ids=str)
def test_muon_as_torch(kind, shape, settings):
    """torch orthogonalises in bfloat16, which has 8 bits: to 2 % of the way gone."""
    oracle = of_torch(torch.optim.Muon, lr=0.1, **{"weight_decay": 0.0, **settings})
    theta, g = start(shape), gradients(kind, shape)
    mine, theirs = ours(muon, lr=0.1, **settings)(theta, g), oracle(theta, g)
    assert distance(mine, theirs) <= 0.02 * np.abs(theirs[-1] - theta).max()


@each_shape
@each_kind
def test_orthogonal_as_optax(kind, shape):
    coefficients = np.array([3.4445, -4.7750, 2.0315])
    for g in gradients(kind, shape)[:5]:
        theirs = orthogonalize_via_newton_schulz(g, coefficients, 5, eps=1e-7)
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


@pytest.mark.parametrize("rule", [muon, shampoo, soap], ids=lambda rule: rule.__name__)
def test_only_matrices(rule):
    with pytest.raises(ValueError, match=r"a matrix is needed, got .* shape \(5,\)"):
        rule(np.ones(5), np.ones(5))
