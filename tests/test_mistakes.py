"""The mistakes: each is named, pairs mostly, and what is stored is what they give."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from adamedu import rules
from adamedu.questions.ask import caller
from adamedu.questions.checks import diagnose
from adamedu.questions.follow import follow
from adamedu.questions.judge import judge
from adamedu.questions.measured import TOLERANCES, flat
from adamedu.questions.mistakes import alike, prints
from adamedu.questions.tables import SIGNATURES, signatures
from course.tasks import TASKS
from course.tasks.shared import signatures as derived
from course.tasks.shared.record import Task
from tests.answers import made

FOLLOWED = [
    name for name, task in TASKS.items()
    if task.kind in ("rule", "function") and not task.like
]  # fmt: skip
SINGLE = [(name, m) for name in FOLLOWED for m in TASKS[name].mistakes]
CHAPTERS = Path(__file__).parents[1] / "chapters"


def found(name, *flags):
    table = signatures(name)
    return judge(table, TASKS[name].numbers(table, *flags))


@pytest.mark.parametrize("name", FOLLOWED)
def test_no_flag_is_the_book(name):
    """To nine digits, on what `check` asks and on what the grader draws."""
    task = TASKS[name]
    book = made(task.honest["book"])
    for table in (signatures(name), task.drawn(np.random.default_rng(0))):
        with np.errstate(all="ignore"):
            found = follow(table, caller(table, book))
        right = flat(task.numbers(table))
        np.testing.assert_allclose(flat(found), right, rtol=1e-9, atol=1e-12)


def found_right(name):
    table = signatures(name)
    return prints(table, table["right"])


def test_at_least_40_mistakes():
    assert len(SINGLE) >= 40
    assert len({mistake for _, mistake in SINGLE}) >= 40


@pytest.mark.parametrize("name", FOLLOWED)
def test_right_is_right(name):
    assert found(name).right


@pytest.mark.parametrize("name, mistake", SINGLE)
def test_single_mistakes_are_named_uniquely(name, mistake):
    finding = found(name, mistake)
    assert finding.mistake == mistake and not finding.right
    assert finding.number and finding.where
    task = signatures(name)
    prints = task["mistakes"][mistake][3]
    twins = [
        other for other in task["order"]
        if alike(task, prints, task["mistakes"][other][3], TOLERANCES["print"])
    ]  # fmt: skip
    assert twins == [mistake]


WRITTEN = {  # as a student writes them
    **{f"cut_1e_{k}": f"np.clip(p[rows, y], 1e-{k}, 1)" for k in (7, 8, 10, 12, 15)},
    **{f"added_1e_{k}": f"p[rows, y] + 1e-{k}" for k in (7, 8, 9, 10, 12)},
    "loss_of_softmax": "p[rows, y]",
}


@pytest.mark.parametrize("mistake", WRITTEN)
def test_a_loss_that_a_student_writes_is_named(mistake):
    answer = TASKS["backprop"].honest["NumPy"]
    written = answer.replace("-log.mean()", f"-np.log({WRITTEN[mistake]}).mean()")
    assert diagnose("backprop", made(written)).mistake == mistake


def test_a_softmax_before_the_library_s_loss_is_named():
    """PyTorch's cross_entropy takes z: given the softmax, it takes that of it."""
    answer = TASKS["backprop"].honest["torch"]
    twice = answer.replace("cross_entropy(z,", "cross_entropy(z.softmax(1),")
    assert twice != answer
    assert diagnose("backprop", made(twice)).mistake == "softmax_twice"


@pytest.mark.parametrize("task", ["cosine", "warmup_linear"])
def test_a_warm_up_that_stays_below_the_rate_is_named(task):
    answer = TASKS[task].honest["plain"]
    slow = answer.replace("lr * t / warmup", "lr * t / (warmup + 1)")
    assert slow != answer
    assert diagnose(task, made(slow)).mistake == "warmup_late"


@pytest.mark.parametrize("name, mistake", [s for s in SINGLE if s[0] != "backprop"])
def test_a_mistake_is_seen_in_finite_numbers(name, mistake):
    """A name that stands for NaN alone would be given to every NaN."""
    print_, right = signatures(name)["mistakes"][mistake][3], found_right(name)
    known = [p for p in range(len(right)) if print_[p] is not None]
    assert any(abs(print_[p] - right[p]) > 1e-6 * abs(right[p]) for p in known)


