"""The pages that are made of the chapters, as they stand in the built book."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from tests.prose import NUMBER, plain, sections
from tests.test_chapters import CHAPTERS, cells, text

BOOK = Path(__file__).parents[1] / "_build/html"


def page(name):
    soup = BeautifulSoup((BOOK / f"{name}.html").read_text(), "html.parser")
    for part in soup.select(".katex, .std-numref, a[href*=bibliography]"):
        part.decompose()
    return soup.find("article")


def entries():
    """(link, text) of each claim on the page of claims."""
    for term in page("claims").select("dl.claims > dt"):
        yield term.a["href"], term.find_next_sibling("dd").get_text(" ")


def test_every_claim_of_the_book_is_on_its_page():
    written = {
        f"{path.stem}.html#{name}"
        for path in CHAPTERS
        for cell in cells(path, "markdown")
        for name in re.findall(r"^:name: (claim-[\w-]+)$", text(cell), re.M)
    }
    assert written and {link for link, _ in entries()} == written


def test_numbers_on_the_page_of_claims_are_printed_in_their_chapters():
    by_name = {f"{path.stem}.html": path for path in CHAPTERS}
    found = 0
    for link, words in entries():
        chapter = sections(by_name[link.partition("#")[0]])
        known = {number for section in chapter for number in section.ends}
        words = words[: words.rindex("Source:")]
        for number in map(plain, NUMBER.findall(words)):
            if "." in number:
                assert number in known, f"{number} in: {words}"
                found += 1
    assert found > 20


def test_every_live_figure_is_on_its_page():
    alive = {
        f"{path.stem}.html#{cell['metadata']['mystnb']['figure']['name']}"
        for path in CHAPTERS
        for cell in cells(path, "code")
        if any(
            "widget-view" in kind for o in cell["outputs"] for kind in o.get("data", ())
        )
    }
    links = {a["href"] for a in page("figures").select("li a")}
    assert alive and links == alive


def test_links_lead_to_what_they_name():
    for name in ("claims", "figures"):
        for link in {a["href"] for a in page(name).select("a[href*='.html#']")}:
            file, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in (BOOK / file).read_text(), link
