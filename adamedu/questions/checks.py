"""check("adam", my_adam): right, or which mistake it is."""

import os
import sys
import textwrap
import warnings

import numpy as np

from adamedu.questions import ask, comparison, done, judge, refused
from adamedu.questions.judge import Finding
from adamedu.questions.page import keep_secret, picture, sentences
from adamedu.questions.tables import signatures, tables

SECONDS = 3.0


def check(task: str, answer: object) -> None:
    """Print whether `answer` solves the task, or which mistake it makes.

    The answer may be written with NumPy, torch or plain floats. Raises KeyError for
    a task that is not known.
    """
    finding = diagnose(task, answer)
    if "like" in tables()[task]:
        keep_secret(finding)
    print(report(task, finding))
    if finding.path:
        show(picture(finding))
    done.note(task, finding.right)
    if not finding.right and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError(finding.words)  # its Validate button looks for errors


def diagnose(task, answer):
    """The Finding for an answer, without printing."""
    try:
        finding, limited, _ = ask.timed(lambda: examine(task, answer), SECONDS)
    except ask.BadAnswer as error:
        return judge.refused(error)
    if not limited:
        finding.notes.append("No time limit here: it needs the main thread of Unix.")
    return finding


def examine(task, answer, table=None):
    """The Finding for an answer that may take its time; raises BadAnswer.

    `table` is a course's own, in place of the installed one.
    """
    table = table or signatures(task)
    if table["kind"] == "table":
        return judge_comparison(table, answer)
    return judged(table, answer)


def judged(table, answer):
    """The Finding for what an answer gives on a table's probes; raises BadAnswer."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        changed = set()
        finding = judge.examine(table, ask.ways(table, answer, changed))
        finding.notes += [refused.changed(table, k) for k in sorted(changed)]
        return finding


def judge_comparison(table, answer):
    """The first thing that is not fair in a table that compares two rules."""
    name, number = comparison.fault(answer)
    if not name:
        return Finding(right=True, words="Fair, and right.")
    words, chapter, section = table["mistakes"][name]
    return Finding(False, name, words, number, f"chapter {chapter}, “{section}”")


def report(task, finding):
    """The finding in a few lines."""
    head, *rest = sentences(finding)
    lines = [f"{task}: {head[0].lower()}{head[1:]}", *rest]
    return "\n".join(textwrap.fill(one, 88, break_long_words=False) for one in lines)


def show(drawing):
    """Display a scene where there is a notebook; elsewhere do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None and hasattr(shell, "kernel"):
        from adamedu.figures import Still

        ipython.display.display(Still(drawing))
