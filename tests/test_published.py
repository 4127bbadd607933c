"""The table of published comparisons: whole, sourced, and right by its own words."""

import json
import re
from math import isfinite

import pytest

from adamedu.nn.datasets import FOLDER
from adamedu.studies.harness import results
from tests.test_bibliography import BODIES, fields

ROWS = results("published", FOLDER)
CHAPTER = FOLDER.parent / "chapters/15_scaling_up.ipynb"
NAMES = [
    "date", "rule", "ratio", "unit", "params", "baseline", "tuning", "tuned", "n",
    "who", "claim", "source",
]  # fmt: skip
WORDS = {
    "unit": {"steps", "tokens", "seconds", "computation"},
    "who": {"authors", "independent"},
    "tuning": {"same search", "own choice", "undertuned", "no baseline"},
}
SAID = {  # the ratios of sources that give other numbers, worked out by hand
    ("pagliardini2025", "tokens"): 197 / 101,
    ("vyas2024", "steps"): 1 / (1 - 0.40), ("vyas2024", "seconds"): 1 / (1 - 0.35),
    ("essential2025", "tokens"): 1 / (1 - 0.125), ("modded2026", "steps"): 5625 / 3250,
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['source']} {row['rule']}")
def test_a_row_says_who_found_what_against_what(row):
    assert list(row) == NAMES
    for name in ("rule", "baseline", "tuned", "claim"):
        assert row[name] == row[name].strip() != ""
    for name, known in WORDS.items():
        assert row[name] in known
    assert (row["tuning"] == "no baseline") == (row["baseline"] == "none")
    assert row["n"] == "" or row["n"] >= 1
    if row["ratio"] != "":
        assert isfinite(row["ratio"]) and 0.5 <= row["ratio"] <= 5
        assert row["params"] != "", "it is drawn over the number of weights"
    assert row["params"] == "" or 1e6 <= row["params"] <= 1e13


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['source']} {row['rule']}")
def test_its_source_is_there_and_of_that_month(row):
    entry = fields(BODIES[row["source"]])
    year, month = re.fullmatch(r"20(\d\d)-(\d\d)", row["date"]).groups()
    assert entry.get("eprint", year + month)[:4] == year + month
    assert int(entry["year"]) >= 2000 + int(year)


def test_ratios_are_what_their_sources_say():
    found = {(r["source"], r["unit"]): r["ratio"] for r in ROWS if r["ratio"]}
    for key, ratio in SAID.items():
        assert abs(found[key] - ratio) <= 0.006


def test_the_chapter_shows_these_rows():
    """Its table is as stored, and cites each source."""
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    words = "".join(text for cell in cells for text in cell["source"])
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    told = ["".join(output.get("text", "")) for output in outputs]
    (table,) = [text for text in told if re.search(r"(?m)^date +rule", text)]
    _, *table = table.strip().split("\n20")  # a row begins with its date
    for row, printed in zip(ROWS, table, strict=True):
        line, _, claim = printed.partition("\n")
        name, year = re.match(r"(\D+)(\d+)", row["source"]).groups()
        assert " ".join(claim.split()) == f"{row['claim']} ({name.title()} {year})"
        factor = f" {row['ratio']:.2f} " if row["ratio"] else "  "
        who = row["who"].replace("independent", "others")
        for part in (row["date"][2:], row["rule"], factor, row["unit"], who):
            assert part in line
        assert f"`{row['source']}`" in words
