"""The hidden checks let every right answer pass, and none of the published bugs."""

import json
import re

import numpy as np
import pytest

from adamedu import rules
from adamedu.questions.checks import diagnose, judged
from adamedu.questions.page import exercise_scene
from adamedu.questions.refused import BadAnswer
from adamedu.questions.tables import page_table, signatures
from course.grade.marking import Asked, examine, seed
from course.grade.student import Cell, Student
from course.tasks import TASKS
from tests.answers import Here, made
from tests.course.toy_set import ADAM
from tests.machines import page

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


HONEST = [(name, how) for name, task in TASKS.items() for how in task.honest]
DRAWN = [name for name, task in TASKS.items() if task.draw and not task.like]
STUDENTS = pytest.mark.parametrize("student", ["ada", "bob", "eve"])


def earned(name, answer, student="ada"):
    """The Mark of an answer, of two points."""
    here = Here(answer, my_first=rules.momentum, my_second=rules.adam)
    asked = Asked(here, "my_answer")
    return examine(TASKS[name], asked, seed("ps1", name, student), 2.0)


def adam(source):
    """The function of a text that defines `my_adam`."""
    return made(f"{source}\nanswer = my_adam")


@pytest.mark.parametrize("name, how", HONEST)
def test_honest_answers_earn_their_points(name, how):
    """With arrays or number by number, and in single precision."""
    answer = made(TASKS[name].honest[how])
    for student in ("ada", "bob", "eve"):
        mark = earned(name, answer, student)
        assert mark.points == 2, mark.words
        rough = ["agrees to about single precision (float32) only"]
        assert mark.notes == [] or (how, mark.notes) == ("float32", rough)


@pytest.mark.usefixtures("sandboxed")
@pytest.mark.parametrize("name", TASKS)
def test_honest_answers_earn_their_points_in_the_sandbox(name):
    """Those that use neither torch nor the book, which are not there."""
    texts = [
        text for text in TASKS[name].honest.values()
        if not any(one in text for one in ("torch", "adamedu", "scipy"))
    ]  # fmt: skip
    cells = [Cell("numpy", "import math\nimport numpy as np")]
    cells += [
        Cell(f"answer_{k}", f"{text}\nanswer_{k} = answer")
        for k, text in enumerate(texts)
    ]
    with Student(cells, total=600.0, task=600.0) as student:
        for k, text in enumerate(texts):
            asked = Asked(student, f"answer_{k}")
            mark = examine(TASKS[name], asked, seed("ps1", name, "ada"), 2.0)
            assert mark.points == 2, f"{mark.words}\n{text}"


def test_honest_answers_are_right_in_the_page():
    """In MicroPython, those in plain arithmetic, and with the page's small NumPy; the
    book's own, in Python."""
    asked, lacking = [], []
    for name, how in HONEST:
        text, table = TASKS[name].honest[how], page_table(name)
        if not table or TASKS[name].kind == "value":
            continue
        arrays = json.loads(table)["arrays"]
        if how == "book" and not arrays:
            assert exercise_scene(table, made(text))["text"].startswith("✓ Right.")
        elif how.startswith("plain") or (
            arrays and not any(one in text for one in ("torch", "adamedu"))
        ):
            asked.append((name, text))
    found = page.findings(asked)
    for (_, _, words, number, *_), (_, text) in zip(found, asked, strict=True):
        if words != "Right.":  # it names what the page lacks
            [name] = re.findall(r"has no (?:np\.|attribute ')(\w+)", number)
            assert f".{name}" in text
            lacking.append(name)
    assert len(found) >= 28 and set(lacking) <= {"cov", "float32", "fsum", "logaddexp"}


@pytest.mark.parametrize("name", TASKS)
def test_named_mistakes_earn_nothing(name):
    for mistake in TASKS[name].mistakes:
        mark = earned(name, TASKS[name].answer(mistake))
        assert (mark.points, mark.mistake) == (0, mistake)


@pytest.mark.parametrize("name", DRAWN)
@STUDENTS
def test_drawn_numbers_alone_see_each_mistake(name, student):
    """A gradient that adds up can't even be added for networks of other sizes."""
    task = TASKS[name]
    table = task.drawn(seed("ps1", name, student))
    for mistake in task.mistakes:
        try:
            assert not judged(table, task.answer(mistake)).right, mistake
        except BadAnswer as error:
            assert mistake == "never_zeroed" and "ValueError" in str(error)


@pytest.mark.parametrize("name", DRAWN)
def test_an_answer_that_knows_only_our_numbers_earns_nothing(name):
    task, known = TASKS[name], {}
    right, other = task.answer(), task.answer(next(iter(task.mistakes)))

    def learn(*args, **settings):
        known[repr((args, settings))] = found = right(*args, **settings)
        return found

    def answer(*args, **settings):
        known_one = known.get(repr((args, settings)))
        return other(*args, **settings) if known_one is None else known_one

    assert (
        judged(signatures(name), learn).right and judged(signatures(name), answer).right
    )
    mark = earned(name, answer)
    assert mark.points == 0 and mark.words.startswith("`check` finds nothing")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", PUBLISHED)
@STUDENTS
def test_published_bugs_are_wrong(name, student):
    old, new = PUBLISHED[name]
    assert old in ADAM
    assert earned("adam", adam(ADAM.replace(old, new)), student).points == 0


def test_questions_differ_between_students_and_not_between_runs():
    one, other, again = (seed("ps1", "adam", name) for name in ("ada", "bob", "ada"))
    numbers = one.normal(size=3)
    assert (numbers == again.normal(size=3)).all()
    assert not (numbers == other.normal(size=3)).any()


@pytest.mark.parametrize("wrong", [
    np.nan, np.inf, None, "64", [64.0], {"a": 64.0}, 64.4, 1j, 10**400,
])  # fmt: skip
def test_nothing_odd_is_right(wrong):
    assert earned("seeds_needed", wrong).points == 0
    assert not diagnose("seeds_needed", wrong).right
    assert earned("ema", lambda m, x, *, beta=0.9: wrong).points == 0
