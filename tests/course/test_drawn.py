"""A course with a name has numbers of its own, in which everything agrees."""

import copy
import json
import re
from functools import cache

import nbformat
import pytest

from adamedu.questions import checks
from adamedu.questions.tables import tables
from course import SETS
from course.grade import batch, marking
from course.grade.intake import mark, read, rebuild
from course.grade.outline import asked_in, is_check
from course.serve import release
from course.tasks import TASKS
from course.tasks.shared import drawn, stated
from tests.course.test_class import uploaded

NAMES = sorted(path.stem for path in SETS.glob("ps*.ipynb"))
each_set = pytest.mark.parametrize("name", NAMES)
OURS = [name for name, task in TASKS.items() if task.stated]
HERE, THERE = "autumn", "spring"
SLOW = "comparison", "flip", "floor_ratio", "net_loss"


@cache
def solved(name, course=""):
    text = (SETS / f"{name}.ipynb").read_text("utf-8")
    return nbformat.reads(drawn.drawn_set(text, course) if course else text, 4)


def quick(notebook):
    """Without words, and without tasks that take long and keep the book's numbers."""
    made, tasks = copy.deepcopy(notebook), {*TASKS} - {*SLOW}
    known = {None, *tasks, *(f"check_{task}" for task in tasks)}
    made.cells = [cell for cell in made.cells if mark(cell, "grade_id") in known
                  and "interact(" not in cell.source]  # fmt: skip
    return made


@cache
def earned(name, answers):
    """{task: its Mark} of the answers of a course's solved set, handed in HERE."""
    handed_out = release.student_version(quick(solved(name, HERE)))
    cells, _ = read(json.dumps(quick(solved(name, answers))).encode())
    made, _ = rebuild(handed_out, cells)
    found = marking.marks(made, name, "ada", course=HERE, total=960.0)
    return {key.removeprefix("check_"): one for key, one in found.tasks.items()}


@pytest.mark.usefixtures("sandboxed")
@each_set
def test_the_course_s_own_solution_earns_all_points(name):
    marks = [one for one in earned(name, HERE).values() if one.points is not None]
    assert marks and all(one.points == one.max for one in marks), marks


@pytest.mark.usefixtures("sandboxed")
@each_set
def test_another_course_s_solution_earns_nothing_where_numbers_are_drawn(name):
    marks = earned(name, THERE)
    assert {*marks} & {*OURS}
    for task, one in marks.items():
        assert one.points == (0 if task in OURS else one.max), task


@pytest.fixture
def installed():
    """The installed tables: a notebook's line changes them."""
    kept = dict(tables())
    yield
    tables().clear()
    tables().update(kept)


def checked(notebook, answers=None):
    """{task: whether `check` finds it right} as cell after cell runs; the `answers` are
    another notebook's, in place of its own."""
    theirs = {mark(c, "grade_id"): c.source for c in (answers or notebook).cells}
    names, found = {}, {}
    for cell in notebook.cells:
        if is_check(cell):
            task, answer = asked_in(cell)
            found[task] = checks.diagnose(task, names[answer]).right
        elif cell.cell_type == "code" and (not found or mark(cell, "solution")
                                           or "def " in cell.source):  # fmt: skip
            exec(theirs.get(mark(cell, "grade_id") or "", cell.source), names)
    return found


@pytest.mark.usefixtures("installed")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@each_set
def test_check_in_the_notebook_judges_by_the_course_s_numbers(name):
    here = quick(solved(name, HERE))
    handed_out = release.student_version(here)
    assert all(checked(here).values())
    assert not any(checked(handed_out).values())
    for other in ("", THERE):
        found = checked(here, quick(solved(name, other)))
        assert found == {task: task not in OURS for task in found}


def flat(numbers):
    return [x for one in numbers.values() for x in (one if isinstance(one, tuple)
                                                    else (one,))]  # fmt: skip


