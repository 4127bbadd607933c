"""Tasks of the later sets that are neither a rule, nor a function, nor a number."""

import copy

import numpy as np
import pytest
from scipy import stats
from scipy.special import log_softmax

from adamedu.nn.datasets import digits
from adamedu.questions import comparison
from adamedu.questions.checks import diagnose
from adamedu.rules import adam, momentum
from course.grade.marking import Asked, examine, seed
from course.tasks import TASKS
from course.tasks.comparison import train
from tests.answers import Here
from tests.course.test_sets import graded, solved

BACKPROP, TABLE = TASKS["backprop"], TASKS["comparison"]


def earned(task, answer, student="ada"):
    """The Mark of an answer, of 6 points; the rules are momentum and Adam."""
    here = Here(answer, my_first=momentum, my_second=adam)
    return examine(task, Asked(here, "my_answer"), seed("set", student), 6.0)


@pytest.mark.parametrize("answer", [
    None, 0.0, [0.0], (0.0, 0.0), (0.0, [0.0] * 4), (0.0, [None] * 4), (None, []),
])  # fmt: skip
def test_a_gradient_of_another_form(answer):
    assert earned(BACKPROP, lambda *args: answer).points == 0


def test_a_gradient_that_changes_its_arguments_is_noted():
    def clumsy(theta, x, y):
        found = BACKPROP.answer()(theta, x, y)
        theta[0] += 1
        return found

    mark = earned(BACKPROP, clumsy)
    assert mark.points == 6 and mark.notes == ["changes its arguments in place"]


def test_t_is_students():
    assert stats.t.ppf(0.975, comparison.SEEDS - 1) == pytest.approx(
        comparison.T95, abs=5e-4
    )


def test_the_interval_is_scipys():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 10))
    theirs = stats.ttest_rel(b, a).confidence_interval(0.95)
    mine = TASKS["paired_interval"].answer()(a, b)
    assert mine == pytest.approx([theirs.low, theirs.high], abs=1e-3)


def test_best_of_is_the_expected_maximum():
    drawn = np.random.default_rng(0).standard_normal((200_000, 10)).max(axis=1)
    assert TASKS["best_of"].answer() == pytest.approx(drawn.mean(), rel=5e-3)


@pytest.mark.parametrize("mistake", TABLE.mistakes)
def test_each_fault_of_a_table_is_named(mistake):
    finding = diagnose("comparison", TABLE.answer(mistake))
    assert (finding.right, finding.mistake) == (False, mistake)
    assert finding.number and finding.where
    mark = earned(TABLE, TABLE.answer(mistake))
    assert (mark.points, mark.mistake) == (0, mistake)


def test_a_right_table_is_right():
    assert diagnose("comparison", TABLE.answer()).right


@pytest.mark.parametrize("key, value, words", [
    ("rates", None, "no 'rates'"),
    ("rates", [[0.1, 0.2]] * 2, "at least three rates"),
    ("rates", [0.1, 0.2, 0.3], "two entries"),
    ("tuned_on", [1, 2], "at least three seeds"),
    ("tuning", [[[1.0]], [[1.0]]], "shape"),
    ("tuning", [[[1.0], [1.0, 2.0]], 1], "rows differ"),
    ("reported_on", [100, 101], "shape"),
    ("errors", [[float("nan")] * 10] * 2, "not finite"),
    ("errors", [[101.0] * 10] * 2, "percentages"),
    ("errors", [["a"] * 10] * 2, "not hold numbers"),
    ("mean", [1.0], "shape"),
    ("interval", 0.5, "shape"),
])  # fmt: skip
def test_a_table_that_cannot_be_read(key, value, words):
    finding = diagnose("comparison", TABLE.answer() | {key: value})
    assert finding.mistake == "bad answer" and words in finding.words
    mark = earned(TABLE, TABLE.answer() | {key: value})
    assert mark.points == 0 and words in mark.words


@pytest.mark.parametrize("table", [None, 3, [], {}, "table"])
def test_no_table(table):
    assert diagnose("comparison", table).mistake == "bad answer"


def test_a_table_of_zeros():
    zeros = TABLE.answer() | {"errors": np.zeros((2, 10)), "mean": 0.0}
    zeros |= {"interval": [0.0, 0.0], "tuning": np.zeros((2, 5, 3))}
    assert "measured" in diagnose("comparison", zeros).words


