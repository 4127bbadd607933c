"""`python -m course.grade ps1 SUBMISSIONS`: grade a folder or zip of uploads.

A run that was cut short goes on where it was, and grades nobody twice.
"""

import argparse
import sys
from pathlib import Path

from course import COURSE
from course.grade import accounts, batch, sandbox
from course.grade.platforms import PLATFORMS
from course.grade.student import LIMITS


def main():
    parser = argparse.ArgumentParser("python -m course.grade", description=__doc__)
    parser.add_argument("assignment", help="the set, such as ps1")
    parser.add_argument("submissions", type=Path, help="a folder or zip of uploads")
    parser.add_argument("--course", type=Path, default=COURSE, help="nbgrader's course")
    parser.add_argument("--out", type=Path, help="where grades and feedback go")
    parser.add_argument("--roster", type=Path, help="a CSV with the columns id, name")
    parser.add_argument("--only", action="append", default=[], metavar="STUDENT",
                        help="grade this one anew; may be said again")  # fmt: skip
    parser.add_argument("--task", default="", help="give points for this task anew")
    parser.add_argument("--deadline", help="such as '2026-11-05 23:59'; '' for none")
    parser.add_argument("--late", metavar="RULE", help="such as '10 %% a day'")
    parser.add_argument("--mail", action="store_true", help="texts to send, in mail/")
    parser.add_argument("--export", choices=PLATFORMS, help="files that it takes back")
    parser.add_argument("--worksheet", type=Path, help="the platform's own table")
    parser.add_argument("--workers", type=int, help="processes (default: one per core)")
    parser.add_argument("--scheduler", help="a Dask cluster's, such as tcp://host:8786")
    for limit, (default, what) in LIMITS.items():
        parser.add_argument(
            f"--limit-{limit}", type=float, default=default, metavar="SECONDS",
            help=f"a limit, {what} (default: {default:g})",
        )  # fmt: skip
    asked = parser.parse_args()
    name = asked.assignment
    release = asked.course / "release" / name / f"{name}.ipynb"
    if not release.exists():
        parser.error(f"no set {name}: {release} is missing; make course")
    folder = asked.out or asked.course / "grades" / name
    limits = {limit: getattr(asked, f"limit_{limit}") for limit in LIMITS}
    try:
        results = batch.grade_all(
            name, asked.submissions, release, folder, asked.workers,
            asked.scheduler, asked.course, asked.roster,
            anew={"only": asked.only, "task": asked.task}, wishes={
                "deadline": asked.deadline, "late": asked.late, "mails": asked.mail,
                "platform": asked.export, "worksheet": asked.worksheet,
            }, **limits,
        )  # fmt: skip
    except (ValueError, OSError, sandbox.NoSandboxError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    counts = {}
    for one in results:
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    print(", ".join(f"{count} {status}" for status, count in counts.items()))
    print(f"grades.csv, files.csv, feedback/ and report.html are in {folder}")
    print(accounts.line(len(results), folder))
    return 1 if counts.get(batch.FAILED) else 0


if __name__ == "__main__":
    sys.exit(main())
