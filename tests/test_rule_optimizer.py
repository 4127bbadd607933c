"""Rules as torch optimizers: what torch asks of its own, asked of both."""

import copy
import io
import pickle

import pytest
import torch
from torch import nn

from adamedu import rules
from adamedu.nn.rule_optimizer import RuleOptimizer, as_torch
from adamedu.rules import RULES, adam, adamw, sgd
from adamedu.schedules import cosine
from tests.models import problem, train

DEVICES = ["cpu"] + ["cuda"] * torch.cuda.is_available()


def ours(params, **settings):
    return RuleOptimizer(params, adam, **settings)


def theirs(params, **settings):
    return torch.optim.Adam(params, **settings)


both = pytest.mark.parametrize("make", [ours, theirs], ids=["ours", "torch"])


def bowl(device="cpu", dtype=torch.float64):
    """Two parameters and the loss of a shallow bowl."""
    w = nn.Parameter(torch.linspace(1, 2, 6, dtype=dtype, device=device).reshape(3, 2))
    b = nn.Parameter(torch.tensor(-1.0, dtype=dtype, device=device))

    def loss(k=0):
        return ((w + b + k / 10) ** 2).sum() + (b - 1) ** 2

    return [w, b], loss


@pytest.mark.parametrize("kind", ["cnn", "transformer"])
@pytest.mark.parametrize("device", DEVICES)
def test_networks_end_where_torch_s_adam_ends(kind, device):
    ends = []
    for make in (ours, theirs):
        model, loss = problem(kind)
        losses = train(model, loss, make(model.parameters(), lr=0.01), 60)
        ends.append(losses[-1])
    assert ends[0] == pytest.approx(ends[1], rel=1e-6)
    assert losses[-1] < 0.9 * losses[0]


@both
def test_state_dict_goes_round(make):
    params, loss = bowl()
    optimizer = make(params, lr=0.1)
    train(None, loss, optimizer, 5)
    file = io.BytesIO()
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    twins = [nn.Parameter(p.detach().clone()) for p in params]
    other = make(twins)
    other.load_state_dict(torch.load(file, weights_only=True))
    assert other.param_groups[0]["lr"] == 0.1
    go_on(params, optimizer, twins, other)


