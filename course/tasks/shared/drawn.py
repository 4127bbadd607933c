"""A course with numbers of its own: they come from its name, so they are the same each
time, and others for another name.
"""

import inspect
import re
from dataclasses import replace
from functools import cache
from itertools import combinations

import nbformat

from adamedu.questions.tables import packed, tables
from course.grade.outline import HEADING, asked_in, is_check
from course.tasks import TASKS
from course.tasks.shared.signatures import placed
from course.tasks.shared.stated import seed

TRIES = 1000
APART = 0.01  # as a share: what is right, and what is not
CELL = """

# The numbers by which `check` judges in this course.
from adamedu.questions.tables import judge_by

judge_by("{}")"""


def record(name, course=""):
    """The record of a task, about the course's own numbers if it has a name."""
    return drawn(name, course) if course and TASKS[name].stated else TASKS[name]


@cache
def drawn(name, course):
    task = TASKS[name]
    made = task.having(numbers(name, course))
    if task.like:
        return replace(made, like=task.like, known=drawn(task.like.name, course).known)
    where = tables()[name]["set"]
    return replace(made, known={"set": where} | placed(made, where))


@cache
def numbers(name, course):
    """The numbers of a task in a course; raises ValueError where none will do."""
    task = TASKS[name]
    rng = seed("numbers", course, task.stated.of)
    for _ in range(TRIES):
        values = task.stated.draw(rng)
        if values != book(task, values) and told_apart(task, task.having(values)):
            return values
    raise ValueError(f"no numbers of {name} tell its mistakes apart")


def book(task, names):
    """The book's own numbers of these names."""
    given = inspect.signature(task.reference).parameters
    return {name: given[name].default for name in names}


def told_apart(task, made):
    """Whether an answer that is a number tells right, each mistake and the book's."""
    if task.kind != "value":
        return True
    answers = [task.answer(), made.answer(), *map(made.answer, task.mistakes)]
    return not any(
        abs(a - b) <= APART * max(abs(a), abs(b)) for a, b in combinations(answers, 2)
    )


def drawn_set(text, course):
    """A solved set's file about the course's numbers, without outputs.

    Raises ValueError where the set does not say what its numbers stand in.
    """
    notebook, own = nbformat.reads(text, as_version=4), {}
    for cells in sections(notebook):
        for task, _ in map(asked_in, filter(is_check, cells)):
            if task in TASKS and TASKS[task].stated:
                restate(cells, task, course)
                own[task] = record(task, course)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if own:
        hand_over(notebook, own)
    return nbformat.writes(notebook) + "\n"


def sections(notebook):
    """The cells below each heading, with it."""
    found = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and HEADING.search(cell.source):
            found.append([])
        found[-1].append(cell)
    return found


def restate(cells, task, course):
    """Put a course's numbers into the cells of a task."""
    values, said = numbers(task, course), TASKS[task].stated.said
    old, new = said(**book(TASKS[task], values)), said(**values)
    swap, seen = dict(zip(old, new, strict=True)), set()
    texts = "|".join(map(re.escape, sorted(old, key=len, reverse=True)))

    def other(found):
        seen.add(found[0])
        return swap[found[0]]

    for cell in cells:
        cell.source = re.sub(rf"(?:{texts})(?!\d)", other, cell.source)
    if missing := set(old) - seen:
        raise ValueError(f"{task}: its numbers are drawn where its set says "
                         f"{min(missing)!r}, and it doesn't")  # fmt: skip


def hand_over(notebook, own):
    """Let the notebook's `check` know the records' tables."""
    asked = {name: made.known for name, made in own.items() if not made.like}
    asked |= {made.like.name: made.known for made in own.values() if made.like}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    first = [cell for cell in code if "adamedu.questions" in cell.source]
    (first or code)[0].source += CELL.format(packed(asked))
