"""Which of a student's files is graded.

Only notebooks of the set count, and one that holds all that another holds, and more,
comes before it. If answers differ still, the newest is graded, and a flag says so: the
platform's last attempt, or else what was changed last (to the minute), or else the
higher number of a copy, or else what stands higher up.
"""

import re
import traceback
from dataclasses import dataclass, field

from course.grade.intake import answers, read, rebuild, set_of
from course.grade.owners import COPIED, NOTEBOOK, plain
from course.grade.uploads import LARGEST, File, UnreadableError, hidden, unread

MOST = 50  # notebooks that are read of one student
TOLD = {"timestamp.txt": "time", "submission_secret.txt": "secret"}  # by nbgrader
SAME, OLDER = "holds the same", "is older, and other answers are in it"
FEWER, BLANK = "holds fewer of the answers", "is as it was handed out"


class MissingError(UnreadableError):
    """Nothing was handed in for this set; what there is instead."""


@dataclass
class Choice:
    """What is graded of a student's files: a rebuilt notebook, or `trouble` says why
    not. `time` and `secret` are what nbgrader's exchange says of it.
    """

    student: str
    notebook: dict | None = None
    flags: list = field(default_factory=list)
    trouble: Exception | None = None
    time: str = ""
    secret: str = ""
    upload: str = ""


@dataclass
class Candidate:
    """A notebook of the set, rebuilt: its answers, and what else a student wrote."""

    file: File
    notebook: dict
    flags: list

    def __post_init__(self):
        cells = self.notebook["cells"]
        self.answers = set(answers(self.notebook).items())
        self.more = {c["source"] for c in cells if c.get("id", "").startswith("extra-")}

    def holds(self, other):
        """Whether the other is an earlier state of this one."""
        if self.answers == other.answers:
            return self.more > other.more
        return self.answers > other.answers


def choose(student, files, assignment, sets):
    """The Choice among a student's Files; each File then says what became of it.

    `sets` are the handed-out notebooks by name.
    """
    try:
        return chosen_of(student, files, assignment, sets)
    except UnreadableError as error:
        return Choice(student, trouble=error)
    except Exception as error:  # ours: the others go on
        traceback.print_exc()
        return Choice(student, trouble=RuntimeError(repr(error)))


def chosen_of(student, files, assignment, sets):
    for file in files:
        file.used = ""
        file.why = unread(file.trouble) if file.trouble else "no notebook"
    books = sorted(filter(is_notebook, files), key=newest, reverse=True)
    backups = [file for file in books if hidden(file.name.split("/"))]
    shown = [file for file in books if file not in backups]
    for file in backups:
        file.why = "is hidden"
    found = candidates(shown, assignment, sets) or candidates(backups, assignment, sets)
    if not found:
        raise nothing(files)
    chosen = best(found)
    chosen.file.used, chosen.file.why = "notebook", ""
    flags = doubts(chosen.file, files, assignment)
    choice = Choice(student, chosen.notebook, flags + chosen.flags)
    choice.upload = chosen.file.path
    for file in files:  # what stands beside the notebook is about it
        if file.parts[:-1] == chosen.file.parts[:-1] and file.parts[-1] in TOLD:
            text = file.read().decode(errors="replace").strip()
            setattr(choice, TOLD[file.parts[-1]], text)
            file.used, file.why = TOLD[file.parts[-1]], ""
    return choice


def is_notebook(file):
    return bool(NOTEBOOK.search(file.name)) or file.name.lower().endswith(".json")


def newest(file):
    copy = COPIED.search(NOTEBOOK.sub("", file.name))
    number = int(next(filter(None, copy.groups()), 1)) if copy else 0
    return file.attempt, file.when // 60, number, -len(file.parts), file.parts


def candidates(books, assignment, sets):
    """The Candidates among notebooks, in their order."""
    found, left = [], LARGEST
    for number, file in enumerate(books):
        try:
            if number >= MOST or left <= 0:
                raise UnreadableError(f"comes after {MOST} others, or 64 MB")
            data = file.read()
            left -= len(data)
            cells, flags = read(data)
        except UnreadableError as error:
            theirs = NOTEBOOK.search(file.name)
            file.why = unread(str(error)) if theirs else "no notebook"
            continue
        name = set_of(cells, sets)
        if name == assignment:
            notebook, more = rebuild(sets[assignment], cells)
            found.append(Candidate(file, notebook, flags + more))
        elif name:
            file.why = f"is of {name}, not of {assignment}"
        else:
            file.why = f"is a notebook, but not of {assignment}"
    return found


def best(found):
    """The newest Candidate that no other one holds."""
    kept = [one for one in found if not any(two.holds(one) for two in found)]
    chosen = kept[0]
    for one in found:
        if (one.answers, one.more) == (chosen.answers, chosen.more):
            one.file.why = SAME
        elif one in kept:
            one.file.why = OLDER
        else:
            one.file.why = FEWER if one.answers else BLANK
    return chosen


def doubts(chosen, files, assignment):
    """Flags for what a person should know of the choice."""
    unsaid = (SAME, "", "no notebook", "is hidden", "is an empty folder")
    others = ("is of", "is a notebook")
    told = [
        said(file, files)
        for file in files
        if not (file.why in unsaid or file.why.startswith(others))
    ]
    told = [f"graded {label(chosen, files)}", *told] if told else []
    own = re.sub(r"-\d+$", "", plain(chosen.name.split("/")[-1]))  # Canvas counts
    if own.lower() not in (assignment.lower(), chosen.student.lower()):
        told.append(f"the file was named {chosen.name}")
    if hidden(chosen.name.split("/")):
        told.append(f"graded {chosen.name}, a hidden backup: there is nothing else")
    return told


def label(file, files):
    """A file's name, or all of its path if others have that name."""
    alone = [one.name for one in files].count(file.name) == 1
    return file.name if alone and file.name else file.path.strip("/")


def said(file, files):
    return f"{label(file, files)} {file.why}"


def nothing(files):
    """The error for a student without a notebook of the set."""
    told = [file for file in files if file.why not in ("no notebook", "is hidden")]
    text = "; ".join(said(file, files) for file in told)
    if told:
        missing = all(one.why.startswith(("is of", "is an empty")) for one in told)
        return (MissingError if missing else UnreadableError)(text)
    names = ", ".join(label(file, files) for file in files[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return UnreadableError(f"no notebook among {names}{more}")
