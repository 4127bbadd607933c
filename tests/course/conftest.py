"""A course to grade in, and a grader that runs no code."""

import pytest

from course.grade import batch
from course.grade.marking import Mark, Marks
from tests.course.test_choose import SETS
from tests.course.toy_set import data


@pytest.fixture
def stubbed(monkeypatch):
    """A grader without sandbox or processes; returns whom it has graded."""
    graded = []

    def marks(notebook, assignment, name, **limits):
        graded.append(name)
        return Marks({"check_adam": Mark(5.0, 5.0, "right", right=True)})

    def in_turn(function, jobs, workers, scheduler=None):
        return (function(*job) for job in jobs)

    monkeypatch.setattr(batch, "marks", marks)
    monkeypatch.setattr(batch, "in_parallel", in_turn)
    monkeypatch.setattr(batch.sandbox, "check", lambda: None)
    monkeypatch.setattr("os.fsync", lambda file: None)
    return graded


@pytest.fixture
def course(tmp_path):
    for name, notebook in SETS.items():
        (tmp_path / f"release/{name}").mkdir(parents=True)
        (tmp_path / f"release/{name}/{name}.ipynb").write_bytes(data(notebook))
    return tmp_path
