"""Plans for the rate as branches of one run, and spikes of a loss."""

import numpy as np
import pytest
import torch

from adamedu.descent import each
from adamedu.rules import adamw
from adamedu.studies import next_character, plans, spikes

STEPS = 40


def test_a_branch_is_the_run_of_its_plan_alone():
    """Each of two rates, trained by itself with `next_character.train`."""
    rates = [0.003, 0.01]
    found = plans.ends(3, ["constant", "wsd", "linear", 0.4], rates, STEPS)
    net, test = next_character.network(), next_character.split()[1]
    for plan in ("constant", "wsd", "linear", 0.4):
        for k, lr in enumerate(rates):
            losses, theta, _ = next_character.trained(
                net, 3, each(adamw), lambda t: plans.rate(plan, t, lr, STEPS), STEPS,  # noqa: B023
                weight_decay=0.1,
            )  # fmt: skip
            if plan == "constant":
                assert found[f"early {k}"] == pytest.approx(losses[19], rel=1e-3)
            end = net.loss(theta, *test)
            assert found[f"{plan} {k}"] == pytest.approx(end, rel=2e-3)


def test_a_line_over_a_share_of_the_run_by_hand():
    rates = [plans.rate(0.1, t, 2.0, STEPS) for t in (1, 2, 36, 37, 38, 39, 40)]
    assert rates == pytest.approx([1.0, 2.0, 2.0, 2.0, 1.5, 1.0, 0.5])
    assert plans.departure([1, 1, 2, 1], [1, 1, 1, 1]) == 2
    assert plans.departure([1, 1], [1, 1]) == 2


def test_copies_of_the_transformer_lose_what_it_loses_alone():
    net, (x, y) = next_character.network(), next_character.split()[1]
    seeds = [0, 1, 5]
    stack = torch.stack([next_character.flat(net, seed) for seed in seeds])
    found = next_character.losses(net, stack, x[:9], y[:9])
    for seed, loss in zip(seeds, found, strict=True):
        alone = net.init(np.random.default_rng([seed, 0]))
        assert float(loss) == pytest.approx(net.loss(alone, x[:9], y[:9]), rel=1e-5)


@pytest.mark.parametrize("up, back, found", [
    (2.2, 104, [100]), (2.07, 104, []), (2.2, 300, []), (2.2, 122, [100]),
])  # fmt: skip
def test_a_spike_rises_and_comes_back(up, back, found):
    """By a tenth is one, by 3.5 % is none at 5 %, nor is a rise that stays."""
    losses = np.full(300, 2.0)
    losses[100:back] = up
    assert spikes.spikes(losses, 1.05) == found


def test_no_stretch_of_text_comes_twice_and_they_follow_each_other():
    (x, y), _ = next_character.split()
    seen = [rows for data in spikes.batches(2) for rows in data[1]]
    assert len(seen) == spikes.STEPS * next_character.BATCH
    text = np.concatenate([np.concatenate(seen), np.concatenate(seen[:3])])
    whole = np.concatenate([y[:: next_character.LENGTH].ravel()] * 2)
    begin = int(
        np.random.default_rng([2, 1]).integers(len(x) // next_character.LENGTH + 1)
    )
    some = whole[begin * next_character.LENGTH :][: 50 * next_character.LENGTH]
    assert (text[: len(some)] == some).all()
