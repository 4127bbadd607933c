"""The studies of Adam's successors: what they add to the rules of the package."""

import numpy as np
import prodigyopt
import pytest
import torch

from adamedu import rules
from adamedu.descent import each
from adamedu.studies import next_character, past_adam, successors
from adamedu.studies import past_adam_elsewhere as elsewhere

LR, BETA1, DECAY = [0.1, 0.3, 0.2], [0.9, 0.8, 0.5], 0.1


@pytest.fixture(scope="module")
def net():
    return next_character.network(width=8, layers=1)


def start(net, seed):
    return net.init(np.random.default_rng(seed))


def test_each_copy_has_the_network_s_own_loss_and_gradient(net):
    (x, y), _ = next_character.split()
    starts = [start(net, seed) for seed in range(3)]
    rows = torch.cat([successors.row(net, theta) for theta in starts])
    losses, g = successors.gradient(net, rows, x[:4], y[:4])
    for k, theta in enumerate(starts):
        loss, slope = net.gradient(theta, x[:4], y[:4])
        assert abs(losses[k] - loss) <= 1e-5
        assert (g[k] - successors.row(net, slope)[0]).abs().max() <= 1e-6
    parts = successors.parts(net, rows)
    for name, theta in zip(net.names, starts[2], strict=True):
        assert torch.equal(parts[name][2], theta)


def matched_muon(theta, g, *state, lr, beta1, weight_decay):
    """With torch's way to Adam's usual size, 0.2 times the root of the longer side."""
    theta = theta - lr * weight_decay * theta
    lr = lr * 0.2 * theta.shape[1] ** 0.5
    return rules.muon(theta, g, *state, lr=lr, beta1=beta1)


BY_HAND = {
    "adam": rules.adamw, "adam_constant": rules.adamw, "lion": rules.lion,
    "schedule_free": rules.schedule_free_adamw,
    "momentum": lambda *args, weight_decay, **more: rules.momentum(*args, **more),
    "muon": matched_muon, "soap": rules.soap, "shampoo": successors.grafted_shampoo,
}  # fmt: skip


@pytest.mark.parametrize("rule", BY_HAND)
def test_a_rule_for_all_copies_is_the_rule_for_each_array(net, rule):
    """The second of three copies, against `each` of the package's rules."""
    matrices = rule in ("muon", "soap", "shampoo")
    by_hand = each([BY_HAND[rule] if hidden or not matrices else rules.adamw
                    for hidden in net.hidden])  # fmt: skip
    step, theta, states = successors.stepper(rule, net), start(net, 0), None
    rows, state = successors.row(net, theta).repeat(3, 1), None
    for t in range(12):
        g = start(net, 1 + t)
        rows, state = step(
            rows, successors.row(net, g).repeat(3, 1), state, LR, BETA1, DECAY
        )
        theta, states = by_hand(theta, g, states, lr=LR[1], beta1=BETA1[1],
                                weight_decay=DECAY)  # fmt: skip
    ours, theirs = rows[1], successors.row(net, theta)[0]
    assert (ours - theirs).abs().max() <= 1e-4 * theirs.abs().max()


def test_prodigy_has_one_estimate_for_all_parameters_of_a_copy():
    """As in the authors' package, from which a rule for each array differs."""
    rng = np.random.default_rng(0)
    begun = torch.tensor(rng.standard_normal(16))
    curvature = torch.tensor([1.0] * 12 + [10.0] * 4, dtype=torch.float64)
    theta = [part.clone().requires_grad_() for part in begun.split([12, 4])]
    optimizer = prodigyopt.Prodigy(theta, lr=0.5)
    rows, states = torch.stack([begun, begun]), None
    for _ in range(30):
        optimizer.zero_grad()
        (theta[0].square().sum() / 2 + 5 * theta[1].square().sum()).backward()
        optimizer.step()
        rows, states = successors.by_copies(
            rows, curvature * rows, states, [0.1, 0.5], [0.9, 0.9], 0.0
        )
    assert torch.allclose(rows[1], torch.cat(theta), rtol=1e-6)
    assert not torch.allclose(rows[0], rows[1], rtol=1e-3)


def test_a_grafted_step_has_adam_s_length_and_shampoo_s_direction():
    theta, g = (torch.randn(3, 4, generator=torch.Generator().manual_seed(k),
                            dtype=torch.float64) for k in (0, 1))  # fmt: skip
    settings = {"lr": 0.01, "beta1": 0.9}
    by_adam = rules.adam(theta, g, **settings)[0] - theta
    moved = successors.grafted_shampoo(theta, g, **settings, weight_decay=0)[0] - theta
    assert float(moved.norm()) == pytest.approx(float(by_adam.norm()), rel=1e-12)
    u, _, vt = torch.linalg.svd(g, full_matrices=False)  # its first direction
    assert torch.allclose(moved / moved.norm(), -u @ vt / 3**0.5, atol=1e-4)


