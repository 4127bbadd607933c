"""The study of equal betas: it trains as torch's Adam does, and compares the best."""

import numpy as np
import pytest
import torch

from adamedu.nn.transformer import Transformer
from adamedu.schedules import linear
from adamedu.studies import equal_betas as study
from adamedu.studies import next_character

STEPS = 20


@pytest.fixture
def small(monkeypatch):
    """A narrow transformer, trained for few steps."""
    (x, _), _ = next_character.split()
    net = Transformer(1 + int(x.max()), next_character.LENGTH, width=8, layers=1)
    monkeypatch.setattr(next_character, "network", lambda: net)
    monkeypatch.setattr(study, "STEPS", STEPS)
    return net


@pytest.mark.parametrize("place", [0, 4])
def test_it_trains_as_torch_s_adam_does(small, place):
    found = study.run(3, beta1=0.6, beta2=0.9)
    (x, y), test = next_character.split()
    theta = [p.clone() for p in small.init(np.random.default_rng([3, 0]))]
    optimizer = torch.optim.Adam(theta, betas=(0.6, 0.9))
    rng = np.random.default_rng([3, 1])
    for t in range(1, STEPS + 1):
        rows = rng.integers(len(x), size=next_character.BATCH)
        loss, g = small.gradient(theta, x[rows], y[rows])
        lr = linear(t, lr=study.RATES[place], steps=STEPS, warmup=1)
        optimizer.param_groups[0]["lr"] = lr
        for p, slope in zip(theta, g, strict=True):
            p.grad = slope
        optimizer.step()
    assert abs(found[f"early {place}"] - loss) <= 1e-4 * loss
    assert abs(found[f"loss {place}"] - small.loss(theta, *test)) <= 1e-3


def rows(best=(0.6, 2), long=0.0):
    """Losses with one best pair and rate of both families; LONG's are `long` lower."""
    made = []
    for pair in study.EQUAL + study.LONG + study.OTHERS:
        for seed in study.SEEDS:
            row = {"beta1": pair[0], "beta2": pair[1], "seed": seed}
            for k in range(len(study.RATES)):
                off = abs(pair[0] - best[0]) + abs(k - best[1])
                row[f"loss {k}"] = 2 + off + seed / 10 - long * (pair in study.LONG)
            made.append(row)
    return made


def test_the_best_of_both_families_are_compared():
    found = study.against(rows(long=0.25), study.LONG, study.EQUAL)
    for got in (found.mean, found.low, found.high):
        assert abs(got - 0.25) <= 1e-9  # all seeds agree
    assert study.tuned(rows(), study.EQUAL) == (1, 2)
    assert "equal above the best with .999: +0.250" in study.summary(rows(long=0.25))


@pytest.mark.parametrize("best", [(0.95, 2), (0.3, 2), (0.6, 0), (0.6, 4)])
def test_a_best_at_an_edge_is_no_summary(best):
    with pytest.raises(ValueError, match="widen the grid"):
        study.summary(rows(best))
