"""What a teacher decides and finds: deadlines, points, tables, files, a report."""

import csv

import pytest

from course.grade import tables
from course.grade.decisions import Decisions, Terms, moment
from course.grade.desk import Desk
from course.grade.kept import Kept
from course.grade.outline import outline
from course.grade.regrade import Regrade
from tests.course.toy_set import answers, data, handed_out

ITEMS = outline(handed_out())
MAX = 10.0


def result(student="ada", sgd=2.0, adam=5.0, why=None, **more):
    """What the grader says of somebody."""

    def mark(points, most):
        right = points == most
        words = "right" if right else "The step goes uphill."
        return {"points": points, "max": most, "right": right, "words": words,
                "mistake": "" if right else "uphill", "notes": []}  # fmt: skip

    tasks = {"check_sgd": mark(sgd, 2.0), "check_adam": mark(adam, 5.0)}
    tasks["why"] = mark(why, 3.0)
    score = sum(one["points"] or 0 for one in tasks.values())
    made = {"student": student, "assignment": "ps1", "status": "graded", "flags": []}
    made |= {"notes": [], "tasks": tasks, "score": score, "max": MAX, "key": "old"}
    return made | {"time": "", "upload": "", "secret": ""} | more


def desk(folder, *students, **wishes):
    return Desk(folder, "ps1", data(handed_out()).decode(), students, **wishes)


def run(folder, *results, **wishes):
    """A whole run; returns the results as people see them, and what is said."""
    one = desk(folder, *(each["student"] for each in results), **wishes)
    seen = [one.settle(each, answers())[0] for each in results]
    return seen, one.finish(seen)


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("late, hours, share", [
    ("", 100, 0), ("10 % a day", 1, 0.1), ("10 % a day", 24, 0.1),
    ("10 % a day", 24.1, 0.2), ("5% per hour", 2.5, 0.15), ("10 % a day", 999, 1),
    ("10 % a day, at most 50 %", 999, 0.5), ("2.5 % a day", 30, 0.05),
])  # fmt: skip
def test_each_day_begun_costs_its_share(late, hours, share):
    due = moment("2026-11-05T12:00", "due")
    when = due.fromtimestamp(due.timestamp() + 3600 * hours, due.tzinfo)
    assert abs(Terms("2026-11-05", late).share(when - due) - share) < 1e-12


@pytest.mark.parametrize("time, hour", [
    ("2026-11-05T10:00+02:00", 8), ("2026-11-05 08:00:00.5 UTC", 8),
    ("2026-11-05 10:00:00 Europe/Berlin", 9),
])  # fmt: skip
def test_times_have_zones(time, hour):
    assert int(moment(time, "x").timestamp()) == 1793836800 + 3600 * hour


def test_a_time_without_a_zone_is_this_machines(monkeypatch):
    same = "Thursday, 5 November 2026, 10:23 PM", "2026-11-05 22:23"
    assert moment(same[0], "x") == moment(same[1], "x")
    assert moment("2026-11-05", "x") > moment("2026-11-05 23:58", "x")


@pytest.mark.parametrize("said", ["tomorrow", "5/11/2026 10:00", "", "13:00"])
def test_what_is_no_time_is_refused(said):
    with pytest.raises(ValueError, match="the deadline: a time is like 2026-11-05 23"):
        moment(said, "the deadline")


