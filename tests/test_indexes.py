"""The pages that are made by the build, as they stand in the built book."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from adamedu.rules import RULES
from tests.test_chapters import CHAPTERS, cells, text

BOOK = Path(__file__).parents[1] / "_build/html"


def page(name):
    soup = BeautifulSoup((BOOK / f"{name}.html").read_text(), "html.parser")
    for part in soup.select(".katex, .std-numref, a[href*=bibliography]"):
        part.decompose()
    return soup.find("article")


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


def written(prefix):
    """The addresses of all blocks of the chapters whose names begin so."""
    return [
        f"{path.stem}.html#{name}"
        for path in CHAPTERS
        for cell in cells(path, "markdown")
        for name in re.findall(rf"^:name: ({prefix}-[\w-]+)$", text(cell), re.M)
    ]


def test_every_question_is_on_the_page_of_answers():
    links = [a["href"] for a in page("answers").select(".adamedu-answers li a")]
    assert links and sorted(links) == sorted(written("ask"))


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
