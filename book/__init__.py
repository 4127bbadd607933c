"""What Sphinx runs to make the book of its chapters."""

from book import (
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
    parts = (figures, folds, heads, indexes, katex, pages, previews, questions, rules)
    for part in parts:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
