"""What every built page has, and what none asks for."""

import json
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from benchmarks import figure
from tests import pages
from tests.pages import BOOK

PAGES = [path for path in pages.PAGES if path.stem != "search"]
HEAVY = ("fontawesome.js", "searchindex.js", "thebe", "togglebutton")


class Page(HTMLParser):
    """The tags of a page, and the empty headers among them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.empty, self.header = [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "th":
            self.header = ""

    def handle_data(self, data):
        if self.header is not None:
            self.header += data.strip()

    def handle_endtag(self, tag):
        if tag == "th":
            self.empty += not self.header
            self.header = None

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@cache
def parsed(path):
    return Page(path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path):
    page = parsed(path)
    assert len(page.all("h1")) == 1
    assert page.empty == 0
    ids = Counter(a["id"] for _, a in page.tags if "id" in a)
    assert [name for name, count in ids.items() if count > 1] == []
    (words,) = (
        a["content"] for a in page.all("meta") if a.get("name") == "description"
    )
    assert 20 < len(words) <= 162
    for picture in page.all("img"):
        if "_images/" in picture["src"] and picture["src"].endswith(".png"):
            assert picture["loading"] == "lazy"
            assert int(picture["width"]) > 100 and int(picture["height"]) > 100
    asked = [a.get("src") or a.get("href") or "" for _, a in page.tags]
    assert [name for name in asked if any(part in name for part in HEAVY)] == []


def test_the_code_of_a_figure_is_one_fold_below_it():
    tags = Page((BOOK / "index.html").read_text()).tags
    order = [a.get("id", tag) for tag, a in tags if tag in ("figure", "details")]
    assert order[:2] == ["fig-race", "details"]
    asked = [a.get("id") for _, a in tags]
    folds = [k for k, (tag, _) in enumerate(tags) if tag == "details"]
    assert sum(k < asked.index("ask-race") for k in folds) == 1


@cache
def previews(name):
    """The ids of what links to a page can show."""
    text = (BOOK / f"_static/previews/{name}.js").read_text()
    return json.loads(text.partition("] = ")[2].rstrip(";"))


class Formulas(HTMLParser):
    """Parts of formulas that have parts too many or too few."""

    PARTS = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2}

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong = [], []
        for formula in re.findall(r"<math.*?</math>", text, re.DOTALL):
            self.feed(formula)

    def handle_starttag(self, tag, attributes):
        if self.open:
            self.open[-1][1] += 1
        self.open.append([tag, 0])

    def handle_endtag(self, tag):
        opened, count = self.open.pop()
        assert opened == tag
        if count != self.PARTS.get(tag, count):
            self.wrong.append((tag, count))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_formulas_are_whole(path):
    assert Formulas(path.read_text()).wrong == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_link_shows_what_it_leads_to(path):
    found = 0
    for link in parsed(path).all("a"):
        page, _, anchor = (link.get("href") or "").partition("#")
        if "internal" not in (link.get("class") or "").split():
            continue
        if page.startswith("_images/") or anchor.startswith("ask-"):
            continue
        there = (path.parent / page).resolve() if page else path
        name = there.relative_to(BOOK).with_suffix("").as_posix()
        assert anchor in previews(name), f"{path.stem}: nothing of {page}#{anchor}"
        found += 1
    assert found > 20


@cache
def anchors(path):
    return {a.get("id") or a.get("name") for _, a in parsed(path).tags}


@pytest.mark.parametrize(
    "path", [*PAGES, BOOK / "genindex.html"], ids=lambda path: path.stem
)
def test_each_link_inside_the_book_leads_somewhere(path):
    for link in parsed(path).all("a"):
        page, _, anchor = link.get("href", "").partition("#")
        if re.match(r"[a-z]+:", page):  # outside, for which CI looks once a week
            continue
        there = (path.parent / unquote(page).partition("?")[0]) if page else path
        assert there.is_file(), f"{path.stem}: no {page}"
        if anchor:
            assert unquote(anchor) in anchors(there.resolve()), f"no {page}#{anchor}"


def test_the_page_that_is_measured_is_built(tmp_path):
    """By `make bench`, which no other test runs."""
    page = figure.build(tmp_path) / "index.html"
    assert "widget-view+json" in page.read_text(encoding="utf-8")
