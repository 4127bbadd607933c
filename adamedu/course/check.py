"""check("adam", my_adam): right, or which mistake it is."""

import json
import sys
import textwrap
import warnings
from functools import cache
from pathlib import Path

import numpy as np

from adamedu.course import ask, progress
from adamedu.course.diagnose import Finding, follow, is_right, judge
from adamedu.scene import line, panel, scene

SIGNATURES = Path(__file__).with_name("signatures.json")
SECONDS = 3.0
NUMBERS = 5e-3  # how exact an answer that is a number must be


def check(task, answer):
    """Print whether `answer` solves the task, or which mistake it makes.

    The answer may be written with NumPy, torch or plain floats. Raises KeyError for
    a task that is not known.
    """
    finding = diagnose(task, answer)
    print(report(task, finding))
    if finding.path:
        show(picture(finding))
    progress.note(task, finding.right)


def diagnose(task, answer):
    """The Finding for an answer, without printing."""
    table = signatures(task)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            numbers, limited, _ = ask.timed(
                lambda: follow(table, ask.caller(table, answer)), SECONDS
            )
    except ask.BadAnswer as error:
        return Finding(mistake="bad answer", words=str(error))
    if table["kind"] == "value":
        return judge_value(table, numbers)
    finding = judge(table, numbers)
    if not limited:
        finding.notes.append("No time limit here: it needs the main thread of Unix.")
    return finding


def judge_value(table, numbers):
    """A number is right, or wrong in a known way, to NUMBERS."""
    if is_right(table, numbers, NUMBERS / 2):
        return Finding(right=True, words="Right.")
    (mine,) = numbers[0][0][0]
    for name in table["order"]:
        words, chapter, section, (known,) = table["mistakes"][name]
        known = known / 0.5  # a print weighs its first number by one half
        if abs(mine - known) <= NUMBERS * abs(known):
            where = f"chapter {chapter}, “{section}”"
            return Finding(False, name, words, f"You have {mine:.4g}.", where)
    return Finding(mistake="unknown", words=f"{mine:.4g} is not right.")


@cache
def tables():
    return json.loads(SIGNATURES.read_text(encoding="utf-8"))


def signatures(task):
    """The table of a task; raises KeyError for one that is not known."""
    if task not in tables():
        known = ", ".join(tables())
        raise KeyError(f"task must be one of {known}; got {task!r}")
    table = tables()[task]
    return tables()[table["like"]] if "like" in table else table


def report(task, finding):
    """The finding in a few lines."""
    head = f"{task}: {'✓ ' if finding.right else 'not yet. '}{finding.words}"
    lines = [head, finding.number, *finding.notes]
    if finding.where:
        lines.append(f"Read {finding.where}.")
    return "\n".join(
        textwrap.fill(one, 88, break_long_words=False) for one in lines if one
    )


def picture(finding):
    """Your path beside the right one."""
    about, xlabel, ylabel, x, mine, right = finding.path
    marks = [line(x, mine, "sign", "yours"), line(x, right, "theory", "right")]
    words = f"Yours and the right one, {about}: yours ends at {mine[-1]:.4g}, right "
    return scene(
        panel(*marks, title=about, xlabel=xlabel, ylabel=ylabel),
        alt=words + f"is {right[-1]:.4g}.",
    )


def show(drawing):
    """Display a scene where there is a notebook; elsewhere do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None and hasattr(shell, "kernel"):
        from adamedu.show import Still

        ipython.display.display(Still(drawing))
