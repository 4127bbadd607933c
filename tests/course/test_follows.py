"""One mistake costs once: a number measured with a wrong rule, right but for that."""

import ast
import copy
import re
from functools import cache

import nbformat
import pytest

from adamedu.questions.judge import Finding
from course import SETS
from course.grade import marking
from course.grade.batch import grade_all
from course.grade.cells import cells
from course.grade.follows import earlier
from course.grade.intake import mark
from course.grade.outline import asked_in, is_check
from course.grade.student import Trouble
from course.serve.release import student_version
from course.tasks import TASKS
from tests.answers import Here
from tests.course.toy_set import cell, data

MEASURED_WITH = {  # read off the five sets by hand
    "floor_ratio": {"sgd", "momentum"},
    "turned_steps": {"adagrad"},
    "check_error": {"backprop", "gradient_check"},
    "net_loss": {"backprop", "adam", "train_loop"},
    "flip": {"adamw"},
    "comparison": {"paired_interval"},
}
FAIR = """
tuning = [[[3, 4, 5], [1, 2, 3], [3, 4, 5]]] * 2
errors = [[7, 8, 7, 9, 8, 7, 6, 8, 7, 9], [8, 8, 8, 9, 9, 7, 8, 8, 8, 7]]
my_table = {"rates": [[0.1, 1, 10]] * 2, "tuned_on": [0, 1, 2], "tuning": tuning,
            "lr": [1, 1], "reported_on": list(range(10, 20)), "errors": errors,
            "mean": 0.4, "interval": [*my_interval(*errors)]}
"""
SMALL = {  # experiments that take a moment; what they give is measured here, too
    "steps=4000": "steps=40", "steps=3000": "steps=30", "steps=100": "steps=3",
    "range(5)": "range(2)", "n=90": "n=9", "1e-3 * np": "0.5 * np", "5000": "500",
}  # fmt: skip
PS1 = """
def floor(rule, seed, steps=4000, **settings):
    theta, state, losses = np.zeros(1), (), []
    for noise in np.random.default_rng(seed).standard_normal(steps):
        theta, *state = rule(theta, theta + noise, *state, **settings)
        losses.append(theta[0] ** 2 / 2)
    return np.mean(losses[steps // 2 :])
"""


class Inside(Here):
    """A student whose cells run in this process, where a record can be imported."""

    def __init__(self, cells, **limits):
        self.cells, self.limits, self.left = cells, limits, None
        self.lost, self.notes, self.late = {}, {}, False

    def __enter__(self):
        self.names = {}
        for one in self.cells:
            try:
                exec(one.source, self.names)
            except Exception as error:
                self.notes[one.label] = repr(error)
        return self

    def __exit__(self, *error):
        pass

    def begin(self):
        pass

    def restore(self, name):
        return False

    def value(self, name):
        if name not in self.names:
            raise Trouble(f"{name} is not defined")
        return self.names[name]


@cache
def sets():
    return {path.stem: nbformat.read(path, 4) for path in sorted(SETS.glob("ps*"))}


@cache
def home(task):
    """The solved set of a task as far as its check, without experiments."""
    [notebook] = [
        one for one in sets().values() if f"check_{task}" in map(name_of, one.cells)
    ]
    notebook = copy.deepcopy(notebook)
    names = [*map(name_of, notebook.cells)]
    notebook.cells = notebook.cells[: names.index(f"check_{task}") + 1]
    for one in notebook.cells:
        if one.cell_type == "code" and not is_check(one) and name_of(one) != task:
            one.source = definitions(one.source)
    return notebook


def definitions(source):
    """The functions and imports of a cell."""
    kept = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    return "\n".join(
        ast.get_source_segment(source, node)
        for node in ast.parse(source).body
        if isinstance(node, kept) and "interact" not in ast.unparse(node)
    )


def name_of(one):
    return mark(one, "grade_id")


def by_id(notebook, name):
    return next(one for one in notebook.cells if name_of(one) == name)


def with_mistake(task, flag, solved):
    """The solved set with a named mistake in an earlier task."""
    notebook = copy.deepcopy(solved)
    answer = re.search(r"my_\w+", by_id(notebook, task).source)[0]
    by_id(
        notebook, task
    ).source = (
        f"from course.tasks import TASKS\n{answer} = TASKS[{task!r}].answer({flag!r})"
    )
    return notebook


def test_what_is_measured_with_what():
    found = {}
    for notebook in sets().values():
        found |= {
            key.removeprefix("check_"): {one.removeprefix("check_") for one in theirs}
            for key, theirs in earlier(notebook).items()
        }
    assert found == MEASURED_WITH


def small(later, task):
    """The solved set of two tasks, with experiments that take a moment."""
    notebook, ours = copy.deepcopy(home(later)), (f"check_{later}", f"check_{task}")
    notebook.cells = [
        one for one in notebook.cells if name_of(one) in ours or not is_check(one)
    ]
    for one in notebook.cells:
        for old, new in SMALL.items():
            one.source = one.source.replace(old, new)
    if later == "comparison":
        by_id(notebook, later).source = FAIR
    return notebook


