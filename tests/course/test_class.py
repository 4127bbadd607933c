"""A class of 200 with every oddity mixed in: each has one row, and the right notebook.

No code runs here: a stub gives the points, and each student has written own words, by
which the chosen notebook is known.
"""

import csv
import io
import subprocess
import sys
import unicodedata
import zipfile
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import Mock

import pytest

from course.grade import __main__ as command
from course.grade import accounts, batch, choose, desk
from tests.course.test_choose import TWO, source_of
from tests.course.toy_set import WRONG, answers, data, handed_out, stub, zipped


def own(n, **more):
    return answers(why=f"Because of v, says {n}.", **more)


def without_marks(n):
    notebook = own(n)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return data(notebook)


def with_stub(n):
    notebook = own(n)
    notebook.cells.append(stub("adam"))
    return data(notebook)


def large(n):
    notebook = own(n)
    notebook.cells[1].outputs = [{"output_type": "stream", "text": "x" * (6 << 20)}]
    return data(notebook)


def nested(files, times=1):
    for _ in range(times):
        inner = io.BytesIO()
        zipped(inner, files)
        files = {"ps1.zip": inner.getvalue()}
    return files


def untouched():
    return data(handed_out())


# {what: files of student n, the status, how many files are not used}
ODD = {
    "plain": (lambda n: {"ps1.ipynb": data(own(n))}, "graded", 0),
    "a picture": (lambda n: {"ps1.ipynb": data(own(n)), "a.png": b"x"}, "graded", 1),
    "Jupyter's copy": (lambda n: {"ps1.ipynb": untouched(),
                                  "ps1-Copy1.ipynb": data(own(n))}, "flagged", 1),
    "a browser's copy": (lambda n: {"ps1.ipynb": untouched(),
                                    "ps1 (1).ipynb": data(own(n))}, "flagged", 1),
    "a zip": (lambda n: nested({"work/ps1.ipynb": data(own(n))}), "graded", 0),
    "a zip of both": (lambda n: nested({"ps1.ipynb": untouched(),
                                        "w/ps1.ipynb": data(own(n))}), "flagged", 1),
    "a zip in a zip": (lambda n: nested({"ps1.ipynb": data(own(n))}, 2), "graded", 0),
    "a folder as macOS zips": (lambda n: nested({"w/ps1.ipynb": data(own(n)),
                                                 "__MACOSX/w/._ps1.ipynb": b"x"}),
                               "graded", 1),
    ".ipynb.json": (lambda n: {"ps1.ipynb.json": data(own(n))}, "graded", 0),
    ".ipynb.txt": (lambda n: {"ps1.ipynb.txt": data(own(n))}, "graded", 0),
    "UTF-16": (lambda n: {"ps1.ipynb": data(own(n)).decode().encode("utf-16")},
               "graded", 0),
    "no marks": (lambda n: {"ps1.ipynb": without_marks(n)}, "flagged", 0),
    "a stub again": (lambda n: {"ps1.ipynb": with_stub(n)}, "graded", 0),
    "own name": (lambda n: {"My work.ipynb": data(own(n))}, "flagged", 0),
    "two that differ": (lambda n: {"ps1.ipynb": data(own(n, adam=WRONG)),
                                   "ps1-Copy1.ipynb": data(own(n))}, "flagged", 1),
    "another set beside": (lambda n: {"ps1.ipynb": data(own(n)),
                                      "ps2.ipynb": data(TWO)}, "graded", 1),
    "another set": (lambda n: {"ps1.ipynb": data(TWO)}, "nothing handed in", 1),
    "damaged": (lambda n: {"ps1.ipynb": f"DAMAGE {n}".encode()}, "unreadable", 1),
    "empty": (lambda n: {"ps1.ipynb": b""}, "unreadable", 1),
    "no notebook": (lambda n: {"ps1.pdf": b"%PDF"}, "unreadable", 1),
}  # fmt: skip
NAMES = {n: "Zoë Müller" if n % 3 else "O'Neill-Smith, Jr" for n in range(200)}
NAMES[7] = "学" * 80
NAMES[8] = unicodedata.normalize("NFD", "Zoë Müller")
NAMES[9] = "=SUM(A1) " + "x" * 120


KINDS = {n: list(ODD)[n % len(ODD)] for n in range(200)}
RIGHT = source_of(answers(), "adam").strip()

LAYOUTS = {  # where student n's file stands, as the platforms name it, and whose it is
    "Moodle": lambda n, name, count: (
        f"{NAMES[n]}_{n}_assignsubmission_file/{name}", f"{NAMES[n]}_{n}"),
    "Moodle 3": lambda n, name, count: (
        f"{NAMES[n]}_{n}_assignsubmission_file_/{name}", f"{NAMES[n]}_{n}"),
    "Canvas": lambda n, name, count: (
        f"mullerzoe_{'LATE_' * (n % 4 == 0)}{n}_{count}_{name}", f"mullerzoe_{n}"),
    "Blackboard": lambda n, name, count: (
        f"Set 1_zoe{n}_attempt_2026-03-01-10-{count // 60:02}-{count % 60:02}_{name}",
        f"zoe{n}"),
    "ILIAS": lambda n, name, count: (
        f"Adam_ps1/Abgaben/Müller_Zoë_zm{n}_{n}/{name}", f"Müller_Zoë_zm{n}_{n}"),
    "nbgrader": lambda n, name, count: (f"submitted/zoe{n}/ps1/{name}", f"zoe{n}"),
    "folders": lambda n, name, count: (f"all/{NAMES[n]} {n}/{name}", f"{NAMES[n]} {n}"),
}  # fmt: skip


BOOK = Path(__file__).parents[2]


def grade(course, upload, **options):
    release = course / "release/ps1/ps1.ipynb"
    return batch.grade_all("ps1", upload, release, course / "out", **options)


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def of_class(layout):
    """({path: bytes} of a class, {student: number}, files, those not used)."""
    content, students, files, unused = {}, {}, 0, 0
    for n in range(200):
        make, _, idle = ODD[KINDS[n]]
        for name, text in make(n).items():
            path, student = layout(n, name, len(content) + 1)
            content[path] = text
        students[unicodedata.normalize("NFC", student)] = n
        files, unused = files + len(list(leaves(make(n)))), unused + idle
    return content, students, files, unused


def leaves(files):
    for name, text in files.items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(text)) as inner:
                yield from leaves({each: inner.read(each) for each in inner.namelist()})
        else:
            yield name


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


def test_names_that_are_too_long_for_a_file():
    for name in ("学" * 90, "𠀀" * 90, "x" * 300, "a/b", "..", ""):
        assert len(batch.file_name(name).encode()) <= 240
    assert batch.file_name("学" * 50) == "学" * 50
    assert batch.file_name("学" * 90) != batch.file_name("学" * 91)


def test_who_handed_in_nothing_is_not_in_the_gradebook(course, stubbed, monkeypatch):
    """There, nbgrader would count them as 0."""
    book = Mock()
    book.with_points_by_hand.side_effect = lambda result: result
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
