"""What an exercise says in the published page: plain Python, for MicroPython.

`check` says the same where there is a kernel.
"""

import json

from adamedu.questions.judge import examine, path
from adamedu.questions.numbers import Maths, on_numbers
from adamedu.questions.on_arrays import on_arrays
from adamedu.questions.refused import changed as in_place
from adamedu.questions.refused import check_callable, explained, guarded
from adamedu.scene import line, panel, scene


def exercise_scene(table, answer):
    """The finding for a function of floats, and its path beside the right one; the
    finding alone where there is none: for a number, whole arrays, unrelated cases.

    `table` is JSON, from `tables.page_table`. Raises BadAnswer.
    """
    task = json.loads(table)
    finding = found(task, answer)
    if task["hunt"]:
        keep_secret(finding)
    text = " ".join(sentences(finding))
    known = None if task["kind"] == "value" else path(task, task["right"], True)
    if not known:
        return scene(alt=text, text=text)
    if finding.numbers:
        finding.path = finding.path or path(task, finding.numbers, True)
    if not finding.path:  # too far off to be drawn, or not there
        about, xlabel, ylabel, x, _, right = known
        finding.path = about, xlabel, ylabel, x, [], right
    return picture(finding, text)


def found(task, answer):
    """The Finding for an answer; raises BadAnswer where it can't be compared."""
    changed = set()
    finding = examined(task, answer, changed)
    finding.notes += [in_place(task, k) for k in sorted(changed)]
    return finding


def examined(task, answer, changed):
    """The Finding alone; `changed` is a set, as `on_numbers` fills it."""
    if task["kind"] == "value":
        return examine(task, [guarded(on_numbers(answer, task), without_numpy)])
    check_callable(answer)
    arrays = on_arrays(answer, task, changed)
    if task["arrays"]:
        return examine(task, [guarded(arrays)])
    ways = [on_numbers(answer, task, changed=changed), on_numbers(answer, task, float)]
    ways = [guarded(way, without_numpy) for way in ways + [arrays]]
    names = getattr(answer, "__globals__", {})
    kept = names.get("math")
    if kept:
        names["math"] = Maths()
    try:
        return examine(task, ways, arrays=2)
    finally:
        if kept:
            names["math"] = kept


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
        marks.insert(0, line(x, mine, "first", "yours"))
        words = f"yours ends at {mine[-1]:.4g}, "
    return scene(
        panel(*marks, title=about, xlabel=xlabel, ylabel=ylabel),
        alt=f"Yours and the right one, {about}: {words}right is {right[-1]:.4g}.",
        text=text,
    )
