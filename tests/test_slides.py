"""The decks: all figures, questions and claims of the chapters, once and in order."""

import json
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from book import sentences, slides
from book.heads import CHAPTER
from tests.pages import BOOK, PAGES, ROOT

PARTS = slides.parts()
FOLD = re.compile(r'<details class="fold">.*?</details>', re.DOTALL)
SHOWN = re.compile(r'<(?!section)[^<>]* id="((?:fig|ask|claim)-[\w-]+)"')
each_deck = pytest.mark.parametrize("name", PARTS)


@cache
def text(name):
    return (BOOK / f"{name}.html").read_text()


def slides_of(name):
    """The slides of a deck, as (kind, HTML)."""
    parts = text(f"slides/{name}").split('<section class="slide ')[1:]
    return [(part.partition('"')[0], part) for part in parts]


@cache
def ids(name):
    return set(re.findall(r' (?:id|name)="([^"]+)"', text(name)))


def shown(page):
    """What a chapter's page shows, in its order; its last element is behind it all."""
    article = page[page.index("<article") : page.index("</article>")]
    found = SHOWN.findall(FOLD.sub("", article))
    held = re.findall(r'adamedu-asked of-(ask-[\w-]+)[^>]* id="(fig-[\w-]+)"', article)
    for question, figure in held:  # which waits for the answer, and so comes after it
        found.remove(figure)
        found.insert(found.index(question) + 1, figure)
    return found


def test_each_chapter_is_in_one_deck():
    names = [name for _, chapters in PARTS.values() for name in chapters]
    assert names == [path.stem for path in PAGES if CHAPTER.fullmatch(path.stem)]


@each_deck
def test_all_is_there_once_and_in_order(name):
    expected = [one for chapter in PARTS[name][1] for one in shown(text(chapter))]
    found = [one for _, html in slides_of(name) for one in SHOWN.findall(html)]
    assert found == expected and len(found) > 4


@each_deck
def test_a_question_or_a_figure_has_a_slide_of_its_own(name):
    for kind, html in slides_of(name):
        found = SHOWN.findall(html)
        words = {"question": "ask", "claim": "claim", "figure": "fig"}.get(
            kind.split()[0]
        )
        assert [one.partition("-")[0] for one in found] == ([words] if words else [])
        assert ("widget-view" in html) == (kind == "figure live")
        assert html.count('class="adamedu-question"') == (kind == "question")


@each_deck
def test_each_slide_has_a_heading_and_a_number(name):
    for number, (_, html) in enumerate(slides_of(name), 1):
        (heading,) = re.findall(r"<h[12]>(.*?)</h[12]>", html, re.DOTALL)
        assert re.sub("<.*?>", "", heading).strip()
        assert f'<a href="#/{number}">{number}</a></footer>' in html


@each_deck
def test_each_figure_has_its_own_widget(name):
    states = re.findall(r"<script [^>]*widget-state\+json\">(.*?)</script>",
                        text(f"slides/{name}"), re.DOTALL)  # fmt: skip
    models = [m for state in states for m in json.loads(state)["state"]]
    assert len(models) == len(set(models))
    views = re.findall(r'widget-view\+json">(.*?)</script>', text(f"slides/{name}"))
    found = [json.loads(view)["model_id"] for view in views]
    assert len(found) == len(set(found)) and set(found) <= set(models)
    references = {one.removeprefix("IPY_MODEL_") for state in states
                  for one in re.findall(r"IPY_MODEL_\w+", state)}  # fmt: skip
    assert references <= set(models)


@each_deck
def test_each_link_leads_somewhere(name):
    count = len(slides_of(name))
    for address in re.findall(r' (?:href|src)="([^"]*)"', text(f"slides/{name}")):
        page, _, anchor = address.partition("#")
        if re.match("[a-z]+:", page):  # outside
            continue
        if not page:
            slide = anchor.removeprefix("/")
            numbered = slide.isdigit() and 1 <= int(slide) <= count
            assert numbered or anchor in ids(f"slides/{name}"), address
            continue
        assert (BOOK / "slides" / page).resolve().is_file(), address
        if anchor:
            there = page.removeprefix("../").removesuffix(".html")
            assert anchor in ids(there), address


def test_teachers_are_led_to_each_deck():
    links = re.findall(r'<a href="slides/([\w-]+).html">(.*?)</a>', text("teaching"))
    assert dict(links) == {name: caption for name, (caption, _) in PARTS.items()}


def test_a_deck_is_made_again_when_its_chapters_are(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(slides, "MADE_BY", [ROOT / "book/slides.py"])
    monkeypatch.setattr(slides, "parts", lambda: {"one": ("One", ["01_a"])})
    monkeypatch.setattr(slides, "deck", lambda *about: made.append(about) or "deck")
    (tmp_path / "01_a.html").touch()
    for _ in range(2):
        assert slides.write(tmp_path) == [tmp_path / "slides/one.html"]
    assert len(made) == 1


MORE = "and so on " * 10


@pytest.mark.parametrize(
    ("paragraph", "last", "words"),
    [
        ("One. Two.", False, "One. Two."),  # it is brief
        (f"One. And {MORE}. Two:", False, "One."),
        (f"One. {MORE}. Two:", True, "Two:"),  # a formula follows
        (f"One (two. Three). Four {MORE}", False, "One (two. Three)."),
        (f"One. <em>Two. Three.</em> Four. {MORE}", False, "One."),
        (f"<em>One. Two.</em> <a>Three</a>. {MORE}", False, "<em>One. Two.</em>"),
        (f"Is it <em>1.5</em>? No {MORE}", False, "Is it <em>1.5</em>?"),
        (f"A &lt; B says “no.” And {MORE}", False, "A &lt; B says “no.”"),
    ],
)
def test_of_a_long_paragraph_one_sentence_is_shown(paragraph, last, words):
    tag = BeautifulSoup(f"<p>{paragraph}</p>", "html.parser").p
    assert sentences.lead(tag, last) == words


def test_sentences_are_shared_evenly():
    said = [(10, "a"), (30, "b"), (30, "c"), (10, "d")]
    pages = sentences.shared(said, 2)
    assert [[html for _, html in page] for page in pages] == [["a", "b"], ["c", "d"]]
    assert sentences.shared(said[:1], 3) == [said[:1]]
