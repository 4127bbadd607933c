"""The bibliography: whole, as published, cited, by name, and with links back."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest

from adamedu.rules import RULES
from tests.test_chapters import CHAPTERS, cells, text
from tests.test_indexes import page

FOLDER = Path(__file__).parents[1] / "chapters"
BIB = (FOLDER / "references.bib").read_text()
ENTRIES = re.findall(r"^@(\w+)\{([^,]+),\n(.*?)^\}", BIB, re.M | re.S)
BODIES = {key: body for _, key, body in ENTRIES}
VENUE = {  # where an entry of a kind says that it has appeared
    "article": "journal", "inproceedings": "booktitle", "book": "publisher",
    "misc": "howpublished",
}  # fmt: skip
CITED = re.compile(r"\{cite:\w+\}`([^`]*)`")


def fields(body):
    """The fields of an entry by name; one line each."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", body, re.M))


@pytest.mark.parametrize("kind,key,body", ENTRIES, ids=[key for _, key, _ in ENTRIES])
def test_entry(kind, key, body):
    entry = fields(body)
    assert len(entry) == body.count("\n"), "a field that is not one line `name = {...}`"
    assert entry["author"] and entry["title"]
    assert re.fullmatch(r"(19|20)\d\d", entry["year"])
    assert {"eprint", "doi", "url"} & set(entry), "nothing to find it by"
    preprint = entry.get("note", "").startswith("Preprint")
    assert (VENUE[kind] in entry) != preprint, "published, or a preprint"
    assert "eprint" in entry or not preprint
    assert not re.search("arxiv|preprint", entry.get(VENUE[kind], ""), re.I)
    if "eprint" in entry:
        year, month = re.fullmatch(r"(\d\d)(\d\d)\.\d{4,5}", entry["eprint"]).groups()
        assert 1 <= int(month) <= 12
        assert 2007 <= 2000 + int(year) <= int(entry["year"]) + 1
        assert entry["archivePrefix"] == "arXiv"


@pytest.mark.parametrize("name", ["eprint", "doi", "title"])
def test_no_entry_stands_twice(name):
    """But for documentation, whose titles are names."""
    found = Counter(
        value for body in BODIES.values()
        if (value := fields(body).get(name, "").lower())
    )  # fmt: skip
    assert not [value for value, count in found.items() if count > 1]


def test_keys_are_unique():
    assert len(BODIES) == len(ENTRIES)


def pages():
    """The text of each page of the book, by its name."""
    plain = {path.stem: path.read_text() for path in FOLDER.glob("*.md")}
    written = {p.stem: "\n".join(map(text, cells(p, "markdown"))) for p in CHAPTERS}
    found = {**plain, **written}
    papers = [f"{{cite:t}}`{key}`" for rule in RULES.values() for key in rule.papers]
    found["rules"] += " ".join(papers)
    return found


@cache
def citing():
    """The pages that cite each key."""
    found = {}
    for name, words in pages().items():
        for keys in CITED.findall(words):
            for key in keys.split(","):
                found.setdefault(key.strip(), set()).add(name)
    return found


def test_every_entry_is_cited():
    assert set(citing()) == set(BODIES)


def test_the_page_is_by_name():
    shown = [li.p.get_text() for li in page("bibliography").select("ul.sources > li")]
    names = [re.split(r",| and |\. ", entry)[0].casefold() for entry in shown]
    first = [normalize("NFKD", n).encode("ascii", "ignore").decode() for n in names]
    assert len(first) == len(BODIES) and first == sorted(first)
    assert first[0] == "alpaydin" and first[-1] == "zinkevich"


def test_each_source_links_to_the_pages_that_cite_it():
    """As many as cite it, and each to a place on the page that is there."""
    targets = {}
    linked = []
    for item in page("bibliography").select("ul.sources > li"):
        links = [a["href"].split("#") for a in item.select(".cited-in a")]
        linked.append(sorted(name.removesuffix(".html") for name, _ in links))
        for name, anchor in links:
            targets.setdefault(name.removesuffix(".html"), []).append(anchor)
    assert sorted(linked) == sorted(map(sorted, citing().values()))
    for name, anchors in targets.items():
        there = {part["id"] for part in page(name).select("[id]")}
        assert set(anchors) <= there, name


def test_keys_in_the_history_are_an_author_and_a_year():
    """The field guide reads them so: the year of the first version, or of the print."""
    text = (FOLDER / "19_field_guide.ipynb").read_text()
    keys = re.findall(r'\\"([a-z]+)(\d{4})\\"', text)
    assert len(keys) >= 18
    for author, year in keys:
        entry = fields(BODIES[author + year])
        first = "20" + entry.get("eprint", "")[:2]
        assert entry["author"].split(",")[0].lower() == author
        assert year in (entry["year"], first)
