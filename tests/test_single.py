"""Single precision is right where a task allows it, and nothing else that is near."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from adamedu.questions.checks import diagnose, judged
from adamedu.questions.judge import SINGLE
from course.tasks import TASKS
from tests.answers import made
from tests.course.test_tasks import earned
from tests.machines import page
from tests.test_check import ADAM

ASKED = [
    name for name, task in TASKS.items()
    if task.kind in ("rule", "function") and task.single and not task.like
]  # fmt: skip


def cut(value):
    """The same in float32; what is no float stays."""
    if isinstance(value, tuple):
        return tuple(map(cut, value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    return np.float32(value) if isinstance(value, float | np.floating) else value


def in_float32(answer, settings_too=False):
    """The answer, computed in float32."""

    def rough(*args, **settings):
        if settings_too:
            settings = {name: cut(value) for name, value in settings.items()}
        return cut(answer(*map(cut, args), **settings))

    return rough


@pytest.mark.parametrize("settings_too", [False, True])
@pytest.mark.parametrize("name", ASKED)
def test_a_right_answer_in_float32_is_right(name, settings_too):
    """Those of `check`, and forty students' own numbers."""
    task = TASKS[name]
    for answer in [task.answer(), *map(made, task.honest.values())]:
        rough = in_float32(answer, settings_too)
        assert diagnose(name, rough).right
    rough = in_float32(task.answer(), settings_too)
    for seed in range(40):
        finding = judged(task.drawn(np.random.default_rng(seed)), rough)
        assert finding.right, finding.words + finding.number


def slip(name, old, new, how="plain"):
    text = TASKS[name].honest[how]
    assert old in text
    return name, text.replace(old, new)


FOURTH_DIGIT = [  # what is wrong there by one part in a thousand, or less
    slip("sgd", "grad * lr", "1.0004 * grad * lr", "plain and other names"),
    slip("sgd", "grad * lr", "1.0001 * grad * lr", "plain and other names"),
    slip("momentum", "beta1 *", "1.0004 * beta1 *"),
    slip("adam", "lr * m_hat", "1.0004 * lr * m_hat"),
    slip("adam", "lr * m_hat", "0.9999 * lr * m_hat"),
    slip("adam", "lr=1e-3", "lr=1.0004e-3"),
    slip("adam", "beta1=0.9", "beta1=0.9004"),
    slip("adam", "beta2=0.999", "beta2=0.9994"),
    slip("adam", "eps=1e-8", "eps=1.001e-8"),
    slip("adam", "v_hat**0.5", "v_hat**0.5004"),
    slip("adam", "1 - beta1**t", "1.0004 - beta1**t"),
    slip("adamw", "weight_decay=1e-2", "weight_decay=1.004e-2"),
    slip("adamw", "weight_decay * theta", "1.0004 * weight_decay * theta"),
    slip("rmsprop", "lr=1e-2", "lr=1.0004e-2", "plain and moved"),
    slip("ema", "beta=0.9", "beta=0.9004"),
    slip("bias_correction", "return ", "return 1.0004 * ", "math"),
    slip("cosine", "math.pi", "3.142"),
    slip("warmup_linear", "lr * t", "1.0004 * lr * t"),
]


@pytest.mark.parametrize("name, text", FOURTH_DIGIT)
def test_a_wrong_fourth_digit_is_wrong(name, text):
    """For `check` and the grader. In float32 too; but a decay of 1 % of lr is less than
    what float32 keeps of theta."""
    answer = made(text)
    assert not diagnose(name, answer).right
    assert earned(name, answer).points == 0
    if "weight_decay=1.004e-2" not in text:
        assert not diagnose(name, in_float32(answer)).right


def drawn_right(name, answer):
    """Whether drawn numbers alone would let it pass, for five students."""
    task = TASKS[name]
    return any(
        judged(task.drawn(np.random.default_rng(seed)), answer).right
        for seed in range(5)
    )


@pytest.mark.parametrize("name, text", FOURTH_DIGIT)
def test_drawn_numbers_see_a_wrong_fourth_digit(name, text):
    assert not drawn_right(name, made(text))


def test_the_page_sees_a_wrong_fourth_digit():
    for right, _, words, *_ in page.findings(FOURTH_DIGIT):
        assert not right and words != SINGLE


@pytest.mark.parametrize("rate, right", [(1.0, True), (1.0004, False)])
def test_a_rate_in_float32(rate, right):
    answer = in_float32(made(ADAM.replace("lr * m_hat", f"{rate} * lr * m_hat")))
    finding = diagnose("adam", answer)
    assert (finding.right, finding.words == SINGLE) == (right, right)
    assert drawn_right("adam", answer) == right


@pytest.mark.parametrize("name", ASKED)
def test_a_mistake_in_float32_is_named(name):
    """But for eps subtracted from a root that is as small, of which little is left."""
    unnamed = {"minus_eps"} & set(TASKS[name].mistakes)
    for mistake in set(TASKS[name].mistakes) - unnamed:
        assert (
            diagnose(name, in_float32(TASKS[name].answer(mistake))).mistake == mistake
        )


@pytest.mark.parametrize("name", ASKED)
def test_no_other_mistake_is_named_in_float32(name):
    """Of two mistakes at once, one may hide the other."""
    pairs = list(combinations(TASKS[name].mistakes, 2))
    for pair in Random(name).sample(pairs, min(60, len(pairs))):
        finding = diagnose(name, in_float32(TASKS[name].answer(*pair)))
        said = finding.mistake.split(" + ") if finding.where else []
        double = diagnose(name, TASKS[name].answer(*pair)).mistake
        assert set(said) <= set(pair) or finding.mistake == double
