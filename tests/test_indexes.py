"""The pages that are made by the build, as they stand in the built book."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from adamedu.rules import RULES
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


def test_every_question_is_on_the_page_of_answers():
    written = [
        f"{path.stem}.html#{name}"
        for path in CHAPTERS
        for cell in cells(path, "markdown")
        for name in re.findall(r"^:name: (ask-[\w-]+)$", text(cell), re.M)
    ]
    links = [a["href"] for a in page("answers").select(".adamedu-answers li a")]
    assert written and sorted(links) == sorted(written)


def test_every_rule_is_on_the_page_of_rules():
    """A line of the table leads to a section with its formula, source and function."""
    article = page("rules")
    lines = article.select("table tbody tr")
    sections = [article.select_one(line.a["href"]) for line in lines]
    assert [line.a.text for line in lines] == list(RULES)
    assert article.select("section > section > section") == sections
    for rule, line, section in zip(RULES.values(), lines, sections, strict=True):
        assert section.h3.code.text == rule.name
        assert section.select_one("div.math") and "Source: " in section.p.text
        assert f"def {rule.name}(" in section.pre.text
        (name, *state), settings, elsewhere, _ = (
            [code.text for code in cell("code")] for cell in line("td")
        )
        assert name == rule.name and state == list(rule.state)
        values = [re.split(r"[\s,]+", c.next_sibling)[1] for c in line("td")[1]("code")]
        assert dict(zip(settings, map(eval, values))) == rule.settings
        names = [rule.torch, rule.optax, rule.keras]
        assert elsewhere == list(dict.fromkeys(name for name in names if name))
        assert line("td")[3].a["href"] == f"{rule.chapter}.html"


def test_links_lead_to_what_they_name():
    for name in ("claims", "figures", "answers"):
        for link in {a["href"] for a in page(name).select("a[href*='.html#']")}:
            file, _, anchor = link.partition("#")
            assert f'id="{anchor}"' in (BOOK / file).read_text(), link
