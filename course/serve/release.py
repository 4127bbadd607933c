"""`python -m course.serve.release [FOLDER]`: an nbgrader course out of the solved sets.

A set is `course/sets/NAME.ipynb`, solved. nbgrader makes the student's version
of it: what stands between ### BEGIN SOLUTION and ### END SOLUTION goes, and what is
left of a function still runs and returns something wrong.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import nbformat
from traitlets.config import Config

from course import BOOK, COURSE, SETS
from course.grade.kept import Kept
from course.grade.marking import NAME, course_name, secret
from course.tasks.shared.drawn import drawn_set

RELEASED = ".released.json"  # what each set's student version was made of
CODE_STUB = {"python": "# your code here"}
TEXT_STUB = "*Your answer.*"
CONFIG = '''"""nbgrader's configuration: the book's, see {book}/course."""

import sys

sys.path.insert(0, {book!r})
from course.serve.nbgrader_config import configure  # noqa: E402

configure(get_config(), {folder!r})  # noqa: F821
'''
SERVER = '''"""Of a Jupyter started here: its pages run only what is its own."""

import sys

sys.path.insert(0, {book!r})
from course.serve.policy import guarded  # noqa: E402

get_config().ServerApp.tornado_settings = guarded()  # noqa: F821
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


def build(folder=COURSE, sets=SETS, name=""):
    """Write the course; returns the names of its sets.

    What was edited in the course stays, and what is up to date is not made again. A
    `name` draws the numbers that tasks state. Raises ValueError if the course was made
    with others, and for a set whose texts do not state them.
    """
    from nbgrader.apps import NbGraderAPI

    kept = Kept(folder)
    config = CONFIG.format(book=str(BOOK), folder=str(folder.resolve()))
    kept.write("nbgrader_config.py", config)
    kept.write("jupyter_server_config.py", SERVER.format(book=str(BOOK)))
    secret(folder)
    course = christened(folder, name)
    names = sorted(path.stem for path in sets.glob("*.ipynb"))
    api = NbGraderAPI(config=configuration(folder))
    path = folder / RELEASED
    released = json.loads(path.read_text()) if path.exists() else {}
    for name in names:
        text = (sets / f"{name}.ipynb").read_text("utf-8")
        text = drawn_set(text, course) if course else text
        source = kept.write(f"source/{name}/{name}.ipynb", text)
        made_of = digest(source.encode() + Path(__file__).read_bytes())
        student = folder / f"release/{name}/{name}.ipynb"
        known = released.get(name, {})
        if student.exists() and known:
            if known["made"] != digest(student.read_bytes()):
                kept.edited.append(f"release/{name}/{name}.ipynb")
                continue
            if known["of"] == made_of:
                continue
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            raise RuntimeError(f"nbgrader cannot release {name}:\n{result['log']}")
        released[name] = {"of": made_of, "made": digest(student.read_bytes())}
        path.write_text(json.dumps(released, indent=1))
    for name in kept.edited:
        print(f"{name} was edited, and stays")
    return names


def christened(folder, name):
    """The name of the course, which it keeps once it is made."""
    known = course_name(folder)
    if name in ("", known):
        return known
    if (folder / RELEASED).exists():
        raise ValueError(
            f"the course in {folder} was made with other numbers, which students may "
            "have: remove it, or name another folder, to draw new ones"
        )
    (folder / NAME).touch(0o600)
    (folder / NAME).write_text(name, "utf-8")
    return name


def digest(data):
    return hashlib.sha256(data).hexdigest()


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
    parser.add_argument("--name", default="", help="draws the numbers of the tasks")
    asked = parser.parse_args()
    try:
        names = build(asked.folder, asked.sets, asked.name)
    except ValueError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    if not names:
        parser.error(f"no notebook in {asked.sets}")
    print(f"The course ({', '.join(names)}) is at {asked.folder.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
