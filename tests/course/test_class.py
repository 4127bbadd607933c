"""A class of 200 with every oddity mixed in: each has one row, and the right notebook.

No code runs here: a stub gives the points, and each student has written own words, by
which the chosen notebook is known.
"""

import csv
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import Mock

import pytest

from course.grade import __main__ as command
from course.grade import accounts, batch, choose, desk
from tests.course.class_of_200 import (
    KINDS,
    LAYOUTS,
    ODD,
    RIGHT,
    of_class,
    own,
)
from tests.course.test_choose import TWO, source_of
from tests.course.toy_set import data, zipped

BOOK = Path(__file__).parents[2]


def grade(course, upload, **options):
    release = course / "release/ps1/ps1.ipynb"
    return batch.grade_all("ps1", upload, release, course / "out", **options)


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_class_of_200(course, stubbed, layout):
    content, students, files, unused = of_class(LAYOUTS[layout])
    path = zipped(course / "class.zip", content)
    path.write_bytes(path.read_bytes().replace(b"DAMAGE", b"damage"))
    results = grade(course, path)
    assert {one["student"] for one in results} == set(students)
    assert len(table(course / "out/grades.csv")) == len(results) == 200
    for one in results:
        n = students[one["student"]]
        status = ODD[KINDS[n]][1]
        assert one["status"] == status, (KINDS[n], one["flags"])
        if status in ("graded", "flagged"):
            notebook = batch.stored(course / "out", one)
            assert source_of(notebook, "why") == f"Because of v, says {n}."
            assert source_of(notebook, "adam").strip() == RIGHT
            assert one["score"] == 5
        else:
            assert one["score"] is None and one["flags"]
    said = accounts.line(len(results), course / "out")
    assert said.startswith(f"200 people, {files} files, {unused} not used: ")
    assert "\n" not in said
    assert len(stubbed) == 160


def uploaded(course, **more):
    """A folder of three: a right one, a wrong set, and another right one."""
    content = {"ada": own(1), "bob": TWO, "cy": own(2), **more}
    (course / "in").mkdir(exist_ok=True)
    for name, notebook in content.items():
        (course / f"in/{name}.ipynb").write_bytes(data(notebook))
    return course / "in"


