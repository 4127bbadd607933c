"""The glossary knows every term that a chapter introduces, and leads to a chapter."""

import re
from pathlib import Path

import pytest

from tests.test_chapters import CHAPTERS, cells, text

PAGE = Path(__file__).parents[1] / "chapters/glossary.md"
ENTRY = re.compile(r"^((?:\S.*\n)+) {4}(.+)$", re.M)
ENTRIES = [(names.splitlines(), said) for names, said
           in ENTRY.findall(PAGE.read_text().partition("{glossary}\n")[2])]  # fmt: skip
TERMS = {name.casefold() for names, _ in ENTRIES for name in names}
NUMBERED = [path for path in CHAPTERS if path.stem[:2].isdigit()]
BOLD = re.compile(r"\b(?:called|is|are|an?|the|its)\s+\*\*([\w $-]+)\*\*", re.I)
PLAIN = {  # in bold for the eye, and no terms
    "budget", "cause", "code", "common mistake", "cure", "illness", "linear",
    "logarithmic", "moving", "sparse", "stage 1", "warm-up upside down",
}  # fmt: skip


def introduced(words):
    """What stands in bold behind an article or "is", but for whole sentences."""
    words = re.sub(r"`[^`\n]*`", "", words)
    return {name.casefold() for name in BOLD.findall(words) if len(name.split()) < 5}


def controls(path):
    """The names that a notebook gives to arguments, as on the sliders of a figure."""
    return set(re.findall(r"(\w+)=", "\n".join(map(text, cells(path, "code")))))


def unknown(words, path):
    found = introduced(words) - PLAIN - controls(path)
    return {name for name in found if not {name, name.removesuffix("s")} & TERMS}


@pytest.mark.parametrize("path", NUMBERED, ids=lambda p: p.stem)
def test_every_term_that_a_chapter_introduces_is_in_the_glossary(path):
    words = "\n\n".join(map(text, cells(path, "markdown")))
    assert unknown(words, path) == set()


@pytest.mark.parametrize("names, said", ENTRIES, ids=[names[0] for names, _ in ENTRIES])
def test_an_entry_is_two_sentences_at_most_and_leads_to_a_page(names, said):
    assert said.endswith(".") and len(re.findall(r"[.!?](?= [A-Z]|$)", said)) <= 2
    named = re.findall(r"\{doc\}`(\w+)`", said)
    assert named and all(list(PAGE.parent.glob(f"{page}.*")) for page in named)


def test_entries_are_in_order_and_none_stands_twice():
    first = [names[0].casefold() for names, _ in ENTRIES]
    assert len(ENTRIES) > 80 and first == sorted(first)
    assert len(TERMS) == sum(len(names) for names, _ in ENTRIES)


def test_a_term_that_is_not_in_the_glossary_is_found():
    words = "It is called **zeta mean**, and the **Hessian** is a **frob**. Set **lr**."
    assert introduced(words) == {"zeta mean", "hessian", "frob"}
    assert unknown(words, NUMBERED[0]) == {"zeta mean", "frob"}
