"""What Sphinx runs to make the book of its chapters."""

from book import (
    claims,
    figures,
    folds,
    heads,
    indexes,
    katex,
    pages,
    previews,
    questions,
    rules,
)

PARTS = (
    claims,
    figures,
    folds,
    heads,
    indexes,
    katex,
    pages,
    previews,
    questions,
    rules,
)


def setup(app):
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
