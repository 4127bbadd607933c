"""Schedules against torch's, and their ends by hand."""

import math
import warnings

import numpy as np
import optax
import pytest
import torch
from pytorch_optimizer import get_wsd_schedule
from torch.optim import lr_scheduler as theirs

from adamedu import schedules
from adamedu.schedules import (
    constant,
    cosine,
    cosine_restarts,
    exponential,
    inverse_sqrt,
    linear,
    multistep,
    one_cycle,
    polynomial,
    step_decay,
    warmup_stable_decay,
)

STEPS = 200


def torch_rates(make):
    """The rates that torch would use at steps 1, 2, ..., STEPS."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = make(optimizer)
    rates = []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        with warnings.catch_warnings():  # SequentialLR passes an epoch inside torch
            warnings.filterwarnings("ignore", "The epoch parameter", UserWarning)
            scheduler.step()
    return rates


def warm(down, warmup=20):
    """torch's warm-up to lr in step 20, and then another scheduler, from its 0 on."""

    def make(optimizer):
        up = theirs.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
        return theirs.SequentialLR(
            optimizer, [up, down(optimizer)], milestones=[warmup]
        )

    return make


@pytest.mark.parametrize("ours, make", [
    (lambda t: constant(t, lr=0.3), lambda o: theirs.ConstantLR(o, factor=1.0)),
    (lambda t: step_decay(t, lr=0.3, every=30),
     lambda o: theirs.StepLR(o, step_size=30)),
    (lambda t: step_decay(t, lr=0.3, every=7, factor=0.5),
     lambda o: theirs.StepLR(o, step_size=7, gamma=0.5)),
    (lambda t: constant(t, lr=0.3, warmup=20),
     warm(lambda o: theirs.ConstantLR(o, factor=1.0))),
    (lambda t: multistep(t, lr=0.3, after=[50, 51, 120], factor=0.5),
     lambda o: theirs.MultiStepLR(o, milestones=[50, 51, 120], gamma=0.5)),
    (lambda t: exponential(t, lr=0.3, factor=0.97),
     lambda o: theirs.ExponentialLR(o, gamma=0.97)),
    (lambda t: linear(t, lr=0.3, steps=150, lr_end=0.03),
     lambda o: theirs.LinearLR(o, 1.0, 0.1, total_iters=150)),
    (lambda t: linear(t, lr=0.3, steps=170, warmup=20, lr_end=0.03),
     warm(lambda o: theirs.LinearLR(o, 1.0, 0.1, total_iters=150))),
    (lambda t: polynomial(t, lr=0.3, steps=150, power=3),
     lambda o: theirs.PolynomialLR(o, total_iters=150, power=3)),
    (lambda t: polynomial(t, lr=0.3, steps=170, warmup=20),
     warm(lambda o: theirs.PolynomialLR(o, total_iters=150, power=2))),
    (lambda t: cosine(t, lr=0.3, steps=STEPS),
     lambda o: theirs.CosineAnnealingLR(o, T_max=STEPS)),
    (lambda t: cosine(t, lr=0.3, steps=STEPS, warmup=20, lr_end=0.01),
     warm(lambda o: theirs.CosineAnnealingLR(o, T_max=STEPS - 20, eta_min=0.01))),
    (lambda t: cosine_restarts(t, lr=0.3, every=30, lr_end=0.01),
     lambda o: theirs.CosineAnnealingWarmRestarts(o, 30, eta_min=0.01)),
    (lambda t: cosine_restarts(t, lr=0.3, every=20, longer=2),
     lambda o: theirs.CosineAnnealingWarmRestarts(o, 20, T_mult=2)),
    (lambda t: one_cycle(t, lr=0.3, steps=STEPS + 1),
     lambda o: theirs.OneCycleLR(o, max_lr=0.3, total_steps=STEPS + 1,
                                 cycle_momentum=False)),
    (lambda t: one_cycle(t, lr=0.3, steps=STEPS + 1, rise=0.1, lr_start=0.1,
                         lr_end=0.01),
     lambda o: theirs.OneCycleLR(o, max_lr=0.3, total_steps=STEPS + 1, pct_start=0.1,
                                 div_factor=10, final_div_factor=10,
                                 cycle_momentum=False)),
])  # fmt: skip
def test_as_torch(ours, make):
    rates = [ours(t) for t in range(1, STEPS + 1)]
    assert rates == pytest.approx(torch_rates(make), rel=1e-12, abs=1e-15)


