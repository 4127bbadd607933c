"""The study of the batch size: what it adds to the rules and the transformer."""

import math

import numpy as np
import pytest
import torch

from adamedu.studies import batch_size as study
from adamedu.studies import next_character, successors


@pytest.fixture(scope="module")
def net():
    return next_character.network(width=8, layers=1)


def test_half_life_in_tokens():
    """That of 0.95 at 32 is 32 * 13.51 = 432.4 stretches at each batch."""
    for batch in study.BATCHES:
        half_life = batch * math.log(0.5) / math.log(study.by_tokens(batch))
        assert abs(half_life - 432.4) <= 7  # by_tokens has four digits


@pytest.mark.parametrize("at_once", [1, 10, 1000])
def test_a_gradient_in_parts_is_that_of_all_copies(net, monkeypatch, at_once):
    monkeypatch.setattr(study, "AT_ONCE", at_once)
    (x, y), _ = next_character.split()
    starts = [net.init(np.random.default_rng(seed)) for seed in range(3)]
    rows = torch.cat([successors.row(net, theta) for theta in starts])
    losses, g = study.gradient(net, rows, x[:5], y[:5])
    for k, theta in enumerate(starts):
        loss, slope = net.gradient(theta, x[:5], y[:5])
        assert abs(losses[k] - loss) <= 1e-5
        assert (g[k] - successors.row(net, slope)[0]).abs().max() <= 1e-6


def test_noise_is_that_of_single_stretches(net, monkeypatch):
    """Groups of one: the covariance that NumPy finds, and McCandlish et al. (2018),
    equation A.2: the mean's square is |G|² + tr Σ / 12."""
    monkeypatch.setattr(study, "GROUPS", 12)
    monkeypatch.setattr(study, "GROUP", 1)
    theta = net.init(np.random.default_rng(0))
    trace, square = study.noise_parts(net, successors.row(net, theta)[0], seed=3)
    (x, y), _ = next_character.split()
    rows = np.random.default_rng([3, 2]).integers(len(x), size=12)
    single = [net.gradient(theta, x[[k]], y[[k]])[1] for k in rows]
    g = np.array([np.concatenate([p.flatten() for p in one]) for one in single])
    assert trace == pytest.approx(np.trace(np.cov(g.T)), rel=1e-4)
    mean = (g.mean(0).astype(float) ** 2).sum()
    assert square + trace / 12 == pytest.approx(mean, rel=1e-4)


def test_noise_does_not_hang_on_how_stretches_are_grouped(net, monkeypatch):
    """tr Σ is that of one stretch: of groups of eight it is about the same."""
    theta, found = successors.row(net, net.init(np.random.default_rng(0)))[0], []
    for groups, group in ((256, 1), (32, 8)):
        monkeypatch.setattr(study, "GROUPS", groups)
        monkeypatch.setattr(study, "GROUP", group)
        found.append(study.noise_parts(net, theta, seed=0))
    assert found[1] == pytest.approx(found[0], rel=0.1)


def test_slope_of_rates_that_grow_as_the_root():
    """Made-up losses whose best rates are 0.005 times the root of batch / 2."""
    cells, rows = [study.cell("adam", batch) for batch in (2, 8)], []
    for seed in study.SEEDS:
        for one in cells:
            lr = np.array(study.rates("adam", one["batch"], one["steps"]))
            ends = np.log(lr / (5e-3 * (one["batch"] / 2) ** 0.5)) ** 2
            rows.append(one | {"seed": seed} | {f"at 1 {k}": ends[k] for k in range(6)})
    assert study.slope(rows, cells, draws=5) == pytest.approx((0.5, 0.5, 0.5), abs=1e-9)
