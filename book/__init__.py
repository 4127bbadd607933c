"""What Sphinx runs to make the book of its chapters."""

from book import figures, folds, heads, indexes, katex, pages, questions, rules


def setup(app):
    for part in (figures, folds, heads, indexes, katex, pages, questions, rules):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
