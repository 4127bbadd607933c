"""What Sphinx runs to make the book of its chapters."""

from book import claims, figures, folds, indexes, katex, pages, questions, rules


def setup(app):
    for part in (claims, figures, folds, indexes, katex, pages, questions, rules):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
