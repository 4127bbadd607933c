"""From a clean notebook to marks: runs it in a sandbox, asks the hidden checks."""

import re
import time
from dataclasses import asdict, dataclass, field

from adamedu.questions.checks import diagnose
from course import tasks
from course.grade.intake import mark, source
from course.grade.student import Dead, Student, Trouble

CHECK = re.compile(r"""(?m)^check\(\s*["'](\w+)["']\s*,\s*(\w+)""")


@dataclass
class Mark:
    """What one task earned. `mistake` is the name of a known one."""

    points: float | None
    max: float
    words: str
    right: bool = False
    mistake: str = ""
    notes: list = field(default_factory=list)


@dataclass
class Marks:
    """What one notebook earned: a Mark for each task, by the cell's grade_id."""

    tasks: dict = field(default_factory=dict)
    flags: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def score(self):
        return sum(one.points or 0 for one in self.tasks.values())

    @property
    def max(self):
        return sum(one.max for one in self.tasks.values())

    def as_dict(self):
        return asdict(self) | {"score": self.score, "max": self.max}


class Asked:
    """One name of a student's, as the hidden checks see it."""

    def __init__(self, student, name):
        self.student, self.name = student, name

    def call(self, *args, **settings):
        result = self.student.call(self.name, *args, **settings)
        self.after = self.student.after
        return result

    def value(self):
        return self.student.value(self.name)

    def of(self, name):
        """Another name of the same student's."""
        return Asked(self.student, name)


def marks(notebook, assignment, name, sandbox="bwrap", **limits):
    """The Marks of the student `name` for a notebook that intake rebuilt."""
    begun = time.perf_counter()
    made = Marks()
    student = Student(cells(notebook), sandbox, **limits)
    try:
        with student:
            grade(notebook, student, made, assignment, name)
    except Trouble as trouble:
        made.flags.append(f"the notebook could not be run: {trouble}")
        grade(notebook, None, made, assignment, name, str(trouble))
    answers = {label(c) for c in notebook["cells"] if mark(c, "solution")}
    for where, what in student.lost.items():
        made.flags.append(f"{where} was left out: {what}")
    for where, what in student.notes.items():
        kept = made.flags if where in answers else made.notes
        kept.append(f"{where}: {what}")
    made.seconds = round(time.perf_counter() - begun, 3)
    return made


def grade(notebook, student, made, assignment, name, lost=""):
    """Fill in a Mark for each graded cell."""
    blank = notebook["metadata"].get("blank", [])
    above = None
    for cell in notebook["cells"]:
        above = mark(cell, "grade_id") if mark(cell, "solution") else above
        if not mark(cell, "grade"):
            continue
        key, points = mark(cell, "grade_id"), float(mark(cell, "points", 0))
        if mark(cell, "solution"):
            made.tasks[key] = Mark(None, points, "graded by hand")
            continue
        task, answer = asked_in(cell)
        if task not in tasks.TASKS:
            raise KeyError(f"{key}: no hidden checks for a task {task!r}")
        if student is None:
            made.tasks[key] = Mark(0.0, points, lost)
            continue
        rng = tasks.seed(assignment, task, name)
        try:
            made.tasks[key] = examine(task, Asked(student, answer), rng, points)
        except Dead as trouble:
            made.tasks[key] = Mark(0.0, points, str(trouble))
            made.flags.append(f"{answer}: {trouble}")
        if above in blank and not made.tasks[key].right:
            made.tasks[key] = Mark(0.0, points, "not answered", mistake="not answered")


def examine(task, asked, rng, points):
    """The Mark of one answer; Dead if it ended the process."""
    try:
        notes = tasks.TASKS[task].examine(asked, rng)
    except Dead:
        raise
    except Trouble as error:
        return Mark(0.0, points, str(error), mistake="does not run")
    except tasks.Wrong as error:
        found, words = mistake(task, asked)
        return Mark(0.0, points, words or str(error), mistake=found)
    return Mark(points, points, "right", right=True, notes=notes)


def mistake(task, asked):
    """The name of a known mistake and what it is in words, or two empty texts."""
    try:
        plain = isinstance(tasks.TASKS[task], (tasks.Value, tasks.Comparison))
        found = diagnose(task, asked.value() if plain else asked.call)
    except Exception:  # whatever a student returns: the checks have words too
        return "", ""
    if found.right or found.mistake in ("", "unknown", "bad answer"):
        return "", ""
    where = f"Read {found.where}." if found.where else ""
    return found.mistake, " ".join(filter(None, [found.words, found.number, where]))


def asked_in(cell):
    """The task and the student's name for its answer, from `check("adam", my_adam)`."""
    if found := CHECK.search(source(cell)):
        return found[1], found[2]
    task = re.sub(r"^(check|test)_", "", mark(cell, "grade_id"))
    return task, f"my_{task}"


def cells(notebook):
    """What runs: (label, source) of each code cell that is not a check."""
    return [
        (label(cell), source(cell))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        and not (mark(cell, "grade") and mark(cell, "locked"))
    ]


def label(cell):
    return mark(cell, "grade_id") or f"cell {cell.get('id', '')}".strip()
