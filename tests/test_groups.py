"""Groups of a RuleOptimizer: the notes of others, and schedulers that write there."""

import copy

import pytest
import torch
from torch import nn
from torch.optim import lr_scheduler

from adamedu.nn.rule_optimizer import RuleOptimizer, as_torch
from adamedu.rules import adam, adamw, momentum, sgd
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


CYCLES = [
    lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=20),
    lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=4, base_momentum=0.5),
]
cycled = pytest.mark.parametrize("make", CYCLES, ids=["one cycle", "cyclic"])


@cycled
@pytest.mark.parametrize("rule, theirs", [
    (adam, torch.optim.Adam),
    (adamw, lambda p: torch.optim.AdamW(p, weight_decay=0)),
    (momentum, lambda p: torch.optim.SGD(p, momentum=0.9)),
])  # fmt: skip
def test_a_cycled_momentum_is_beta1(make, rule, theirs):
    """As torch cycles its own, also after a break."""
    ends = []
    for ours in (True, False):
        p = nn.Parameter(torch.linspace(1, 2, 3, dtype=torch.float64))
        settings = {"weight_decay": 0} if rule is adamw else {}
        optimizer = RuleOptimizer([p], rule, **settings) if ours else theirs([p])
        scheduler = make(optimizer)
        for t in range(15):
            if ours and t == 7:
                saved = optimizer.state_dict()
                optimizer = RuleOptimizer([p], rule)
                again = make(optimizer)
                again.load_state_dict(scheduler.state_dict())
                optimizer.load_state_dict(saved)
                scheduler = again
            p.grad = p.detach() - t
            optimizer.step()
            scheduler.step()
        ends.append(p.detach())
    torch.testing.assert_close(*ends, rtol=1e-12, atol=0)


@cycled
def test_a_group_after_the_cycle_has_its_own(make):
    p, q = (nn.Parameter(torch.ones(2)) for _ in range(2))
    optimizer = RuleOptimizer([p], adam, beta1=0.4)
    make(optimizer)
    optimizer.add_param_group({"params": [q]})
    optimizer.step()
    assert [group["beta1"] == 0.4 for group in optimizer.param_groups] == [False, True]
    assert all("momentum" not in group for group in optimizer.param_groups)
    twin = copy.deepcopy(optimizer)
    optimizer.param_groups[0]["beta1"] = 0.7  # who writes last counts
    optimizer.step()
    assert optimizer.param_groups[0]["beta1"] == 0.7
    make(twin)
    twin.step()


@cycled
@pytest.mark.parametrize("rules", [[sgd, sgd], [adam, sgd]])
def test_a_rule_without_momentum_says_what_to_pass(make, rules):
    p, q = (nn.Parameter(torch.ones(2)) for _ in range(2))
    optimizer = RuleOptimizer([{"params": [p]}, {"params": [q]}], rules)
    p.grad, q.grad = torch.ones(2), torch.ones(2)
    make(optimizer)
    with pytest.raises(TypeError, match="sgd has no beta1.*pass cycle_momentum=False"):
        optimizer.step()
    assert p.tolist() == q.tolist() == [1, 1]


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


RATES = [1e-3, torch.tensor(1e-3)]


@pytest.mark.parametrize("rate", RATES, ids=["number", "tensor"])
@pytest.mark.parametrize("schedule, error, words", [
    (lambda t: cosine(t, lr=0.1, steps=50, warmup=0.1), ValueError,
     "warmup counts steps, got 0.1"),
    (lambda t: None, TypeError, "lr must be a number, got None at step 1"),
    (lambda t: "0.1", TypeError, "lr must be a number, got '0.1' at step 1"),
    (lambda t: -0.1, ValueError, "not negative, got -0.1 at step 1"),
    (lambda t: float("nan"), ValueError, "not negative, got nan at step 1"),
])  # fmt: skip
def test_a_schedule_that_is_refused_leaves_the_rate(schedule, error, words, rate):
    rate = copy.deepcopy(rate)
    optimizer = torch.optim.Adam([nn.Parameter(torch.ones(2))], lr=rate)
    with pytest.raises(error, match=words):
        as_torch(schedule, optimizer)
    assert optimizer.param_groups[0]["lr"] is rate and rate == RATES[0]


@pytest.mark.parametrize("make", [lambda p: RuleOptimizer([p], adam),
                                  lambda p: torch.optim.Adam([p])])  # fmt: skip
@pytest.mark.parametrize("bad", [-0.1, float("nan"), float("inf"), None])
def test_a_rate_that_is_none_is_told_with_its_step(make, bad):
    """The step before it is the last one."""
    p = nn.Parameter(torch.ones(2))
    optimizer = make(p)
    scheduler = as_torch(lambda t, good: bad if t == 4 else good, optimizer, good=0.1)
    with pytest.raises(
        (TypeError, ValueError), match=f"lr must .*, got {bad} at step 4"
    ):
        while True:
            p.grad = torch.ones(2)
            optimizer.step()
            before = p.detach().clone()
            scheduler.step()
    assert torch.equal(before, p) and torch.allclose(p, torch.full((2,), 0.7))


def test_as_torch_tells_what_it_takes():
    optimizer = torch.optim.Adam([nn.Parameter(torch.ones(2))])
    for wrong in ((0.1, optimizer), (optimizer, cosine), (cosine, [optimizer])):
        with pytest.raises(TypeError, match="such as cosine, and then an optimizer"):
            as_torch(*wrong, lr=0.1, steps=9)
