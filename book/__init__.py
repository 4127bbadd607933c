"""What Sphinx runs to make the book of its chapters."""

from importlib import import_module

PARTS = ("claims", "figures", "folds", "heads", "indexes", "katex", "pages", "previews",
         "questions", "rules")  # fmt: skip


def setup(app):
    for part in PARTS:
        import_module(f"book.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
