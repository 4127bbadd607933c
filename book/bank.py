"""The book's questions for learning platforms: `python -m book.bank`.

They are read from the built pages, where the right answers stand that the build has
read from what the cells print. A line to draw has no form on these platforms.
"""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import yaml
from bs4 import BeautifulSoup, NavigableString, SoupStrainer

ROOT = Path(__file__).parents[1]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
BASE = CONFIG["html"]["baseurl"]
KEPT = ("p", "em", "strong", "code", "ul", "ol", "li", "pre")
LEFT = ("script", "button", "svg")
ASKED = SoupStrainer(class_=re.compile("adamedu-(predict|answer)"))
UNKNOWN = ("img", "table", "figure", "details", "form")


@dataclass
class Question:
    """A question; what it asks, its stem, choices and their reasons are HTML."""

    name: str
    chapter: str
    address: str
    asks: list
    kind: str  # one, several, order (right: the choices' places in it) or number
    stem: list
    choices: list
    reasons: list
    right: list
    values: list  # numbers: the right one, then known mistakes
    within: float | None


def questions(site, name):
    """The questions of a page of the built book."""
    text = (site / f"{name}.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser", parse_only=ASKED)
    title = text.partition("<h1>")[2].partition("</h1>")[0]
    chapter = BeautifulSoup(title, "html.parser").find(string=True).strip()
    for link in page.select("a[href]"):
        link["href"] = urljoin(f"{BASE}{name}.html", link["href"])
    for link in page.select(".headerlink"):
        link.decompose()
    boxes = page.select(".adamedu-predict")
    for box, answer in zip(boxes, page.select(".adamedu-answer"), strict=True):
        data = json.loads(box.select_one("script.adamedu-question").string)
        if data["kind"] != "line":
            yield question(chapter, name, box, answer, data)


def question(chapter, page, box, answer, data):
    title, *stem = box.find_all(recursive=False)
    stem = [part for part in stem if part.name != "script"]
    choices = []
    if data["kind"] != "number":
        choices = [item.contents for item in listed(stem.pop())]
    reasons = []
    for item in listed(answer.find_all(recursive=False)[-1]):
        item.strong.decompose()  # the choice, once more
        reasons.append(item.contents)
    if data["kind"] == "order":
        reasons = [reasons[data["right"].index(k)] for k in range(len(reasons))]
    first = title.contents[0]
    first.replace_with(first.removeprefix("Predict: "))
    return Question(data["name"], chapter, f"{BASE}{page}.html#{data['name']}",
                    title.contents, data["kind"], stem, choices, reasons, data["right"],
                    data.get("values", []), data["within"])  # fmt: skip


def listed(tag):
    if tag.name not in ("ul", "ol"):
        raise ValueError(f"a list of choices, not <{tag.name}>: {tag.get_text()}")
    return [item.p or item for item in tag.find_all("li", recursive=False)]


def markup(nodes, formula):
    """HTML of a few tags, with each formula as `formula(tag, block)` writes it."""
    text = ""
    for node in nodes:
        if isinstance(node, NavigableString):
            text += html.escape(node, quote=False)
        elif "math" in node.get("class", ()):
            text += formula(node, node.name == "div")
        elif node.name in UNKNOWN:
            raise ValueError(f"a question with <{node.name}>: {node}")
        elif node.name == "a":
            address = html.escape(node["href"])
            text += f'<a href="{address}">{markup(node.contents, formula)}</a>'
        elif node.name in KEPT:
            inside = markup(node.contents, formula)
            text += f"<{node.name}>{inside}</{node.name}>"
        elif node.name not in LEFT:
            text += markup(node.contents, formula)
    return text


def in_order(question, words):
    """The choices of an order as they go, each with its reason."""
    items = "".join(
        f"<li><strong>{words(question.choices[k])}.</strong> "
        f"{words(question.reasons[k])}</li>" for k in question.right
    )  # fmt: skip
    return f"<ol>{items}</ol>"


def plain(nodes):
    """In letters only, as titles must be; formulas as TeX."""
    text = ""
    for node in nodes:
        tex = not isinstance(node, NavigableString) and node.select_one("annotation")
        text += f"${tex.get_text()}$" if tex else node.get_text()
    return text


def main():
    from book import moodle, qti

    site = ROOT / "_build/html"
    names = [path.stem for path in sorted((ROOT / "chapters").glob("[0-9i]*.ipynb"))]
    if not (site / "index.html").exists():
        raise SystemExit("no book to read: run `make book`")
    found = [one for name in names for one in questions(site, name)]
    (ROOT / "_build/questions-moodle.xml").write_bytes(moodle.quiz(found))
    qti.write(found, ROOT / "_build/questions-qti.zip")
    print(f"{len(found)} questions: _build/questions-moodle.xml, questions-qti.zip")


if __name__ == "__main__":
    main()
