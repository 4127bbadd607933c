"""What an exercise says in the published page: plain Python, for MicroPython.

`check` says the same where there is a kernel.
"""

import json

from adamedu.questions.follow import follow, on_floats
from adamedu.questions.judge import judge, path
from adamedu.questions.on_arrays import on_arrays
from adamedu.scene import line, panel, scene


def exercise_scene(table, answer):
    """The finding for a function of floats, and its path beside the right one; the
    finding alone where there is none: for a number, whole arrays, unrelated cases.

    `table` is JSON, from `tables.page_table`. Raises what the answer raises.
    """
    task = json.loads(table)
    way = on_arrays if task["arrays"] else on_floats
    numbers = follow(task, way(answer, task["parts"]))
    finding = judge(task, numbers)
    if task["hunt"]:
        keep_secret(finding)
    text = " ".join(sentences(finding))
    known = None if task["kind"] == "value" else path(task, task["right"], True)
    if not known:
        return scene(alt=text, text=text)
    finding.path = finding.path or path(task, numbers, True)
    if not finding.path:  # too far off to be drawn
        about, xlabel, ylabel, x, _, right = known
        finding.path = about, xlabel, ylabel, x, [], right
    return picture(finding, text)


def keep_secret(finding):
    """In a bug hunt the question is which bug it is."""
    if finding.where:
        finding.words, finding.where = "A bug is left.", ""


def sentences(finding):
    """The finding in words."""
    head = ("✓ " if finding.right else "Not yet. ") + finding.words
    where = "Read " + finding.where + "." if finding.where else ""
    return [one for one in [head, finding.number] + finding.notes + [where] if one]


def picture(finding, text=""):
    """Your path beside the right one."""
    about, xlabel, ylabel, x, mine, right = finding.path
    marks, words = [line(x, right, "theory", "right")], ""
    if mine:
        marks.insert(0, line(x, mine, "sign", "yours"))
        words = f"yours ends at {mine[-1]:.4g}, "
    return scene(
        panel(*marks, title=about, xlabel=xlabel, ylabel=ylabel),
        alt=f"Yours and the right one, {about}: {words}right is {right[-1]:.4g}.",
        text=text,
    )
