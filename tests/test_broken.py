"""The parts of Adam that a button takes out: each is another rule, known by hand."""

import inspect
import itertools
import math

import pytest

from adamedu.figures import interact
from adamedu.figures.broken import broken
from adamedu.rules import adam, momentum
from adamedu.scene import line, panel, scene

BETA1, BETA2, EPS, LR = 0.9, 0.999, 1e-8, 0.1
GRADIENTS = [3.0, -0.5, 0.02, 4.0]
TEXT = inspect.getsource(adam)


def by_hand(name):
    """Steps in sums of the gradients, without the rule's own averages."""
    for t in range(1, len(GRADIENTS) + 1):
        ages = range(t)
        m = sum((1 - BETA1) * BETA1**k * GRADIENTS[t - 1 - k] for k in ages)
        v = sum((1 - BETA2) * BETA2**k * GRADIENTS[t - 1 - k] ** 2 for k in ages)
        m_hat, v_hat = m / (1 - BETA1**t), v / (1 - BETA2**t)
        yield {
            "no root": -LR * m_hat / (v_hat + EPS),
            "no correction": -LR * m / (math.sqrt(v) + EPS),
            "no m": -LR * GRADIENTS[t - 1] / (math.sqrt(v_hat) + EPS),
        }[name]


@pytest.mark.parametrize("name", ["no root", "no correction", "no m"])
def test_a_part_is_missing_and_no_other(name):
    old, new = broken(TEXT)[name]
    assert TEXT.count(old) == 1 and "\n" not in old + new
    space = {}
    exec(TEXT.replace(old, new), space)
    theta, state = 0.0, ()
    for g, step in zip(GRADIENTS, by_hand(name), strict=True):
        after, *state = space["adam"](theta, g, *state, lr=LR)
        assert after - theta == pytest.approx(step, rel=1e-12)
        theta = after


def test_there_are_three_different_buttons():
    edits = broken(TEXT)
    assert list(edits) == ["no root", "no correction", "no m"]
    lines = [new for _, new in edits.values()]
    for one, other in itertools.combinations([*lines, edits["no m"][0]], 2):
        assert one != other


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (inspect.getsource(momentum), "must have v_hat\\*\\*0.5 once"),
        (TEXT.replace("theta - lr *", "theta - m_hat * 0 - lr *"), "m_hat once"),
        (TEXT.replace("- lr * m_hat", "- (\n        lr * m_hat)"), "must be one line"),
        (TEXT.replace("    return theta", "    theta = theta\n    return theta"),
         "2 lines that set theta"),
        ("", "0 lines that set theta"),
    ],
)  # fmt: skip
def test_what_cannot_be_broken_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        broken(text)


def figure(lr):
    return scene(panel(line([0.0], [adam(0.0, 1.0, lr=lr)[0]], "adam")), alt="One.")


def test_a_figure_has_the_buttons_that_are_asked_for():
    assert interact(figure, edit=adam, lr=0.1).live.breaks == {}
    assert interact(figure, edit=adam, breaks=True, lr=0.1).live.breaks == broken(TEXT)
    with pytest.raises(ValueError, match="0 lines that set theta"):
        interact(figure, breaks=True, lr=0.1)
