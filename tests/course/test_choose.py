"""Which notebook of a student's is graded, and where its answers stand."""

import copy
import os

import pytest
from nbformat.v4 import new_output

from course.grade.choose import MissingError, choose
from course.grade.intake import mark
from course.grade.owners import people
from course.grade.uploads import UnreadableError, files
from course.serve.release import student_version
from tests.course.toy_set import (
    WRONG,
    answers,
    cell,
    data,
    handed_out,
    solved,
    zipped,
)


def another_set():
    """Problem set 2, which shares a cell with the first."""
    notebook = copy.deepcopy(solved())
    ema = "def my_ema(m, g):\n    ### BEGIN SOLUTION\n    m = g\n    ### END SOLUTION"
    notebook.cells = [
        cell("markdown", "# Problem set 2: averages"),
        notebook.cells[1],
        cell("code", f"{ema}\n    return m", "ema", solution=True),
        cell("code", 'check("ema", my_ema)', "check_ema", grade=True, points=2),
    ]
    for number, one in enumerate(notebook.cells):
        one.id = f"two-{number}"
    return student_version(notebook)


def source_of(notebook, name):
    [found] = [one for one in notebook["cells"] if mark(one, "grade_id") == name]
    return found["source"]


RIGHT = answers(why="Because of v.")
BLANK, OLD, SETS = handed_out(), answers(adam=WRONG), {}
PART = answers(adam=source_of(handed_out(), "adam"))
SETS = {"ps1": handed_out(), "ps2": another_set()}
TWO = copy.deepcopy(SETS["ps2"])
TWO.cells[2].source = "def my_ema(m, g):\n    return g"
WITH_OUTPUTS = copy.deepcopy(RIGHT)
WITH_OUTPUTS.cells[1].outputs = [new_output("stream", text="x" * (6 << 20))]


def chosen(tmp_path, content, assignment="ps1"):
    """What is chosen of the files {name: notebook or bytes} of one student."""
    for name, what in content.items():
        path = tmp_path / "in/ada" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(what if isinstance(what, bytes) else data(what))
        os.utime(path, (1.8e9, 1.8e9))
    found = files(tmp_path / "in")
    [(student, theirs)] = people(found, "in", assignment).items()
    return choose(student, theirs, assignment, SETS), theirs


def right(notebook):
    """Whether a rebuilt notebook holds the right answers to all three tasks."""
    want = answers(why="Because of v.")
    return all(
        source_of(notebook, name).strip() == source_of(want, name).strip()
        for name in ("sgd", "adam", "why")
    )


