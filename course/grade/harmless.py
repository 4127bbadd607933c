"""What a student wrote, made fit for the teacher's browser, where it may run nothing.

A teacher reads submissions in the same Jupyter that can start kernels and give points,
and Markdown may hold HTML. So a student's words lose what could become HTML, a link
that runs, or an image, before they are stored (`clean`); and what shows them takes out
all but harmless tags once more (`rendered`).
"""

import re
from functools import cache

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grade.intake import mark, source

# a space after the first part keeps each from being what it looks like
OPENING = re.compile(
    r"(<)(?=[a-z/!?])"  # a tag, a comment
    r"|(&)(?=[#a-z])"  # an entity, which could spell any of the others
    r"|(!)(?=\[)"  # an image
    r"|(javascript|vbscript|data)(?=[\s\\]*:)",  # a link that runs
    re.IGNORECASE,
)
MACRO = re.compile(  # LaTeX that makes links, styles, attributes, or loads more
    r"\\(?=(href|url|style|class|cssId|html\w*|mmlToken|require|bbox|unicode)\b)"
)
NAME = re.compile(r"[\w.-]{1,64}")
TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
}
TAGS |= {"h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "span"}
TAGS |= {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
LINKS = ("http://", "https://", "mailto:", "#")
ATTRIBUTES = {
    "a": lambda tag, name, value: name == "href" and value.startswith(LINKS),
    **{"div": ["class"], "span": ["class"], "ol": ["start"]},
}


def words(text):
    """Markdown that shows words, code and mathematics, and nothing that runs."""
    while (less := MACRO.sub("", text)) != text:  # of \\href, \href is left
        text = less
    return OPENING.sub(lambda found: f"{found[0]} ", text)


def remarks(title, texts):
    """A cell that shows texts as they are: comments, which nothing interprets."""
    lines = [title, *(f"- {' '.join(text.split())}" for text in texts)]
    return new_code_cell("\n".join(f"# {line}" for line in lines), id="state")


def clean(notebook):
    """Change a submitted notebook in place: what a student can write is harmless.

    Of each cell stay its words, its kind and nbgrader's marks; outputs, attachments and
    all further metadata go. What is locked was written by the teacher.
    """
    notebook.metadata = type(notebook.metadata)(
        kernelspec={"name": "python3", "display_name": "Python 3"},
        language_info={"name": "python"},
    )
    notebook.cells = [
        cleaned(cell, number) for number, cell in enumerate(notebook.cells)
    ]


def cleaned(cell, number):
    """A new cell with the words of `cell`."""
    name = cell.get("id", "")
    kept = {"id": name if NAME.fullmatch(name) else f"cell-{number}"}
    if cell.cell_type == "code":
        made = new_code_cell(source(cell), **kept)
    else:
        ours = mark(cell, "locked") is True and mark(cell, "grade_id")
        text = source(cell) if ours else words(source(cell))
        made = new_markdown_cell(text, **kept)
    marks = cell.metadata.get("nbgrader")
    if isinstance(marks, dict) and NAME.fullmatch(str(marks.get("grade_id"))):
        made.metadata["nbgrader"] = {
            key: value for key, value in marks.items()
            if isinstance(value, (bool, int, float)) or NAME.fullmatch(str(value))
        }  # fmt: skip
    return made


@cache
def exporter():
    return HTMLExporter()


@pass_context
def rendered(context, text):
    """nbconvert's filter `markdown2html`, with only harmless tags in what it gives."""
    html = exporter().markdown2html(context, text)
    return bleach.clean(html, TAGS, ATTRIBUTES)