def test_warmup_wastes_no_step_and_ends_at_lr():
    rates = [cosine(t, lr=1.0, steps=10, warmup=4) for t in range(1, 6)]
    assert rates == pytest.approx([0.25, 0.5, 0.75, 1, 1])


def test_cosine_is_half_way_in_the_middle_and_stays_at_its_end():
    assert cosine(6, lr=1.0, steps=10) == pytest.approx(0.5)
    assert cosine(11, lr=1.0, steps=10, lr_end=0.1) == 0.1
    assert cosine(500, lr=1.0, steps=10) == 0


def test_step_decay_changes_after_every_nth_step():
    rates = [step_decay(t, lr=1.0, every=3) for t in range(1, 8)]
    assert rates == pytest.approx([1, 1, 1, 0.1, 0.1, 0.1, 0.01])


def test_wsd_decays_as_in_another_library():
    """Their warm-up starts at 0, and reaches lr one step later: compare from there."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = get_wsd_schedule(optimizer, 20, 130, 50)
    for t in range(1, STEPS + 20):
        ours = warmup_stable_decay(
            t, lr=0.3, steps=STEPS, warmup=20, decay=50
        )  # fmt: skip
        if t > 20:
            assert ours == pytest.approx(scheduler.get_last_lr()[0], rel=1e-12)
        optimizer.step()
        scheduler.step()


def test_inverse_sqrt_is_the_paper_s():
    """Equation 3 with d_model = 512, warmup_steps = 40."""
    for t in range(1, STEPS + 1):
        paper = 512**-0.5 * min(t**-0.5, t * 40**-1.5)
        ours = inverse_sqrt(t, lr=(512 * 40) ** -0.5, warmup=40)
        assert ours == pytest.approx(paper, rel=1e-12)


def test_warm_cosine_as_optax():
    """optax counts from 0 and starts at 0; decay_steps holds the warm-up, as here."""
    theirs = optax.warmup_cosine_decay_schedule(0.0, 0.3, 20, STEPS, 0.01)
    for t in range(1, STEPS + 1):
        ours = cosine(t, lr=0.3, steps=STEPS, warmup=20, lr_end=0.01)
        assert ours == pytest.approx(float(theirs(t if t <= 20 else t - 1)), rel=1e-12)


WARM = {
    "constant": {},
    "linear": {"steps": 50},
    "polynomial": {"steps": 50},
    "cosine": {"steps": 50},
    "inverse_sqrt": {},
    "warmup_stable_decay": {"steps": 50, "decay": 10},
}


@pytest.mark.parametrize("name", WARM)
def test_warmup_wastes_no_step_and_is_never_above_lr(name):
    def rate(t):
        return getattr(schedules, name)(t, lr=1.0, warmup=8, **WARM[name])

    rates = [rate(t) for t in range(1, 101)]
    assert rates[:8] == pytest.approx([k / 8 for k in range(1, 9)])
    assert all(0 <= r <= 1 for r in rates)
    assert rates[7:] == sorted(rates[7:], reverse=True)
    assert rates[7] - rates[8] < 0.07


@pytest.mark.parametrize("name", ["linear", "polynomial", "cosine"])
def test_decays_stay_at_their_ends(name):
    schedule = getattr(schedules, name)
    assert schedule(10, lr=1.0, steps=10, lr_end=0.1) > 0.1
    for t in (11, 12, 500):
        assert schedule(t, lr=1.0, steps=10, lr_end=0.1) == pytest.approx(0.1)


def test_one_cycle_peaks_and_ends():
    rates = [one_cycle(t, lr=1.0, steps=100) for t in range(1, 201)]
    assert rates[0] == pytest.approx(0.04) and rates[29] == 1 == max(rates)
    assert rates[99:] == pytest.approx([4e-6] * 101)


@pytest.mark.parametrize("rise", [0.0, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("steps", [*range(1, 12), 35])
def test_one_cycle_of_few_steps_as_torch(steps, rise):
    """Where the peak is step 1 itself, torch divides 0 by 0; here the cycle starts."""
    rates = [one_cycle(t, lr=0.3, steps=steps, rise=rise) for t in range(1, steps + 1)]
    if rise * steps == 1:
        assert rates[0] == 0.3
        return
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = theirs.OneCycleLR(
        optimizer, max_lr=0.3, total_steps=steps, pct_start=rise, cycle_momentum=False
    )
    expected = [scheduler.get_last_lr()[0]]
    for _ in range(1, steps):
        optimizer.step()
        scheduler.step()
        expected += scheduler.get_last_lr()
    assert rates == pytest.approx(expected, rel=1e-10, abs=0)


SETTINGS = {
    **WARM,
    "step_decay": {"every": 7},
    "multistep": {"after": [5, 20]},
    "exponential": {"factor": 0.9},
    "cosine_restarts": {"every": 5, "longer": 2},
    "one_cycle": {"steps": 50},
}
SETTINGS = {
    n: {**s, **({"warmup": 8} if n in WARM else {})} for n, s in SETTINGS.items()
}
each_schedule = pytest.mark.parametrize("name", SETTINGS)


def test_every_schedule_is_tested():
    """All take many steps: the module's public functions with a t, and the helpers."""
    others = {"over_steps", "risen", "decayed", "check_counts"}
    public = {n for n, f in vars(schedules).items() if getattr(f, "__module__", "")
              == schedules.__name__}  # fmt: skip
    assert public == set(SETTINGS) | others


