"""What studies share: by hand, against `fit`, and against torch."""

import numpy as np
import pytest
import torch

from adamedu.descent import each
from adamedu.nn.fit import fit
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, adamw, sgd
from adamedu.studies import next_character, protocol, stacked


def test_log_grid_by_hand():
    assert protocol.log_grid(range(-2, 3), 2) == [0.1, 0.32, 1.0, 3.2, 10.0]
    assert protocol.log_grid([0, 1, 3], 3, 4.6e-4) == [4.6e-4, 9.9e-4, 4.6e-3]


def test_split_is_all_rows_once():
    x = np.arange(10.0)[:, None]
    (a, b), (c, d) = protocol.split(3, 4, x, 10 * x)
    assert len(a) == 4 and sorted([*a[:, 0], *c[:, 0]]) == list(range(10))
    assert (b == 10 * a).all() and (d == 10 * c).all()
    assert (protocol.split(3, 4, x, x)[0][0] == a).all()
    assert (protocol.split(4, 4, x, x)[0][0] != a).any()


@pytest.mark.parametrize("value, digits, text", [
    (1 / 3, 5, "0.33333"), (123456.7, 5, "123460.0"), (1 / 3, 17, repr(1 / 3)),
    (np.float64(2), 5, "2.0"), (np.nan, 5, "inf"), (-np.inf, 5, "inf"),
])  # fmt: skip
def test_kept(value, digits, text):
    assert repr(protocol.kept(value, digits)) == text


def test_numbered():
    numbers = protocol.numbered(early=torch.tensor([0.5, np.nan]), loss=[1, 2])
    assert numbers == {"early 0": 0.5, "early 1": np.inf, "loss 0": 1, "loss 1": 2}


def test_tolerances():
    assert protocol.early("early 3", {"early 3": 2.2}) == 1e-3
    assert protocol.early("early 3", {"early 3": 2.2}, below=2) == np.inf
    assert protocol.early("loss", {"loss": 0.1}) == np.inf
    assert protocol.low_rates("lr 0.01 error", {}) == protocol.low_rates("start", {})
    assert protocol.low_rates("lr 0.032 error", {}) == np.inf


ROWS = [{"rule": rule, "seed": seed, "loss 0": seed, "loss 1": 10.0 * (rule == "a")}
        for rule in "ab" for seed in range(3)]  # fmt: skip


def test_table():
    names = ["loss 0", "loss 1"]
    found = protocol.table(ROWS, names, rule="a")
    assert found.tolist() == [[0, 10], [1, 10], [2, 10]]
    assert protocol.table(ROWS, names, [2], rule="b").tolist() == [[2, 0]]


def test_tune():
    """The lowest mean is not the lowest median."""
    ends = np.array([[3.0, 2.0], [3.0, 2.0], [3.0, 9.0]])
    assert protocol.tune(ends) == 0 and protocol.tune(ends, np.median) == 1
    assert protocol.tune(np.stack([ends + 1, ends], axis=1)) == (1, 0)


@pytest.mark.parametrize("best, edge", [
    ((1, 1), None), ((0, 1), None), ((2, 1), "beta1 0.9 is best, at the edge of 0"),
    ((1, 0), "lr 0.1 is best"), ((1, 3), r"lr 3.0 is best, .* 0.1 ... 3.0"),
])  # fmt: skip
def test_a_best_at_an_edge_is_an_error_that_names_it(best, edge):
    """Below a beta1 of 0 there is nothing; beyond the last rate there is."""
    ends, grid = np.ones((2, 3, 4)), {"beta1": [0, 0.5, 0.9], "lr": [0.1, 0.3, 1, 3.0]}
    ends[:, *best] = 0.5
    if edge is None:
        assert protocol.inside(ends, "muon", **grid) == best
    else:
        with pytest.raises(ValueError, match=f"^muon: {edge}"):
            protocol.inside(ends, "muon", **grid)


@pytest.mark.parametrize("ends, grid, words", [
    (np.ones((2, 3)), {"lr": [1, 2]}, r"ends must be .seeds, ..2,.., got .2, 3."),
    (np.array([[2, 1, 2]]), {"lr": [3, 2, 1]}, r"lr must rise, got \[3, 2, 1\]"),
    (np.full((2, 3), np.inf), {"lr": [1, 2, 3]}, "lr 1 is best"),
    (np.array([[2, 1, 2]]), {"beta2": [0, 1, 2], "lr": [1]}, "ends must be"),
])  # fmt: skip
def test_what_cannot_be_tuned_is_refused(ends, grid, words):
    with pytest.raises(ValueError, match=f"^adam at 500 steps: {words}"):
        protocol.inside(ends, "adam at 500 steps", **grid)


def test_an_axis_of_one_value_has_no_edge():
    ends = np.array([[[2.0, 1.0, 2.0]], [[2.0, 0.0, 9.0]]])
    assert protocol.inside(ends, "lion", np.median, beta1=[0.9], lr=[1, 2, 3]) == (0, 1)