@both
@pytest.mark.parametrize(
    "way", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies_go_on_alike(make, way):
    params, loss = bowl()
    optimizer = make(params, lr=0.1)
    train(None, loss, optimizer, 5)
    other = way(optimizer)
    go_on(params, optimizer, other.param_groups[0]["params"], other)


def go_on(params, optimizer, twins, other):
    for k in range(5):
        for p, q in zip(params, twins):
            p.grad = torch.full_like(p, k - 1.5)
            q.grad = p.grad.clone()
        optimizer.step()
        other.step()
        for p, q in zip(params, twins):
            assert torch.equal(p, q)


@both
def test_closure_is_called_once_and_its_loss_returned(make):
    params, loss = bowl()
    optimizer, calls = make(params), []

    def closure():
        optimizer.zero_grad()
        calls.append(loss())
        calls[-1].backward()
        return calls[-1]

    before = params[0].detach().clone()
    assert optimizer.step(closure) is calls[0] and len(calls) == 1
    assert not torch.equal(before, params[0])


@both
def test_parameters_without_gradient_stay(make):
    (w, b), _ = bowl()
    optimizer = make([w, b])
    w.grad = torch.ones_like(w)
    optimizer.step()
    assert b.item() == -1 and b not in optimizer.state and w in optimizer.state


@both
def test_groups_have_their_own_settings(make):
    (w, b), loss = bowl()
    optimizer = make([{"params": [w]}, {"params": [b], "lr": 0.0}], lr=0.1)
    train(None, loss, optimizer, 3)
    assert b.item() == -1 and w[0, 0] < 0.9
    c = nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer.add_param_group({"params": [c]})
    assert optimizer.param_groups[2]["lr"] == 0.1


@both
def test_views_that_are_not_contiguous(make):
    w = nn.Parameter(torch.arange(6.0, dtype=torch.float64).reshape(2, 3).T)
    train(None, lambda k: (w**2).sum(), make([w], lr=0.1), 3)
    straight = nn.Parameter(torch.arange(6.0, dtype=torch.float64).reshape(2, 3))
    train(None, lambda k: (straight**2).sum(), make([straight], lr=0.1), 3)
    assert torch.equal(w, straight.T)


@both
def test_torch_s_schedulers(make):
    scheduling = torch.optim.lr_scheduler
    for scheduler in (
        lambda o: scheduling.StepLR(o, 2, 0.5),
        lambda o: scheduling.LambdaLR(o, lambda k: 1 / (k + 1)),
        lambda o: scheduling.CosineAnnealingLR(o, 4),
    ):
        ends = []
        for maker in (make, theirs):
            params, loss = bowl()
            optimizer = maker(params, lr=0.1)
            train(None, loss, optimizer, 6, scheduler(optimizer))
            ends.append(params[0].detach())
        torch.testing.assert_close(*ends, rtol=1e-12, atol=0)
    plateau = scheduling.ReduceLROnPlateau(optimizer, patience=0)
    before = optimizer.param_groups[0]["lr"]
    for _ in range(3):
        plateau.step(1.0)
    assert optimizer.param_groups[0]["lr"] < before


@both
def test_hooks_and_zero_grad(make):
    params, loss = bowl()
    optimizer, seen = make(params), []
    optimizer.register_step_pre_hook(lambda *_: seen.append("before"))
    optimizer.register_step_post_hook(lambda *_: seen.append("after"))
    loss().backward()
    optimizer.step()
    optimizer.zero_grad()
    assert seen == ["before", "after"] and params[0].grad is None


@both
def test_our_schedule_as_torch_s(make):
    (w, b), _ = bowl()
    optimizer = make([{"params": [w]}, {"params": [b]}], lr=0.7)
    scheduler = as_torch(cosine, optimizer, lr=0.3, steps=50, warmup=5)
    for t in range(1, 61):
        rates = {group["lr"] for group in optimizer.param_groups}
        assert rates == {cosine(t, lr=0.3, steps=50, warmup=5)}
        optimizer.step()
        scheduler.step()


def test_groups_with_rules_of_their_own():
    matrix, vector = nn.Parameter(torch.eye(3)), nn.Parameter(torch.ones(3))
    optimizer = RuleOptimizer(
        [{"params": [matrix], "lr": 0.02}, {"params": [vector]}],
        [rules.muon, adamw], weight_decay=0.0,
    )  # fmt: skip
    train(None, lambda k: (matrix @ vector - 2).square().sum(), optimizer, 1)
    assert set(optimizer.state[matrix]) == {"m"}
    assert set(optimizer.state[vector]) == {"m", "v", "t"}
    assert optimizer.param_groups[1]["lr"] == 1e-3
    torch.testing.assert_close(vector.detach(), torch.full((3,), 1.001))


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_parameters_keep_float32_inside(dtype, device):
    """4000 steps of 1e-4 down from 1: one is lost in 16 bits, all of them are not."""
    p = nn.Parameter(torch.ones(3, dtype=dtype, device=device))
    optimizer = RuleOptimizer([p], sgd, lr=1e-4)
    for _ in range(2000):
        p.grad = torch.ones_like(p)
        optimizer.step()
    saved = copy.deepcopy(optimizer.state_dict())
    assert saved["state"][0]["theta"].dtype == torch.float32
    q = nn.Parameter(p.detach().clone())
    other = RuleOptimizer([q], sgd)
    other.load_state_dict(saved)
    for _ in range(2000):
        q.grad = torch.ones_like(q)
        other.step()
    assert other.state[q]["theta"][0].item() == pytest.approx(0.6, rel=1e-3)
    assert q[0].item() == torch.tensor(0.6).to(dtype).item()


def test_half_state_is_that_of_float32():
    (w, b), _ = bowl(dtype=torch.bfloat16)
    full = [nn.Parameter(p.detach().float()) for p in (w, b)]
    half_step, full_step = RuleOptimizer([w, b], adam), RuleOptimizer(full, adam)
    for k in range(20):
        for p, q in zip((w, b), full):
            p.grad = torch.full_like(p, k - 7)
            q.grad = p.grad.float()
        half_step.step(), full_step.step()
    for p, q in zip((w, b), full):
        for name in ("m", "v"):
            assert torch.equal(half_step.state[p][name], full_step.state[q][name])
        assert torch.equal(p, q.bfloat16())


@pytest.mark.parametrize("rule", [adam, rules.lion], ids=lambda rule: rule.__name__)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside torch
def test_compiled(rule):
    torch.compiler.reset()
    ends = []
    for form in (rule, torch.compile(rule)):
        params, loss = bowl()
        train(None, loss, RuleOptimizer(params, form, lr=0.1), 12)
        ends.append(params[0].detach())
    torch.testing.assert_close(*ends, rtol=1e-10, atol=0)


each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


@each_rule
def test_every_rule_trains_and_is_saved(rule):
    params = [nn.Parameter(torch.eye(3) + 0.1), nn.Parameter(torch.ones(3, 2))]

    def loss(k):
        return (params[0] @ params[1] - 3).square().sum()

    optimizer = RuleOptimizer(params, rule.function)
    losses = train(None, loss, optimizer, 30)
    assert losses[-1] < losses[0]
    file = io.BytesIO()
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    twins = [nn.Parameter(p.detach().clone()) for p in params]
    other = RuleOptimizer(twins, rule.function)
    other.load_state_dict(torch.load(file, weights_only=True))
    go_on(params, optimizer, twins, other)