@each_schedule
def test_many_steps_give_the_rates_one_by_one(name):
    def rate(t, lr=0.3):
        return getattr(schedules, name)(t, lr=lr, **SETTINGS[name])

    t, one_by_one = np.arange(1, 61), [rate(step) for step in range(1, 61)]
    assert isinstance(rate(t), np.ndarray) and rate(t).dtype == float
    assert rate(t).tolist() == one_by_one
    assert rate(t.astype("f")).tolist() == rate(t.astype("u1")).tolist() == one_by_one
    assert rate(t.reshape(3, 20)).tolist() == np.reshape(one_by_one, (3, 20)).tolist()
    assert rate(list(t)) == rate(range(1, 61)) == rate(torch.tensor(t)) == one_by_one
    assert isinstance(rate(np.int64(3)), float) and rate(np.array(3)) == one_by_one[2]
    assert rate(t[:0]).shape == (0,)
    both = rate(t, lr=np.array([0.3, 0.6]))
    assert both[:, 0].tolist() == one_by_one and both.shape == (60, 2)
    with pytest.raises(ValueError, match="t must be at least 1, got 0"):
        rate(np.arange(3))


COUNTS = {"warmup", "steps", "every", "longer", "decay"}


@each_schedule
def test_counts_must_be_whole(name):
    """At every step, so that a run is told at its first."""
    schedule, settings = getattr(schedules, name), SETTINGS[name]
    for t in (1, 10, 60):
        with pytest.raises(ValueError, match="t must be a whole number, got"):
            schedule(t + 0.5, lr=0.3, **settings)
        for count in COUNTS & set(settings):
            for value in (settings[count] + 0.5, math.nan, math.inf):
                with pytest.raises(ValueError, match=f"^{count} must be a whole"):
                    schedule(t, lr=0.3, **{**settings, count: value})
            for value in ("10", None, [10], True):
                with pytest.raises(TypeError, match=f"^{count} must be a whole"):
                    schedule(t, lr=0.3, **{**settings, count: value})
            same = {**settings, count: float(settings[count])}
            assert schedule(t, lr=0.3, **same) == schedule(t, lr=0.3, **settings)
        for count in {"warmup", "decay"} & set(settings):
            words = rf"^{count} counts steps, got 0.1: round\(0.1 \* steps\)\?"
            with pytest.raises(ValueError, match=words):
                schedule(t, lr=0.3, **{**settings, count: 0.1})


@pytest.mark.parametrize("wrong, words", [
    (lambda: multistep(1, lr=1.0, after=[5, 7.5]), "after must be a whole number"),
    (lambda: one_cycle(1, lr=1.0, steps=10, rise=-0.1), r"rise must lie in \[0, 1\)"),
    (lambda: cosine(0, lr=1.0, steps=10), "t must be at least 1, got 0"),
    (lambda: linear(5, lr=1.0, steps=3, warmup=4), "steps must be at least 5, got 3"),
    (lambda: constant(1, lr=1.0, warmup=-1), "warmup must be at least 0, got -1"),
    (lambda: step_decay(1, lr=1.0, every=0), "every must be at least 1"),
    (lambda: cosine_restarts(9, lr=1.0, every=2, longer=0.5), "longer must be"),
    (lambda: inverse_sqrt(1, lr=1.0, warmup=0), "warmup must be at least 1"),
    (lambda: one_cycle(1, lr=1.0, steps=10, rise=1.0), "rise must lie in"),
    (lambda: warmup_stable_decay(1, lr=1.0, steps=9, warmup=5, decay=5),
     "steps must be at least 10, got 9"),
])  # fmt: skip
def test_settings_out_of_range(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
