"""What a teacher finds after a run: grades.csv, a page for each student, a report.

One Desk stands for the folder of a set's grades. It adds what the teacher decided to
what the machine found, and writes the files; none that the teacher has edited.
"""

import csv
import json
from datetime import datetime
from pathlib import Path

from course.grade import platforms, report, similar, tables
from course.grade.decisions import Decisions
from course.grade.feedback import feedback, mail
from course.grade.files import file_name, write
from course.grade.intake import mark
from course.grade.kept import Kept
from course.grade.outline import outline

LAST = ".last.json"  # the points of the last run
CHANGES = ["when", "student", "task", "before", "now"]


class Desk:
    """The folder of the set `assignment`, whose handed-out notebook is `handed_out`.

    `deadline` and `late` are kept until others are given; `mails` asks for texts to
    send, `platform` for files that Moodle or Canvas takes back, with `worksheet` its
    own table. Raises ValueError where the teacher's tables cannot be meant so.
    """

    def __init__(
        self, folder, assignment, handed_out, students, deadline=None, late=None,
        mails=False, platform=None, worksheet=None,
    ):  # fmt: skip
        self.folder, self.assignment = Path(folder), assignment
        self.items = outline(json.loads(handed_out))
        self.decisions = Decisions.read(folder, self.items, students, deadline, late)
        self.times = platforms.times(worksheet) if worksheet else {}
        self.mails, self.platform, self.worksheet = mails, platform, worksheet
        self.kept, self.changes = Kept(folder), self.folder / "changes.csv"
        if platform and worksheet:  # what it refuses, it refuses now
            platforms.export(platform, assignment, [], {}, worksheet)
        self.pages, self.answers = {}, {key: {} for key in self.items}

    def settle(self, result, notebook):
        """Write a student's page; returns the result as people see it, and the page."""
        result = result | {"time": self.time(result)}
        result = self.decisions.applied(result, self.items)
        name = file_name(result["student"])
        page = feedback(result, notebook, self.items)
        page = self.kept.write(f"feedback/{name}.html", page)
        if self.mails:
            self.kept.write(f"mail/{name}.txt", mail(result, notebook, self.items))
        self.pages[result["student"]] = page
        self.collect(result["student"], notebook)
        return result, page

    def time(self, result):
        """When it was handed in, as the platform or nbgrader's exchange says.

        A file of that name in a platform's upload is the student's own.
        """
        told = self.times.get(platforms.number(result["student"]))
        moodle = "_assignsubmission_" in (result.get("upload") or "")
        return told or ("" if moodle else result.get("time")) or ""

    def collect(self, student, notebook):
        """Remember a student's answers, to compare them."""
        cells = {mark(c, "grade_id"): c for c in notebook["cells"]} if notebook else {}
        blank = notebook["metadata"].get("blank", []) if notebook else []
        for key, item in self.items.items():
            if item.answer in cells and item.answer not in blank:
                self.answers[key][student] = cells[item.answer]

    def finish(self, results):
        """Write the tables and the report; returns what to say of them, in lines."""
        path = self.folder / LAST
        before = json.loads(path.read_text("utf-8")) if path.exists() else {}
        changed = tables.changes(before, results, self.items)
        self.kept.write("grades.csv", tables.text(tables.grades(results, self.items)))
        said = self.log(changed)
        alike, latest = similar.pairs(self.answers), self.latest()
        page = report.report(self.assignment, results, self.items, latest, alike)
        self.kept.write("report.html", page)
        waiting = sum(
            tables.waits(one["tasks"], key, item)
            for one in results
            for key, item in self.items.items()
        )
        if waiting:
            said.append(f"not graded yet: {waiting} answers, which a person reads")
        if self.platform:
            files, left_out = platforms.export(
                self.platform, self.assignment, results, self.pages, self.worksheet
            )
            for name, data in files.items():
                (self.folder / name).write_bytes(data)
            said.append(f"for {self.platform}: {' and '.join(files)}")
            if left_out:
                said.append(f"not in them, having no id: {', '.join(left_out)}")
        write(path, json.dumps(tables.points(results, self.items)))
        for name in self.kept.edited:
            said.append(f"{name} was edited, and stays; what this run says is in new/")
        return said

    def log(self, changed):
        """Add to changes.csv what has changed since the last run."""
        if not changed:
            return []
        now = datetime.now().isoformat(" ", "seconds")
        rows = [[now, *one] for one in changed]
        if not self.changes.exists():
            write(self.changes, tables.text([CHANGES]))
        with open(self.changes, "a", encoding="utf-8") as file:
            file.write(tables.text(rows).removeprefix("\ufeff"))
        students = len({student for student, *_ in changed})
        return [f"points of {students} changed since the last run: see changes.csv"]

    def latest(self):
        """The rows of changes.csv that were added together last."""
        if not self.changes.exists():
            return []
        with open(self.changes, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[1:]
        return [row for row in rows if row[:1] == rows[-1][:1]]
