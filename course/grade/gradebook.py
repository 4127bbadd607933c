"""A batch's results in nbgrader's gradebook, which Formgrader shows and people fill.

What the machine found goes in; what a person gave comes out. Recording is the same
however often it is done. Points and comments given by hand stay whatever else changes;
they are to be looked at again where the student's own answer is another than the one
that the person saw.
"""

import hashlib
import json
import os
import shutil
import warnings
from datetime import UTC
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning

from course.grade import harmless, tables
from course.grade.decisions import time_of
from course.grade.files import digest, file_name, write
from course.grade.intake import mark, source
from course.grade.kept import Kept
from course.grade.outline import outline

COURSE_ID = "adam"
COLUMNS = ["assignment", "duedate", "timestamp", "student_id", "last_name"]
COLUMNS += ["first_name", "email", "raw_score", "late_submission_penalty"]
COLUMNS += ["score", "max_score"]


def database(folder):
    """Where the gradebook of the course in `folder` is; GRADEBOOK names another."""
    here = f"sqlite:///{Path(folder).resolve() / 'gradebook.db'}"
    return os.environ.get("GRADEBOOK") or here


class Book:
    """The gradebook of the course in `folder`, open for one set: a context manager."""

    def __init__(self, folder, assignment, handed_out):
        self.folder, self.assignment = folder, assignment
        self.kept = Kept(folder)
        self.handed_out = nbformat.from_dict(json.loads(handed_out))
        self.items = outline(self.handed_out)
        url = database(folder)
        self.db = Gradebook(url, COURSE_ID)
        try:
            self.db.find_notebook(assignment, assignment)
        except MissingEntry:
            self.db.update_or_create_assignment(assignment)
            names = {"notebook": assignment, "assignment": assignment, "db_url": url}
            SaveCells().preprocess(self.handed_out, {"nbgrader": names})

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for name in self.kept.edited:
            print(f"{name} was edited, and stays; what this run says is in new/")
        self.db.close()
        self.db.engine.dispose()

    def undo(self):
        """Forget what a student's failure has left half done."""
        self.db.db.rollback()

    def record(self, result, notebook=None):
        """Put a result in, and the notebook where it is shown.

        The notebook is written last: it is there when everything is. What could not be
        read has no entry, since nbgrader would add up nothing to 0; unless a person has
        graded it.
        """
        student = file_name(result["student"])
        submitted, before = self.submitted(student), None
        if result["score"] is None and not by_hand(submitted):
            return self.withdraw(student)
        path = self.place("autograded", student).with_suffix(".ipynb")
        if path.exists():
            before = json.loads(path.read_text("utf-8"))
        graded = graded_answers(submitted, before)
        parts = result, notebook, graded
        known = before["metadata"].get("of") if submitted and before else None
        if known and known == made_of(before, *parts):
            return
        page = self.page(result, notebook)
        answers = digests(notebook or {"cells": []}, self.items)
        page.metadata["answers"], page.metadata["graded"] = answers, graded
        page = json.loads(nbformat.writes(page))
        page["metadata"]["of"] = made_of(page, *parts)
        self.db.update_or_create_student(student)
        told = time_of(result)
        when = {"timestamp": told.astimezone(UTC).replace(tzinfo=None)} if told else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own
            self.db.update_or_create_submission(self.assignment, student, **when)
        submitted = self.submitted(student)
        blank = notebook["metadata"].get("blank", []) if notebook else []
        for grade in submitted.grades:
            grade.auto_score = result["tasks"].get(grade.name, {}).get("points")
            waits = grade.auto_score is None
            if grade.manual_score is not None:
                waits = graded.get(grade.name) != answers.get(grade.name)
            grade.needs_manual_grade = waits
        for comment in submitted.comments:
            comment.auto_comment = "No answer." if comment.name in blank else None
        self.db.db.commit()
        write(path, json.dumps(page, indent=1, ensure_ascii=False) + "\n")

    def knows(self, result):
        """Whether the student has an entry, of this file or of an earlier one."""
        return self.submitted(file_name(result["student"])) is not None

    def withdraw(self, student):
        """Take a student's entry, and what was shown of it, out again."""
        if self.submitted(student):
            self.db.remove_submission(self.assignment, student)
            shutil.rmtree(self.place("autograded", student).parent)

    def hand_back(self, result, page):
        """Put a page of feedback where `nbgrader release_feedback` finds it."""
        path = self.place("feedback", file_name(result["student"]))
        name = path.with_suffix(".html").relative_to(self.folder).as_posix()
        self.kept.write(name, page)
        write(path.with_name("timestamp.txt"), result["time"] or "")
        write(path.with_name("submission_secret.txt"), result["secret"])

    def place(self, step, student):
        """Where nbgrader keeps a student's notebook at that step, with no ending."""
        folder = self.folder / step / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        return folder / self.assignment

    def submitted(self, student):
        """The student's notebook in the gradebook, or None."""
        try:
            name = self.assignment
            return self.db.find_submission_notebook(name, name, student)
        except MissingEntry:
            return None

    def page(self, result, notebook):
        """What Formgrader shows: the notebook, what was found, what to look at."""
        page = nbformat.from_dict(json.loads(json.dumps(notebook or self.handed_out)))
        harmless.clean(page)
        show(page, result["tasks"])
        if result["flags"]:
            state = result["status"].capitalize()
            page.cells.insert(0, harmless.remarks(state, result["flags"]))
        return page

    def with_points_by_hand(self, result):
        """The result with the points and comments that a person gave.

        `again` names the tasks whose answer is another one than the person saw.
        """
        submitted = self.submitted(file_name(result["student"]))
        if submitted is None:
            return result
        tasks, notes, again = dict(result["tasks"]), list(result["notes"]), []
        for grade in submitted.grades:
            if grade.manual_score is not None:
                most = {"max": grade.max_score, "mistake": "", "notes": []}
                given = {"points": grade.score, "words": "", "by_hand": True}
                given["right"] = grade.score >= grade.max_score
                tasks[grade.name] = most | tasks.get(grade.name, {}) | given
                if grade.needs_manual_grade:
                    again.append(grade.name)
        for comment in submitted.comments:
            if comment.manual_comment and comment.name in tasks:
                said = {"comment": comment.manual_comment}
                tasks[comment.name] = tasks[comment.name] | said
            elif comment.manual_comment:
                notes.append(f"{comment.name}: {comment.manual_comment}")
        score = result["score"]
        if any(one["points"] is not None for one in tasks.values()):
            score = sum(one["points"] or 0 for one in tasks.values())
        made = {"tasks": tasks, "notes": notes, "score": score, "again": again}
        return result | made


