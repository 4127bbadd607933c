"""`python -m course.serve.release [FOLDER]`: an nbgrader course out of the solved sets.

A set is `course/sets/NAME.ipynb`, solved. nbgrader makes the student's version
of it: what stands between ### BEGIN SOLUTION and ### END SOLUTION goes, and what is
left of a function still runs and returns something wrong.
"""

import argparse
import shutil
import sys
from pathlib import Path

import nbformat
from traitlets.config import Config

from course import BOOK, COURSE, SETS
from course.grade.marking import secret

CODE_STUB = {"python": "# your code here"}
TEXT_STUB = "*Your answer.*"
CONFIG = '''"""nbgrader's configuration: the book's, see {book}/course."""

import sys

sys.path.insert(0, {book!r})
from course.serve.nbgrader_config import configure  # noqa: E402

configure(get_config(), {folder!r})  # noqa: F821
'''
SERVER = '''"""Of a Jupyter started here: its pages load nothing from elsewhere."""

import sys

sys.path.insert(0, {book!r})
from course.grade.harmless import POLICY  # noqa: E402

headers = {{"Content-Security-Policy": POLICY}}
get_config().ServerApp.tornado_settings = {{"headers": headers}}  # noqa: F821
'''


def student_version(notebook):
    """A solved notebook as it is handed out, by nbgrader's own steps."""
    from nbgrader import preprocessors

    config = Config()
    config.ClearSolutions.code_stub = CODE_STUB
    config.ClearSolutions.text_stub = TEXT_STUB
    made, resources = nbformat.from_dict(notebook), {}
    for name in ("LockCells", "ClearSolutions", "ClearOutput", "ComputeChecksums"):
        step = getattr(preprocessors, name)(config=config)
        made, resources = step.preprocess(made, resources)
    return made


def build(folder=COURSE, sets=SETS):
    """Write the course; returns the names of its sets."""
    from nbgrader.apps import NbGraderAPI

    folder.mkdir(parents=True, exist_ok=True)
    config = CONFIG.format(book=str(BOOK), folder=str(folder.resolve()))
    (folder / "nbgrader_config.py").write_text(config)
    secret(folder)
    (folder / "jupyter_server_config.py").write_text(SERVER.format(book=str(BOOK)))
    names = sorted(path.stem for path in sets.glob("ps*.ipynb"))
    api = NbGraderAPI(config=configuration(folder))
    for name in names:
        source = folder / "source" / name
        source.mkdir(parents=True, exist_ok=True)
        shutil.copy(sets / f"{name}.ipynb", source)
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            raise RuntimeError(f"nbgrader cannot release {name}:\n{result['log']}")
    return names


def configuration(folder):
    from course.serve.nbgrader_config import configure

    config = Config()
    configure(config, str(folder.resolve()))
    return config


def main():
    parser = argparse.ArgumentParser(
        "python -m course.serve.release", description=__doc__
    )
    parser.add_argument("folder", nargs="?", type=Path, default=COURSE)
    parser.add_argument("--sets", type=Path, default=SETS, help="the solved notebooks")
    asked = parser.parse_args()
    names = build(asked.folder, asked.sets)
    if not names:
        parser.error(f"no ps*.ipynb in {asked.sets}")
    print(f"The course ({', '.join(names)}) is at {asked.folder.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
