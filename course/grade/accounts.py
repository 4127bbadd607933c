"""What became of each file of an upload: files.csv, and a line about it."""

import csv

from course.grade import tables
from course.grade.files import write

SHOWN = 3  # names of files that the line gives for each reason
HEAD = ["path", "student", "used as", "why not"]


def keep(files, folder):
    """Write files.csv."""
    rows = [[one.path, one.student, one.used, one.why] for one in files]
    write(folder / "files.csv", tables.text([HEAD, *rows]))


def line(people, folder):
    """How many people and files there were, and which files were not used, and why."""
    with open(folder / "files.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    unused = {}
    for row in rows:
        if not row["used as"]:
            unused.setdefault(row["why not"], []).append(row["path"])
    told = []
    for why, paths in sorted(unused.items(), key=lambda one: len(one[1])):
        more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        told.append(f"{', '.join(paths[:SHOWN])}{more} ({why})")
    count = sum(map(len, unused.values()))
    which = f": {'; '.join(told)}" if told else ""
    return f"{people} people, {len(rows)} files, {count} not used{which}"