class Scores(ExportPlugin):
    """What `nbgrader export` writes: its columns, with no score where there is none.

    nbgrader's own exporter gives a 0 to who has no entry.
    """

    def export(self, gradebook):
        rows = [COLUMNS]
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                asked = student.id in (self.student or [student.id])
                if asked and assignment.name in (self.assignment or [assignment.name]):
                    rows.append(exported(gradebook, assignment, student))
        text = tables.text(rows).removeprefix("\ufeff")
        Path(self.to or "grades.csv").write_text(text, "utf-8")


def exported(gradebook, assignment, student):
    """The row of one student and set."""
    row = {"assignment": assignment.name, "student_id": student.id}
    row |= {key: getattr(student, key) for key in ("last_name", "first_name", "email")}
    row |= {"duedate": assignment.duedate, "max_score": assignment.max_score}
    try:
        entry = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        entry = None
    if entry is not None:
        off = entry.late_submission_penalty
        row |= {"raw_score": entry.score, "score": max(0.0, entry.score - (off or 0))}
        row |= {"timestamp": entry.timestamp, "late_submission_penalty": off}
    return [row.get(key) for key in COLUMNS]


def by_hand(submitted):
    """Whether a person has given points or a comment."""
    if submitted is None:
        return False
    points = [one.manual_score for one in submitted.grades]
    comments = [one.manual_comment for one in submitted.comments]
    return any(one is not None for one in [*points, *comments])


def made_of(page, *parts):
    """A hash of what a page shows, and of what it was made of."""
    return digest(json.dumps([page["cells"], *parts], sort_keys=True))


def digests(notebook, items):
    """What the answer to each graded cell says, as a hash, by the cell's grade_id."""
    texts = {mark(cell, "grade_id"): source(cell).strip() for cell in notebook["cells"]}
    texts = {key: texts.get(one.answer, "") for key, one in items.items()}
    return {
        key: hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        for key, text in texts.items()
    }


def graded_answers(submitted, page):
    """The digest of the answer that a person saw, for each task graded by hand.

    `page` is what Formgrader showed up to now, or None; it names the answers that it
    shows and, where one waits to be looked at again, the one that was seen before.
    """
    if submitted is None or page is None:
        return {}
    shown = page["metadata"].get("answers", {})
    known = page["metadata"].get("graded", {})
    return {
        grade.name: (known if grade.needs_manual_grade else shown).get(grade.name)
        for grade in submitted.grades
        if grade.manual_score is not None
    }


def show(notebook, tasks):
    """Let each check cell show what was found and, as nbgrader reads it, the points."""
    for cell in notebook.cells:
        one = tasks.get(mark(cell, "grade_id"))
        if one is None or one["points"] is None or cell.cell_type != "code":
            continue
        said = "\n".join([one["words"], *one["notes"]])
        earned = {"text/plain": f"{one['points']:g}"}
        cell.outputs = [
            new_output("stream", name="stdout", text=f"{said}\n"),
            new_output("execute_result", data=earned, execution_count=1),
        ]