def test_training_copies_is_training_each(net):
    """To step 20, on the same minibatches, and the average of the last two of 20."""
    settings = {"lr": [0.003, 0.01], "beta1": [0.9, 0.5]}
    early, last = successors.train(net, 3, "adam", 20, **settings)
    path = list(next_character.train(
        net, 3, each(rules.adam),
        lambda t: 0.01 * successors.factor("adam", t, 20, 0.5), 20, beta1=0.5,
    ))  # fmt: skip
    test = next_character.split()[1]
    assert abs(early[1] - path[19][0]) <= 1e-5
    assert abs(last[1, 0] - net.loss(path[19][2], *test)) <= 1e-5
    average = successors.row(net, path[0][2])
    for k, step in enumerate(path):  # whole until it spans 1 + a tenth of the run
        share = 1 / min(1 + k, 3)
        average = (1 - share) * average + share * successors.row(net, step[2])
    theta = [successors.parts(net, average)[name][0] for name in net.names]
    assert abs(last[1, 1] - net.loss(theta, *test)) <= 1e-5
    assert abs(last[0, 0] - last[1, 0]) > 1e-3


def test_the_plans_end_alike_and_differ_at_the_start():
    plans = {rule: [successors.factor(rule, t, 500, 0.5) for t in (1, 26, 500)]
             for rule in past_adam.BEST}  # fmt: skip
    assert plans["adam"] == plans["soap"] and plans["adam"][:2] == [1 / 25, 1]
    assert plans["schedule_free"] == plans["adam_constant"] == [1 / 25, 1, 1]
    corrected = 0.001**0.5 / 0.5  # Adam's first step, of averages that start at 0
    assert plans["prodigy"][0] == pytest.approx(corrected)
    assert plans["prodigy"][2] < 0.01


def made(best, others):
    """Rows where Muon's run `best` ends at 1 while tuning, and Adam's middle at 2."""
    rows = []
    for rule in past_adam.BEST:
        for seed in past_adam.SEEDS:
            tuning = seed in past_adam.TUNE
            ends = {k: 3.0 if tuning else others for k in range(5)}
            ends[0] = 2.0
            if rule == "muon" and tuning:
                ends[best] = 1.0
            row = {f"{name} {k}": ends[k] + seed / 100 for k in ends
                   for name in ("loss", "average")}  # fmt: skip
            rows.append({"rule": rule, "seed": seed, "ms": 3.0 + seed, **row})
    return rows


def test_runs_are_chosen_on_the_tuning_seeds_alone():
    """On the other seeds all runs but those in the middle are better."""
    rows = made(best=0, others=0.0)
    assert past_adam.tuned(rows, "muon") == 0
    assert past_adam.reported(rows, "muon").mean() == pytest.approx(2.05)
    assert past_adam.step_ms(rows, "muon") == 3.0
    apart = past_adam.against(rows, "muon")
    assert apart.mean == pytest.approx(0) and apart.seen <= 1e-9
    assert "muon" in past_adam.summary(rows)


@pytest.mark.parametrize("best, where", [
    (1, "momentum 0.5 and rate 0.037"), (2, "momentum 0.93 and rate 0.037"),
    (3, "momentum 0.77 and rate 0.023"), (4, "momentum 0.77 and rate 0.059"),
])  # fmt: skip
def test_a_best_run_at_an_edge_is_an_error(best, where):
    rows = made(best=best, others=0.0)
    with pytest.raises(ValueError, match=f"muon is best at an edge, at {where}: move"):
        past_adam.reported(rows, "muon")
    assert past_adam.tuned(rows, "adam") == 0


def there(best):
    """Rows of all places; in 2000 steps Adam's rate `best` is best while tuning."""
    rows = []
    for setting in elsewhere.GRID:
        for seed in elsewhere.SEEDS:
            ends = [2.0, 3.0, 3.0]
            if setting["rule"] == "adam" and setting["steps"] == 2000:
                ends[best] = 1.0 if seed in elsewhere.TUNE else 1.5
            numbers = {f"{name} {k}": end + seed / 100 for k, end in enumerate(ends)
                       for name in ("loss", "average")}  # fmt: skip
            rows.append({**setting, "seed": seed, "ms": 1.0, **numbers})
    return rows


def test_elsewhere_momenta_are_carried_over_and_rates_chosen():
    for rule, beta1 in elsewhere.BETA1.items():
        assert beta1 == past_adam.BEST[rule][2]
    rows = there(best=0)
    assert elsewhere.reported(rows, "adam", steps=2000).mean() == pytest.approx(1.55)
    apart = elsewhere.against(rows, "muon", steps=2000)
    assert apart.mean == pytest.approx(0.5) and apart.seen <= 1e-9
    assert "muon" in elsewhere.summary(rows)


@pytest.mark.parametrize("best", [1, 2])
def test_a_best_rate_at_an_edge_elsewhere_is_an_error(best):
    with pytest.raises(ValueError, match="adam at {'steps': 2000} is best at an edge"):
        elsewhere.reported(there(best), "adam", steps=2000)
