"""The hidden checks let every right answer pass, and none of the published bugs."""

import numpy as np
import pytest

from course.grade.marking import Asked, examine, seed
from course.tasks import TASKS
from tests.answers import Here, made
from tests.course.toy_set import ADAM

PUBLISHED = {
    "eps inside the root": ("(v_hat**0.5 + eps)", "(v_hat + eps) ** 0.5"),
    "the paper's other eps": (
        "(v_hat**0.5 + eps)", "((v**0.5 + eps) / (1 - beta2**t) ** 0.5)",
    ),
    "no eps": ("v_hat**0.5 + eps", "v_hat**0.5"),
    "eps of 1e-16": ("v_hat**0.5 + eps", "v_hat**0.5 + 1e-16"),
    "eps of 1e-7": ("v_hat**0.5 + eps", "v_hat**0.5 + 1e-7"),
    "a lost parenthesis": ("(v_hat**0.5 + eps)", "v_hat**0.5 + eps"),
    "no root": ("v_hat**0.5", "v_hat"),
    "no power": ("beta1**t", "beta1 * t"),
    "t never grows": ("t = t + 1", "t = 1"),
    "t starts late": ("t = t + 1", "t = t + 2"),
    "m is not corrected": ("m_hat = m / (1 - beta1**t)", "m_hat = m"),
    "v is not corrected": ("v_hat = v / (1 - beta2**t)", "v_hat = v"),
    "corrected state": ("v_hat = v / (1 - beta2**t)", "v = v_hat = v / (1 - beta2**t)"),
    "betas swapped": ("t = t + 1", "t = t + 1; beta1, beta2 = beta2, beta1"),
    "v of m": ("g**2", "m**2"),
    "g for m": ("lr * m_hat", "lr * g"),
    "uphill": ("theta - lr", "theta + lr"),
    "default lr only": ("lr * m_hat", "1e-3 * m_hat"),
    "default betas only": ("t = t + 1", "t = t + 1; beta1, beta2 = 0.9, 0.999"),
    "state forgotten": ("m = beta1 * m +", "m ="),
    "one norm for all": ("v_hat**0.5", "v_hat.max() ** 0.5"),
}  # fmt: skip


def points(task, answer, student):
    """Of two."""
    asked = Asked(Here(answer), "my_answer")
    return examine(TASKS[task], asked, seed("ps1", task, student), 2.0).points


def adam(source):
    """The function of a text that defines `my_adam`."""
    return made(f"{source}\nanswer = my_adam")


HONEST = [
    (task.name, how)
    for task in TASKS.values()
    for how in task.honest
    if task.kind != "table" and how != "torch"  # a sandbox has no torch
]


@pytest.mark.parametrize("name, how", HONEST)
def test_honest_answers_earn_their_points(name, how):
    """With arrays or number by number, and in single precision."""
    answer = made(TASKS[name].honest[how])
    for student in ("ada", "bob", "eve"):
        assert points(name, answer, student) == 2


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("student", ["ada", "bob", "eve"])
def test_published_bugs_are_wrong(name, student):
    old, new = PUBLISHED[name]
    assert old in ADAM
    assert points("adam", adam(ADAM.replace(old, new)), student) == 0


def test_questions_differ_between_students_and_not_between_runs():
    one, other, again = (seed("ps1", "adam", name) for name in ("ada", "bob", "ada"))
    numbers = one.normal(size=3)
    assert (numbers == again.normal(size=3)).all()
    assert not (numbers == other.normal(size=3)).any()


@pytest.mark.parametrize("wrong", [np.nan, np.inf, None, "1", [1.0, 1.0], 1j])
def test_nothing_odd_is_a_right_number(wrong):
    assert points("decay_steps", wrong, "ada") == 0
