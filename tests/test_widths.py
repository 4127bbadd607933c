"""The networks of the study `widths` against torch's layers, groups and optimizer."""

import math

import numpy as np
import pytest
import torch

from adamedu.schedules import linear
from adamedu.studies import widths

RATE, RATIO = 2.0**-6, 4


def by_torch(problem, plan):
    """The loss on a minibatch in step 10, of torch's own MLP with its own Adam."""
    w1, b1, w2, b2, w3, b3 = (p for _, p, _ in problem.parts)
    sizes = [(w1, b1), (w2, b2), (w3, b3)]
    layers = [torch.nn.Linear(*w.shape) for w, _ in sizes]
    for layer, (w, b) in zip(layers, sizes, strict=True):
        layer.weight.data, layer.bias.data = w.T.contiguous(), b[0].clone()
    matrices = [layers[1].weight, layers[2].weight]
    if plan == "mup":
        layers[2].weight.data /= RATIO**0.5  # 1/ratio, of which 1/ratio**.5 is plain
    others = [layers[0].weight, *(layer.bias for layer in layers)]
    scale = RATIO if plan == "mup" else 1
    groups = [{"params": matrices, "base": 1 / scale}, {"params": others, "base": 1}]
    optimizer = torch.optim.Adam(groups, lr=RATE)
    net = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(),
                              layers[2])  # fmt: skip
    for t in range(1, widths.EARLY + 1):
        x, y = problem.batch(t)
        loss = torch.nn.functional.cross_entropy(net(torch.tensor(x)), torch.tensor(y))
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            rate = linear(t, lr=RATE, steps=widths.STEPS, warmup=widths.STEPS // 20)
            group["lr"] = rate * group["base"]
        optimizer.step()
    return loss.item()


@pytest.mark.parametrize("plan", ["plain", "mup"])
def test_the_mlp_trains_as_torch_trains_it(plan, monkeypatch):
    monkeypatch.setattr(widths, "PIECE", 1000)
    full = widths.linear
    monkeypatch.setattr(widths, "linear", lambda t, **plan: full(
        t, **{**plan, "steps": 300, "warmup": 15}))  # fmt: skip
    monkeypatch.setattr(widths, "STEPS", widths.EARLY)
    problem = widths.mlp(0, 32 * RATIO)
    early, _ = widths.trained(problem, plan, RATIO, [RATE, RATE])
    monkeypatch.setattr(widths, "STEPS", 300)
    expected = by_torch(problem, plan)
    assert (early - expected).abs().max() <= 1e-4 * expected


@pytest.mark.parametrize("net", widths.WIDTHS)
def test_mup_starts_wide_networks_as_the_narrow_one(net):
    """All but the matrices between layers have the size of the base's numbers; the
    last layer's shrink as 1/width: Yang et al. (2021), table 3."""
    narrow, wide = widths.WIDTHS[net][0], widths.WIDTHS[net][-1]
    problems = {w: getattr(widths, net)(0, w) for w in (narrow, wide)}
    for (role, small, _), (_, large, factor) in zip(
        *(problems[w].parts for w in (narrow, wide)), strict=True
    ):
        if not small.std() > 0:
            continue  # biases, and the scales of norms
        expected = {"input": 1, "hidden": (narrow / wide) ** 0.5,
                    "output": narrow / wide}[role]  # fmt: skip
        found = float(factor * large.std() / small.std())
        error = abs(math.log(found / expected))
        assert error <= 0.15


def lowest(net, width):
    """log2 of the best rate where the losses of `made` are lowest."""
    rates = widths.RATES[net]
    start = math.log2(rates[0] * rates[-1]) / 2 + 0.2
    return start - 0.5 * math.log2(width / widths.WIDTHS[net][0])


def made(height):
    """Rows whose losses are parabolas, which are lowest at a root of 1/width."""
    rows = []
    for net, sizes in widths.WIDTHS.items():
        for w in sizes:
            ends = [1 + height * (math.log2(lr) - lowest(net, w)) ** 2
                    for lr in widths.RATES[net]]  # fmt: skip
            named = {f"loss {k}": end for k, end in enumerate(ends)}
            rows += [{"net": net, "plan": "plain", "width": w, "seed": seed, **named}
                     for seed in widths.SEEDS]  # fmt: skip
    return rows


@pytest.mark.parametrize("net", widths.WIDTHS)
def test_the_best_rate_and_its_power_of_the_width_are_found(net):
    best, again = widths.bottoms(made(0.1), net, "plain", draws=3)
    expected = [lowest(net, w) for w in widths.WIDTHS[net]]
    assert np.abs(best - expected).max() <= 1e-9
    assert np.abs(again - best).max() <= 1e-9
    assert abs(widths.exponent(net, best) + 0.5) <= 1e-9


@pytest.mark.parametrize("net", widths.WIDTHS)
def test_rates_between_the_grid_s_cost_what_the_parabola_says(net):
    wide, rates = widths.WIDTHS[net][-1], widths.RATES[net]
    fine = widths.finer(widths.table(made(0.1), net, "plain", wide))
    at = np.linspace(math.log2(rates[0]), math.log2(rates[-1]), fine.shape[1])
    assert np.abs(fine - 1 - 0.1 * (at - lowest(net, wide)) ** 2).max() <= 1e-9
    places = [np.abs(at - lowest(net, w)).argmin() for w in widths.WIDTHS[net]]
    cost = widths.transfer(made(0.1), net, "plain", wide)
    assert abs(cost.mean - fine[0, places[0]] + fine[0, places[-1]]) <= 1e-9
    assert cost.low <= cost.mean + 1e-12 and cost.mean <= cost.high + 1e-12


def test_a_best_rate_at_an_edge_is_refused():
    ends = np.tile(np.arange(8.0), (6, 1))
    with pytest.raises(ValueError, match="mlp: lr .* is best, at the edge"):
        widths.bottom(ends, "mlp")
