"""What the learner's side may know of a task, derived from its record.

Numbers only: what it is asked, the right numbers, the prints of each mistake, and the
digest of each two that are not like one. No rule can be read off.
"""

import json
import re
from itertools import combinations

import nbformat

from adamedu.questions import mistakes
from adamedu.questions.follow import finite
from adamedu.questions.tables import SIGNATURES
from course import SETS
from course.grade.intake import mark
from course.grade.outline import asked_of
from course.tasks import TASKS


def rounded(value, digits):
    """Lists of numbers with few digits; None for what is not finite."""
    if isinstance(value, list):
        return [rounded(one, digits) for one in value]
    if not finite(value):
        return None
    short = float(f"{value:.{digits}g}")
    return int(short) if abs(short) < 1e6 and short == int(short) else short


def signature(task):
    """All that is stored for one task."""
    table = task.table(task.probes)
    if task.kind == "table":  # its faults are found by `adamedu.questions.comparison`
        return table | {"mistakes": task.mistakes}
    right, flags = task.numbers(table), list(task.mistakes)
    table["right"] = rounded(right, 10)
    table["scales"] = rounded(mistakes.scales(table), 6)
    prints = {flag: mistakes.prints(table, task.numbers(table, flag)) for flag in flags}
    known = [mistakes.prints(table, right), *prints.values()]
    table["order"], table["pairs"] = flags, []
    for pair in combinations([f for f in flags if f not in task.rare], 2):
        found = mistakes.prints(table, task.numbers(table, *pair))
        if not any(mistakes.alike(table, found, one, 1e-6) for one in known):
            sums = [round(one, 5) for one in mistakes.digest(table, found)]
            table["pairs"].append([*map(flags.index, pair), *sums])
    table["mistakes"] = {
        flag: [*task.mistakes[flag], rounded(prints[flag], 8)] for flag in flags
    }
    return table


def needed(notebook):
    """The chapters that a set names as needed, in its first cell."""
    text = notebook.cells[0].source
    ranges = re.findall(r"chapters (\d+) (?:to|and) (\d+)", text)
    before = {k for a, b in ranges for k in range(int(a), int(b) + 1)}
    return {f"{k:02}" for k in before} | set(re.findall(r"chapter (\d+)\]", text))


def within(mistakes, name, notebook):
    """The mistakes of a task; what a chapter explains that the set does not need is
    looked up where the set sends its reader before the task."""
    read, known = None, needed(notebook)
    for cell in notebook.cells:
        read = re.search(r"Read \[chapter (\d+)\].*?“(.+?)”", cell.source) or read
        if mark(cell, "grade_id") == name:
            break
    return {
        flag: [
            words,
            *((chapter, section) if chapter in known else read.groups()),
            *more,
        ]
        for flag, (words, chapter, section, *more) in mistakes.items()
    }


def asked():
    """{task: its set}, in the order of the sets' notebooks."""
    return {
        task: path.stem
        for path in sorted(SETS.glob("ps*.ipynb"))
        for task, _ in asked_of(nbformat.read(path, as_version=4))
    }


def signatures():
    """The tables of all tasks by name, in the order of the sets; a task that is like
    another one names it. Raises ValueError for a record that no set asks for, and
    for a task without a record.
    """
    sets = asked()
    if odd := set(sets) ^ set(TASKS):
        raise ValueError(f"a set or a record is missing for {', '.join(sorted(odd))}")
    found = {}
    for name, where in sets.items():
        task, found[name] = TASKS[name], {"set": where}
        if task.like:
            found[name]["like"] = task.like.name
        else:
            found[name] |= placed(task, where)
    return found


def placed(task, where):
    """The signature of a task in the set `where`."""
    table = signature(task)
    notebook = nbformat.read(SETS / f"{where}.ipynb", as_version=4)
    return table | {"mistakes": within(table["mistakes"], task.name, notebook)}


def text():
    return json.dumps(signatures(), separators=(",", ":"), ensure_ascii=False) + "\n"


def write():
    """Write the file; returns its size in bytes."""
    SIGNATURES.write_text(text(), encoding="utf-8")
    return SIGNATURES.stat().st_size
