"""The problem sets: solved they earn all points, handed out none."""

import copy
import json
import re
from functools import cache

import nbformat
import numpy as np
import pytest

from adamedu.questions.checks import diagnose
from adamedu.questions.tables import sets, signatures, tables
from course import SETS
from course.grade import marking, outline
from course.grade.intake import mark, read, rebuild
from course.grade.student import LIMITS
from course.serve.release import student_version
from course.tasks import TASKS
from tests.answers import Here

NAMES = sorted(path.stem for path in SETS.glob("ps*.ipynb"))
each_set = pytest.mark.parametrize("name", NAMES)
CHAPTERS = SETS.parents[1] / "chapters"
POINTER = r"\[chapter (\d+)\]\(\.\./(\w+)\.ipynb\)((?:,? (?:and )?“[^”]+”)*)"
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", re.DOTALL)


@cache
def solved(name):
    return nbformat.read(SETS / f"{name}.ipynb", as_version=4)


@cache
def handed_out(name):
    return student_version(solved(name))


def graded(name, notebook):
    cells, _ = read(json.dumps(notebook).encode())
    made, flags = rebuild(handed_out(name), cells)
    quarter = {limit: value / 4 for limit, (value, _) in LIMITS.items()}
    quarter["fuse"] *= 4
    marks = marking.marks(made, name, "ada", **quarter)  # a machine 4 times slower
    return marks, [*flags, *marks.flags]


def by_machine(marks):
    return [one for one in marks.tasks.values() if one.points is not None]


@pytest.mark.usefixtures("sandboxed")
@each_set
def test_solved_earns_all_points(name):
    marks, flags = graded(name, solved(name))
    assert flags == []
    assert by_machine(marks)
    assert all(one.right and one.points == one.max for one in by_machine(marks))


@pytest.mark.usefixtures("sandboxed")
@each_set
def test_handed_out_earns_none(name):
    marks, flags = graded(name, handed_out(name))
    assert flags == []
    assert [one.points for one in by_machine(marks)] == [0] * len(by_machine(marks))
    assert {one.words for one in by_machine(marks)} == {"not answered"}


@cache
def slipped(name, kinds):
    """The marks of a set with the slips of all its tasks of these kinds."""
    notebook = copy.deepcopy(solved(name))
    for task in sets()[name]:
        if TASKS[task].kind in kinds:
            old, new, _ = TASKS[task].slip
            [cell] = [c for c in notebook.cells if mark(c, "grade_id") == task]
            assert old in cell.source
            cell.source = cell.source.replace(old, new)
    return graded(name, notebook)[0]


@pytest.mark.usefixtures("sandboxed")
@pytest.mark.parametrize("task", TASKS)
def test_a_slip_earns_nothing_and_is_named(task):
    """Two runs a set, as a number may come from what was written before it."""
    kinds = ("value",), ("rule", "function", "table")
    (those,) = [some for some in kinds if TASKS[task].kind in some]
    one = slipped(tables()[task]["set"], those).tasks[f"check_{task}"]
    assert (one.points, one.mistake) == (0, TASKS[task].slip[2])
    assert "Read chapter" in one.words


@each_set
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_check_agrees(name):
    """Every check cell, on what the solved notebook defines and on the stubs."""
    for notebook, right in ((solved(name), True), (handed_out(name), False)):
        names, checked = {}, 0
        for cell in notebook.cells:
            if cell.cell_type != "code" or "interact(" in cell.source:  # a kernel's
                continue
            if not outline.is_check(cell):
                exec(cell.source, names)
                continue
            task, answer = outline.asked_in(cell)
            assert diagnose(task, names[answer]).right == right, task
            assert task in TASKS
            checked += 1
        assert checked >= 1


@each_set
def test_solutions_are_taken_out(name):
    for full, given in zip(solved(name).cells, handed_out(name).cells, strict=True):
        assert "SOLUTION" not in given.source and "Rubric" not in given.source
        if mark(full, "solution"):
            [region] = REGION.findall(full.source)
            for line in filter(None, map(str.strip, region.splitlines())):
                assert line not in given.source


