"""Scaling rules against numbers worked out by hand from the papers' equations."""

import math

import pytest
import torch

from adamedu import scaling
from tests.machines.figures import figures

SETTINGS = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
            "weight_decay": 0.1, "warmup": 500}  # fmt: skip
OLD = {"batch": 64, "width": 512, "tokens": 1e9}


def run(**sizes):
    return {**OLD, **sizes}


def changed(rule, new, *more, settings=SETTINGS, old=OLD):
    """What a rule changes: the new values by name."""
    found = rule(settings, old, new, *more)
    assert found.keys() == settings.keys()
    return {name: found[name] for name in found if found[name] != settings[name]}


def near(found, expected):
    return found == pytest.approx(expected, rel=1e-9)


def test_linear_by_hand():
    """Goyal et al. (2017), section 5.1: lr = 0.1 * batch / 256, so 3.2 at 8192."""
    settings, old = SETTINGS | {"lr": 0.1, "warmup": 25_000}, run(batch=256)
    found = changed(scaling.linear, run(batch=8192), settings=settings, old=old)
    assert near(found, {"lr": 3.2, "warmup": 781})  # 25,000 / 32 = 781.25


def test_square_root_by_hand():
    assert near(changed(scaling.square_root, run(batch=576)), {"lr": 3e-3})


def test_sde_by_hand():
    """Malladi et al. (2022), section 5, for kappa = 4."""
    found = changed(scaling.sde, run(batch=256))
    assert near(found, {"lr": 2e-3, "beta1": 0.6, "beta2": 0.996, "eps": 5e-9})


def test_sde_ends_where_a_beta_is_used_up():
    """10 * (1 - 0.9) = 1: nothing of beta1 is left at 640."""
    assert near(scaling.sde_limit(SETTINGS, OLD), 640)
    assert scaling.sde(SETTINGS, OLD, run(batch=639))["beta1"] > 0
    with pytest.raises(ValueError, match="batch must be below 640 for this rule"):
        scaling.sde(SETTINGS, OLD, run(batch=640.001))


def test_noise_scale_by_hand():
    """McCandlish et al. (2018), section 2.2, with a noise scale of 64: half of the
    largest rate at 64, three quarters of it at 192."""
    assert near(changed(scaling.noise_scale, run(batch=192), 64), {"lr": 1.5e-3})
    assert changed(scaling.noise_scale, run(batch=192), 0) == {}
    far = changed(scaling.noise_scale, run(batch=192), 1e12)
    assert far == pytest.approx({"lr": 3e-3}, rel=1e-6)


def test_half_life_by_hand():
    """Marek et al. (2025): 0.95 at 512 is 0.9999 at 1; ln(0.95) / 512 = -1.001823e-4"""
    settings, old = SETTINGS | {"beta2": 0.95}, run(batch=512)
    (beta2,) = changed(scaling.half_life, run(batch=1), settings=settings,
                       old=old).values()  # fmt: skip
    assert abs(beta2 - 0.999899823) <= 1e-9
    before, after = (batch * math.log(0.5) / math.log(beta)
                     for batch, beta in ((512, 0.95), (1, beta2)))  # fmt: skip
    assert after == pytest.approx(before, rel=1e-9)


def test_mu_p_by_hand():
    """Yang et al. (2021), table 3: Adam's hidden rate as 1 / width."""
    assert near(changed(scaling.mu_p, run(width=2048)), {"lr": 2.5e-4})


def test_time_scale_by_hand():
    """lr * weight_decay * steps: a quarter of the steps, then half as many again."""
    assert near(changed(scaling.time_scale, run(batch=256)), {"weight_decay": 0.4})
    longer = run(batch=256, tokens=2e9)
    assert near(changed(scaling.time_scale, longer), {"weight_decay": 0.2})
    both = changed(scaling.time_scale, run(batch=256), 2e-3)
    assert near(both, {"lr": 2e-3, "weight_decay": 0.2})


def test_time_scale_leaves_what_it_left_before():
    """torch's AdamW, on a weight that no gradient moves."""

    def left(settings, steps):
        theta = torch.ones(1, dtype=torch.float64, requires_grad=True)
        given = {name: settings[name] for name in ("lr", "weight_decay")}
        optimizer = torch.optim.AdamW([theta], **given)
        theta.grad = torch.zeros_like(theta)
        for _ in range(steps):
            optimizer.step()
        return theta.item()

    found = scaling.time_scale(SETTINGS, OLD, run(batch=256), lr=2e-3)
    assert left(found, 1000) == pytest.approx(left(SETTINGS, 4000), rel=1e-4)
    assert left(found, 4000) < 0.8 * left(SETTINGS, 4000)


