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


def test_every_figure_is_in_the_gallery():
    """With its picture, words for it, number and caption, and whether it runs."""
    named = {}
    for path in CHAPTERS:
        for cell in cells(path, "code"):
            figure = cell["metadata"].get("mystnb", {}).get("figure")
            if figure and "name" in figure:
                kinds = {kind for o in cell["outputs"] for kind in o.get("data", ())}
                live = any("widget-view" in kind for kind in kinds)
                named[f"{path.stem}.html#{figure['name']}"] = figure["caption"], live
    items = page("figures").select("ul.gallery li")
    assert {item.a["href"] for item in items} == named.keys() and len(items) > 100
    for item in items:
        caption, live = named[item.a["href"]]
        assert len(item.img["alt"]) > 20
        told = item.get_text().split()
        assert (told[-1] == "live") == live == bool(item.select(".gallery-live"))
        assert told[0] == "Fig." and told[1].isdigit()
        assert told[2:4] == re.sub(r"[*`]", "", caption).replace("'", "’").split()[:2]


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


def body(name):
    """The text of a page from its title on; the whole is large to parse."""
    return (BOOK / f"{name}.html").read_text().partition("<h1>")[2]


def reading(name):
    """The minutes under a chapter's title, or in the first line of a set."""
    return int(re.search(r"[Aa]bout (\d+) minutes", body(name))[1])


def needed(name):
    """The chapters that a set cannot do without."""
    told = re.split(r"[;.] ", body(name).partition("You need")[2])[0]
    return set(re.findall(r"\.\./(\d\d_\w+)\.html", told))


def test_a_syllabus_adds_up_and_hands_out_a_set_when_all_is_read_that_it_needs():
    eight, four = page("teaching").select("table:has(th:-soup-contains('week'))")
    for table, weeks, sets in ((eight, 8, 5), (four, 4, 4)):
        *lines, last = table.select("tbody tr")
        read, total = [], [0, 0]
        for number, line in enumerate(lines, 1):
            cells = line("td")
            found = [[a["href"].removesuffix(".html") for a in c("a")] for c in cells]
            read += found[1]
            for told, names, k in ((cells[2], found[1], 0), (cells[4], found[3], 1)):
                minutes = sum(map(reading, names))
                assert (told.get_text() or "0") == str(minutes)
                total[k] += minutes
            assert cells[0].get_text() == str(number)
            for name in found[3]:
                assert needed(name) and needed(name) <= set(read)
        assert [last("td")[k].get_text() for k in (2, 4)] == [str(t) for t in total]
        assert number == weeks and len(table.select("a[href^=exercises]")) == sets
    chapters = [path.stem for path in CHAPTERS if path.stem[:2].isdigit()]
    assert [a["href"].removesuffix(".html") for a in eight.select("a[href*='_']")] == (
        chapters
    )