def measured(notebook, later):
    """What the solved set gives for a task."""
    with Inside(cells(notebook)) as solved:
        return solved.value(asked_in(by_id(notebook, f"check_{later}"))[1])


@pytest.mark.parametrize(
    ("later", "task"),
    [(later, task) for later, tasks in MEASURED_WITH.items() for task in sorted(tasks)],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_each_named_mistake_costs_its_own_task_only(later, task, monkeypatch):
    """All that are named; a smaller number is compared with the solved set's."""
    solved, found = small(later, task), marking.found
    right = measured(solved, later)

    def judged(record, asked, rng):
        if record.name != later or record.kind == "table":
            return found(record, asked, rng)
        return Finding(right=abs(asked.value() - right) <= 1e-6 * abs(right))

    monkeypatch.setattr(marking, "Student", Inside)
    monkeypatch.setattr(marking, "found", judged)
    monkeypatch.setitem(vars(TASKS["comparison"]), "again", None)
    followed = 0
    for flag in TASKS[task].mistakes:
        notebook = with_mistake(task, flag, solved)
        made = marking.marks(notebook, "ps1", "ada", earlier=earlier(solved))
        first, then = made.tasks[f"check_{task}"], made.tasks[f"check_{later}"]
        assert first.points == 0, flag
        assert (then.right, then.points) == (True, then.max), (flag, then)
        for note in then.notes:
            assert "follows from “Task " in note
        followed += bool(then.notes)
    assert followed >= 1


@cache
def toy():
    """Two rules, what is measured with them, and a number that stands for itself."""
    ps1 = sets()["ps1"]
    made = [cell("code", "import numpy as np"), cell("code", PS1)]
    for number, task in enumerate(("sgd", "momentum", "floor_ratio", "step_limit"), 1):
        made.append(cell("markdown", f"## Aufgabe {number}. {task} (2 points)"))
        made += [by_id(ps1, task), by_id(ps1, f"check_{task}")]
    notebook = copy.deepcopy(ps1)
    notebook.cells = copy.deepcopy(made)
    return notebook


UPHILL = "def my_sgd(theta, g, *, lr=1e-3):\n    return (theta + lr * g,)"
TELLS = "def my_momentum(*args, **settings):\n    raise ValueError('mine')"
AGAIN = "\nif abs(my_sgd(1.0, 1.0, lr=1.0)[0]) < 1: "  # once my_sgd is mended
HOSTILE = {
    "gives the solution to another task": (
        {"momentum": TELLS, "floor_ratio": "my_ratio = my_ratios = 0"}, 0),
    "tells what it saw": (
        {"momentum": TELLS, "floor_ratio": "my_ratio = my_ratios = 0"
         + AGAIN + "raise ValueError('stolen')"}, 0),
    "never ends": ({"floor_ratio": "my_ratio = 0" + AGAIN + "exec('while True: pass')"},
                   0),
    "ends the process": (
        {"floor_ratio": "my_ratio = 0" + AGAIN + "__import__('os')._exit(0)"}, 0),
    "answers something else": (
        {"floor_ratio": "my_ratio = 0.9" + AGAIN + "my_limit = my_ratio = 0.125",
         "step_limit": "my_limit = 0.0" + AGAIN + "my_limit = 0.125"}, 0),
    "is right by the right rule": ({}, 3),
}  # fmt: skip


def handed_in(sources):
    notebook = copy.deepcopy(toy())
    for name, text in sources.items():
        by_id(notebook, name).source = text
    return notebook


@pytest.mark.usefixtures("sandboxed")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_notebook_gains_nothing(name):
    sources, points = HOSTILE[name]
    notebook = handed_in({"step_limit": "my_limit = 0", "sgd": UPHILL} | sources)
    made = marking.marks(
        notebook, "ps1", "eve", earlier=earlier(toy()), cell=0.5, call=0.5
    )
    got = {key: one.points for key, one in made.tasks.items()}
    assert got == {
        "check_sgd": 0, "check_momentum": 0 if "momentum" in sources else 3,
        "check_floor_ratio": points, "check_step_limit": 0,
    }  # fmt: skip
    assert "stolen" not in repr(made) and "0.5" not in repr(made.flags)


@pytest.mark.usefixtures("sandboxed")
def test_a_course_tells_it_in_its_own_words(tmp_path):
    for place, notebook in (("source", toy()), ("release", student_version(toy()))):
        (tmp_path / place / "ps1").mkdir(parents=True)
        (tmp_path / place / "ps1/ps1.ipynb").write_bytes(data(notebook))
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_bytes(data(handed_in({"sgd": UPHILL})))
    out, release = tmp_path / "out", tmp_path / "release/ps1/ps1.ipynb"
    [ada] = grade_all("ps1", tmp_path / "in", release, out, workers=1, course=tmp_path)
    got = {key: one["points"] for key, one in ada["tasks"].items()}
    assert got == {
        "check_sgd": 0, "check_momentum": 3, "check_floor_ratio": 3,
        "check_step_limit": 2,
    }  # fmt: skip
    assert "follows from “Aufgabe 1. sgd”" in (out / "feedback/ada.html").read_text()
