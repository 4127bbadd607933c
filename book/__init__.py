"""What Sphinx runs to make the book of its chapters."""

from book import figures, indexes, katex, questions, rules


def setup(app):
    for part in (figures, indexes, katex, questions, rules):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
