"""nbgrader's gradebook after a batch: what the machine and what a person gave."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
import sqlalchemy
from nbgrader.apps import NbGraderAPI

from course.grade import batch, marking
from course.grade.batch import grade_all
from course.grade.gradebook import Book, Scores, database
from course.grade.intake import mark
from course.serve.release import configuration
from tests.course.test_choose import SETS, TWO
from tests.course.toy_set import WRONG, answers, data, handed_out

pytestmark = pytest.mark.usefixtures("sandboxed")

BOOK = Path(__file__).parents[2]
CLASS = {"ada": answers(why="Because of v."), "bob": answers(adam=WRONG)}


def postgresql_user():
    """PostgreSQL refuses to be root's: popen's arguments for somebody else."""
    if os.getuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


@pytest.fixture(scope="module")
def postgresql():
    """The address of a server of our own, without the name of a database."""
    script = BOOK / "tests/postgresql.sh"
    found = subprocess.run(script, capture_output=True, text=True)
    if not found.stdout:
        pytest.skip(found.stderr)
    programs = Path(found.stdout.strip())
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o777)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                              **postgresql_user())  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    run(programs / "initdb", "-D", folder / "db", "-U", "teacher", "-A", "trust",
        "-E", "UTF8", "--locale=C")  # fmt: skip
    control = [programs / "pg_ctl", "-D", folder / "db", "-w"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F"
    run(*control, "-l", folder / "log", "-o", options, "start")
    yield f"postgresql://teacher@127.0.0.1:{port}"
    run(*control, "-m", "fast", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def course(tmp_path, request, monkeypatch):
    """A course with a set and three uploads, one of them unreadable."""
    monkeypatch.delenv("GRADEBOOK", raising=False)
    if request.param == "PostgreSQL":
        address = request.getfixturevalue("postgresql")
        engine = sqlalchemy.create_engine(
            f"{address}/postgres", isolation_level="AUTOCOMMIT"
        )
        name = f"course_{time.time_ns()}"
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        monkeypatch.setenv("GRADEBOOK", f"{address}/{name}")
    (tmp_path / "release/ps1").mkdir(parents=True)
    (tmp_path / "release/ps1/ps1.ipynb").write_bytes(data(handed_out()))
    (tmp_path / "in").mkdir()
    for name, notebook in CLASS.items():
        (tmp_path / f"in/{name}.ipynb").write_bytes(data(notebook))
    (tmp_path / "in/Eve L_7.ipynb").write_bytes(b"{")
    return tmp_path


def graded(course, **options):
    folder = course / "grades/ps1"
    grade_all("ps1", course / "in", course / "release/ps1/ps1.ipynb", folder,
          workers=1, course=course, **options)  # fmt: skip
    with open(folder / "grades.csv", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def shown(course):
    """What Formgrader lists: {student: (score, needs a person)}."""
    api = NbGraderAPI(config=configuration(course))
    found = api.get_submissions("ps1")
    return {one["student"]: (one["score"], one["needs_manual_grade"]) for one in found}


def contents(course):
    """Everything in the course's database and in the files that a batch writes."""
    engine = sqlalchemy.create_engine(database(course))
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = {
            name: sorted(map(repr, connection.execute(table.select())))
            for name, table in tables.tables.items()
        }
    engine.dispose()
    files = [path for path in course.rglob("*") if path.suffix in (".ipynb", ".html")]
    return rows, {path: path.stat().st_mtime_ns for path in files}


