"""The core of the book in Firefox and WebKit: the other files have Chromium."""

import json

import pytest

from tests.browser.conftest import BOOK, READY, served
from tests.browser.engines import ENGINES, MISSING
from tests.browser.test_figures import (
    OPENED,
    WORDS,
    assert_as_in_cpython,
    drawn,
    settle,
)
from tests.browser.test_questions import CHAPTER, KEY, QUESTIONS, right, wrong

PAGES = ["index.html", "02_momentum.html", "07_algorithm.html", CHAPTER, "answers.html"]
FIGURE = ".adamedu-interact:has(.adamedu-live) "
LIVE = f"{FIGURE}.adamedu-live"
HEARING = """<script>var wrong = [];
addEventListener("error", ({ message, target }) =>
  wrong.push(`${message ?? target.src ?? target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => wrong.push(`${reason}`));
console.error = (...words) => wrong.push(words.join(" "));
</script>"""
SLOW = "[anywidget] Failed to initialize model"  # of what takes it ten seconds
SLOWED = """() => {
  const frame = requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance), start = now();
  performance.now = () => start + (now() - start) / 50;
  window.requestAnimationFrame = (act) => frame(() => act(performance.now()));
}"""
BETWEEN = """(css) => {
  const { value, max } = document.querySelector(css);
  return 0 < Number(value) && Number(value) < Number(max);
}"""
SEEN = """(e) => e.querySelector(".adamedu-panels").innerHTML
  + e.querySelector(".adamedu-message").innerText"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Addresses of the book, whose pages keep what goes wrong on them."""
    folder = tmp_path_factory.mktemp("book")
    for path in BOOK.iterdir():
        (folder / path.name).symlink_to(path)
    for name in PAGES:
        (folder / name).unlink()
        text = (BOOK / name).read_text()
        (folder / name).write_text(text.replace("<head>", f"<head>{HEARING}", 1))
    with served(folder) as address:
        yield {"http": address, "file": folder.as_uri()}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, tmp_path_factory):
    assert request.param not in MISSING, "tests/browsers.sh says what to install"
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture
def open_page(engine, book):
    """open_page(name, how) waits for figures, and frees those that questions hold."""

    def go(name, how="http", unfold=True):
        engine.open(f"{book[how]}/{name}")
        engine.wait_for(READY)
        if unfold:
            engine.evaluate(OPENED)

    yield go
    wrong = engine.evaluate("() => wrong")
    assert [words for words in wrong if SLOW not in words] == []


def changes(figure, act):
    """What an act changes is as CPython computes it."""
    before = figure.evaluate(SEEN)
    act()
    settle(figure)
    assert figure.evaluate(SEEN) != before
    assert_as_in_cpython(figure)


@pytest.mark.parametrize("how", ["http", "file"])
@pytest.mark.parametrize("name", PAGES[:3])
def test_figures_come_alive(engine, open_page, how, name):
    open_page(name, how)
    count = engine.evaluate("() => document.querySelectorAll('.adamedu-ready').length")
    assert count == (BOOK / name).read_text().count("widget-view+json") > 0
    assert_as_in_cpython(engine.element(LIVE))


def test_a_figure_follows_keys_and_mouse(engine, open_page):
    open_page("index.html")
    figure, slider = engine.element(LIVE), engine.element(f"{FIGURE}.noUi-handle")
    figure.evaluate("(e) => e.figure.player.finish()")
    slider.focus()
    changes(figure, lambda: engine.press("ArrowLeft", "ArrowLeft"))
    changes(figure, lambda: slider.drag(-60, 0))
    handle = engine.element(f"{LIVE} .adamedu-handle")
    handle.focus()
    changes(figure, lambda: engine.press("ArrowDown"))
    changes(figure, lambda: handle.drag(30, -20))


