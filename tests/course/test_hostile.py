"""One batch with all that students try, by mistake or on purpose.

Each case has the score and status that it must get. Every submission but the honest
ones has a right `my_sgd`, worth 2 points, and something else in place of `my_adam`:
2 points say that the cheat gained nothing and the honest half lost nothing.
"""

import os
import shutil
import socket
from pathlib import Path

import nbformat
import pytest

from course.grade.batch import grade_all
from tests.course.attacks import ATTACKS, ODD_BUT_RIGHT
from tests.course.cheats import CHEATS, FLAGGED
from tests.course.honest import HONEST, body, by_id, changed
from tests.course.toy_set import answers, data, handed_out, with_cell

pytestmark = pytest.mark.usefixtures("sandboxed")

MARK = Path("/tmp/adamedu-hostile-mark")


def drop_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()


def edit_check(notebook):
    by_id(notebook, "check_adam").source = "check = lambda *a: None"


def raise_points(notebook):
    by_id(notebook, "check_adam").metadata["nbgrader"]["points"] = 100


def wrong_kernel(notebook):
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R"}


def duplicate(name):
    return lambda notebook: notebook.cells.append(by_id(notebook, name).copy())


def odd_metadata(notebook):
    notebook.cells[0].metadata["nbgrader"] = {"grade_id": ["a", {}], "solution": 3}


LATIN = data(answers(why="Weil β.")).replace("β".encode(), b"\xe4")
UPLOADS = {
    "metadata lost": (changed(drop_metadata), 7, "flagged"),
    "check deleted": (changed(lambda n: n.cells.pop(5)), 7, "flagged"),
    "check edited": (changed(edit_check), 7, "flagged"),
    "check edited, wrong": (changed(edit_check, adam=body("pass")), 2, "flagged"),
    "check duplicated": (changed(duplicate("check_adam")), 7, "graded"),
    "answer duplicated": (changed(duplicate("adam")), 7, "flagged"),
    "points changed": (changed(raise_points), 7, "graded"),
    "wrong kernel": (changed(wrong_kernel), 7, "graded"),
    "odd metadata": (changed(odd_metadata), 7, "graded"),
    "loops at the end": (with_cell("while True: pass"), 7, "flagged"),
    "exits at the end": (with_cell("import os; os._exit(1)"), 7, "flagged"),
    "fails at the end": (with_cell("1 / 0"), 7, "graded"),
    "nothing done": (handed_out(), 0, "graded"),
    "empty": (b"", None, "unreadable"),
    "broken": (data(answers())[:999], None, "unreadable"),
    "no cells": (b'{"cells": null}', None, "unreadable"),
    "a list": (b"[1, 2]", None, "unreadable"),
    "too deep": (b"[" * 10**5, None, "unreadable"),
    "too big": (data(answers()) + b" " * (65 << 20), None, "unreadable"),
    "latin-1": (LATIN, 7, "flagged"),
    "sets every cell to a number": (
        b'{"cells": [1, {"source": 7}]}', None, "unreadable"),
}  # fmt: skip
UPLOADS |= {name: (answers(adam=text), 7, "graded") for name, text in HONEST.items()}
UPLOADS |= {
    name: (answers(adam=text), 2, "flagged" if name in FLAGGED else "graded")
    for name, text in CHEATS.items()
}
UPLOADS |= {name: (answers(adam=text), 7, None) for name, text in ODD_BUT_RIGHT.items()}
UPLOADS |= {name: (answers(adam=text), 2, None) for name, text in ATTACKS.items()}
for name in ("patches the worker's loop", "patches tracing"):
    UPLOADS[name] = UPLOADS[name][0], 0, None
UPLOADS["patches the worker"] = UPLOADS["patches the worker"][0], 0, "graded"
LIMITS = {"cell": 0.5, "call": 0.5}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Results of the whole batch, by name, and of a second run of it."""
    place = tmp_path_factory.mktemp("hostile")
    for name, (upload, _, _) in UPLOADS.items():
        (place / "in" / name).mkdir(parents=True)
        text = upload if isinstance(upload, bytes) else data(upload)
        (place / "in" / name / "ps1.ipynb").write_bytes(text)
    (place / "in/linked").mkdir()
    (place / "in/linked/ps1.ipynb").symlink_to(place / "release.ipynb")
    (place / "in/another name").mkdir()
    (place / "in/another name/final (2).ipynb").write_bytes(data(answers()))
    (place / "in/nothing").mkdir()
    (place / "release.ipynb").write_bytes(data(handed_out()))
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    call = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)\n"
    (place / "in/calls home").mkdir()
    (place / "in/calls home/ps1.ipynb").write_bytes(data(with_cell(call)))
    args = ("ps1", place / "in", place / "release.ipynb")
    first = grade_all(*args, place / "first", workers=2, **LIMITS)
    listener.setblocking(False)
    with listener, pytest.raises(BlockingIOError):
        listener.accept()
    return {one["student"]: one for one in first}, place


@pytest.mark.parametrize("name", UPLOADS)
def test_each_gets_what_it_earned(graded, name):
    result = graded[0][name]
    _, score, status = UPLOADS[name]
    assert result["score"] == score, result
    assert result["status"] == status or status is None, result
    if score is not None:
        assert result["max"] == 10


@pytest.mark.parametrize(
    ("name", "score", "status"),
    [("linked", None, "unreadable"), ("another name", 7, "flagged"),
     ("nothing", None, "nothing handed in"), ("calls home", 7, "graded")],
)  # fmt: skip
def test_odd_files(graded, name, score, status):
    result = graded[0][name]
    assert (result["score"], result["status"]) == (score, status), result


def test_there_are_many():
    assert len(UPLOADS) - len(HONEST) - len(ODD_BUT_RIGHT) >= 160


def test_nothing_is_left_behind(graded):
    assert not MARK.exists()
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if b"/runtime/worker.py" in read(path) and not of_other_tests(path)
    ]
    assert left == []


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it has ended
        return b""


def of_other_tests(path):
    """Whether a process has another living owner than these tests."""
    owners, pid = set(), path.parent.name
    while pid not in ("", "0", "1"):
        command = read(Path("/proc", pid, "cmdline"))
        if b"py" in command and b"/runtime/" not in command:
            owners.add(pid)
        stat = read(Path("/proc", pid, "stat")).decode()
        pid = stat.rpartition(")")[2].split()[1] if stat else ""
    return owners and str(os.getpid()) not in owners


def test_a_second_run_gives_the_same_grades(graded):
    first, place = graded
    again = [*HONEST, "NaN", "patches numpy", "metadata lost", "latin-1", "huge"]
    for name in again:
        shutil.copytree(place / "in" / name, place / "again" / name)
    args = ("ps1", place / "again", place / "release.ipynb", place / "second")
    for result in grade_all(*args, workers=1, **LIMITS):
        before = first[result["student"]]
        assert {**result, "seconds": 0} == {**before, "seconds": 0}
