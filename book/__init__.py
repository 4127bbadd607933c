"""What Sphinx runs to make the book of its chapters."""

from book import figures, indexes, katex, rules


def setup(app):
    for part in (figures, indexes, katex, rules):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