HONEST = {
    "alone": ({"ps1.ipynb": RIGHT}, "ps1.ipynb", ""),
    "deeper, beside an untouched one": (
        {"ps1.ipynb": BLANK, "work/ps1.ipynb": RIGHT}, "work/ps1.ipynb",
        "ps1.ipynb is as it was handed out"),
    "higher up, beside an untouched one": (
        {"ps1.ipynb": RIGHT, "old/ps1.ipynb": BLANK}, "ps1.ipynb",
        "ps1.ipynb is as it was handed out"),
    "in Jupyter's copy": (
        {"ps1.ipynb": BLANK, "ps1-Copy1.ipynb": RIGHT}, "ps1-Copy1.ipynb",
        "ps1.ipynb is as it was handed out"),
    "in the browser's copy": (
        {"ps1.ipynb": BLANK, "ps1 (1).ipynb": RIGHT}, "ps1 (1).ipynb",
        "ps1.ipynb is as it was handed out"),
    "more than in a copy": (
        {"ps1.ipynb": RIGHT, "ps1-Copy1.ipynb": PART}, "ps1.ipynb",
        "ps1-Copy1.ipynb holds fewer of the answers"),
    "the second copy": (
        {"ps1-Copy1.ipynb": OLD, "ps1-Copy2.ipynb": RIGHT}, "ps1-Copy2.ipynb",
        "ps1-Copy1.ipynb is older, and other answers are in it"),
    "twice the same": ({"a/ps1.ipynb": RIGHT, "ps1.ipynb": RIGHT}, "ps1.ipynb", ""),
    "beside a broken one": (
        {"ps1.ipynb": b"{", "ps1 (1).ipynb": RIGHT}, "ps1 (1).ipynb",
        "ps1.ipynb could not be read: it is not a notebook: broken JSON"),
    "beside another set": ({"ps1.ipynb": RIGHT, "ps2.ipynb": TWO}, "ps1.ipynb", ""),
    "named like another set": ({"ps2.ipynb": RIGHT}, "ps2.ipynb", "named ps2.ipynb"),
    "named otherwise": ({"final.ipynb": RIGHT}, "final.ipynb", "named final.ipynb"),
    "capitals": ({"PS1.IPYNB": RIGHT}, "PS1.IPYNB", ""),
    "saved by a browser": ({"ps1.ipynb.json": RIGHT}, "ps1.ipynb.json", ""),
    "saved by another browser": ({"ps1.ipynb.txt": RIGHT}, "ps1.ipynb.txt", ""),
    "beside other JSON": (
        {"a.json": b'{"a": 1}', "ps1.ipynb": RIGHT}, "ps1.ipynb", ""),
    "large outputs": ({"ps1.ipynb": WITH_OUTPUTS}, "ps1.ipynb", ""),
    "UTF-16": ({"ps1.ipynb": data(RIGHT).decode().encode("utf-16")}, "ps1.ipynb", ""),
    "UTF-8, marked": ({"ps1.ipynb": b"\xef\xbb\xbf" + data(RIGHT)}, "ps1.ipynb", ""),
    "only the backup": (
        {".ipynb_checkpoints/ps1-checkpoint.ipynb": RIGHT},
        ".ipynb_checkpoints/ps1-checkpoint.ipynb", "a hidden backup"),
    "beside the backup": (
        {".ipynb_checkpoints/ps1-checkpoint.ipynb": OLD, "ps1.ipynb": RIGHT},
        "ps1.ipynb", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_right_answers_are_graded(tmp_path, name):
    content, want, flag = HONEST[name]
    choice, theirs = chosen(tmp_path, content)
    assert choice.trouble is None and right(choice.notebook)
    assert [file.name for file in theirs if file.used] == [want]
    assert all(file.why for file in theirs if not file.used)
    if flag:
        assert any(flag in text for text in choice.flags)
    else:
        assert choice.flags == []


def test_the_newest_of_two_that_differ(tmp_path):
    """The platform's count, then the time to the minute."""
    path = zipped(tmp_path / "a.zip", {
        "ada_1_9_ps1.ipynb": data(OLD), "ada_1_10_ps1-1.ipynb": data(RIGHT),
        "bo_2_12_ps1.ipynb": data(RIGHT), "bo_2_11_ps1-1.ipynb": data(OLD),
    })  # fmt: skip
    for student, theirs in people(files(path), "a", "ps1").items():
        choice = choose(student, theirs, "ps1", SETS)
        assert right(choice.notebook) and "older" in choice.flags[1]
    chosen(tmp_path, {"b/ps1.ipynb": RIGHT, "ps1.ipynb": OLD})
    os.utime(tmp_path / "in/ada/b/ps1.ipynb", (1.8e9, 1.8e9 + 100))
    choice = choose(
        "ada", people(files(tmp_path / "in"), "in", "ps1")["ada"], "ps1", SETS
    )
    assert right(choice.notebook)
    assert choice.flags == [
        "graded b/ps1.ipynb", "ps1.ipynb is older, and other answers are in it"
    ]  # fmt: skip


WITHOUT = {
    "another set": (
        {"ps2.ipynb": TWO}, MissingError, "ps2.ipynb is of ps2, not of ps1"),
    "another set by this name": (
        {"ps1.ipynb": TWO}, MissingError, "ps1.ipynb is of ps2, not of ps1"),
    "another set, nothing answered": (
        {"ps2.ipynb": SETS["ps2"]}, MissingError, "ps2.ipynb is of ps2, not of ps1"),
    "of no set, with a cell that all have": (
        {"a.ipynb": {"cells": [handed_out().cells[1]]}},
        UnreadableError, "a.ipynb is a notebook, but not of ps1"),
    "of no set": (
        {"a.ipynb": {"cells": [{"cell_type": "code", "source": "1 + 1"}]}},
        UnreadableError, "a.ipynb is a notebook, but not of ps1"),
    "no notebook": ({"a.py": b"x", "b.pdf": b"x"}, UnreadableError,
                    "no notebook among a.py, b.pdf"),
    "empty": ({"ps1.ipynb": b" \n"}, UnreadableError, 
              "ps1.ipynb could not be read: it is empty"),
    "version 3": ({"ps1.ipynb": b'{"worksheets": []}'}, UnreadableError,
                  "could not be read: it is not a notebook of version 4"),
    "a damaged zip": ({"ps1.zip": b"PK"}, UnreadableError, 
                     "ps1.zip could not be read: it is a damaged zip"),
    "deep JSON": ({"ps1.ipynb": b"[" * 10**5}, UnreadableError, "broken JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT)
def test_why_nothing_is_graded(tmp_path, name):
    content, error, says = WITHOUT[name]
    choice, theirs = chosen(tmp_path, content)
    assert type(choice.trouble) is error and says in str(choice.trouble)
    assert all(file.why and not file.used for file in theirs)


def test_an_empty_folder_is_nothing_handed_in(tmp_path):
    (tmp_path / "in/ada").mkdir(parents=True)
    choice, _ = chosen(tmp_path, {})
    assert type(choice.trouble) is MissingError


def test_each_set_has_its_own_time_and_secret(tmp_path):
    content = {"ps1/ps1.ipynb": RIGHT, "ps2/ps2.ipynb": TWO}
    for name in ("ps1", "ps2"):
        content[f"{name}/timestamp.txt"] = f"time {name}\n".encode()
        content[f"{name}/submission_secret.txt"] = f"secret {name}".encode()
    for name in ("ps1", "ps2"):
        choice, theirs = chosen(tmp_path, content, name)
        assert (choice.time, choice.secret) == (f"time {name}", f"secret {name}")
        assert choice.flags == []
        used = {file.name: file.used for file in theirs if file.used}
        assert used == {
            f"{name}/{name}.ipynb": "notebook",
            f"{name}/timestamp.txt": "time",
            f"{name}/submission_secret.txt": "secret",
        }


@pytest.mark.parametrize(("what", "most"), [("LARGEST", 99), ("MOST", 1)])
def test_no_more_than_that_is_read_of_one_student(tmp_path, monkeypatch, what, most):
    monkeypatch.setattr(f"course.grade.choose.{what}", most)
    choice, theirs = chosen(tmp_path, {"ps1.ipynb": RIGHT, "x/ps1.ipynb": OLD})
    assert right(choice.notebook)
    assert "could not be read: it comes after 50 others, or 64 MB" in [
        file.why.replace("after 1 ", "after 50 ") for file in theirs
    ]
    assert any("could not be read" in flag for flag in choice.flags)


def test_files_that_are_no_notebooks_are_not_read(tmp_path):
    _, theirs = chosen(tmp_path, {"ps1.ipynb": RIGHT, "big.bin": b"x", "a.py": b"x"})
    for file in theirs:
        if not file.name.endswith(".ipynb"):
            file.reader = None
    assert right(choose("ada", theirs, "ps1", SETS).notebook)


def test_our_own_failure_is_one_students(tmp_path, monkeypatch):
    monkeypatch.setattr("course.grade.choose.rebuild", lambda *args: 1 / 0)
    choice, _ = chosen(tmp_path, {"ps1.ipynb": RIGHT})
    assert "ZeroDivisionError" in str(choice.trouble)


# where an answer stands in its notebook
