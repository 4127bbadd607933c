"""Block by block gives the very numbers of the rule on the whole."""

import numpy as np
import pytest

from adamedu import rules
from adamedu.nn.blocks import in_blocks

RULES = [rules.sgd, rules.adam, rules.adamw, rules.nadam]
RULES += [rules.adan, rules.schedule_free_adamw]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_as_the_whole(rule, threads):
    rng = np.random.default_rng(0)
    theta, state = rng.standard_normal((30, 70)).astype(np.float32), ()
    mine, kept = theta.copy(), ()
    blocked = in_blocks(rule, block=64, threads=threads)
    for g in rng.standard_normal((5, 30, 70)).astype(np.float32):
        theta, *state = rule(theta, g, *state, lr=0.1)
        mine, *kept = blocked(mine, g, *kept, lr=0.1)
        np.testing.assert_array_equal(mine, theta)
    assert mine.dtype == np.float32
    for one, other in zip(kept, state, strict=True):
        np.testing.assert_array_equal(one, other)


def test_in_place():
    theta = np.ones(100)
    again, m, v, t = in_blocks(rules.adam, block=7)(theta, theta.copy())
    assert again is theta and theta[0] < 1 and t == 1
    after = in_blocks(rules.adam, block=7)(theta, theta.copy(), m, v, t)
    assert after[1] is m and after[2] is v and after[3] == 2


@pytest.mark.parametrize("theta, g, words", [
    (np.ones((4, 4)).T[:, ::2], np.ones((4, 2)), "contiguous"),
    (np.ones(3), np.ones(4), "theta's shape"),
])  # fmt: skip
def test_refused(theta, g, words):
    with pytest.raises(ValueError, match=words):
        in_blocks(rules.adam)(theta, g)