def test_each_file_is_accounted_for(course, stubbed):
    folder = uploaded(course)
    (folder / "grades.xlsx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    grade(course, folder)
    rows = {row["path"]: row for row in table(course / "out/files.csv")}
    got = {p: (r["student"], r["used as"], r["why not"]) for p, r in rows.items()}
    assert got == {
        "ada.ipynb": ("ada", "notebook", ""),
        "bob.ipynb": ("bob", "", "is of ps2, not of ps1"),
        "cy.ipynb": ("cy", "notebook", ""),
        "grades.xlsx": ("", "", "is in nobody's folder"),
        ".DS_Store": ("", "", "is the system's own"),
    }
    assert accounts.line(3, course / "out") == (
        "3 people, 5 files, 3 not used: .DS_Store (is the system's own); "
        "bob.ipynb (is of ps2, not of ps1); grades.xlsx (is in nobody's folder)"
    )


def test_a_missing_score_is_empty(course, stubbed):
    """Whoever handed in only ps2 is not 0 in ps1."""
    grade(course, uploaded(course))
    rows = {row["student"]: row for row in table(course / "out/grades.csv")}
    assert (rows["bob"]["score"], rows["bob"]["status"]) == ("", "nothing handed in")
    assert rows["bob"]["why"] == "bob.ipynb is of ps2, not of ps1"
    assert rows["ada"]["score"] == "5.0"


def test_the_command_ends_with_the_line(course, stubbed, monkeypatch, capsys):
    (course / "roster.csv").write_text("id,name\nada,Ada\nbob,Bo\ncy,Cy\neve,Eve\n")
    monkeypatch.setattr(sys, "argv", [
        "grade", "ps1", str(uploaded(course)), "--course", str(course),
        "--out", str(course / "out"), "--roster", str(course / "roster.csv"),
    ])  # fmt: skip
    monkeypatch.setattr(batch, "gradebook", lambda *args: nullcontext())
    assert command.main() == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "4 people, 3 files, 1 not used: bob.ipynb (is of ps2, not of ps1)"
    rows = {row["student"]: row for row in table(course / "out/grades.csv")}
    assert rows["eve"]["status"] == "nothing handed in" and rows["eve"]["score"] == ""
    assert (course / "out/feedback/eve.html").exists()


@pytest.mark.parametrize("where", ["marks", "rebuild", "keep", "feedback"])
def test_one_students_failure_is_theirs(course, stubbed, monkeypatch, where):
    home = {"rebuild": choose, "feedback": desk}.get(where, batch)
    works = getattr(home, where)

    def fails(*args, **options):
        if "says 1." in str(args) or "'student': 'ada'" in str(args):
            raise OSError("no more")
        return works(*args, **options)

    folder = uploaded(course)
    monkeypatch.setattr(home, where, fails)
    results = {one["student"]: one for one in grade(course, folder)}
    assert results["ada"]["status"] == "failed"
    assert "no more" in results["ada"]["flags"][0]
    assert results["cy"]["status"] == "graded"
    monkeypatch.setattr(home, where, works)
    again = {one["student"]: one for one in grade(course, folder)}
    assert again["ada"]["status"] == "graded"  # tried once more, and nobody else
    assert stubbed.count("cy") == 1


def test_a_process_that_dies_takes_one_student_with_it(course, stubbed, monkeypatch):
    def dies(function, jobs, workers, scheduler=None):
        for job in jobs:
            if job[0].student == "ada":
                raise RuntimeError("a worker was killed")
            yield function(*job)

    monkeypatch.setattr(batch, "in_parallel", dies)
    results = {one["student"]: one for one in grade(course, uploaded(course))}
    assert "a worker was killed" in results["ada"]["flags"][0]
    assert {one["status"] for one in results.values()} == {
        "failed", "graded", "nothing handed in"
    }  # fmt: skip


def test_a_second_run_does_nothing_again(course, stubbed, monkeypatch):
    folder = uploaded(course)
    first = grade(course, folder)
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*.*")}
    assert stubbed == ["ada", "cy"]
    with monkeypatch.context() as patch:
        patch.setattr(batch.sandbox, "check", Mock(side_effect=AssertionError))
        assert grade(course, folder) == first
    assert stubbed == ["ada", "cy"]
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*.*")} == before
    (folder / "ada (1).ipynb").write_bytes(b"x")  # another file, another student
    (folder / "cy.ipynb").write_bytes(data(own(3)))
    grade(course, folder)
    assert stubbed == ["ada", "cy", "cy"]


def test_who_is_not_in_this_upload_keeps_a_row(course, stubbed, capsys):
    folder = uploaded(course, **{f"s{n}": own(n + 4) for n in range(6)})
    everybody = grade(course, folder)
    assert "kept from" not in capsys.readouterr().out
    (course / "out/overrides.csv").write_text(
        "student,task,points,reason\ncy,adam,1,talked with Cy\n"
    )
    late = zipped(course / "late.zip", {"ada.ipynb": data(own(3))})
    results = grade(course, late)
    said = "8 kept from earlier runs, not in this upload: bob, cy, s0, s1, s2 and 3"
    assert said in capsys.readouterr().out
    assert [one["student"] for one in results] == [one["student"] for one in everybody]
    rows = {row["student"]: row for row in table(course / "out/grades.csv")}
    assert len(rows) == 9 and stubbed.count("cy") == 1 and stubbed.count("ada") == 2
    assert (rows["bob"]["status"], rows["bob"]["score"]) == ("nothing handed in", "")
    assert (rows["s5"]["score"], rows["cy"]["score"]) == ("5.0", "1.0")
    changed = table(course / "out/changes.csv")
    assert {(row["student"], row["now"]) for row in changed} == {("cy", "1.0")}
    (course / "out/results/bob.json").unlink()
    assert "bob" not in [one["student"] for one in grade(course, late)]


def test_names_that_are_too_long_for_a_file():
    for name in ("学" * 90, "𠀀" * 90, "x" * 300, "a/b", "..", ""):
        assert len(batch.file_name(name).encode()) <= 240
    assert batch.file_name("学" * 50) == "学" * 50
    assert batch.file_name("学" * 90) != batch.file_name("学" * 91)


def test_who_handed_in_nothing_is_not_in_the_gradebook(course, stubbed, monkeypatch):
    """There, nbgrader would count them as 0."""
    book = Mock()
    book.with_points_by_hand.side_effect = lambda result: result
    book.knows.return_value = False
    monkeypatch.setattr(batch, "gradebook", lambda *args: nullcontext(book))
    grade(course, uploaded(course))
    for does in (book.record, book.hand_back):
        assert [call.args[0]["student"] for call in does.call_args_list] == [
            "ada",
            "cy",
        ]


def test_code_is_hashed_once_for_all(course, stubbed, monkeypatch):
    hashed, grader = [], batch.grader
    monkeypatch.setattr(batch, "grader", lambda: hashed.append(1) or grader())
    grade(course, uploaded(course))
    assert len(hashed) == 1


def test_a_gradebook_is_open_without_what_takes_time(course):
    """The grammars of web addresses, a framework, a shell of Python."""
    code = "import sys; from course.grade import batch; from pathlib import Path\n"
    code += f"path = Path({str(course)!r})\n"
    code += "batch.gradebook(path, 'ps1', (path / 'release/ps1/ps1.ipynb').read_text())"
    code += "\nassert not {'lark', 'torch', 'IPython', 'scipy'} & {*sys.modules}"
    run = subprocess.run([sys.executable, "-c", code], cwd=BOOK, capture_output=True)
    assert run.returncode == 0, run.stderr