def test_copies_train_as_if_alone():
    """Each as `fit` trains it, at its own rate and decay, with NumPy's gradient."""
    rng, rates, decays = np.random.default_rng(0), [0.001, 0.01, 0.1], [0.0, 0.1, 1.0]
    net = MLP([5, 6, 4, 3])
    x, y = rng.standard_normal((40, 5)), rng.integers(3, size=40)
    lr, decay = stacked.column(rates), stacked.column(decays)
    theta, early = stacked.train(
        net, 7, x, y, each(adamw), lambda t: lr / t,
        copies=3, steps=30, batch=8, early=10, weight_decay=decay,
    )  # fmt: skip
    for k in range(3):
        for steps, loss in ((30, stacked.losses(theta, x, y)), (10, early)):
            alone, _ = fit(
                net, protocol.start(net, 7), x, y, adamw, steps=steps, batch=8, seed=7,
                lr=lambda t, k=k: rates[k] / t, weight_decay=decays[k],
            )  # fmt: skip
            assert float(loss[k]) == pytest.approx(net.loss(alone, x, y), rel=1e-9)
            if steps == 30:
                share = (net.predict(alone, x) != y).mean()
                assert float(stacked.errors(theta, x, y)[k]) == pytest.approx(share)


def test_characters_are_learned_as_torch_learns_them():
    """The same minibatches, weights and losses with torch.optim.Adam."""
    net = next_character.network(width=8, layers=1)
    (x, y), _ = next_character.split()
    losses, theta, state = next_character.trained(net, 3, each(adam), lambda t: 1e-2, 5)
    other = [p.requires_grad_() for p in net.init(np.random.default_rng([3, 0]))]
    optimizer, rng = torch.optim.Adam(other, lr=1e-2), np.random.default_rng([3, 1])
    for loss in losses:
        rows = rng.integers(len(x), size=8)
        optimizer.zero_grad()
        now = net.mean_loss(other, x[rows], y[rows])
        now.backward()
        optimizer.step()
        assert loss == pytest.approx(now.item(), rel=1e-4)
    assert len(losses) == 5 and len(state) == len(theta)


def test_other_text_is_not_trained_on():
    """And each y is the character after its x."""
    (x, y), (x_test, y_test) = next_character.split()
    assert (x[:, 1:] == y[:, :-1]).all() and (x_test[:, 1:] == y_test[:, :-1]).all()
    assert len(x) == pytest.approx(0.9 * 263_684, abs=30)
    assert len(x_test) == pytest.approx(0.1 * 263_684 / 48, abs=2)


def test_rates_of_steps_are_asked_for():
    """Steps are counted from 1, and each gives its loss and gradient."""
    net, asked = next_character.network(width=8, layers=1), []

    def plan(t):
        asked.append(t)
        return 0.0

    steps = list(next_character.train(net, 0, each(sgd), plan, 3))
    assert asked == [1, 2, 3] and len(steps) == 3
    start = net.init(np.random.default_rng([0, 0]))
    for loss, g, theta, _ in steps:
        assert loss > 0 and [p.shape for p in g] == [p.shape for p in start]
        assert all(map(torch.equal, theta, start))


def experiment(rng, effect, settings=1, tune=10, report=10, noise=1.0):
    """Ends of two rules, the second `effect` higher; all settings are equally good."""

    def ends(seeds):
        first = noise * rng.standard_normal((seeds, settings))
        return first, effect + noise * rng.standard_normal((seeds, settings))

    return ends(tune), ends(report)


def test_with_one_setting_it_is_the_interval_of_a_mean():
    """Against the textbook's 1.96 standard errors, with the root of n, not n - 1."""
    tuning, (a, b) = experiment(np.random.default_rng(0), 0.5, report=200)
    found, error = (
        protocol.compare(tuning, (a, b), draws=5000),
        (b - a).std() / 200**0.5,
    )
    assert found.mean == pytest.approx((b - a).mean(), rel=1e-12)
    assert [found.low, found.high] == pytest.approx(
        [found.mean - 1.96 * error, found.mean + 1.96 * error], abs=0.05 * error
    )
    assert found.seen == pytest.approx(2.8 * error, rel=0.03)


def test_the_luck_of_the_choice_widens_the_interval():
    """Two settings tune alike, and end one apart: who chose the other would know."""
    rng = np.random.default_rng(1)
    tuning, ends = experiment(rng, 0.0, settings=2, noise=0.1)
    for one in ends:
        one[:, 1] += 1.0
    found = protocol.compare(tuning, ends)
    fixed = protocol.compare([t[:, :1] for t in tuning], [e[:, :1] for e in ends])
    assert found.high - found.low > 5 * (fixed.high - fixed.low)
    assert found.high - found.low > 0.9


def test_an_effect_of_the_size_seen_is_shown_four_times_in_five():
    rng = np.random.default_rng(2)
    effect = protocol.compare(*experiment(rng, 0.0, tune=1, report=40)).seen
    shown = 0
    for _ in range(100):
        found = protocol.compare(*experiment(rng, effect, tune=1, report=40), draws=200)
        shown += bool(found.low > 0)
    assert 0.65 <= shown / 100 <= 0.95


def test_a_setting_that_diverged_is_not_chosen_and_a_nan_is_told():
    tuning, ends = experiment(np.random.default_rng(3), 0.0, settings=2)
    for tried, end in zip(tuning, ends, strict=True):
        tried[:, 1] = end[:, 1] = np.inf
    assert np.isfinite(protocol.compare(tuning, ends)).all()
    ends[0][4, 0] = np.nan
    assert np.isnan(protocol.compare(tuning, ends)).all()


def test_lowest_point_of_a_parabola():
    lr = np.array([1e-3, 2e-3, 4e-3, 8e-3])
    assert protocol.lowest(np.log(lr / 3e-3) ** 2, lr) == pytest.approx(3e-3, rel=1e-9)
    assert protocol.lowest(np.log(lr / 1e-1) ** 2, lr) == pytest.approx(8e-3, rel=1e-9)
