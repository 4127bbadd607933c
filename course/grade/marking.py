"""From a clean notebook to marks: runs it in a sandbox, and judges what it answers.

A task is right if it is right for `check`, and for numbers of the student's own: the
same judge, `adamedu.questions.judge`, on what the record of the task draws. These never
leave the grader's process.
"""

import os
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from adamedu.questions import checks
from adamedu.questions.judge import SINGLE
from adamedu.questions.refused import BadAnswer
from course.grade.cells import cells, label
from course.grade.follows import with_right
from course.grade.intake import mark
from course.grade.outline import asked_in
from course.grade.student import Dead, Student, Trouble, UnaskedError
from course.tasks import TASKS
from course.tasks.shared.stated import seed

NAME = "name"  # in the course's folder


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
    late: bool = False  # time has cost something

    @property
    def score(self):
        return sum(one.points or 0 for one in self.tasks.values())

    @property
    def max(self):
        return sum(one.max for one in self.tasks.values())

    def as_dict(self):
        return asdict(self) | {"score": self.score, "max": self.max}


class Asked:
    """One name of a student's, as the checks see it; `changed` are the arguments, by
    their places, that its function changed.
    """

    def __init__(self, student, name):
        self.student, self.name, self.changed = student, name, set()

    def call(self, *args, **settings):
        result = self.student.call(self.name, *args, **settings)
        pairs = enumerate(zip(args, self.student.after))
        self.changed |= {k for k, (old, new) in pairs if not checks.ask.same(old, new)}
        return result

    def value(self):
        return self.student.value(self.name)

    def of(self, name):
        """Another name of the same student's."""
        return Asked(self.student, name)


def marks(
    notebook, assignment, name, secret="", earlier=None, course="", **limits
):  # fmt: skip
    """The Marks of the student `name` for a notebook that intake rebuilt.

    `secret` is the course's, `earlier` what `follows` says of the solved set, `course`
    the name by which numbers were drawn, and `limits` are Student's.
    """
    begun = time.perf_counter()
    made, seeded = Marks(), partial(seed, secret, assignment, name)
    student, find = Student(cells(notebook), **limits), records(course)
    with student:
        grade(notebook, student, made, seeded, find)
    for key, before in (earlier or {}).items():
        follow(notebook, student, made, seeded, find, key, before)
    answers = {label(c) for c in notebook["cells"] if mark(c, "solution")}
    for where, what in student.lost.items():
        made.flags.append(f"{where}: {what}")
    for where, what in student.notes.items():
        kept = made.flags if where in answers else made.notes
        kept.append(f"{where}: {what}")
    made.late = student.late
    made.seconds = round(time.perf_counter() - begun, 3)
    return made


def records(course):
    """What gives the record of a task, in the course of that name."""
    if not course:
        return TASKS.__getitem__
    from course.tasks.shared.drawn import record  # it reads notebooks, which takes time

    return partial(record, course=course)


def grade(notebook, student, made, seeded, find):
    """Fill in a Mark for each graded cell; `seeded(task)` is a generator, `find(task)`
    the task's record.
    """
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
        if task not in TASKS:
            raise KeyError(f"{key}: no record of a task {task!r}")
        student.begin()
        try:
            rng = partial(seeded, task)
            made.tasks[key] = best(find(task), Asked(student, answer), rng, points)
        except UnaskedError as trouble:
            made.tasks[key] = Mark(None, points, f"not asked: {trouble}")
            made.flags.append(f"{answer} was not asked: {trouble}")
        except Dead as trouble:
            made.tasks[key] = Mark(0.0, points, str(trouble))
            made.flags.append(f"{answer}: {trouble}")
        if above in blank and not made.tasks[key].right:
            made.tasks[key] = Mark(0.0, points, "not answered", mistake="not answered")


def follow(notebook, student, made, seeded, find, key, before):
    """Give a wrong answer its points if it is right once the wrong ones among those
    `before` it, by which it was measured, are mended.

    It runs in a process of its own, out of what time is left, and no more comes back
    from there than that it is right: what a notebook may learn of a solution, it can't
    tell, nor be paid for where it was asked to write it.
    """
    one, tasks = made.tasks.get(key), made.tasks
    wrong = {k: of for k, of in before.items() if k in tasks and not tasks[k].right}
    if one is None or one.points != 0 or one.mistake == "not answered" or not wrong:
        return
    mended = with_right(notebook, wrong.values(), key)
    task, answer = asked_in(mended["cells"][-1])
    again = Student(cells(mended), **student.limits)
    again.left = student.left
    with again, suppress(Dead):
        rng = partial(seeded, task)
        if best(find(task), Asked(again, answer), rng, one.max).right:
            titles = " and ".join(f"“{of.title}”" for of in wrong.values())
            said = f"follows from {titles}: right once that is mended"
            tasks[key] = Mark(one.max, one.max, "right", right=True, notes=[said])
    student.late |= again.late


def best(task, asked, rng, points):
    """The Mark of one answer, as the notebook leaves it or, if that is not right, as it
    stood at its check: what was changed later costs nothing.
    """
    made = examine(task, asked, rng(), points)
    if made.right or not asked.student.restore(asked.name):
        return made
    try:
        before = examine(task, asked, rng(), points)
    except Dead:
        return made
    asked.student.restore("")
    if before.right:
        before.notes.append("right at its check, and changed further down")
    return before if before.right else made


def examine(task, asked, rng, points):
    """The Mark of one answer; Dead if it ended the process."""
    try:
        finding = found(task, asked, rng)
    except Dead:
        raise
    except Trouble as error:
        return Mark(0.0, points, str(error), mistake="does not run")
    except BadAnswer as error:
        return Mark(0.0, points, str(error))
    if finding.right:
        said = notes(task, asked, finding)
        return Mark(points, points, "right", right=True, notes=said)
    where = f"Read {finding.where}." if finding.where else ""
    words = " ".join(filter(None, [finding.words, finding.number, where]))
    name = "" if finding.mistake == "unknown" else finding.mistake
    return Mark(0.0, points, words, mistake=name)


def found(task, asked, rng):
    """The Finding of `check` or, if that is right, for numbers drawn from `rng`."""
    one = task.kind in ("value", "table")
    answer = asked.value() if one else asked.call
    finding = checks.examine(task.name, answer, task.known)
    if finding.right and task.again:
        return task.again(asked, rng)
    if finding.right and task.draw:
        drawn = checks.judged(task.drawn(rng), asked.call)
        if not drawn.right:
            drawn.words = f"`check` finds nothing, but other numbers do. {drawn.words}"
            return drawn
    return finding


def notes(task, asked, finding):
    """What else there is to say of a right answer."""
    said = []
    if finding.words == SINGLE:
        said.append("agrees to about single precision (float32) only")
    if task.kind == "rule":
        names = ["theta", "g", *task.parts[1:]]
        said += [f"changes its argument {names[k]} in place" for k in asked.changed]
    elif asked.changed:
        said.append("changes its arguments in place")
    return sorted(said)


def secret(course):
    """What only the teacher has: without it, hidden draws can be computed beforehand.

    It is made once, in the course's folder.
    """
    path = Path(course) / "secret"
    with suppress(FileExistsError):
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.write(made, secrets.token_hex(32).encode())
        os.close(made)
    return path.read_text()


def course_name(course):
    """The name by which a course's numbers were drawn; "" for the book's numbers."""
    path = Path(course) / NAME
    return path.read_text("utf-8") if path.exists() else ""
