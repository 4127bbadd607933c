"""`python -m course.serve.publish NAME ...`: a set, as a page of the book.

`chapters/exercises/NAME.ipynb` is made from the solved `course/sets/NAME.ipynb`: its
solutions go, and what is left runs, so that the page shows what `check` says to an
empty answer. Where a task is a rule, a function of numbers, or a number to predict,
the output of its check is an exercise that needs no kernel: an editor with the stub,
checked while one types. Nothing has to be written for that in the set, but that the
title says "Predict:", and that the stub of a function does without NumPy.

`make book` and `make lab` keep the page up to date. Answers that somebody wrote
into it stay, as `NAME-before-1.ipynb`.
"""

import argparse
import os
import sys
import tempfile
from itertools import count

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from adamedu.questions.tables import page_table, signatures
from course import BOOK, SETS
from course.grade.intake import mark
from course.grade.marking import asked_in, is_check
from course.serve.release import student_version

PAGES = BOOK / "chapters/exercises"
OURS = {"nbgrader", "tags", "mystnb"}
EXERCISE = """\
from adamedu.questions.tables import page_table
from adamedu.questions.page import exercise_scene
from adamedu.figures import interact

TABLE = page_table({task!r})


def exercise():
    return exercise_scene(TABLE, {answer})


interact(exercise, edit={answer})
"""
NUMBER = """\
def answer():
    return 0.0
"""
CAPTION = (
    "Try it here: change `{answer}`, and the page checks it while you type. It gets "
    "plain numbers, one parameter at a time, so write it without NumPy."
)
NUMBER_CAPTION = (
    "Try it here: write `{answer}` after `return`, as a number or a formula, and the "
    "page checks it while you type. Three digits are enough; a root is `** 0.5`."
)


def published(notebook, folder=PAGES):
    """The student's version of a solved notebook as it runs; raises CellExecutionError.

    Running it leaves no trace in the learner's own `progress()`.
    """
    made = student_version(notebook)
    for cell in made.cells:
        for key in set(cell.metadata) - OURS:
            del cell.metadata[key]
    exercises = with_exercises(made)
    with tempfile.TemporaryDirectory() as home:
        NotebookClient(
            made, timeout=120, kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
        ).execute(env=os.environ | {"XDG_DATA_HOME": home})  # fmt: skip
    for check, exercise in exercises:
        check.outputs = exercise.outputs
        made.cells.remove(exercise)
    for cell in made.cells:
        cell.metadata.pop("execution", None)
    return made


def with_exercises(notebook):
    """Put a cell that makes an exercise after each check that the page can do.

    Returns the pairs; the caller gives the check the output, and drops the cell.
    """
    pairs, cells, title = [], [], ""
    for cell in notebook.cells:
        cells.append(cell)
        if cell.source.startswith("## "):
            title = cell.source.splitlines()[0]
        if not is_check(cell):
            continue
        task, answer = asked_in(cell)
        source, caption = EXERCISE.format(task=task, answer=answer), CAPTION
        if signatures(task)["kind"] == "value":
            source = NUMBER + EXERCISE.format(task=task, answer="answer")
            caption = NUMBER_CAPTION
            if "Predict:" not in title:
                continue
        if page_table(task):
            cells.append(new_code_cell(source, id=f"exercise-{task}"[:64]))
            figure = {"caption": caption.format(answer=answer), "name": f"try-{task}"}
            cell.metadata["mystnb"] = {"figure": figure}
            pairs.append((cell, cells[-1]))
    notebook.cells = cells
    return pairs


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
        names = (page.with_stem(f"{name}-before-{n}") for n in count(1))
        kept = page.rename(next(path for path in names if not path.exists()))
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