@pytest.fixture(scope="module")
def again():
    """What is stored, derived again, and the numbers that each two mistakes gave."""
    pairs, numbers = {}, Task.numbers

    def kept(task, table, *flags):
        pairs[task.name, flags] = found = numbers(task, table, *flags)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Task, "numbers", kept)
        return json.loads(derived.text()), pairs


def test_most_pairs_are_named(again):
    """Of all pairs, 89 % get both names; of most others one mistake hides the other."""
    both, wrongly_right, count = 0, 0, 0
    for name in FOLLOWED:
        rare = TASKS[name].rare
        for pair in combinations([m for m in TASKS[name].mistakes if m not in rare], 2):
            finding = judge(signatures(name), again[1][name, pair])
            both += finding.mistake == " + ".join(pair)
            wrongly_right += finding.right
            count += 1
    assert both / count >= 0.88
    assert wrongly_right / count <= 0.002  # two sign errors make no error


def test_stored_is_what_the_records_give(again):
    """Digit by digit, up to the last of those kept, which is the machine's."""
    same(json.loads(SIGNATURES.read_text("utf-8")), again[0])


def same(a, b):
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            same(a[key], b[key])
    elif isinstance(a, list):
        assert len(a) == len(b)
        for one, other in zip(a, b):
            same(one, other)
    elif isinstance(a, (int, float)) and isinstance(b, (int, float)):
        assert a == pytest.approx(b, rel=2e-6, abs=1e-12)
    else:
        assert a == b


def test_stored_is_small():
    assert SIGNATURES.stat().st_size < 400_000


def test_no_formula_is_stored():
    text = SIGNATURES.read_text("utf-8")
    assert "**" not in text and "def " not in text


PLACES = {place[1:] for task in TASKS.values() for place in task.mistakes.values()}


@pytest.mark.parametrize("chapter", sorted({chapter for chapter, _ in PLACES}))
def test_pointers_lead_somewhere(chapter):
    (path,) = CHAPTERS.glob(f"{chapter}_*.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    heads = {
        line.lstrip("# ").strip()
        for cell in cells if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines() if line.startswith("#")
    }  # fmt: skip
    assert {section for number, section in PLACES if number == chapter} <= heads


PASS_CS231N = ["eps_inside", "eps_hat", "no_eps", "lost_parenthesis", "eps_1e16"]


def cs231n(answer):
    """The course's own check of Adam: one step at one scale (assignment 2)."""
    w, g = np.linspace(-0.4, 0.6, 20), np.linspace(-0.6, 0.4, 20)
    m, v = np.linspace(0.6, 0.9, 20), np.linspace(0.7, 0.5, 20)
    mine, right = (f(w, g, m, v, 5, lr=1e-2)[:3] for f in (answer, rules.adam))
    return all(
        np.max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b))) < 1e-6
        for a, b in zip(mine, right)
    )


@pytest.mark.parametrize("mistake", TASKS["adam"].mistakes)
def test_cs231n_misses_what_is_named_here(mistake):
    passes = cs231n(TASKS["adam"].answer(mistake))
    kept = {
        "eps_1e7",
        "t_stuck",
        "t_raised_twice",
        "minus_eps",
        "eps_max",
    }  # one step can't see these either
    assert passes == (mistake in PASS_CS231N or mistake in kept)
    assert found("adam", mistake).mistake == mistake


MUSEUM = {  # published bugs of Adam (chapter 07): where each was seen
    "no_correction": "BERT's optimizer, google-research/bert #153",
    "only_m": "fastbook, chapter 16; UvA's course, #35",
    "multiplied": "convnetjs #70",
    "no_power": "ML-From-Scratch #35, npfl114 #79",
    "no_root": "labml's Adam page",
    "eps_inside": "d2l-zh #502, and fastbook",
    "lost_parenthesis": "d2l-en #2691",
    "t_stuck": "the same listing of d2l-en: t never grows",
    "t_late": "cs231n #179: where t starts",
    "eps_hat": "no bug: TensorFlow #9047, Keras #17391, pytorch #22628",
    "eps_1e16": "labml's default",
    "eps_1e7": "Keras's default",
    "no_eps": "passes CS231n's check",
}


@pytest.mark.parametrize("bug", MUSEUM)
def test_the_museum_of_bugs_is_caught_and_named(bug):
    assert found("adam", bug).mistake == bug
