"""check("adam", my_adam): right, or which mistake it is."""

import json
import os
import sys
import textwrap
import warnings
from functools import cache
from pathlib import Path

import numpy as np

from adamedu.questions import ask, comparison, done
from adamedu.questions.follow import follow
from adamedu.questions.judge import Finding, judge
from adamedu.questions.page import keep_secret, picture, sentences

SIGNATURES = Path(__file__).with_name("signatures.json")
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
    table = signatures(task)
    if table["kind"] == "table":
        return judge_comparison(table, answer)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            numbers, limited, _ = ask.timed(
                lambda: follow(table, ask.caller(table, answer)), SECONDS
            )
    except ask.BadAnswer as error:
        return Finding(mistake="bad answer", words=str(error))
    finding = judge(table, numbers)
    if not limited:
        finding.notes.append("No time limit here: it needs the main thread of Unix.")
    return finding


def judge_comparison(table, answer):
    """The first thing that is not fair in a table that compares two rules."""
    try:
        name, number = comparison.fault(answer)
    except comparison.Unreadable as error:
        return Finding(mistake="bad answer", words=str(error))
    if not name:
        return Finding(right=True, words="Fair, and right.")
    words, chapter, section = table["mistakes"][name]
    return Finding(False, name, words, number, f"chapter {chapter}, “{section}”")


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


def page_table(task):
    """The task's table as JSON, for `page.exercise_scene`; None for a task that the
    page can't ask: a table, or a function of whole arrays."""
    table = signatures(task)
    of_numbers = table["kind"] == "function" and len(table["parts"]) == 1
    if table["kind"] not in ("rule", "value") and not of_numbers:
        return None
    table = {**table, "hunt": "like" in tables()[task]}
    return json.dumps(table, separators=(",", ":"), ensure_ascii=False)


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
