"""What Sphinx runs to make the book of its chapters."""

from importlib import import_module

PARTS = ("api", "asked", "claims", "doctor", "epub", "figures", "folds", "found",
         "heads", "indexes", "katex", "libraries", "pages", "previews", "printed",
         "questions", "rules", "sides", "signs", "sources", "syllabus")  # fmt: skip


def setup(app):
    for part in PARTS:
        import_module(f"book.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