def test_being_late_costs_and_is_told_everywhere(tmp_path):
    late, early = "2026-11-07T11:00", "2026-11-05T11:00"
    class_ = [result("ada", time=late), result("bob", time=early), result("eve"),
              result("dan", 0.0, 1.0, time=late), result("gil", time=late)]  # fmt: skip
    (tmp_path / "extensions.csv").write_text(
        "student,until,reason\ngil,2026-11-08,ill\ndan,2026-11-05 13:00,train\n"
    )
    terms = {"deadline": "2026-11-05T12:00", "late": "10 % a day"}
    seen, _ = run(tmp_path, *class_, **terms)
    scores = {one["student"]: one["score"] for one in seen}
    assert scores == {"ada": 5.0, "bob": 7.0, "eve": 7.0, "dan": 0.0, "gil": 7.0}
    page = (tmp_path / "feedback/ada.html").read_text()
    assert "5 of 10 points so far." in page
    assert "47 h late (due 2026-11-05 12:00). That costs 2 of your 7 points" in page
    assert "extended: train" in (tmp_path / "feedback/dan.html").read_text()
    assert "late" not in (tmp_path / "feedback/gil.html").read_text()
    rows = {row["student"]: row for row in read(tmp_path / "grades.csv")}
    assert rows["ada"]["late"] == "47 h late (due 2026-11-05 12:00): -2 points"
    assert rows["bob"]["late"] == rows["eve"]["late"] == ""
    assert "47 h late" in (tmp_path / "report.html").read_text()
    again, _ = run(tmp_path, *class_)  # the terms stay
    assert again == seen
    never, _ = run(tmp_path, *class_, deadline="")
    assert [one["score"] for one in never] == [7, 7, 7, 1, 7]


def test_whose_time_is_believed(tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "Identifier,Grade,Last modified (grade),Last modified (submission)\n"
        'Participant 7,,-,"Saturday, 7 November 2026, 11:00 AM"\n'
    )
    forged = "2000-01-01 10:00:00 UTC"
    where = "Ada_7_assignsubmission_file_/ps1.ipynb"
    terms = {"deadline": "2026-11-05 12:00", "late": "10 % a day"}
    one = result("Ada_7", time=forged, upload=where)
    other = result("Bob_8", time="2026-11-07 12:00:00 UTC", upload=where)
    canvas = result("lada_9", upload="in/lada_LATE_9_11_ps1.ipynb")
    zipped = result("pete_9", upload="in/pete_LATE_9_11_ps1.zip/sheet/ps1.ipynb")
    odd = result("odd", time="<b>" * 99)
    seen, _ = run(tmp_path, one, other, canvas, zipped, odd, worksheet=sheet, **terms)
    assert [round(each["score"], 6) for each in seen] == [5, 7, 7, 7, 7]
    assert all("Canvas" in each["lateness"]["words"] for each in seen[2:4])
    assert seen[4]["lateness"] is None


def test_a_teachers_points_count_with_their_reason(tmp_path):
    (tmp_path / "overrides.csv").write_text(
        "student;task;points;reason\nada;adam;2,5;half of it <i>\nbob;why;3;viva\n"
    )
    seen, _ = run(tmp_path, result("ada", adam=0.0), result("bob"))
    assert [one["score"] for one in seen] == [4.5, 10]
    page = (tmp_path / "feedback/ada.html").read_text()
    assert "2.5 of 5" in page and "by your teacher: half of it &lt;i&gt;" in page
    rows = read(tmp_path / "grades.csv")
    assert rows[0]["adam"] == "2.5" and rows[0]["why"].endswith("half of it <i>")
    assert (rows[1]["by hand"], rows[0]["by hand"]) == ("", "why")


@pytest.mark.parametrize("name, text, said", [
    ("overrides", "student,task,points,reason\nadda,adam,1,x", "line 2.*near: ada"),
    ("overrides", "student,task,points,reason\nada,adma,1,x", "near: .*adam"),
    ("overrides", "student,task,points,reason\nada,adam,6,x", "from 0 to 5, not '6'"),
    ("overrides", "student,task,points,reason\nada,adam,nan,x", "from 0 to 5"),
    ("overrides", "student,task,points,reason\nada,adam,1,", "say the reason"),
    ("overrides", "student,task,points\nada,adam,1", "no column reason"),
    ("extensions", "student,until\nada,soon", "extensions.csv, line 2: a time is like"),
    ("extensions", "who,until\nada,soon", "no column student"),
])  # fmt: skip
def test_a_table_that_cannot_be_meant_is_refused(tmp_path, name, text, said):
    (tmp_path / f"{name}.csv").write_text(text)
    with pytest.raises(ValueError, match=said):
        Decisions.read(tmp_path, ITEMS, ["ada"], deadline="2026-11-05")
    assert not (tmp_path / "terms.json").exists()


