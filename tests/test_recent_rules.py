"""The study of the rules since 2024: what it adds to the package, and its choices."""

import math

import numpy as np
import pytest

from adamedu import rules
from adamedu.studies import recent_rules
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
