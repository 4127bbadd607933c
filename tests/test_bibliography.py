"""The bibliography: identifiers have the right form, and nothing stands there twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parents[1] / "chapters"
BIB = (CHAPTERS / "references.bib").read_text()
ENTRIES = re.findall(r"^@\w+\{([^,]+),\n(.*?)^\}", BIB, re.M | re.S)


def fields(body):
    """The fields of an entry by name; one line each."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", body, re.M))


@pytest.mark.parametrize("body", [b for _, b in ENTRIES], ids=[k for k, _ in ENTRIES])
def test_entry(body):
    entry = fields(body)
    assert len(entry) == body.count("\n"), "a field that is not one line `name = {...}`"
    assert entry["author"] and entry["title"]
    assert re.fullmatch(r"(19|20)\d\d", entry.get("year", "2000"))
    if "eprint" in entry:
        year, month = re.fullmatch(r"(\d\d)(\d\d)\.\d{4,5}", entry["eprint"]).groups()
        assert 1 <= int(month) <= 12
        assert 2007 <= 2000 + int(year) <= int(entry["year"]) + 1
        assert entry["archivePrefix"] == "arXiv"


@pytest.mark.parametrize("name", ["eprint", "doi"])
def test_no_entry_stands_twice(name):
    found = Counter(
        value for _, body in ENTRIES if (value := fields(body).get(name, "").lower())
    )
    assert not [value for value, count in found.items() if count > 1]


def test_keys_are_unique():
    assert len({key for key, _ in ENTRIES}) == len(ENTRIES)


def test_keys_in_the_history_are_an_author_and_a_year():
    """The field guide reads them so."""
    text = (CHAPTERS / "15_field_guide.ipynb").read_text()
    keys = re.findall(r'\\"([a-z]+)(\d{4})\\"', text)
    assert len(keys) >= 18
    for author, year in keys:
        entry = fields(dict(ENTRIES)[author + year])
        assert (entry["author"].split(",")[0].lower(), entry["year"]) == (author, year)
