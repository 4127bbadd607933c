"""What a set asks: its graded cells in their order, and what people call them."""

import re
from dataclasses import dataclass

from course.grade.intake import mark, source

HEADING = re.compile(r"(?m)^##\s+(.+?)(?:\s*\([\d+ ]+points?\))?\s*$")
CHECK = re.compile(r"""(?m)^check\(\s*["'](\w+)["']\s*,\s*(\w+)""")


@dataclass
class Item:
    """One graded cell: its grade_id, its short name in tables and options, its task's
    title, and the grade_id of the answer's cell.
    """

    key: str
    name: str
    title: str
    answer: str
    max: float
    by_hand: bool


def outline(notebook):
    """{grade_id: Item} of a handed-out notebook.

    The title is the heading above; where a person grades the second part of a task, it
    says so.
    """
    items, title, answer, taken = {}, "", "", set()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and (found := HEADING.search(source(cell))):
            title = found[1]
        if mark(cell, "solution"):
            answer = mark(cell, "grade_id")
        if not mark(cell, "grade"):
            continue
        key, by_hand = mark(cell, "grade_id"), bool(mark(cell, "solution"))
        name, own = (key, "in words") if by_hand else asked_in(cell)
        full = title or name
        full += f", {own}" if full in taken else ""
        taken.add(full)
        points = float(mark(cell, "points", 0))
        items[key] = Item(key, name, full, answer, points, by_hand)
    return items


def is_check(cell):
    """Whether a cell of the handed-out notebook earns the points of a task."""
    return bool(mark(cell, "grade") and mark(cell, "locked"))


def asked_of(notebook):
    """(task, name of the answer) for each check, in their order."""
    return [asked_in(cell) for cell in notebook["cells"] if is_check(cell)]


def asked_in(cell):
    """The task and the student's name for its answer, from `check("adam", my_adam)`."""
    if found := CHECK.search(source(cell)):
        return found[1], found[2]
    task = re.sub(r"^(check|test)_", "", mark(cell, "grade_id"))
    return task, f"my_{task}"