@pytest.mark.parametrize("late", ["10", "ten percent a day", "10 % a week"])
def test_a_rule_that_cannot_be_meant_is_refused(late):
    with pytest.raises(ValueError, match="a late rule is like '10 % a day'"):
        Terms("2026-11-05", late)


@pytest.mark.parametrize("text, safe", [
    ("=cmd()", "'=cmd()"), ("+1+cmd", "'+1+cmd"), ("-x", "'-x"), ("@sum", "'@sum"),
    ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("＝1", "'＝1"),
    ("  =1", "'  =1"), ("-", "-"), ("-1.5", "-1.5"), ("ada", "ada"), (None, ""),
    (2.5, 2.5), ("a=b", "a=b"),
])  # fmt: skip
def test_a_spreadsheet_computes_nothing(text, safe):
    assert tables.cell(text) == safe


def test_excel_sees_utf8(tmp_path):
    run(tmp_path, result("Çelik_3"), platform="moodle")
    for name in ("grades.csv", "moodle.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_has_changed_is_told(tmp_path):
    class_ = [result("ada"), result("bob")]
    assert not any("changed" in line for line in run(tmp_path, *class_)[1])
    assert not (tmp_path / "changes.csv").exists()
    _, said = run(tmp_path, result("ada", adam=0.0), result("bob"), result("new"))
    assert "points of 1 changed since the last run: see changes.csv" in said
    rows = [list(row.values())[1:] for row in read(tmp_path / "changes.csv")]
    assert rows == [["ada", "score", "7.0", "2.0"], ["ada", "adam", "5.0", "0.0"]]
    page = (tmp_path / "report.html").read_text()
    assert "<h2>Changed on " in page
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    run(tmp_path, result("ada", adam=0.0), result("bob"), result("new"))
    assert before == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


def test_a_run_never_overwrites_what_a_teacher_has_edited(tmp_path):
    run(tmp_path, result("ada"))
    edited = tmp_path / "feedback/ada.html"
    edited.write_text("My own words.")
    one = desk(tmp_path, "ada")
    seen, page = one.settle(result("ada", adam=0.0), answers())
    said = one.finish([seen])
    assert edited.read_text() == page == "My own words."
    assert "2 of 10" in (tmp_path / "new/feedback/ada.html").read_text()
    assert [line for line in said if "feedback/ada.html was edited, and stays" in line]
    assert read(tmp_path / "grades.csv")[0]["score"] == "2.0"
    edited.unlink()
    run(tmp_path, result("ada", adam=0.0))
    assert "2 of 10" in edited.read_text()
    assert not (tmp_path / "new/feedback/ada.html").exists()


def test_a_run_that_was_cut_short_knows_its_own_files(tmp_path, monkeypatch):
    Kept(tmp_path).write("a.txt", "one")

    def cut(path, text):
        path.write_text(text)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("course.grade.kept.write", cut)
        Kept(tmp_path).write("a.txt", "two")
    kept = Kept(tmp_path)
    assert kept.write("a.txt", "three") == "three" and not kept.edited


def test_one_student_or_one_task_is_graded_anew():
    class_ = ["Ada_1", "Bob_2", "Bobby_3"]
    old = {name: result(name, adam=0.0) for name in class_}

    def anew(only=(), task="", key="old"):
        again = Regrade(ITEMS, class_, only, task)
        return [name for name in class_ if not again.stands(name, old[name], key)]

    assert (anew(), anew(key="new")) == ([], class_)
    assert anew(only=["ada"], key="new") == ["Ada_1"]
    assert anew(task="adam") == class_ and anew(["Bob_2"], "adam") == ["Bob_2"]
    assert not Regrade(ITEMS, class_, ["ada"]).stands("Bob_2", None, "old")
    made = Regrade(ITEMS, class_, task="adam").merged(
        old["Ada_1"], result("Ada_1", sgd=0.0, key="new")
    )
    assert (made["score"], made["key"]) == (7.0, "old")  # sgd 2 as it was, adam 5
    for only, task, said in (
        (["eve"], "", "--only: a student 'eve' is not known"),
        (["bob"], "", "is not known"), ((), "sdg", "--task: a task 'sdg'.*near: sgd"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=said):
            Regrade(ITEMS, class_, only, task)
