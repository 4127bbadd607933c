"""What is known of each task, as numbers: read from signatures.json."""

import json
import zlib
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

SIGNATURES = Path(__file__).with_name("signatures.json")


@cache
def tables():
    """{task: its table}, in the order of the problem sets."""
    return json.loads(SIGNATURES.read_text(encoding="utf-8"))


def packed(own):
    """Tables by task, as text for a cell."""
    text = json.dumps(own, separators=(",", ":"), ensure_ascii=False)
    return b64encode(zlib.compress(text.encode())).decode()


def judge_by(text):
    """From now on judge by the tables that `packed` gave: a course with numbers of its
    own has such a line in its notebooks."""
    tables().update(json.loads(zlib.decompress(b64decode(text))))


def signatures(task):
    """The table of a task; raises KeyError for one that is not known."""
    if task not in tables():
        known = ", ".join(tables())
        raise KeyError(f"task must be one of {known}; got {task!r}")
    table = tables()[task]
    return tables()[table["like"]] if "like" in table else table


def sets():
    """{problem set: its tasks in order}."""
    found = {}
    for task, table in tables().items():
        found.setdefault(table["set"], []).append(task)
    return found


def by_numbers(table):
    """Whether an answer can be asked number by number: a rule, or a function of plain
    numbers, or of arrays of one shape, that returns one part."""
    if table["kind"] != "function":
        return table["kind"] == "rule"
    first = table["probes"][0]["calls"][0][0]
    return len(table["parts"]) == 1 and not isinstance(first, str)


def page_table(task):
    """The task's table as JSON, for `page.exercise_scene`; None for a task that the
    page can't ask: a table."""
    table = signatures(task)
    if table["kind"] == "table":
        return None
    table = {**table, "hunt": "like" in tables()[task], "arrays": in_arrays(table)}
    return json.dumps(table, separators=(",", ":"), ensure_ascii=False)


def in_arrays(table):
    """Whether an answer must be asked with whole arrays."""
    return table["kind"] == "function" and not by_numbers(table)
