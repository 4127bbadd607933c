"""Schedules against torch's, and their ends by hand."""

import warnings

import pytest
import torch
from torch.optim import lr_scheduler as theirs

from adamedu.schedules import constant, cosine, step_decay

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


def warm_cosine(optimizer, warmup=20):
    up = theirs.LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    down = theirs.CosineAnnealingLR(optimizer, T_max=STEPS - warmup, eta_min=0.01)
    return theirs.SequentialLR(optimizer, [up, down], milestones=[warmup])


@pytest.mark.parametrize("ours, make", [
    (lambda t: constant(t, lr=0.3), lambda o: theirs.ConstantLR(o, factor=1.0)),
    (lambda t: step_decay(t, lr=0.3, every=30),
     lambda o: theirs.StepLR(o, step_size=30)),
    (lambda t: step_decay(t, lr=0.3, every=7, factor=0.5),
     lambda o: theirs.StepLR(o, step_size=7, gamma=0.5)),
    (lambda t: cosine(t, lr=0.3, steps=STEPS),
     lambda o: theirs.CosineAnnealingLR(o, T_max=STEPS)),
    (lambda t: cosine(t, lr=0.3, steps=STEPS, warmup=20, lr_end=0.01), warm_cosine),
], ids=["constant", "step", "step half", "cosine", "warm cosine"])  # fmt: skip
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
