"""What of a chapter stands on slides: see slides.py, which makes decks of them.

A question, a figure, a claim, a table and a box have a slide each. Of prose the first
sentence of a paragraph is shown, with the formulas; whole paragraphs are the speaker's
notes of the slide after them. What is folded, and exercises, stay in the book.
"""

import json
import re
from copy import copy
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from book.sentences import BRIEF, count, inner, lead, sentences, shared

LEFT = ("Exercises", "Further reading")  # sections
FULL = 75  # words of a slide of prose; a formula counts as some
FORMULA = 15
FEW = 45  # so many have no slide of their own, but where a section begins
CAPTION = 45  # words, and of a paragraph in a box
SIDE = '<span class="side"'  # "Left" has its "Right"
ROWS = 12
SHORT = 6  # lines of code that stands among sentences
FOLD = re.compile(r'<details class="fold">.*?</details>', re.S)  # none is in another
STATE = re.compile(r'<script type="[^"]*widget-state.*?</script>', re.S)
NARROW = ".adamedu-narrow, .headerlink, .katex-mathml annotation"


@dataclass
class Slide:
    """Its heading and body are HTML; `anchor` is its section in the chapter."""

    kind: str
    heading: str
    body: str
    chapter: str
    anchor: str = ""
    section: str = ""
    notes: list = field(default_factory=list)


@dataclass
class Chapter:
    name: str
    title: str
    question: str
    slides: list
    state: str  # the script that has the widgets' states


