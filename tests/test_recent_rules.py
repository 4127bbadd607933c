"""The study of the rules since 2024: what it adds to the package, and its choices."""

import math

import numpy as np
import pytest
import torch

from adamedu import rules
from adamedu.studies import next_character, recent_rules
from adamedu.studies.harness import results


def test_ademamix_s_memory_grows_by_as_much_in_each_step(monkeypatch):
    """The paper's schedule of beta3 makes the half-life of m_old grow linearly."""
    seen = []
    monkeypatch.setattr(
        rules, "ademamix", lambda *args, **settings: seen.append(settings)
    )
    for t in range(recent_rules.STEPS):
        recent_rules.warmed(0.0, 1.0, 0, 0, 0, t, beta1=0.5, beta3=0.99, alpha=4.0)
    lives = [math.log(0.5) / math.log(s["beta3"]) for s in seen]
    assert seen[-1]["alpha"] == 4 and seen[-1]["beta3"] == pytest.approx(0.99)
    assert np.ptp(np.diff(lives)) <= 1e-9 and lives[0] == pytest.approx(1, abs=0.2)
    assert np.ptp(np.diff([s["alpha"] for s in seen])) <= 1e-12


BLOCKS = {  # where a block lies, of width 8 and two heads of 4: Zhang et al. (2025)
    "a token's row": ("token", np.s_[3]),
    "the second head's queries": ("0 qkv", np.s_[:, 4:8]),
    "the first head's keys": ("0 qkv", np.s_[:, 8:12]),
    "the values of one neuron": ("0 qkv", np.s_[:, 16 + 5]),
    "the weights into an output": ("0 out", np.s_[:, 2]),
    "the weights into a hidden neuron": ("0 up", np.s_[:, 30]),
    "the weights of a character": ("head", np.s_[:, 7]),
    "a bias": ("0 down bias", np.s_[:]),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_adam_mini_divides_a_block_by_its_own_root_mean_square(block):
    """Its first step, with no eps: m_hat is g, and v_hat the block's mean of g**2."""
    net = next_character.network(width=8, layers=1)
    rng = np.random.default_rng(0)
    theta = net.init(rng)
    g = [torch.tensor(rng.standard_normal(p.shape), dtype=p.dtype) for p in theta]
    new, _ = recent_rules.by_blocks(net, theta, g, None, lr=1.0, beta1=0.5, eps=0.0)
    assert [p.shape for p in new] == [p.shape for p in theta]
    name, where = BLOCKS[block]
    k = net.names.index(name)
    step = g[k][where] / g[k][where].square().mean().sqrt()
    by_hand = theta[k][where] - step
    assert (new[k][where] - by_hand).abs().max() <= 1e-5


def test_a_run_changes_one_setting_of_the_best():
    for rule in recent_rules.BEST:
        middle, *others = recent_rules.runs(rule)
        assert [sum(middle[name] != other[name] for name in middle)
                for other in others] == [1] * len(others)  # fmt: skip


def made(best, others):
    """Rows where MARS's run `best` ends at 1 while tuning, and all middles at 2."""
    rows = []
    for setting in recent_rules.GRID:
        for seed in recent_rules.SEEDS:
            tuning = seed in recent_rules.TUNE
            loss = 2.0 if setting["run"] == 0 else 3.0 if tuning else others
            if setting == {"rule": "mars", "run": best} and tuning:
                loss = 1.0
            rows.append({**setting, "seed": seed, "loss": loss + seed / 100})
    return rows


def test_runs_are_chosen_on_the_tuning_seeds_alone(monkeypatch):
    rows = made(best=0, others=0.0)
    assert recent_rules.reported(rows, "mars").mean() == pytest.approx(2.05)
    monkeypatch.setattr(recent_rules, "adam", lambda rows: np.full((8, 5), 5.0))
    apart = recent_rules.against(rows, "mars")
    assert apart.mean == pytest.approx(2.05 - 5)


def test_a_best_run_at_an_edge_is_an_error():
    with pytest.raises(ValueError, match="mars is best at an edge, at {'lr': 0.0088"):
        recent_rules.reported(made(best=1, others=0.0), "mars")


def test_adam_is_the_one_of_past_adam():
    """The same network, seeds and minibatches: to step 20 the same losses."""
    mine, theirs = results("recent_rules"), results("past_adam")
    for seed in recent_rules.SEEDS:
        one, other = [
            next(r for r in rows if r["rule"] == "adam" and r["seed"] == seed)
            for rows in (mine, theirs)
        ]
        assert abs(one["early"] / other["early 0"] - 1) <= 1e-3
        assert abs(one["loss"] - other["loss 0"]) <= 0.01
