"""What an exercise says in the published page: plain Python, for MicroPython.

`check` says the same where there is a kernel.
"""

import json

from adamedu.questions.judge import examine, path, refused
from adamedu.questions.numbers import Maths, on_numbers
from adamedu.questions.refused import BadAnswer, explained, guarded, tried
from adamedu.scene import line, panel, scene


def exercise_scene(table, answer):
    """The finding for a function of floats, and its path beside the right one; the
    finding alone for a task that asks for a number.

    `table` is JSON, from `check.page_table`.
    """
    task = json.loads(table)
    finding = found(task, answer)
    if task["hunt"]:
        keep_secret(finding)
    text = " ".join(sentences(finding))
    if task["kind"] == "value":
        return scene(alt=text, text=text)
    numbers = finding.numbers or task["right"]
    finding.path = finding.path or path(task, numbers, True)
    if not (finding.path and finding.numbers):  # too far off to be drawn, or not there
        about, xlabel, ylabel, x, _, right = path(task, task["right"], True)
        finding.path = about, xlabel, ylabel, x, [], right
    return picture(finding, text)


def found(task, answer):
    """The Finding for an answer, or for why it can't be compared."""
    names = getattr(answer, "__globals__", {})
    if "math" in names:
        names["math"] = Maths()
    try:
        ways = [on_numbers(answer, task), on_numbers(answer, task, float)]
        call = tried([guarded(way, without_numpy) for way in ways])
        return examine(task, call)
    except BadAnswer as error:
        return refused(error)


def without_numpy(error):
    return explained(error, numpy=False)


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
