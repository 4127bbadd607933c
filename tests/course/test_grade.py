"""Batches: broken runs, tables and pages; nbgrader."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.grade import batch, sandbox
from tests.cluster import dask_cluster
from tests.course.toy_set import WRONG, answers, data, handed_out, solved, zipped

pytestmark = pytest.mark.usefixtures("sandboxed")

BOOK = Path(__file__).parents[2]


def test_table_and_pages(tmp_path):
    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    files = {"ada": answers(), "=bob": answers(adam=WRONG), "<b>": handed_out()}
    files = {f"{name}.ipynb": data(nb) for name, nb in files.items()} | {
        "eve.ipynb": b""
    }
    path = zipped(tmp_path / "a.zip", files)
    batch.grade_all(
        "ps1", path, tmp_path / "release.ipynb", tmp_path / "out", workers=1
    )
    with open(tmp_path / "out/grades.csv", encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    got = {name: (row["status"], row["score"]) for name, row in rows.items()}
    assert got == {
        "ada": ("graded", "7.0"), "'=bob": ("graded", "2.0"),
        "<b>": ("graded", "0"), "eve": ("unreadable", ""),
    }  # fmt: skip
    assert rows["ada"]["by hand"] == "why"
    blank = json.loads(batch.result_file(tmp_path / "out", "<b>").read_text())
    assert blank["tasks"]["check_adam"]["words"] == "not answered"
    page = (tmp_path / "out/report.html").read_text()
    assert 'role="img"' in page and "&lt;b&gt;" in page and "<b>" not in page
    for link in ("ada", batch.file_name("<b>")):
        assert "of 10 points" in (tmp_path / f"out/feedback/{link}.html").read_text()


def test_a_wrong_answer_costs_no_later_one(tmp_path):
    """Looking at it once more as it stood at its check leaves the rest as it was."""
    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    wrong = answers(sgd="def my_sgd(theta, g, *, lr=1e-3):\n    return (theta + g,)")
    path = zipped(tmp_path / "a.zip", {"ada.ipynb": data(wrong)})
    [ada] = batch.grade_all("ps1", path, tmp_path / "release.ipynb", tmp_path / "out",
                            workers=1)  # fmt: skip
    got = {name: one["points"] for name, one in ada["tasks"].items()}
    assert got == {"check_sgd": 0, "check_adam": 5, "why": None}
    assert ada["tasks"]["check_adam"]["notes"] == []  # nothing changed further down


def test_a_killed_batch_goes_on_and_grades_nobody_twice(tmp_path):
    for n in range(6):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / f"in/s{n}.ipynb").write_bytes(data(answers()))
    (tmp_path / "release/ps1").mkdir(parents=True)
    (tmp_path / "release/ps1/ps1.ipynb").write_bytes(data(handed_out()))
    command = [sys.executable, "-m", "course.grade", "ps1", tmp_path / "in"]
    command += ["--course", tmp_path, "--workers", "1"]
    results = tmp_path / "grades/ps1/results"
    with subprocess.Popen(
        command, cwd=BOOK, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as run:  # fmt: skip
        while run.poll() is None and len(list(results.glob("s*.json"))) < 2:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
    before = {path.name: path.stat().st_mtime_ns for path in results.glob("s*.json")}
    assert 2 <= len(before) < 6
    subprocess.run(command, cwd=BOOK, check=True, capture_output=True)
    after = {path.name: path.stat().st_mtime_ns for path in results.glob("s*.json")}
    assert len(after) == 6
    assert before.items() <= after.items()
    table = (tmp_path / "grades/ps1/grades.csv").read_text().splitlines()
    assert len(table) == 7 and all(",graded,7.0," in line for line in table[1:])


def test_a_dask_cluster_that_loses_a_worker(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    for n in range(5):
        (tmp_path / f"in/s{n}.ipynb").write_bytes(data(answers()))
    seen, keep = [], batch.keep

    def lose_one(*args):
        seen.append(keep(*args))
        if len(seen) == 2:
            running[1].kill()

    with (
        dask_cluster(tmp_path) as (address, running),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("course.grade.batch.keep", lose_one)
        results = batch.grade_all("ps1", tmp_path / "in", tmp_path / "release.ipynb",
                              tmp_path / "out", scheduler=address)  # fmt: skip
    assert [one["score"] for one in results] == [7.0] * 5


def test_without_a_sandbox_nothing_is_graded(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_bytes(data(answers()))
    with pytest.raises(sandbox.NoSandboxError, match="course/serve/Dockerfile"):
        batch.grade_all("ps1", tmp_path / "in", tmp_path / "release.ipynb",
                        tmp_path / "out")  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_nbgrader_from_release_to_export(tmp_path):
    """The real commands; a wrong answer, a right one, a cheat that nbgrader pays."""
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets/ps1.ipynb").write_bytes(data(solved()))
    course = tmp_path / "course"

    def run(*command):
        done = subprocess.run(command, cwd=course if course.exists() else BOOK,
                              env=os.environ | {"PYTHONPATH": str(BOOK)},
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]

    release = "course.serve.release"
    run(sys.executable, "-m", release, course, "--sets", tmp_path / "sets")
    released = (course / "release/ps1/ps1.ipynb").read_text()
    assert "your code here" in released and "m_hat" not in released
    cheat = "import builtins\ncheck = lambda *a: None\n"
    cheat += "def my_adam(*a, **k): pass"
    for name, notebook in {
        "ada": answers(), "bob": answers(adam=WRONG), "eve": answers(adam=cheat),
    }.items():  # fmt: skip
        folder = course / "submitted" / name / "ps1"
        folder.mkdir(parents=True)
        (folder / "ps1.ipynb").write_bytes(data(notebook))
    nbgrader = Path(sys.executable).with_name("nbgrader")
    run(nbgrader, "autograde", "ps1")
    run(nbgrader, "generate_feedback", "ps1")
    run(nbgrader, "export", "--to", "grades.csv")
    with open(course / "grades.csv") as file:
        scores = {r["student_id"]: float(r["score"]) for r in csv.DictReader(file)}
    assert scores == {"ada": 7.0, "bob": 2.0, "eve": 2.0}
    page = (course / "feedback/bob/ps1/ps1.html").read_text()
    assert "power" in page and "Read chapter" in page
    shutil.rmtree(course)
