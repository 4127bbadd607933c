"""`python -m course.grade ps1 SUBMISSIONS`: grade a folder or zip of uploads.

Each student's result is a file of its own, written whole or not at all: a run that was
cut short goes on where it was, and grades nobody twice. A result is made anew when the
upload, the handed-out notebook or the grader has changed.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import sys
import traceback
from pathlib import Path

import joblib
from tqdm import tqdm

from course import report, sandbox
from course.intake import UnreadableError, rebuild, uploads
from course.marking import marks
from course.release import COURSE

HERE = Path(__file__).parent
GRADED, FLAGGED, UNREADABLE, FAILED = "graded", "flagged", "unreadable", "failed"


def batch(
    assignment, submissions, release, folder, kind="bwrap", workers=None, **limits
):
    """Grade everything that has no result yet; returns all results, by student.

    `release` is the handed-out notebook. Raises NoSandboxError where no student's code
    may run.
    """
    sandbox.check(kind)
    students = uploads(submissions)
    if not students:
        raise ValueError(f"no submissions in {submissions}")
    handed_out = Path(release).read_text(encoding="utf-8")
    for name in ("results", "feedback", "notebooks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    jobs, results = [], {}
    for upload in students:
        key = version(upload, handed_out)
        done = finished(result_file(folder, upload.student), key)
        if done:
            results[upload.student] = done
        else:
            jobs.append((upload, assignment, handed_out, folder, key, kind, limits))
    workers = workers or len(os.sched_getaffinity(0))
    graders = joblib.Parallel(workers, return_as="generator_unordered", batch_size=1)
    made = graders([joblib.delayed(grade)(*job) for job in jobs])
    for result in tqdm(made, assignment, len(students), initial=len(results)):
        results[result["student"]] = result
    ordered = [results[upload.student] for upload in students]
    write(folder / "grades.csv", table(ordered))
    report.class_report(assignment, ordered, folder)
    return ordered


def grade(upload, assignment, handed_out, folder, key, kind="bwrap", limits=None):
    """One student's result, which is also written, and the feedback on it."""
    result = {"student": upload.student, "assignment": assignment, "key": key}
    result |= {"status": GRADED, "score": None, "flags": [], "notes": [], "tasks": {}}
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
    name = file_name(upload.student)
    if notebook:
        write(folder / "notebooks" / f"{name}.ipynb", json.dumps(notebook, indent=1))
    page = report.feedback(result, notebook)
    write(folder / "feedback" / f"{name}.html", page)
    write(result_file(folder, upload.student), json.dumps(result, indent=1))
    return result


def finished(path, key):
    """The result in a file, if it is of this version."""
    if not path.exists():
        return None
    result = json.loads(path.read_text(encoding="utf-8"))
    return result if result["key"] == key and result["status"] != FAILED else None


def version(upload, handed_out):
    """A hash of all that a grade depends on."""
    text = hashlib.sha256(handed_out.encode())
    for path in sorted([*HERE.glob("*.py"), *HERE.parent.glob("adamedu/course/*")]):
        if path.is_file():
            text.update(path.read_bytes())
    for name, data in sorted(upload.files.items()):
        text.update(f"{name} {len(data)} ".encode())
        text.update(data.encode() if isinstance(data, str) else data)
    return text.hexdigest()


def result_file(folder, student):
    return folder / "results" / f"{file_name(student)}.json"


def file_name(student):
    """A student's name as a file's: unchanged where it may be one."""
    plain = re.sub(r"[^\w .@+-]", "_", student)[:80].strip(" .")
    if plain == student:
        return student
    return f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def write(path, text):
    """Write a file whole, or leave it as it is."""
    part = path.with_name(f".{path.name[-200:]}.{os.getpid()}.part")
    with open(part, "w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def table(results):
    """grades.csv: one row for each student, an empty score where there is none."""
    columns = list(dict.fromkeys(name for one in results for name in one["tasks"]))
    rows = [["student", "status", "score", "max", *columns, "by hand", "why"]]
    for one in results:
        points = [one["tasks"].get(name, {}).get("points") for name in columns]
        by_hand = [n for n, each in one["tasks"].items() if each["points"] is None]
        row = [one["student"], one["status"], one["score"], one.get("max"), *points]
        rows.append([*row, " ".join(by_hand), "; ".join(one["flags"])])
    lines = []
    out = csv.writer(type("", (), {"write": lines.append}), lineterminator="\n")
    out.writerows([[cell(value) for value in row] for row in rows])
    return "".join(lines)


def cell(value):
    """A value of the table; a text that a spreadsheet would compute is quoted."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value


def main():
    parser = argparse.ArgumentParser("python -m course.grade", description=__doc__)
    parser.add_argument("assignment", help="the set, such as ps1")
    parser.add_argument("submissions", type=Path, help="a folder or zip of uploads")
    parser.add_argument("--course", type=Path, default=COURSE, help="nbgrader's course")
    parser.add_argument("--out", type=Path, help="where grades and feedback go")
    parser.add_argument("--workers", type=int, help="processes (default: one per core)")
    asked = parser.parse_args()
    name = asked.assignment
    release = asked.course / "release" / name / f"{name}.ipynb"
    if not release.exists():
        parser.error(f"no set {name}: {release} is missing; make course")
    folder = asked.out or asked.course / "grades" / name
    kind = os.environ.get("SANDBOX") or "bwrap"
    try:
        results = batch(name, asked.submissions, release, folder, kind, asked.workers)
    except (ValueError, OSError, sandbox.NoSandboxError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    counts = {}
    for one in results:
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    print(", ".join(f"{count} {status}" for status, count in counts.items()))
    print(f"grades.csv, feedback/ and report.html are in {folder}")
    return 1 if counts.get(FAILED) else 0


if __name__ == "__main__":
    sys.exit(main())