def test_a_figure_plays(engine, open_page):
    open_page("index.html")
    figure = engine.element(LIVE)
    figure.evaluate("(e) => e.figure.player.finish()")
    button, steps = (f"{LIVE} .adamedu-player {name}" for name in ("button", "input"))
    label = "(css, words) => document.querySelector(css).textContent.includes(words)"
    whole = figure.evaluate(SEEN)
    engine.evaluate(SLOWED)  # it may not end before it is paused
    engine.element(button).click()
    assert engine.evaluate(label, button, "Pause")
    engine.wait_for(BETWEEN, steps)
    engine.element(button).click()
    still = figure.evaluate(SEEN)
    assert still != whole
    engine.element(steps).focus()
    engine.press("ArrowRight")
    settle(figure)
    assert figure.evaluate(SEEN) != still
    engine.press("End")
    settle(figure)
    assert figure.evaluate(SEEN) == whole


@pytest.mark.parametrize("how", ["http", "file"])
def test_a_rule_is_edited(engine, open_page, how):
    """By keys alone; what is wrong is told with the line of the text that is read."""
    open_page("index.html", how)
    figure = engine.element(LIVE)
    figure.evaluate("(e) => e.figure.player.finish()")
    text = figure.evaluate("(e) => e.figure.editor.text()")
    at = text[: text.index("\n    m =")].count("\n") + 1
    editor = f"{LIVE} .cm-content"
    engine.element(editor).focus()
    engine.press("Control+Home", *["ArrowDown"] * at, "End", *" * b3")
    engine.wait_for("(css) => !!document.querySelector(css)", f"{LIVE} .adamedu-error")
    told = engine.element(f"{LIVE} .adamedu-error").evaluate("(e) => e.innerText")
    assert told.startswith(f"Line {at + 1}") and "b3" in told
    before = drawn(figure)
    engine.press("Backspace", "Backspace", *"0.5")
    newer = "(e, before) => Number(e.dataset.drawn) > before && !e.dataset.old"
    within = f"(css, before) => ({newer})(document.querySelector(css), before)"
    engine.wait_for(within, LIVE, before)
    settle(figure)
    assert "* 0.5" in figure.evaluate("(e) => e.figure.model.get('text')")
    assert_as_in_cpython(figure)
    figure.evaluate("(e) => e.figure.reset()")
    whole = f"(css, words) => ({WORDS})([document.querySelector(css), words])"
    engine.wait_for(whole, editor, text.split())
    settle(figure)


def answer(engine, question, said):
    form = f"#{question['name']} form"
    for k in said:
        engine.element(f"{form} input[value='{k}']").click()
    engine.element(f"{form} [type=submit]").click()
    verdict = engine.element(f"#{question['name']} .adamedu-verdict")
    return verdict.evaluate("(e) => e.innerText")


@pytest.mark.parametrize("how", ["http", "file"])
def test_questions_are_answered_remembered_and_forgotten(engine, open_page, book, how):
    first, second = [one for one in QUESTIONS if one["kind"] == "one"][:2]
    fold = "(name) => document.querySelector(`#${name} + .adamedu-fold`).hidden"
    open_page(CHAPTER, how, unfold=False)
    assert engine.evaluate(fold, first["name"])
    assert "Right." in answer(engine, first, right(first))
    assert "Right." not in answer(engine, second, wrong(second))
    open_page(CHAPTER, how, unfold=False)
    for question in (first, second):
        assert not engine.evaluate(fold, question["name"])
    kept = json.loads(engine.evaluate("(key) => localStorage.getItem(key)", KEY))
    for question, said in ((first, right(first)), (second, wrong(second))):
        assert kept["answers"][question["name"]]["said"] == said
    if how == "file":  # each file may have a memory of its own
        return
    engine.open(f"{book[how]}/answers.html")
    engine.wait_for("() => document.body.innerText.includes('You have answered 2 of')")
    forget = "() => [...document.querySelectorAll('button')].find(" \
             "(one) => one.textContent.startsWith('Forget'))"  # fmt: skip
    engine.evaluate(f"() => {{ window.confirm = () => true; ({forget})().click(); }}")
    engine.wait_for("() => document.body.innerText.includes('You have answered 0 of')")
    assert engine.evaluate("(key) => localStorage.getItem(key)", KEY) is None
