"""Tables that people open: CSV that a spreadsheet reads, and computes nothing of."""

import csv
import io
import re

PLAIN = re.compile(r"-?\d+([.,]\d+)?|-")
COMPUTED = tuple("=+-@\t\r\n＝＋－＠")  # what makes a spreadsheet compute a cell


def text(rows):
    """The rows as CSV; the mark at its beginning tells Excel that it is UTF-8."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(
        [[cell(value) for value in row] for row in rows]
    )
    return "\ufeff" + file.getvalue()


def cell(value):
    """A value of a table; a text that a spreadsheet would compute is quoted."""
    if isinstance(value, str):
        computed = value.lstrip(" ").startswith(COMPUTED)
        return f"'{value}" if computed and not PLAIN.fullmatch(value) else value
    return "" if value is None else value


def grades(results, items):
    """grades.csv: one row for each student, an empty score where there is none.

    `items` is the outline of the set. What being late cost stands beside the score.
    """
    names = [one.name for one in items.values()]
    head = ["student", "status", "score", "max", *names, "late", "by hand", "why"]
    rows = [head]
    for one in results:
        tasks, late = one["tasks"], one.get("lateness")
        points = [tasks.get(key, {}).get("points") for key in items]
        waiting = [item.name for key, item in items.items() if waits(tasks, key, item)]
        rows.append([
            one["student"], one["status"], one["score"], one.get("max"), *points,
            f"{late['words']}: {-late['off']:g} points" if late else "",
            " ".join(waiting), "; ".join(reasons(one, items)),
        ])  # fmt: skip
    return rows


def waits(tasks, key, item):
    """Whether an answer waits for a person."""
    return item.by_hand and key in tasks and tasks[key]["points"] is None


def reasons(result, items):
    """Why a row looks as it does: flags, other points, answers to look at again."""
    again = [items[key].name for key in result.get("again", ())]
    changed = [
        f"{items[key].name} changed: {one['override']}"
        for key, one in result["tasks"].items()
        if "override" in one
    ]
    look = [f"look again at {' '.join(again)}"] if again else []
    return [*result["flags"], *look, *changed]


def changes(before, results, items):
    """(student, task, points before, points now) for all that is other than before.

    `before` is {student: {task: points}} of the last run, with "score" among the tasks.
    Nothing of a student who is new has changed.
    """
    return [
        (student, name, before[student].get(name), value)
        for student, now in points(results, items).items()
        if student in before
        for name, value in now.items()
        if before[student].get(name) != value
    ]


def points(results, items):
    """{student: {task: points}}, with "score" among the tasks."""
    return {
        one["student"]: {"score": one["score"]}
        | {items[k].name: each["points"] for k, each in one["tasks"].items()}
        for one in results
    }
