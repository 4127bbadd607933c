"""Groups of a RuleOptimizer: the notes of others, and schedulers that write there."""

import pytest
import torch
from torch import nn
from torch.optim import lr_scheduler

from adamedu.nn.rule_optimizer import RuleOptimizer, as_torch
from adamedu.rules import adam, adamw, sgd
from adamedu.schedules import cosine


def test_groups_carry_notes():
    p, q = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(3))
    optimizer = RuleOptimizer([{"params": [p], "name": "head", "lr_scale": 0.5}], adamw)
    lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=9, cycle_momentum=False)
    torch.optim.swa_utils.SWALR(optimizer, 0.05)
    twin = RuleOptimizer(optimizer.param_groups, adam)  # it has no weight_decay
    assert twin.param_groups[0]["name"] == "head"
    named = RuleOptimizer(nn.Linear(2, 1).named_parameters(), adam)
    assert named.param_groups[0]["param_names"] == ["weight", "bias"]
    assert named.state_dict()["param_groups"][0]["param_names"] == ["weight", "bias"]
    optimizer.add_param_group({"params": q, "name": "body"})
    assert optimizer.param_groups[1]["params"] == [q]


@pytest.mark.parametrize("make", [
    lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=20, cycle_momentum=False),
    lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=4, cycle_momentum=False),
    lambda o: lr_scheduler.LinearLR(o, 0.1),
    lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 5),
    lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.ConstantLR(o), lr_scheduler.ExponentialLR(o, 0.9)], [5]),
])  # fmt: skip
def test_schedulers_that_write_more_than_a_rate(make):
    ends = []
    for optimizer_of in (
        lambda p: RuleOptimizer([p], adam),
        lambda p: torch.optim.Adam([p]),
    ):
        p = nn.Parameter(torch.linspace(1, 2, 3, dtype=torch.float64))
        optimizer = optimizer_of(p)
        scheduler = make(optimizer)
        for _ in range(15):
            p.grad = p.detach().clone()
            optimizer.step()
            scheduler.step()
        ends.append(p.detach())
    torch.testing.assert_close(*ends, rtol=1e-12, atol=0)


def test_cycled_momentum_says_what_to_pass():
    optimizer = RuleOptimizer([nn.Parameter(torch.ones(2))], adam)
    with pytest.raises(ValueError, match="cycle_momentum"):
        lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=9)
    assert "cycle_momentum=False" in RuleOptimizer.__doc__


def test_a_rate_may_be_a_tensor():
    """A compiled step then reads the rate, where a number would compile it anew."""
    rate = torch.tensor(0.3)
    p = nn.Parameter(torch.ones(2))
    optimizer = RuleOptimizer([p], sgd, lr=rate)
    scheduler = as_torch(cosine, optimizer, lr=0.5, steps=10, warmup=2)
    for t in range(1, 6):
        assert optimizer.param_groups[0]["lr"] is rate
        assert rate.item() == pytest.approx(cosine(t, lr=0.5, steps=10, warmup=2))
        before, p.grad = p.detach().clone(), torch.ones(2)
        optimizer.step()
        torch.testing.assert_close(p.detach(), before - rate)
        scheduler.step()


@pytest.mark.parametrize("first", ["optimizer", "scheduler"])
def test_a_saved_run_goes_on_at_its_rate(first):
    def made():
        optimizer = RuleOptimizer([nn.Parameter(torch.ones(2))], adam)
        return {"optimizer": optimizer,
                "scheduler": as_torch(cosine, optimizer, lr=0.5, steps=10)}  # fmt: skip

    run = made()
    for _ in range(4):
        run["optimizer"].step()
        run["scheduler"].step()
    again = made()
    for name in (first, {"optimizer": "scheduler", "scheduler": "optimizer"}[first]):
        again[name].load_state_dict(run[name].state_dict())
    for t in range(5, 9):
        lr = again["optimizer"].param_groups[0]["lr"]
        assert lr == pytest.approx(cosine(t, lr=0.5, steps=10), rel=1e-12)
        again["optimizer"].step()
        again["scheduler"].step()


def test_a_schedule_that_is_refused_leaves_the_rate():
    rates = [1e-3, torch.tensor(1e-3)]
    for rate in rates:
        optimizer = torch.optim.Adam([nn.Parameter(torch.ones(2))], lr=rate)
        with pytest.raises(ValueError, match=r"warmup counts steps, got 0.1"):
            as_torch(cosine, optimizer, lr=0.1, steps=50, warmup=0.1)
        assert optimizer.param_groups[0]["lr"] == rates[0]
