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
from course.grade import accounts, roster, sandbox
from course.grade.choose import Choice, MissingError, choose
from course.grade.desk import Desk
from course.grade.files import file_name, write
from course.grade.follows import earlier, solved_of
from course.grade.marking import course_name, marks, secret
from course.grade.outline import outline
from course.grade.owners import people
from course.grade.regrade import Regrade
from course.grade.uploads import UnreadableError, files

NAMED = 5  # of those whom a line tells of
GRADED, FLAGGED, UNREADABLE, FAILED = "graded", "flagged", "unreadable", "failed"
MISSING, AGAIN = "nothing handed in", "to be looked at again"


def grade_all(
    assignment, submissions, release, folder, workers=None, scheduler=None,
    course=None, listed=None, wishes=None, anew=None, **limits,
):  # fmt: skip
    """Grade everything that has no result yet; returns all results, by student.

    Whom an earlier run has graded, and who is not in `submissions`, keeps the result.
    `release` is the handed-out notebook. `workers` processes share the students, or
    the workers of the Dask cluster at the address `scheduler`. The gradebook of
    nbgrader's `course` is kept up to date. `listed` is the path of a roster, `wishes`
    are a Desk's settings and `anew` a Regrade's. Raises NoSandboxError where no
    student's code may run, and ValueError where nothing can be read of the submissions
    or the roster, or what the teacher says cannot be meant.
    """
    rows = roster.read(listed) if listed else []
    found = files(submissions)
    students = people(found, Path(submissions).stem, assignment)
    if not students:
        raise ValueError(f"no submissions in {submissions}")
    handed_out = Path(release).read_text(encoding="utf-8")
    sets, code = handed_out_sets(assignment, Path(release)), grader()
    names = [*students, *(row["id"] for row in rows)]
    again = Regrade(outline(json.loads(handed_out)), names, **(anew or {}))
    limits["secret"] = secret(course) if course else ""
    limits["earlier"] = earlier(solved_of(course, assignment)) if course else {}
    limits["course"] = course_name(course) if course else ""
    code += json.dumps([limits["earlier"], limits["course"]])
    jobs, results = [], {}
    for student, theirs in students.items():
        choice = choose(student, theirs, assignment, sets)
        key = version(choice, assignment, code)
        done = finished(result_file(folder, student))
        if again.stands(student, done, key):
            results[student] = done
        else:
            jobs.append((choice, assignment, key, limits))
    if jobs:
        sandbox.check()
    for name in ("results", "feedback", "notebooks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    results |= (kept := earlier_results(folder, assignment, students))
    names += kept
    desk = Desk(folder, assignment, handed_out, names, **(wishes or {}))
    workers = workers or len(os.sched_getaffinity(0))
    with gradebook(course, assignment, handed_out) as book:
        for student, done in results.items():
            results[student] = settled(desk, done, stored(folder, done), book)
        bar = tqdm(outcomes(jobs, workers, scheduler), assignment,
                   len(results) + len(jobs), initial=len(results))  # fmt: skip
        for one, notebook in bar:
            before = finished(result_file(folder, one["student"]))
            one = again.merged(before, one)
            results[one["student"]] = settled(desk, one, notebook, book, new=True)
    ordered = [results[student] for student in sorted(results)]
    if rows:
        ordered = with_roster(ordered, assignment, rows)
        ordered = [
            one if one["student"] in results else settled(desk, one, None)
            for one in ordered
        ]
    for line in desk.finish(ordered):
        print(line)
    if kept:
        print(words_of(kept, folder))
    accounts.keep(found, folder)
    return ordered


def earlier_results(folder, assignment, students):
    """{student: result} of whom an earlier run has graded and this one cannot."""
    known = [json.loads(p.read_bytes()) for p in (folder / "results").glob("*.json")]
    return {
        one["student"]: one
        for one in sorted(known, key=lambda one: one["student"])
        if one["student"] not in students and one["assignment"] == assignment
    }


def words_of(kept, folder):
    """What to say of whom was kept from earlier runs."""
    names = ", ".join([*kept][:NAMED])
    more = f" and {len(kept) - NAMED} more" if len(kept) > NAMED else ""
    return (
        f"{len(kept)} kept from earlier runs, not in this upload: {names}{more} (to "
        f"drop somebody, delete the file of that name in {folder / 'results'})"
    )


def handed_out_sets(assignment, release):
    """The set's notebook, and those of the sets beside it in nbgrader's folder."""
    found = {assignment: release}
    if release.stem == release.parent.name:
        for path in sorted(release.parent.parent.glob("*/*.ipynb")):
            if path.stem == path.parent.name:
                found.setdefault(path.stem, path)
    return {name: json.loads(path.read_bytes()) for name, path in found.items()}


def with_roster(results, assignment, rows):
    """The results, with what the roster says of them, and who handed in nothing."""
    said, absent = roster.compared([one["student"] for one in results], rows)
    told = []
    for one in results:
        if one["student"] in said:
            one = one | {"flags": [*one["flags"], said[one["student"]]]}
            one["status"] = FLAGGED if one["status"] == GRADED else one["status"]
        told.append(one)
    for row in absent:
        error = MissingError(f"{row['name']} handed in nothing")
        one, _ = grade_one(Choice(row["id"], trouble=error), assignment, "")
        told.append(one)
    return told


def gradebook(course, *names):
    """The course's, if there is a course; workers spare nbgrader's second."""
    if not course:
        return nullcontext()
    from course.grade.gradebook import Book

    return Book(course, *names)


def outcomes(jobs, workers, scheduler):
    """What became of each job, in the order in which they finish.

    Whom time has cost something, and who was left when one had ended its process, are
    done at last, once more and alone.
    """
    left, late = {job[0].student: job for job in jobs}, {}
    try:
        for one, notebook in in_parallel(grade_one, jobs, workers, scheduler):
            job = left.pop(one["student"])
            if one.get("late"):
                late[one["student"]] = job
            else:
                yield one, notebook
    except Exception:
        traceback.print_exc()
    for choice, assignment, *rest in (left | late).values():
        try:
            yield from in_parallel(grade_one, [(choice, assignment, *rest)], 1)
        except Exception as error:
            yield grade_one(failed(choice.student, error), assignment, "")


def failed(student, error):
    return Choice(student, trouble=RuntimeError(f"{error!r}"))


def grade_one(choice, assignment, key, limits=None):
    """One student's result and, if it could be read, the notebook."""
    result = {"student": choice.student, "assignment": assignment, "key": key}
    result |= {"status": GRADED, "score": None, "flags": [], "notes": [], "tasks": {}}
    result |= {"time": choice.time, "secret": choice.secret, "upload": choice.upload}
    try:
        if choice.trouble:
            raise choice.trouble
        made = marks(choice.notebook, assignment, choice.student, **(limits or {}))
        result |= made.as_dict()
        result["flags"] = choice.flags + made.flags
        if result["flags"]:
            result["status"] = FLAGGED
    except MissingError as error:
        result |= {"status": MISSING, "flags": [str(error)]}
    except UnreadableError as error:
        result |= {"status": UNREADABLE, "flags": [str(error)]}
    except Exception as error:  # ours: the others go on, and the next run tries again
        traceback.print_exc()
        result |= {"status": FAILED, "flags": [f"the grader failed: {error!r}"]}
    return result, choice.notebook


def settled(desk, result, notebook, book=None, new=False):
    """What `settle` returns, after `keep` if the result is new; or how that failed."""
    try:
        if new:
            keep(desk.folder, result, notebook)
        return settle(desk, result, notebook, book)
    except Exception as error:
        if book:
            book.undo()
        student, assignment = result["student"], result["assignment"]
        return grade_one(failed(student, error), assignment, "")[0]


def keep(folder, result, notebook):
    """Write what came out; the result last, since it says that the rest is there."""
    path = notebook_file(folder, result)
    if notebook:
        write(path, json.dumps(notebook, indent=1))
    else:
        path.unlink(missing_ok=True)
    write(result_file(folder, result["student"]), json.dumps(result, indent=1))


def settle(desk, result, notebook, book=None):
    """Bring gradebook and feedback up to date; returns the result as people see it.

    Who handed in nothing has no entry in the gradebook, unless from an earlier file.
    """
    shown = book and (result["status"] != MISSING or book.knows(result))
    if shown:
        book.record(result, notebook)
        result = book.with_points_by_hand(result)
        if result.get("again") and result["status"] in (GRADED, FLAGGED, MISSING):
            result["status"] = AGAIN
    result, page = desk.settle(result, notebook)
    if shown:
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


def grader():
    """A hash of the code that a grade depends on."""
    text = hashlib.sha256()
    for folder in ("course/grade", "course/tasks", "adamedu/questions"):
        for path in sorted((BOOK / folder).rglob("*")):
            if path.suffix in (".py", ".json"):
                text.update(path.read_bytes())
    return text.hexdigest()


def version(choice, assignment, code):
    """A hash of all that a grade depends on; the notebook holds what was handed out."""
    parts = [code, assignment, str(choice.trouble), choice.flags, choice.notebook]
    parts += [choice.time, choice.secret]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def result_file(folder, student):
    return folder / "results" / f"{file_name(student)}.json"


def notebook_file(folder, result):
    return folder / "notebooks" / f"{file_name(result['student'])}.ipynb"
