"""One mistake costs once: which answers are measured with earlier ones.

The loss after training with one's own rule is wrong where that rule is. Since the rule
has cost its points already, such a number is measured again with the solved set's rule
below the student's.
"""

import ast
import inspect
import json
from pathlib import Path
from typing import NamedTuple

from course.grade.cells import python
from course.grade.intake import mark, source
from course.grade.outline import asked_in, is_check, outline
from course.tasks import TASKS

MEASURED = ("value", "table")
AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Solved(NamedTuple):
    """The solved cell of an earlier task: the task's title, its grade_id, its text."""

    title: str
    answer: str
    source: str


def solved_of(course, assignment):
    """The set's solved notebook in nbgrader's course; None where there is none."""
    path = Path(course, "source", assignment, f"{assignment}.ipynb")
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def earlier(solved):
    """{key: {key of an earlier task: its Solved}} for each task whose solution uses
    earlier answers; the keys are the grade_ids of the checks.
    """
    found, known, uses, answer = {}, {}, {}, None
    items = outline(solved) if solved else {}
    for cell in solved["cells"] if solved else []:
        if cell["cell_type"] != "code":
            continue
        if is_check(cell):
            key, (task, name) = mark(cell, "grade_id"), asked_in(cell)
            used = reached(answer, uses)
            theirs = {k: of for one, (k, of) in known.items() if one in used}
            if theirs and task in TASKS and TASKS[task].kind in MEASURED:
                found[key] = theirs
            item = items[key]
            known[name] = key, Solved(item.title, item.answer, source(answer))
            continue
        for node in statements(cell):
            for name in defined(node):
                uses.setdefault(name, set()).update(used_by(node))
        answer = cell if mark(cell, "solution") else answer
    return found


def statements(cell):
    """A cell's statements; none where it is not Python, and so defines nothing."""
    try:
        return ast.parse(python(source(cell))).body
    except SyntaxError:
        return []


def reached(cell, uses):
    """The names that a cell uses, and those that these use in their turn."""
    found, left = set(), {name for node in statements(cell) for name in used_by(node)}
    while left:
        found |= left
        left = set().union(*(uses.get(name, ()) for name in left)) - found
    return found


def used_by(node):
    """The names that a statement, or a function in it, looks up beyond its own."""
    found, codes = set(), [compile(ast.Module([node], []), "", "exec", AWAIT)]
    for code in codes:
        found.update(code.co_names)
        codes += filter(inspect.iscode, code.co_consts)
    return found


def defined(node):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    inside = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    return {one.id for one in inside if isinstance(one.ctx, ast.Store)}


def with_right(notebook, solutions, last):
    """The notebook as far as the check `last`, with each of the Solved below the answer
    that it mends.
    """
    texts = {one.answer: one.source for one in solutions}
    made = {"metadata": notebook["metadata"], "cells": []}
    for cell in notebook["cells"]:
        made["cells"].append(cell)
        name = mark(cell, "grade_id")
        if name == last:
            break
        if mark(cell, "solution") and name in texts:
            right = {"id": f"{name}, right", "metadata": {}, "source": texts[name]}
            made["cells"].append({"cell_type": "code", **right})
    return made