def written(x):
    """A number as a set may write it."""
    forms = {f"{x:g}", f"{x}", stated.code(x), stated.tex(x)}
    forms = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<![\d.{{])(?:{forms})(?![\d.])")


@each_set
def test_no_number_of_the_book_is_left_where_others_are_drawn(name):
    kept = {"eps_inside_step": ["1e-6"]}  # one of the eps that are tried there
    for cells in drawn.sections(solved(name, HERE)):
        text = "\n".join(cell.source for cell in cells)
        for task in {asked_in(cell)[0] for cell in cells if is_check(cell)} & {*OURS}:
            own = drawn.numbers(task, HERE)
            old = set(flat(drawn.book(TASKS[task], own))) - set(flat(own))
            left = [one for x in old for one in written(x).findall(text)]
            assert old and left == kept.get(task, []), task


def test_a_name_gives_its_course_again_and_no_other_one():
    for task in OURS:
        here, there = (drawn.numbers(task, course) for course in (HERE, THERE))
        assert here != there
        drawn.numbers.cache_clear()
        assert drawn.numbers(task, HERE) == here
    texts = [(SETS / f"{name}.ipynb").read_text("utf-8") for name in NAMES]
    once, again, other = ([drawn.drawn_set(text, course) for text in texts]
                          for course in (HERE, HERE, THERE))  # fmt: skip
    assert once == again and not set(once) & set(other)


@pytest.mark.parametrize("task", [name for name in OURS if TASKS[name].kind == "value"])
def test_each_course_tells_the_mistakes_of_its_numbers_apart(task):
    for k in range(10):
        made = drawn.record(task, f"course {k}")
        finding = checks.judged(made.known, made.answer())
        assert finding.right
        for flag in made.mistakes:
            finding = checks.judged(made.known, made.answer(flag))
            assert (finding.right, finding.mistake) == (False, flag)


def test_a_set_that_does_not_state_its_numbers_is_refused():
    text = (SETS / "ps5.ipynb").read_text("utf-8")
    other = text.replace("a standard deviation of 1.2", "an s of 1.2")
    with pytest.raises(ValueError, match=r"seeds_needed: .*standard deviation of 1\.2"):
        drawn.drawn_set(other, HERE)


def test_a_course_keeps_its_name(tmp_path):
    sets, folder, plain = (tmp_path / name for name in ("sets", "course", "plain"))
    for one in (sets, folder, plain):
        one.mkdir()
    text = (SETS / "ps5.ipynb").read_text("utf-8")
    (sets / "ps5.ipynb").write_text(text, "utf-8")
    release.build(folder, sets, HERE)
    source = (folder / "source/ps5/ps5.ipynb").read_text("utf-8")
    assert source == drawn.drawn_set(text, HERE)
    released = (folder / "release/ps5/ps5.ipynb").read_text("utf-8")
    assert "judge_by" in released and HERE not in released
    assert (folder / "name").stat().st_mode & 0o777 == 0o600
    assert release.christened(folder, "") == release.christened(folder, HERE) == HERE
    (plain / release.RELEASED).write_text("{}")
    assert release.christened(plain, "") == ""
    for made, name in ((folder, THERE), (plain, HERE)):
        with pytest.raises(ValueError, match="was made with other numbers"):
            release.christened(made, name)
    assert marking.course_name(folder) == HERE and marking.course_name(plain) == ""


def test_a_run_grades_by_the_name_of_its_course(course, stubbed, monkeypatch):
    (course / "name").write_text(HERE)
    marks, courses = batch.marks, []
    monkeypatch.setattr(batch, "marks", lambda *args, **more: (
        courses.append(more["course"]), marks(*args, **more))[1])  # fmt: skip
    batch.grade_all("ps1", uploaded(course), course / "release/ps1/ps1.ipynb",
                    course / "out", course=course)  # fmt: skip
    assert {*courses} == {HERE}
