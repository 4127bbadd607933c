"""A notebook's cells as they run."""

import re

from course.grade.intake import mark, source
from course.grade.outline import asked_in, is_check
from course.grade.student import Cell

MAGIC = re.compile(r"(?m)^\s*[%!?]|[%!]|\?\s*$")
TIMED = re.compile(
    r"(?m)^(\s*)%(?:%(?:time|timeit|capture|prun)\b.*|time\b(?: -\w+)* *)"
)
LINES = 100  # IPython looks at all of a cell again for each such line


def cells(notebook):
    """The Cells that run, and where the checks stand among them."""
    made = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        if is_check(cell):
            made.append(Cell(asked_in(cell)[1], kind="check"))
        else:
            kind = "answer" if mark(cell, "solution") else "other"
            made.append(Cell(label(cell), python(source(cell)), kind))
    return made


def python(text):
    """A cell as Python: IPython's own lines (%magic, !command, help?) become calls.

    What times or hides what a cell does is taken away, since the rest counts.
    """
    text = TIMED.sub(r"\1", text)
    if not MAGIC.search(text) or len(MAGIC.findall(text)) > LINES:
        return text
    from IPython.core.inputtransformer2 import TransformerManager  # few need it

    try:
        return TransformerManager().transform_cell(text)
    except (SyntaxError, RuntimeError):  # the student's Python will say why
        return text


def label(cell):
    return mark(cell, "grade_id") or f"cell {cell.get('id', '')}".strip()