@pytest.mark.parametrize("student", ["ada", "bob", "eve"])
def test_invented_errors_are_found(student):
    """The protocol is kept and the arithmetic right, but nothing was run."""
    table = TABLE.answer()
    table["errors"] = [[e - 1 for e in one] for one in table["errors"]]
    assert diagnose("comparison", table).right
    mark = earned(TABLE, table, student)
    assert mark.points == 0 and "your table says" in mark.words


@pytest.mark.usefixtures("sandboxed")
def test_invented_errors_earn_nothing():
    notebook = copy.deepcopy(solved("ps5"))
    [cell] = [c for c in notebook.cells if "my_table.update" in c.source]
    end = "### END SOLUTION"
    better = "my_table['errors'] = [[e / 2 for e in one] for one in errors]\n"
    better += "my_table['mean'] /= 2\n"
    better += "my_table['interval'] = [e / 2 for e in my_table['interval']]\n"
    cell.source = cell.source.replace(end, better + end)
    marks, _ = graded("ps5", notebook)
    one = marks.tasks["check_comparison"]
    assert one.points == 0 and "your table says" in one.words


@pytest.mark.usefixtures("sandboxed")
def test_a_false_run_earns_nothing():
    """The table is what the notebook's `run` gives, but that is not what it was."""
    notebook = copy.deepcopy(solved("ps5"))
    [cell] = [c for c in notebook.cells if "my_table.update" in c.source]
    false = "true = run\n\n\ndef run(which, lr, seed):\n"
    false += "    return tuple(one / 2 for one in true(which, lr, seed))\n\n\n"
    cell.source = cell.source.replace("rates = [[", false + "rates = [[")
    marks, _ = graded("ps5", notebook)
    one = marks.tasks["check_comparison"]
    assert one.points == 0 and "your table says" in one.words


@pytest.mark.parametrize("which", [0, 1])
def test_the_grader_trains_as_the_notebook_does(which):
    names = {}
    for cell in solved("ps5").cells:
        later = any(w in cell.source for w in ("my_table", "progress()", "check("))
        if cell.cell_type == "code" and not later:
            exec(cell.source, names)
    rule = names[("my_first", "my_second")[which]]
    assert train(rule, 0.03, 5) == names["run"](which, 0.03, 5)


def logged(steps=range(399, 406), lost=400, lr=0.01):
    """Set 5's network, trained by Adam that loses m and v after step `lost`."""
    given = {"np": np, "digits": digits}
    for cell in solved("ps5").cells:
        if cell.source.startswith("X, Y = digits()"):
            exec(cell.source, given)
    x, y, rng = given["X"], given["Y"], np.random.default_rng(0)
    train = rng.permutation(len(x))[:200]
    theta = [rng.normal(0, 0.2, (64, 32)), np.zeros(32),
             rng.normal(0, 0.2, (32, 10)), np.zeros(10)]  # fmt: skip
    states = [()] * 4
    for t in range(1, max(steps) + 1):
        if t == lost + 1:
            states = [(0, 0, state[2]) for state in states]
        rows = rng.choice(train, 32)
        z = np.tanh(x[rows] @ theta[0] + theta[1]) @ theta[2] + theta[3]
        loss = -np.mean(log_softmax(z, axis=1)[np.arange(32), y[rows]])
        g = given["slopes"](theta, x[rows], y[rows])
        found = [adam(*parts, *state, lr=lr) for *parts, state in zip(theta, g, states)]
        moved = [abs(new[0] - old).ravel() / lr for new, old in zip(found, theta)]
        theta, states = [new[0] for new in found], [new[1:] for new in found]
        if t in steps:
            norm = sum((part**2).sum() for part in g) ** 0.5
            far = np.concatenate(moved)
            yield (f"| {t} | {loss:.4f} | {norm:.2f} | {np.median(far):.2f} | "
                   f"{far.max():.2f} |")  # fmt: skip


def test_the_log_that_is_read_in_set_5_is_that_of_a_run():
    text = "\n".join(cell.source for cell in solved("ps5").cells)
    assert [row for row in logged() if row not in text] == []
