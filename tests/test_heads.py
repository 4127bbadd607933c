"""Heads of the chapters of a small book: its question, its minutes, its needs."""

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


def page(head, rest="Some words."):
    return f"# Title\n\n{head}\n\n{rest}\n"


def chapter(needs=":needs:", question="What is $m$ <2?"):
    return f"```{{chapter}} {question}\n{needs}\n```"


WORDS = "word " * 1970  # and some in the head: ten minutes
FOLDED = f"```{{admonition}} More\n:class: dropdown\n{WORDS}{WORDS}\n```"
ASKED = "```{admonition} Predict: which?\n:class: tip\nThink.\n```\n\n" * 3
FIGURE = "```{figure} x.png\n```\n\n"
PAGES = {
    "00_short": page(chapter()),
    "01_long": page(chapter(":needs: 00_short"), WORDS),
    "02_folded": page(chapter(":needs: 00_short 01_long"), f"{WORDS}\n\n{FOLDED}"),
    "03_asks": page(chapter(), f"{WORDS}\n\n{ASKED}"),
    "04_shows": page(chapter(), f"{WORDS}\n\n{ASKED}{FIGURE * 2}"),
    "05_bare": page(""),
    "06_early": page(chapter(":needs: 07_late")),
    "07_late": page(chapter(":needs: notes", "Why me?")),
    "08_tells": page(chapter(question="A statement.")),
    "09_silent": page(chapter("")),
    "notes": page(""),
}
WRONG = {
    "05_bare": "a chapter without {chapter} QUESTION",
    "06_early": "needs 07_late, which is no chapter before it",
    "07_late": "needs notes, which is no chapter before it",
    "08_tells": "a chapter asks a question, but not: A statement.",
    "09_silent": "a chapter says what it `:needs:`, if only by that word",
}
MINUTES = {"00_short": 0, "01_long": 10, "02_folded": 10, "03_asks": 15, "04_shows": 15}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A folder with its pages, and with what was said while they were made."""
    folder = tmp_path_factory.mktemp("book")
    for name, text in PAGES.items():
        (folder / f"{name}.md").write_text(text)
    names = "\n".join(PAGES)
    index = f"# Book\n\n```{{chapters}}\n```\n\n```{{toctree}}\n{names}\n```\n"
    (folder / "index.md").write_text(index)
    settings = {"extensions": ["myst_nb", "book.heads", "book.indexes"],
                "html_theme": "basic", "myst_enable_extensions": ["dollarmath"],
                "suppress_warnings": ["image"], "nb_execution_mode": "off"}  # fmt: skip
    (folder / "x.png").touch()
    with open(folder / "said", "w") as said, docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings,
               status=None, warning=said).build()  # fmt: skip
    return folder


def made(book, name):
    html = (book / f"out/{name}.html").read_text()
    return BeautifulSoup(html, "html.parser")


def head(book, name):
    (found,) = made(book, name).select("h1 + .chapter-head")
    return found.get_text(" ", strip=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_chapter_without_a_question_or_its_needs_is_refused(book, name):
    lines = (book / "said").read_text().splitlines()
    about = [line for line in lines if f"/{name}.md" in line or f" {name}:" in line]
    assert ("".join(about) != "") == (name in WRONG)
    assert WRONG.get(name, "") in "".join(about)


@pytest.mark.parametrize(("name", "count"), MINUTES.items())
def test_minutes_are_those_of_words_questions_and_figures(book, name, count):
    assert f" About {count} minutes · " in head(book, name)


def test_a_head_links_to_what_it_needs(book):
    assert head(book, "00_short").endswith("needs no other chapter")
    links = made(book, "02_folded").select(".chapter-needs a")
    assert [a["href"] for a in links] == ["00_short.html", "01_long.html"]
    (line,) = made(book, "02_folded").select(".chapter-needs")
    assert line.get_text().endswith("needs Title and Title")


def test_the_map_has_each_question_and_its_minutes(book):
    rows = [[cell.get_text() for cell in row.select("td")]
            for row in made(book, "index").select("tbody tr")]  # fmt: skip
    there = [row for row in rows if "Why me?" in row[0]]
    assert there == [["Why me?", "Title", "0"]]
    assert {row[2] for row in rows} == {"0", "10", "15"}
    links = [a["href"] for a in made(book, "index").select("tbody a")]
    assert links == [f"{name}.html" for name in (*MINUTES, "06_early", "07_late")]