def by_hand(course, student, points, comment):
    """What Formgrader does when a person fills in a task's boxes."""
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        grade = book.db.find_grade("why", "ps1", "ps1", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.find_comment("why", "ps1", "ps1", student).manual_comment = comment
        book.db.db.commit()


def test_formgrader_shows_what_the_machine_found(course):
    graded(course)
    assert shown(course) == {"ada": (7, True), "bob": (2, True)}
    page = nbformat.read(course / "autograded/bob/ps1/ps1.ipynb", as_version=4)
    [check] = [c for c in page.cells if mark(c, "grade_id") == "check_adam"]
    assert "power" in check.outputs[0].text


def test_points_by_hand_stay_and_come_out(course):
    assert graded(course)["ada"]["by hand"] == "why"
    before = contents(course)
    graded(course)
    assert contents(course) == before
    by_hand(course, "ada", 2.5, "The ratio is <missing>.")
    row = graded(course)["ada"]
    assert (row["score"], row["by hand"]) == ("9.5", "")
    table = (course / "grades/ps1/grades.csv").read_text()
    assert "ada,graded,9.5,10.0,2.0,5.0,2.5,,," in table
    assert shown(course)["ada"] == (9.5, False)
    page = (course / "grades/ps1/feedback/ada.html").read_text()
    assert "9.5 of 10 points." in page and "The ratio is &lt;missing&gt;." in page
    before = contents(course)
    graded(course)
    assert contents(course) == before
    page = course / "autograded/ada/ps1/ps1.ipynb"
    text = page.read_text("utf-8")
    page.write_text(text.replace('"right', '"wrong'))
    assert page.read_text("utf-8") != text
    graded(course)
    assert page.read_text("utf-8") == text


def exported(course):
    """The scores in the table of `nbgrader export`."""
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        Scores(to=str(course / "table.csv")).export(book.db)
    with open(course / "table.csv") as file:
        return {row["student_id"]: row["score"] for row in csv.DictReader(file)}


def test_what_could_not_be_read_has_no_score_anywhere(course):
    told = "could not be read: it is not a notebook: broken JSON"
    eve, grades = course / "in/Eve L_7.ipynb", course / "grades/ps1"
    assert graded(course)["Eve L_7"]["score"] == ""
    assert exported(course) == {"ada": "7.0", "bob": "2.0"}
    assert f"Eve L_7,,{told}" in (grades / "files.csv").read_text()
    for page in ("report.html", "feedback/Eve L_7.html"):
        assert told in (grades / page).read_text()
    eve.write_bytes(data(answers(why="So.")))
    assert graded(course)["Eve L_7"]["score"] == "7.0"
    assert exported(course)["Eve L_7"] == "7.0"
    eve.write_bytes(b"{")
    assert graded(course)["Eve L_7"]["score"] == ""
    assert exported(course)["Eve L_7"] == ""
    assert shown(course).keys() == {"ada", "bob"}
    assert not (course / "autograded/Eve L_7/ps1").exists()


def test_points_by_hand_stay_where_the_next_file_cannot_be_read(course):
    graded(course)
    by_hand(course, "ada", 2.5, "Good.")
    (course / "in/ada.ipynb").write_bytes(b"{")
    assert graded(course)["ada"]["score"] == exported(course)["ada"] == "2.5"
    assert waits(course) == ["check_sgd", "check_adam", "why"]


def test_points_by_hand_stay_where_the_next_file_is_of_another_set(course):
    """As where it cannot be read; and what only the machine gave goes."""
    (course / "release/ps2").mkdir()
    (course / "release/ps2/ps2.ipynb").write_bytes(data(SETS["ps2"]))
    graded(course)
    by_hand(course, "ada", 2.5, "Good.")
    assert graded(course)["ada"]["score"] == "9.5"
    for name in ("ada", "bob"):
        (course / f"in/{name}.ipynb").write_bytes(data(TWO))
    for _ in range(2):
        rows = graded(course)
        want = ("2.5", "to be looked at again")
        assert (rows["ada"]["score"], rows["ada"]["status"]) == want
        assert "is of ps2, not of ps1; look again at why" in rows["ada"]["why"]
        want = ("", "nothing handed in")
        assert (rows["bob"]["score"], rows["bob"]["status"]) == want
        assert exported(course) == {"ada": "2.5", "bob": ""}
    assert "2.5 of 10 points" in (course / "feedback/ada/ps1/ps1.html").read_text()
    (course / "in/ada.ipynb").write_bytes(data(CLASS["ada"]))
    row = graded(course)["ada"]
    assert (row["score"], row["status"]) == ("9.5", "graded")


def test_points_by_hand_stay_of_who_is_not_in_the_next_upload(course):
    graded(course)
    by_hand(course, "bob", 2.5, "Good.")
    (course / "in/bob.ipynb").unlink()
    row = graded(course)["bob"]
    assert (row["score"], row["status"]) == (exported(course)["bob"], "graded")
    assert row["score"] == "4.5"
    with open(course / "grades/ps1/changes.csv", encoding="utf-8-sig") as file:
        rows = [(row["student"], row["now"]) for row in csv.DictReader(file)]
    assert rows == [("bob", "4.5"), ("bob", "2.5")]


def waits(course, student="ada"):
    """The tasks of a student that Formgrader lists as to be graded."""
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        grades = book.submitted(student).grades
        return [one.name for one in grades if one.needs_manual_grade]


def hand_in(course, **answer):
    (course / "in/ada.ipynb").write_bytes(data(answers(**answer)))
    return graded(course)["ada"]


def test_points_by_hand_are_for_the_answer_that_was_seen(course):
    hand_in(course, why="Because.")
    by_hand(course, "ada", 2.5, "Good.")
    row = hand_in(course, why="Because.", adam=WRONG)  # another answer changed
    assert (row["score"], row["status"], waits(course)) == ("4.5", "graded", [])
    row = hand_in(course, why="Hm.", adam=WRONG)
    again = ("4.5", "to be looked at again", ["why"])
    assert (row["score"], row["status"], waits(course)) == again
    row = hand_in(course, why="Hm.")
    assert (row["score"], row["status"]) == ("9.5", "to be looked at again")
    row = hand_in(course, why="Because.")  # what was seen, again
    assert (row["score"], row["status"], waits(course)) == ("9.5", "graded", [])
    hand_in(course, why="Hm.")
    by_hand(course, "ada", 1, "Hm?")
    row = hand_in(course, why="Hm.", adam=WRONG)
    assert (row["score"], row["status"], waits(course)) == ("3.0", "graded", [])


def test_points_by_hand_stay_when_the_grader_says_other_words(course, monkeypatch):
    graded(course)
    by_hand(course, "ada", 2.5, "Good.")
    monkeypatch.setattr(batch, "version", lambda *one: "another grader")
    monkeypatch.setattr(marking.Marks, "max", property(lambda marks: 11.0))
    row = graded(course)["ada"]
    assert (row["score"], row["max"]) == ("9.5", "11.0")
    assert (row["status"], row["why"], waits(course)) == ("graded", "", [])


def test_a_killed_batch_loses_nothing_in_the_gradebook(course):
    for n in range(4):
        (course / f"in/s{n}.ipynb").write_bytes(data(answers()))
    command = [sys.executable, "-m", "course.grade", "ps1", course / "in"]
    command += ["--course", course, "--workers", "1"]
    with subprocess.Popen(
        command, cwd=BOOK, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as run:  # fmt: skip
        while run.poll() is None and len(list(course.glob("autograded/*/*/*"))) < 3:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
    assert 3 <= len(list(course.glob("autograded/*/*/*"))) < 6
    by_hand(course, "ada", 3, "Yes.")
    subprocess.run(command, cwd=BOOK, check=True, capture_output=True)
    want = {"ada": (10, False), "bob": (2, True)}
    assert shown(course) == want | {f"s{n}": (7, True) for n in range(4)}