@each_set
def test_progress_lists_its_tasks(name):
    assert sets()[name] == [task for task, _ in outline.asked_of(solved(name))]


@each_set
def test_points_are_those_of_the_table(name):
    cells = solved(name).cells
    points = sum(mark(cell, "points", 0) for cell in cells)
    told = int(re.search(r"(\d+) points", cells[0].source)[1])
    rows = re.findall(r"^\| \d+ \|.*\| ([\d +]+) \|$", cells[0].source, re.MULTILINE)
    heads = re.findall(
        r"^## Task .*\(([\d +]+) points?\)",
        "\n".join(cell.source for cell in cells), re.MULTILINE,
    )  # fmt: skip
    assert rows == heads and 4 <= len(rows) <= 8
    assert sum(int(n) for row in rows for n in row.split("+")) == points == told


@each_set
def test_each_task_has_its_check_and_three_hints(name):
    cells = solved(name).cells
    ids = [mark(cell, "grade_id") for cell in cells if mark(cell, "grade_id")]
    assert len(set(ids)) == len(ids)
    for above, check, below in zip(cells, cells[1:], cells[2:]):
        if not outline.is_check(check):
            continue
        task, _ = outline.asked_in(check)
        assert mark(above, "solution") and mark(above, "grade_id") == task
        assert mark(check, "grade_id") == f"check_{task}"
        hints = re.findall(
            r"^```\{admonition\} Hint (\d)\n:class: dropdown$", below.source, re.M
        )
        assert hints == ["1", "2", "3"]


@each_set
def test_pointers_lead_to_chapters_that_the_set_needs(name):
    """Those of its texts, and those that `check` gives with a mistake."""
    cells = solved(name).cells
    intro = cells[0].source
    known = {int(n) for n in re.findall(r"\[chapter (\d+)\]", intro)}
    for first, last in re.findall(r"chapters (\d+) (?:to|and) (\d+)", intro):
        known |= set(range(int(first), int(last) + 1))
    told = re.findall(r"chapter (\d+)", " ".join(cell.source for cell in cells))
    told += [place[1] for task in sets()[name]
             for place in signatures(task)["mistakes"].values()]  # fmt: skip
    assert {int(n) for n in told} <= known


@cache
def titles(number):
    """The headings of a chapter, and its page."""
    (path,) = CHAPTERS.glob(f"{number}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    found = re.findall(
        r"^#+ (.*)$",
        "\n".join(c.source for c in cells if c.cell_type == "markdown"),
        re.M,
    )
    return path.stem, set(found)


@each_set
def test_pointers_name_the_chapter_and_sections_that_are_there(name):
    """Those of its texts, and those that `check` gives with a mistake."""
    for cell in solved(name).cells:
        for number, page, after in re.findall(POINTER, cell.source):
            assert page == titles(number)[0]
            assert set(re.findall("“([^”]+)”", after)) <= titles(number)[1]
    for task in sets()[name]:
        for _, number, section, *_ in signatures(task)["mistakes"].values():
            assert section in titles(number)[1]


@each_set
def test_hand_graded_tasks_have_a_rubric_that_adds_up(name):
    for cell in solved(name).cells:
        if mark(cell, "grade") and mark(cell, "solution"):
            rubric = cell.source.split("**Rubric.**")[1]
            told = [int(n) for n in re.findall(r"^- (\d+) points?:", rubric, re.M)]
            assert sum(told) == mark(cell, "points")


@pytest.mark.parametrize(
    "task",
    [t for t in TASKS.values() if t.kind == "value"],
    ids=lambda task: task.name,
)
def test_numbers(task):
    """A number near the right one passes, one beside it does not, and says so."""

    def earned(number):
        asked = marking.Asked(Here(number), "my_number")
        return marking.examine(task, asked, np.random.default_rng(0), 2.0)

    for factor, right in ((1, True), (1.004, True), (1.006, False), (np.nan, False)):
        got = earned(task.answer() * factor)
        assert (got.right, got.points) == (right, 2.0 * right)
        assert got.words
    for mistake in task.mistakes:
        got = earned(task.answer(mistake))
        assert (got.mistake, got.points) == (mistake, 0)