def chapter(site, name):
    """A chapter of the built book, read from its page."""
    text = (site / f"{name}.html").read_text("utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    page = BeautifulSoup(FOLD.sub("", article), "html.parser").section
    for tag in page.select(NARROW):
        tag.decompose()
    state = STATE.search(text)
    state = state[0] if state else ""
    read = Reader(name)
    read.section(page)
    question = inner(page.select_one(".chapter-question"))
    return Chapter(name, inner(page.h1), question, read.slides, state)


class Reader:
    """Goes through a chapter, and makes a slide of each thing that it meets."""

    def __init__(self, name):
        self.name, self.slides = name, []
        self.heading = self.anchor = self.title = ""
        self.said = []  # (words, HTML) that wait for their slide
        self.formulas = False  # among them
        self.notes = []
        self.opens = False  # the next slide is the first of its section

    def add(self, kind, heading, body):
        section = self.heading if heading != self.heading else ""
        made = Slide(kind, heading, body, self.title, self.anchor, section, self.notes)
        self.slides.append(made)
        self.notes, self.opens = [], False

    def section(self, tag):
        self.tell()
        before = self.anchor, self.heading
        self.anchor = tag["id"]
        for part in tag.find_all(recursive=False):
            if part.name in ("h1", "h2", "h3"):
                if part.get_text() in LEFT:
                    self.leave(tag)
                    break
                self.heading, self.opens = inner(part), True
                self.title = self.title or self.heading
            else:
                self.part(part)
        self.tell()
        self.anchor, self.heading = before

    def leave(self, tag):
        """Of a section that stays in the book the last words may lead on."""
        last = tag.find_all(recursive=False)[-1]
        if last.name == "p" and last.strong:
            self.heading, self.opens = "What comes next", True
            self.say(inner(last))

    def part(self, tag):
        kinds = set(tag.get("class", ()))
        for kind, take in TAKES.items():
            if kind in kinds or kind == tag.name:
                take(self, tag)
                return
        raise ValueError(f"{self.name}: a slide of <{tag.name} class={kinds}>?")

    def skip(self, tag):
        pass

    def head(self, tag):
        question = tag.select_one(".chapter-question")
        self.add("title", self.title, str(question))
        self.heading, self.opens = inner(question), True

    def paragraph(self, tag):
        after = tag.find_next_sibling()
        leads = after is not None and "math" in after.get("class", ())
        self.notes.append(f"<p>{inner(tag)}</p>")
        goes_on = self.formulas and tag.get_text()[:1].islower()
        before = self.said.pop() if goes_on else (0, "")
        self.say(lead(tag, last=leads), *before)

    def say(self, words, count_before=0, before=""):
        self.said.append((count_before + count(words), f"{before}<p>{words}</p>"))

    def formula(self, tag):
        """It, or a little code, stays with the sentence before it."""
        words, html = self.said.pop() if self.said else (0, "")
        self.said.append((words + FORMULA, f"{html}{tag}"))
        self.formulas = True

    def points(self, tag):
        items = [lead(item.p or item) for item in tag.find_all("li", recursive=False)]
        words = "".join(f"<li>{item}</li>" for item in items)
        self.notes.append(str(tag))
        self.said.append((count(words), f"<{tag.name}>{words}</{tag.name}>"))

    def tell(self):
        """Make slides of the sentences so far; few of them are left to the speaker."""
        said, formulas = self.said, self.formulas
        self.said, self.formulas = [], False
        total = sum(words for words, _ in said)
        points = total < BRIEF and any('href="#fig-' in html for _, html in said)
        if total < FEW and not formulas and (points or not self.opens):
            return
        notes, pages = self.notes, shared(said, -(-total // FULL))
        for page in pages:
            self.notes = notes if page is pages[-1] else []
            words = (re.sub(":</p>$", ".</p>", html) for _, html in page)
            self.add("text", self.heading, "".join(words))

    def fold(self, tag):
        for part in tag.find_all(recursive=False):
            self.part(part)

    def cell(self, tag):
        """A figure, and of other cells the code if it defines something."""
        if found := tag.select_one(".cell_output:has(> figure)"):
            self.tell()
            self.shorten(found.select_one(".caption-text"))
            live = found.select_one("script[type*=widget-view]")
            self.add("figure live" if live else "figure", self.heading, str(found))
            return
        code = tag.find(class_="cell_input", recursive=False)
        printed = "".join(map(str, tag.select(".output")))
        if code and re.search(r"^\s*(def|class) ", code.get_text(), re.M):
            self.code(code, printed)
        else:
            self.notes.append(f"{code or ''}{printed}")

    def shorten(self, tag):
        """Its first sentences are shown; the speaker has all of it."""
        self.notes.append(f"<p>{inner(tag)}</p>")
        first, *more = sentences(tag)
        while more and (more[0].startswith(SIDE) or count(first + more[0]) <= CAPTION):
            first += f" {more.pop(0)}"
        tag.clear()
        tag.append(BeautifulSoup(first, "html.parser"))

    def code(self, tag, printed=""):
        if not printed and len(tag.get_text().strip().splitlines()) <= SHORT:
            self.formula(tag)
            return
        self.tell()
        self.add("code", self.heading, f"{tag}{printed}")

    def question(self, tag):
        self.tell()
        box, title = copy(tag), tag.find(class_="admonition-title")
        answer = tag.find_next_sibling(class_="adamedu-fold")
        answer = answer.find(class_="adamedu-answer", recursive=False)
        told = answer.find_all(["ul", "ol"], recursive=False)[-1]
        box.find(class_="admonition-title").decompose()
        words = inner(title).removeprefix("Predict: ")
        heading = f'<span class="admonition-title">{words}</span>'
        self.add("question", heading, f"{box}<div hidden>{told}</div>")
        asked = json.loads(tag.select_one("script.adamedu-question").string)
        for held in self.slides[:-1]:  # a figure that waits for the answer follows it
            if "figure" in asked and f'id="{asked["figure"]}"' in held.body:
                self.slides.remove(held)
                self.slides.append(held)

    def claim(self, tag):
        self.tell()
        badge = tag.select_one(".verdict").extract()
        title, here, *more = tag.find_all(recursive=False)
        record = more.pop()
        self.notes += map(str, more)
        who = inner(record.select_one(".claim-source").p)
        for part in record.select("dt:has(+ .claim-source), .claim-source, .colon"):
            part.decompose()
        name, kind = tag["id"], tag["class"][1]
        words = inner(title).removeprefix("Claim: ")
        body = f'<div id="{name}" class="{kind}"><p class="admonition-title" hidden>'
        body += f'{words}</p><p class="who">{who}</p><details>'  # a figure cites it
        body += f"<summary>What came out here?</summary>{badge}{here}{record}"
        self.add("claim", f"“{words}”", f"{body}</details></div>")

    def box(self, tag):
        self.tell()
        title, *body = tag.find_all(recursive=False)
        for part in body:
            if part.name == "p":
                self.shorten(part)
        self.add("box", inner(title), "".join(map(str, body)))

    def table(self, tag):
        """Many rows are shared among slides."""
        self.tell()
        rows = tag.select("tbody > tr")
        for start in range(0, len(rows), ROWS):
            part = copy(tag)
            for row, again in enumerate(part.select("tbody > tr"), -start):
                if not 0 <= row < ROWS:
                    again.decompose()
            self.add("table", self.heading, str(part))


TAKES = {
    "chapter-head": Reader.head, "adamedu-predict": Reader.question,
    "adamedu-fold": Reader.fold, "adamedu-answer": Reader.skip, "claim": Reader.claim,
    "admonition": Reader.box, "cell": Reader.cell, "math": Reader.formula,
    "highlight-python": Reader.code, "pst-scrollable-table-container": Reader.table,
    "section": Reader.section, "p": Reader.paragraph, "ul": Reader.points,
    "ol": Reader.points, "details": Reader.skip, "span": Reader.skip,
}  # fmt: skip
