"""A task more touches three files: its record, its set, and what is derived of them."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.tasks import TASKS
from course.tasks.shared.record import number
from course.tasks.shared.signatures import asked
from tests.course.toy_set import cell

ROOT = Path(__file__).parents[2]
RECORD = '''"""How far three steps of lr 0.5 go."""

from course.tasks.shared.record import number
from course.tasks.shared.words import read


def way(wrong):
    return 0.5 if "one_step" in wrong else 1.5


MISTAKES = read(
    "01 One rate for all parameters", one_step="That is one step; there are three."
)
HONEST = {"book": "answer = 3 * 0.5", "added up": "answer = 0.5 + 0.5 + 0.5"}
SLIP = ("3 * ", "", "one_step")
task = number(__name__, way, MISTAKES, HONEST, SLIP)
'''
WALK = """
from adamedu.questions.checks import diagnose
from adamedu.questions.tables import sets
from course.grade.marking import Asked, examine, seed
from course.tasks import TASKS
from tests.answers import Here, made

assert sets()["ps1"][-1] == "toy"
assert diagnose("toy", 1.5).right and diagnose("toy", 0.5).mistake == "one_step"
for text in TASKS["toy"].honest.values():
    asked = Asked(Here(made(text)), "my_toy")
    assert examine(TASKS["toy"], asked, seed("ps1", "toy", "ada"), 2.0).points == 2
"""


def state(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_three_files(tmp_path):
    for name in ("adamedu", "course", "tests"):
        shutil.copytree(
            ROOT / name, tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "static"),
        )  # fmt: skip
    (tmp_path / "course/sets/ps4.ipynb").unlink()  # whose tables take long
    for name in (name for name, where in asked().items() if where == "ps4"):
        (tmp_path / f"course/tasks/{name}.py").unlink()
    before, set_file = state(tmp_path), tmp_path / "course/sets/ps1.ipynb"
    (tmp_path / "course/tasks/toy.py").write_text(RECORD)
    notebook = nbformat.read(set_file, as_version=4)
    notebook.cells += [
        cell("code", "my_toy = 3 * 0.5", "toy", solution=True),
        cell("code", 'check("toy", my_toy)', "check_toy", grade=True, points=2),
    ]
    nbformat.write(notebook, set_file)
    for command in (["-m", "course.tasks"], ["-c", WALK]):
        done = subprocess.run([sys.executable, *command], cwd=tmp_path, text=True,
                              env={"PYTHONPATH": str(tmp_path)},
                              capture_output=True)  # fmt: skip
        assert done.returncode == 0, done.stderr
    after = state(tmp_path)
    assert {name for name, text in after.items() if before.get(name) != text} == {
        "course/tasks/toy.py",
        "course/sets/ps1.ipynb",
        "adamedu/questions/signatures.json",
    }


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_a_name_leads_to_its_file(task):
    assert TASKS[task.name] is task
    assert (ROOT / f"course/tasks/{task.name}.py").exists()


@pytest.mark.parametrize("left_out, said", [
    ({"honest": {}}, "no honest answers"),
    ({"honest": {"plain": "answer = 1.5"}}, "no book answer"),
    ({"mistakes": {}}, "no named mistakes"),
    ({"slip": ("3", "1", "unknown")}, "no slip that is a named mistake"),
])  # fmt: skip
def test_a_record_must_be_whole(left_out, said):
    given = {
        "module": "toy", "reference": lambda wrong: 1.5, "slip": ("3", "1", "less"),
        "mistakes": {"less": ("It is more.", "01", "One rate for all parameters")},
        "honest": {"book": "answer = 1.5"},
    }  # fmt: skip
    assert number(**given).name == "toy"
    with pytest.raises(ValueError, match=said):
        number(**given | left_out)
