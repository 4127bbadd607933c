"""Grade a folder or zip of uploads.

Each student's result is a file of its own, written whole or not at all: a run that was
cut short goes on where it was, and grades nobody twice. A result is made anew when the
upload, the handed-out notebook or the grader has changed.
"""

import hashlib
import json
import os
import traceback
from contextlib import nullcontext
from pathlib import Path

from tqdm import tqdm

from adamedu.studies.harness import in_parallel
from course import BOOK
from course.grade import sandbox
from course.grade.desk import Desk
from course.grade.files import file_name, write
from course.grade.intake import UnreadableError, rebuild, uploads
from course.grade.marking import marks
from course.grade.regrade import Regrade

GRADED, FLAGGED, UNREADABLE, FAILED = "graded", "flagged", "unreadable", "failed"
AGAIN = "to be looked at again"


def grade_all(
    assignment, submissions, release, folder, kind="bwrap", workers=None,
    scheduler=None, course=None, wishes=None, only=(), task="", **limits,
):  # fmt: skip
    """Grade everything that has no result yet; returns all results, by student.

    `release` is the handed-out notebook. `workers` processes share the students, or
    the workers of the Dask cluster at the address `scheduler`. The gradebook of
    nbgrader's `course` is kept up to date. `wishes` are a Desk's settings. `only` names
    students that are graded anew, while the others stay as they are, and `task` the one
    task that gets new points. Raises NoSandboxError where no student's code may run.
    """
    sandbox.check(kind)
    students = uploads(submissions)
    if not students:
        raise ValueError(f"no submissions in {submissions}")
    handed_out = Path(release).read_text(encoding="utf-8")
    for name in ("results", "feedback", "notebooks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    names = [upload.student for upload in students]
    desk = Desk(folder, assignment, handed_out, names, **(wishes or {}))
    again = Regrade(desk.items, names, only, task)
    jobs, results = [], {}
    for upload in students:
        key = version(upload, handed_out)
        done = finished(result_file(folder, upload.student))
        if again.stands(upload.student, done, key):
            results[upload.student] = done
        else:
            jobs.append((upload, assignment, handed_out, key, kind, limits))
    workers = workers or len(os.sched_getaffinity(0))
    with gradebook(course, assignment, handed_out) as book:
        for student, done in results.items():
            results[student] = settle(desk, done, stored(folder, done), book)
        made = in_parallel(grade_one, jobs, workers, scheduler)
        bar = tqdm(made, assignment, len(students), initial=len(results))
        for one, notebook in bar:
            before = finished(result_file(folder, one["student"]))
            one = again.merged(before, one)
            keep(folder, one, notebook)
            results[one["student"]] = settle(desk, one, notebook, book)
    ordered = [results[upload.student] for upload in students]
    for line in desk.finish(ordered):
        print(line)
    return ordered


def gradebook(course, *names):
    """The course's, if there is a course."""
    if not course:
        return nullcontext()
    from course.grade.gradebook import (
        Book,  # nbgrader: a second that workers do without
    )

    return Book(course, *names)


def grade_one(upload, assignment, handed_out, key, kind="bwrap", limits=None):
    """One student's result and, if it could be read, the notebook."""
    result = {"student": upload.student, "assignment": assignment, "key": key}
    result |= {"status": GRADED, "score": None, "flags": [], "notes": [], "tasks": {}}
    result["time"] = upload.told("timestamp.txt")
    result["secret"] = upload.told("submission_secret.txt")
    notebook = None
    try:
        data, flags = upload.choose(assignment)
        notebook, more = rebuild(json.loads(handed_out), data)
        made = marks(notebook, assignment, upload.student, kind, **(limits or {}))
        result |= made.as_dict()
        result["flags"] = flags + more + made.flags
        if result["flags"]:
            result["status"] = FLAGGED
    except UnreadableError as error:
        result |= {"status": UNREADABLE, "flags": [str(error)]}
    except Exception as error:  # ours: the others go on, and the next run tries again
        traceback.print_exc()
        result |= {"status": FAILED, "flags": [f"the grader failed: {error!r}"]}
    return result, notebook


def keep(folder, result, notebook):
    """Write what came out; the result last, since it says that the rest is there."""
    path = notebook_file(folder, result)
    if notebook:
        write(path, json.dumps(notebook, indent=1))
    else:
        path.unlink(missing_ok=True)
    write(result_file(folder, result["student"]), json.dumps(result, indent=1))


def settle(desk, result, notebook, book=None):
    """Bring gradebook and feedback up to date; returns the result as people see it."""
    if book:
        book.record(result, notebook)
        result = book.with_points_by_hand(result)
        if result["again"] and result["status"] in (GRADED, FLAGGED):
            result["status"] = AGAIN
    result, page = desk.settle(result, notebook)
    if book:
        book.hand_back(result, page)
    return result


def stored(folder, result):
    path = notebook_file(folder, result)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def finished(path):
    """The result in a file, if there is one that did not fail."""
    if not path.exists():
        return None
    result = json.loads(path.read_text(encoding="utf-8"))
    return result if result["status"] != FAILED else None


def version(upload, handed_out):
    """A hash of all that a grade depends on."""
    text = hashlib.sha256(handed_out.encode())
    for folder in ("course/grade", "course/tasks", "adamedu/questions"):
        for path in sorted((BOOK / folder).rglob("*")):
            if path.suffix in (".py", ".json"):
                text.update(path.read_bytes())
    for name, data in sorted(upload.files.items()):
        text.update(f"{name} {len(data)} ".encode())
        text.update(data.encode() if isinstance(data, str) else data)
    return text.hexdigest()


def result_file(folder, student):
    return folder / "results" / f"{file_name(student)}.json"


def notebook_file(folder, result):
    return folder / "notebooks" / f"{file_name(result['student'])}.ipynb"
