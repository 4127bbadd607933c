"""A batch's results in nbgrader's gradebook, which Formgrader shows and people fill.

What the machine found goes in; what a person gave comes out. Recording is the same
however often it is done: points and comments given by hand stay, and only answers
that have changed since are to be looked at again.
"""

import json
import os
import warnings
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning

from course.grade.files import file_name, write
from course.grade.intake import mark

COURSE_ID = "adam"


def database(folder):
    """Where the gradebook of the course in `folder` is; GRADEBOOK names another."""
    here = f"sqlite:///{Path(folder).resolve() / 'gradebook.db'}"
    return os.environ.get("GRADEBOOK") or here


class Book:
    """The gradebook of the course in `folder`, open for one set: a context manager."""

    def __init__(self, folder, assignment, handed_out):
        self.folder, self.assignment = folder, assignment
        self.handed_out = nbformat.from_dict(json.loads(handed_out))
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
        self.db.close()
        self.db.engine.dispose()

    def undo(self):
        """Forget what a student's failure has left half done."""
        self.db.db.rollback()

    def record(self, result, notebook=None):
        """Put a result in, and the notebook (or why there is none) where it is shown.

        The notebook is written last: it is there when everything is.
        """
        student = file_name(result["student"])
        path = self.place("autograded", student).with_suffix(".ipynb")
        page = nbformat.writes(self.page(result, notebook)) + "\n"
        submitted = self.submitted(student)
        if submitted and path.exists() and path.read_text("utf-8") == page:
            return
        self.db.update_or_create_student(student)
        when = {"timestamp": result["time"]} if result["time"] else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own
            self.db.update_or_create_submission(self.assignment, student, **when)
        submitted = self.submitted(student)
        blank = notebook["metadata"].get("blank", []) if notebook else []
        for grade in submitted.grades:
            grade.auto_score = result["tasks"].get(grade.name, {}).get("points")
            by_hand = grade.manual_score is not None
            grade.needs_manual_grade = by_hand or grade.auto_score is None
        for comment in submitted.comments:
            comment.auto_comment = "No answer." if comment.name in blank else None
        self.db.db.commit()
        write(path, page)

    def hand_back(self, result, page):
        """Put a page of feedback where `nbgrader release_feedback` finds it."""
        path = self.place("feedback", file_name(result["student"]))
        write(path.with_suffix(".html"), page)
        write(path.with_name("timestamp.txt"), result["time"])
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
        show(page, result["tasks"])
        if result["flags"]:
            lines = [f"**{result['status'].capitalize()}**", ""]
            lines += [f"- {text}" for text in result["flags"]]
            first = new_markdown_cell("\n".join(lines), id="state")
            page.cells.insert(0, first)
        return page

    def with_points_by_hand(self, result):
        """The result with the points and comments that a person gave."""
        submitted = self.submitted(file_name(result["student"]))
        tasks, notes = dict(result["tasks"]), list(result["notes"])
        for grade in submitted.grades:
            if grade.manual_score is not None and not grade.needs_manual_grade:
                most = {"max": grade.max_score, "mistake": "", "notes": []}
                given = {"points": grade.score, "words": "graded by hand"}
                given["right"] = grade.score >= grade.max_score
                tasks[grade.name] = most | tasks.get(grade.name, {}) | given
        for comment in submitted.comments:
            if comment.manual_comment and comment.name in tasks:
                said = {"words": comment.manual_comment}
                tasks[comment.name] = tasks[comment.name] | said
            elif comment.manual_comment:
                notes.append(f"{comment.name}: {comment.manual_comment}")
        score = result["score"]
        if any(one["points"] is not None for one in tasks.values()):
            score = sum(one["points"] or 0 for one in tasks.values())
        return result | {"tasks": tasks, "notes": notes, "score": score}


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