NAMED = ["linear", "square_root", "sde", "half_life", "mu_p", "time_scale"]


@pytest.mark.parametrize("name", NAMED)
def test_there_and_back(name):
    """And nowhere, if nothing changes."""
    rule, new = getattr(scaling, name), run(batch=128, width=1024, tokens=4e9)
    back = rule(rule(SETTINGS, OLD, new), new, OLD)
    assert back == pytest.approx(SETTINGS, rel=1e-12)
    assert rule(SETTINGS, OLD, OLD) == SETTINGS


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("which,size,value", [
    ("old", "batch", 0), ("new", "batch", -4), ("new", "width", math.nan),
    ("old", "tokens", math.inf),
])  # fmt: skip
def test_a_size_that_is_none(name, which, size, value):
    runs = {"old": OLD, "new": OLD, which: run(**{size: value})}
    words = f"{size} must be above 0, and finite, got {which} {value}"
    with pytest.raises(ValueError, match=words):
        getattr(scaling, name)(SETTINGS, **runs)


@pytest.mark.parametrize("setting,value,words", [
    ("lr", 0, "above 0"), ("lr", math.nan, "above 0"), ("beta1", 1, r"lie in \[0, 1\)"),
    ("beta2", -0.1, r"lie in \[0, 1\)"), ("eps", -1e-8, "0 or more"),
    ("weight_decay", math.inf, "0 or more"), ("warmup", -1, "0 or more"),
])  # fmt: skip
@pytest.mark.parametrize("name", [*NAMED, "noise_scale"])
def test_a_setting_out_of_range(name, setting, value, words):
    more = [64] if name == "noise_scale" else []
    with pytest.raises(ValueError, match=f"{setting} must (be )?{words}.*got"):
        getattr(scaling, name)(SETTINGS | {setting: value}, OLD, OLD, *more)


def test_a_noise_or_a_new_rate_out_of_range():
    with pytest.raises(ValueError, match="noise must be 0 or more, and finite, got -1"):
        scaling.noise_scale(SETTINGS, OLD, OLD, -1)
    with pytest.raises(ValueError, match="lr must be above 0, and finite, got 0"):
        scaling.time_scale(SETTINGS, OLD, OLD, lr=0)


@pytest.fixture(scope="module")
def shown():
    """What chapter 11's calculator shows at some settings."""
    figure, space = figures()["11_batch_size: calculator"], {}
    for _, text, *_ in figure.texts:
        exec(text, space)
    (settings, *_) = figure.settings(1)
    return lambda **more: space[figure.call](**settings | more)


BY_HAND = """
same rate    decay 0.8
proportional lr 0.008, warm-up 125
root rule    lr 0.002828, decay 0.2828
SDE          lr 0.002828, β₁ 0.2, β₂ 0.992, ε 3.536e-09, decay 0.2828
noise scale  lr 0.002144, decay 0.3732
half-life    β₂ 0.992, decay 0.8
"""  # from batch 64 to 512: k = 8; 2.144 is (1 + 100 / 64) / (1 + 100 / 512)


def test_the_calculator_shows_what_a_hand_computes(shown):
    told = shown()["text"].split("\n\n")[1]
    assert told.splitlines() == BY_HAND.strip().splitlines()
    assert "nothing changes" in shown(new_batch=64)["text"]


def test_the_calculator_scales_the_hidden_rate_and_says_where_a_rule_ends(shown):
    text = shown(new_width=1024, new_batch=1024)["text"]
    assert "proportional lr 0.016, hidden lr 0.008, warm-up 62" in text
    assert "SDE ends at batch 640" in " ".join(text.split())


def test_the_calculator_draws_what_it_prints(shown):
    for drawn, name, value in (
        (0, "proportional", 8e-3), (0, "root rule", 1e-3 * 8**0.5),
        (0, "same rate", 1e-3), (1, "half-life", 0.999**8), (1, "SDE", 0.992),
    ):  # fmt: skip
        marks = shown()["panels"][drawn]["marks"]
        (line,) = [mark for mark in marks if mark["label"] == name]
        at = dict(zip(line["x"], line["y"], strict=True))
        assert near(at[512], value)
