"""`python -m course.serve.publish NAME ...`: a set, as a page of the book.

`chapters/exercises/NAME.ipynb` is made from the solved `course/sets/NAME.ipynb`: its
solutions go, and what is left must run. What a cell shows is kept where it hangs on no
answer. Where a task is a rule, a function, or a number to predict, the output of its
check is an exercise that needs no kernel: an editor with the stub, checked while one
types. Nothing has to be written for that in the set, but that the title says
"Predict:". Where an answer needs whole arrays, its `np` is the page's small NumPy.

`make book` and `make lab` keep the page up to date. Answers that somebody wrote
into it stay, as `NAME-before-1.ipynb`.
"""

import argparse
import dis
import os
import sys
import tempfile
from itertools import count

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from adamedu.figures import limits
from adamedu.figures.pack import names, runs_in_page
from adamedu.questions.measured import flat
from adamedu.questions.tables import in_arrays, page_table, signatures
from book.run import WIDGETS
from course import BOOK, SETS
from course.grade.intake import mark
from course.grade.outline import asked_in, is_check
from course.serve.release import TEXT_STUB, student_version

PAGES = BOOK / "chapters/exercises"
OURS = {"nbgrader", "tags", "mystnb"}
IMPORTS = """\
from adamedu.questions.tables import page_table
from adamedu.questions.page import exercise_scene
from adamedu.figures import interact
"""
EXERCISE = """\
{library}
{stub}

TABLE = page_table({task!r})


def exercise():
    {named}  # what is named here is there in the page
    return exercise_scene(TABLE, {asked})


interact(exercise, edit={edit})
"""
CAPTION = "Try it here: change `{answer}`, and the page checks it while you type. "
RULE = (
    "It gets plain numbers, each parameter by itself, so write it without NumPy. "
    "The chart shows the first parameter."
)
NUMBERS = "It gets plain numbers, so write it without NumPy."
ARRAYS = "Its `np` is a small part of NumPy, and says so where something is missing."
NUMBER = "A number or a formula will do; three digits are enough."
WHOLE = "A whole number will do, or a formula for it."
ROOT = " A root is `** 0.5`."


def published(notebook, folder=PAGES):
    """The student's version of a solved notebook; raises CellExecutionError where it,
    or an exercise, does not run.

    Running it leaves no trace in the learner's own `progress()`.
    """
    rooted = {mark(one, "grade_id") for one in notebook.cells if "** 0.5" in
              one.source.replace("**0.5", "** 0.5")}  # fmt: skip
    made = student_version(notebook)
    for cell in made.cells:
        unseen(cell)
        for key in set(cell.metadata) - OURS:
            del cell.metadata[key]
    imports = next(cell.source for cell in made.cells if cell.cell_type == "code")
    pairs = list(exercises_of(made, brought(imports), rooted))
    sources = [new_code_cell(f"{imports}\n{IMPORTS}"), *(one for _, one in pairs)]
    exercises = new_notebook(cells=sources)
    with tempfile.TemporaryDirectory() as home:
        for one in (made, exercises):
            NotebookClient(
                one, timeout=120, kernel_name="python3",
                resources={"metadata": {"path": str(folder)}},
            ).execute(env=os.environ | {"XDG_DATA_HOME": home})  # fmt: skip
    forget(made)
    for check, exercise in pairs:
        check.outputs = exercise.outputs
    add_widgets(made, exercises)
    for cell in made.cells:
        cell.metadata.pop("execution", None)
    return made


def brought(imports):
    """The names that a set imports and the page has too."""
    found = {}
    exec(imports, found)
    for name, value in found.items():
        module = getattr(value, "__module__", None) or getattr(value, "__name__", "")
        ours = module.startswith("adamedu.") and runs_in_page(module)
        if ours or module in limits.MODULES:
            yield name


def asks(table):
    """What an answer without arrays may be."""
    if table["kind"] != "value":
        return RULE if table["kind"] == "rule" else NUMBERS
    [number] = flat(table["right"])
    return WHOLE if number == int(number) else NUMBER


def unseen(cell):
    """Keep what does something in JupyterLab alone off the page: the places for words,
    and the list of what is done."""
    ends = ("## What is done", "progress()")
    if cell.source == TEXT_STUB or cell.source.startswith(ends):
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), "remove-cell"]


def exercises_of(notebook, known, rooted):
    """(check, a cell that makes its exercise) for each check that the page can do.
    `known`: names that answers may use; `rooted`: tasks whose answer takes a root."""
    known = list(known)
    title, stub = "", None
    for cell in notebook.cells:
        if cell.source.startswith("## "):
            title = cell.source.splitlines()[0]
        if mark(cell, "solution"):
            stub = cell.source
        if not is_check(cell):
            continue
        task, answer = asked_in(cell)
        table = signatures(task)
        number, arrays = table["kind"] == "value", in_arrays(table)
        if not page_table(task) or (number and "Predict:" not in title):
            continue
        library = f"{'adamedu.questions.small_' if arrays else ''}numpy"
        source = EXERCISE.format(
            task=task, stub=stub, library=f"import {library} as np",
            named=", ".join([*known, *["np"] * arrays, answer]),
            asked=f"lambda: {answer}" if number else answer,
            edit=repr(f"{stub}\n") if number else answer,
        )  # fmt: skip
        caption = CAPTION + (ARRAYS if arrays else asks(table))
        if task in rooted and not arrays:
            caption += ROOT
        figure = {"caption": caption.format(answer=answer), "name": f"try-{task}"}
        cell.metadata["mystnb"] = {"figure": figure}
        yield cell, new_code_cell(source)


def forget(notebook):
    """Drop what cells show that hangs on an answer, or on who asks: of a stub it says
    nothing true."""
    unknown, before = {"check", "progress"}, 0
    while len(unknown) > before:
        before = len(unknown)
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            code = compile(cell.source, "<cell>", "exec")
            if mark(cell, "solution") or unknown & set(names(code)):
                cell.outputs = []
                unknown |= {step.argval for step in dis.get_instructions(code)
                            if step.opname == "STORE_NAME"}  # fmt: skip


def add_widgets(notebook, other):
    """Bring the other notebook's widgets into this one."""
    both = [
        one.metadata.pop("widgets", {}).get(WIDGETS, {}) for one in (notebook, other)
    ]
    states = {**both[0].get("state", {}), **both[1].get("state", {})}
    if states:
        notebook.metadata["widgets"] = {
            WIDGETS: {**both[1], **both[0], "state": states}
        }


def answered(notebook):
    """Whether an answer in it is not as it was handed out."""
    from nbgrader.utils import compute_checksum

    return any(
        mark(cell, "solution") and mark(cell, "checksum") != compute_checksum(cell)
        for cell in notebook.cells
    )


def publish(name, sets=SETS, pages=PAGES):
    """Write the page of a set; returns its path."""
    pages.mkdir(parents=True, exist_ok=True)
    page = pages / f"{name}.ipynb"
    made = published(nbformat.read(sets / f"{name}.ipynb", as_version=4), pages)
    if page.exists() and answered(nbformat.read(page, as_version=4)):
        free = (page.with_stem(f"{name}-before-{n}") for n in count(1))
        kept = page.rename(next(path for path in free if not path.exists()))
        print(f"The set is new; your answers are kept in {kept}")
    nbformat.write(made, page)
    return page


def main():
    parser = argparse.ArgumentParser(
        "python -m course.serve.publish", description=__doc__
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="ps1, ps2, ...")
    for name in parser.parse_args().names:
        print(f"{name}: {publish(name)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
