"""The page "Where libraries disagree": its tables name the rows that it measures."""

import re

from tests.test_chapters import CHAPTERS, cells, outputs, text

(PAGE,) = [path for path in CHAPTERS if path.stem == "libraries"]


def measured():
    """Number and name of each printed row."""
    printed = "".join(o for cell in cells(PAGE, "code") for o in outputs(cell))
    found = re.findall(r"^ ?(\d+) +\S+ +\S+ +(?:x \S+|-)  (.+)$", printed, re.M)
    return {int(number): name for number, name in found}


def named():
    """Pairs of a table's line and a number of a row that stands at its end."""
    words = "\n".join(text(cell) for cell in cells(PAGE, "markdown"))
    for table in re.findall(r"^\|.*\| Rows \|\n\|[-|]+\n((?:\|.*\n?)+)", words, re.M):
        for line in table.splitlines():
            rows = line.split("|")[-2]
            for first, last in re.findall(r"(\d+)(?: to (\d+))?", rows):
                for number in range(int(first), int(last or first) + 1):
                    yield line, number


def test_rows_are_numbered_from_1():
    assert list(measured()) == list(range(1, len(measured()) + 1))
    assert len(measured()) > 60


def test_tables_name_each_disagreement():
    ours = {number for number, name in measured().items() if "this book" in name}
    assert {number for _, number in named()} | ours == set(measured())


def test_tables_name_rows_of_their_rule():
    """The first word of a table's line, such as "LAMB:", is in the row's name."""
    rows = measured()
    for line, number in named():
        rule = re.match(r"\| ([\w-]+):", line)
        if rule:
            assert rule[1] in rows[number], f"{number} {rows[number]} in {line}"
