"""The study of Adam's successors: what it adds to the rules of the package."""

import numpy as np
import prodigyopt
import pytest
import torch

from adamedu.descent import each
from adamedu.rules import adam, prodigy
from adamedu.studies import past_adam


def parts(seed):
    rng = np.random.default_rng(seed)
    return [torch.tensor(rng.standard_normal(shape)) for shape in ((3, 4), (4,))]


def run(lifted, steps=30, **settings):
    """Parameters after steps on a sum of squares with curvatures 1 and 10."""
    theta, state = parts(0), None
    for _ in range(steps):
        g = [theta[0], 10 * theta[1]]
        theta, state = lifted(theta, g, state, **settings)
    return theta


def test_a_rule_that_goes_number_by_number_is_the_same_together():
    one, other = run(past_adam.together(adam)), run(each(adam))
    assert all(map(torch.allclose, one, other))


def test_prodigy_has_one_estimate_for_all_parameters():
    """As in the authors' package, from which a rule for each array differs."""
    theta = [part.requires_grad_() for part in parts(0)]
    optimizer = prodigyopt.Prodigy(theta, lr=0.5)
    for _ in range(30):
        optimizer.zero_grad()
        (theta[0].square().sum() / 2 + 5 * theta[1].square().sum()).backward()
        optimizer.step()
    mine = run(past_adam.together(prodigy), lr=0.5)
    assert all([torch.allclose(a, b, rtol=1e-6) for a, b in zip(mine, theta)])
    apart = run(each(prodigy), lr=0.5)
    assert not torch.allclose(apart[1], theta[1], rtol=1e-3)


@pytest.mark.parametrize("shape", [(32, 128), (128, 32), (32, 32)])
def test_a_matched_step_has_adam_s_usual_size(shape):
    rng = np.random.default_rng(0)
    g = torch.tensor(rng.standard_normal(shape))
    moved, _ = past_adam.matched_muon(torch.zeros(shape), g, lr=0.01)
    assert 0.0014 < moved.square().mean().sqrt() < 0.0024


def test_a_grafted_step_has_adam_s_length_and_shampoo_s_direction():
    theta, g = parts(0)[0], parts(1)[0]
    by_adam = adam(theta, g, lr=0.01)[0] - theta
    moved = past_adam.grafted_shampoo(theta, g, lr=0.01)[0] - theta
    assert float(moved.norm()) == pytest.approx(float(by_adam.norm()), rel=1e-12)
    u, _, vt = torch.linalg.svd(g, full_matrices=False)  # its first direction
    assert torch.allclose(moved / moved.norm(), -u @ vt / 3**0.5, atol=1e-4)


def test_rates_are_chosen_on_the_tuning_seeds_alone():
    """The second rate is best there, the last one on the others."""
    rows = []
    for setting in past_adam.GRID:
        k = past_adam.RATES[setting["rule"]].index(setting["lr"])
        for seed in past_adam.SEEDS:
            loss = abs(k - (1 if seed in past_adam.TUNE else 4))
            rows.append({**setting, "seed": seed, "loss": loss, "seconds": 1.0})
    assert past_adam.tuned(rows, "muon") == 1
    assert past_adam.reported(rows, "muon").tolist() == [3] * 5
    assert "muon" in past_adam.summary(rows)


def test_the_plans_end_alike_and_differ_at_the_start():
    plans = {rule: [past_adam.rate(rule, t, 1.0, 500) for t in (1, 26, 500)]
             for rule in past_adam.RATES}  # fmt: skip
    assert plans["adam"] == plans["soap"] and plans["adam"][:2] == [1 / 25, 1]
    assert plans["prodigy"][0] == 1 and plans["prodigy"][2] < 0.01
    assert plans["schedule_free"] == [1 / 25, 1, 1]
