"""What a failure may cost: a cell that dies, a change too late, time that is over."""

import numpy as np
import pytest

from course.grade import marking, student
from course.grade.cells import python
from course.grade.student import Cell, Dead, Late, Student, Trouble, UnaskedError
from course.tasks import TASKS
from tests.course.toy_set import ADAM, answers

pytestmark = pytest.mark.usefixtures("sandboxed")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("%matplotlib inline\n!pip install x\nx = 1 # why?\ny = 2  # not?", "xy"),
        ("x = 1\nx?\n?x\ny = 2\n!ls -l | wc\n", "xy"),
        ("files = !ls\nx = 1\n%timeit -n1 x\nt = %timeit -o x\ny = 2", "xy"),
        ("%%time\nx = 1\ny = 2", "xy"),
        ("%%capture out\nx = 1\nprint(x)\ny = 2", "xy"),
        ("%time x = 1\n%time y = x + 1", "xy"),
        ("if True:\n    %time x = 1\n    !echo\n    y = '%s!?' % x", "xy"),
        ('x = """\n!ls\n%time\nwhat?\n"""\ny = x.count("!") and "?"', "xy"),
        ("%load_ext autoreload\n%autoreload 2\nx = y = 7 % 3", "xy"),
        ("import asyncio\nawait asyncio.sleep(0)\nx = 1\ny = 2", "xy"),
        ("async def f(): return 3\nx = await f()\ny = [await f() for _ in 'ab']", "xy"),
        ("import torch\nx = 1\ndef y(a): return a", "xy"),
        ("from torch import nn\nimport numpy as np, jax\ndef x(): pass\ny = 1", "xy"),
        ("import torch\ndef x(a: torch.Tensor) -> torch.Tensor: return a\ny = 1", "xy"),
        ("import numba\n@numba.njit\ndef x(a):\n    return a\ny = x(1)", "xy"),
        ("import pandas as pd\nframe = pd.DataFrame()\nclass x:\n  pass\ny = 1", "xy"),
        ("x = 1\nraise ValueError\ny = 2", "xy"),
        ("import builtins\nbuiltins.len = builtins.__build_class__ = None\nx = y = 1",
         "xy"),
        ("import sys\nsys.modules['numpy'] = None\nx = y = 1", "xy"),
        ("1 / 0\nprint(undefined)\nimport math\nx = math.pi\ny: float = x", "xy"),
        ("def y(): return 1\nx = 1\nwhile True: pass", "xy"),
        ("def y(): return 1\nx = 1\nimport os\nos._exit(0)", "xy"),
    ],
)  # fmt: skip
def test_a_cell_loses_only_what_fails(cell, names):
    with Student([Cell("one", python(cell), "answer")], cell=0.5) as one:
        for name in names:
            try:
                one.value(name)
            except Trouble as error:
                assert "returned a" in str(error)  # a function is no number
                assert "Nothing" not in str(error)


def test_ipython_lines_are_left_where_there_are_too_many():
    cell = "!ls\n" * 10**5
    assert python(cell) == cell
    assert python("a = 1  # %\n\n\n") == "a = 1  # %\n\n\n"


def graded(notebook, name="ada", **limits):
    made = marking.marks(notebook, "ps1", name, **limits)
    return made, {key: one.points for key, one in made.tasks.items()}


def extra(source):
    return {"cell_type": "code", "id": "own", "metadata": {}, "source": source}


@pytest.mark.parametrize(
    "source",
    ["my_adam = my_sgd = None", "def my_adam(*a, **k): return 0\nmy_sgd = my_adam",
     "half = None"],
)  # fmt: skip
def test_what_is_changed_after_its_check_costs_nothing(source):
    helper = "def half(x): return x**0.5\n" + ADAM.replace("v_hat**0.5", "half(v_hat)")
    notebook = answers(adam=helper)
    notebook["cells"].append(extra(source))
    made, points = graded(notebook)
    assert points == {"check_sgd": 2, "check_adam": 5, "why": None}
    assert any("further down" in one for one in made.tasks["check_adam"].notes)
    wrong = answers(adam="def my_adam(*a, **k): return 0")
    wrong["cells"].append(extra(source))
    assert graded(wrong)[1] == {"check_sgd": 2, "check_adam": 0, "why": None}


def test_experiments_are_not_run_against_the_answers_time():
    burn = "import time\nend = time.process_time() + 1\n"
    burn += "while time.process_time() < end: pass\n"
    notebook = answers()
    notebook["cells"][2:2] = [extra(burn), extra(f"{burn}half = 2"), extra(burn)]
    notebook["cells"].append(extra("while True: pass"))
    made, points = graded(notebook, total=1.5, cell=1.5)
    assert points == {"check_sgd": 2, "check_adam": 5, "why": None}
    assert not made.late


def test_a_task_that_was_never_asked_has_no_points():
    burn = "def my_sgd(*a, **k):\n    while True: pass"
    made, points = graded(answers(sgd=burn), call=0.5, total=0.4, fuse=100)
    assert points == {"check_sgd": 0, "check_adam": None, "why": None}
    assert made.late and "not asked" in made.tasks["check_adam"].words
    assert issubclass(UnaskedError, Late) and issubclass(Late, Dead)
    made, points = graded(answers(sgd=burn), call=0.5, fuse=100)  # its own time only
    assert points == {"check_sgd": 0, "check_adam": 5, "why": None}


def test_who_is_late_is_tried_once_more_alone(tmp_path, monkeypatch):
    from course.grade import batch
    from tests.course.toy_set import data, handed_out

    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    (tmp_path / "in").mkdir()
    for name in ("ada", "bob"):
        (tmp_path / f"in/{name}.ipynb").write_bytes(data(answers()))
    asked = []

    def busy(name, workers):
        """A machine that is too busy for ada the first time."""
        asked.append((name, workers))
        late = asked.count(("ada", 2)) + asked.count(("ada", 1)) == 1 and name == "ada"
        return {"late": late, "score": 0 if late else 7}

    def in_parallel(function, jobs, workers, scheduler=None):
        for upload, *rest in jobs:
            said, notebook = function(upload, *rest)
            yield said | busy(upload.student, workers), notebook

    monkeypatch.setattr(batch, "in_parallel", in_parallel)
    results = batch.grade_all(
        "ps1", tmp_path / "in", tmp_path / "release.ipynb", tmp_path / "out", workers=2
    )
    assert [one["score"] for one in results] == [7, 7]
    assert asked == [("ada", 2), ("bob", 2), ("ada", 1)]


def test_hidden_draws_hang_on_a_secret_of_the_course(tmp_path):
    first, other = tmp_path / "first", tmp_path / "other"
    for folder in (first, other):
        folder.mkdir()
    secrets = [marking.secret(folder) for folder in (first, other, first)]
    assert secrets[0] == secrets[2] != secrets[1] and len(secrets[0]) == 64
    assert (first / "secret").stat().st_mode & 0o777 == 0o600
    drawn = []
    record = TASKS["adam"]

    class Told:
        """A record that says which numbers were drawn."""

        draw, again, kind, name = True, None, record.kind, record.name
        known = None

        def drawn(self, rng):
            drawn.append(rng.random())
            return record.drawn(np.random.default_rng(0))

    for own in ["", *secrets]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(marking.TASKS, "adam", Told())
            with pytest.raises(AttributeError):  # Told says no more
                marking.marks(answers(), "ps1", "ada", own)
    assert drawn[1] == drawn[3] and len(set(drawn)) == 3
    assert student.LIMITS["fuse"][0] > 1
