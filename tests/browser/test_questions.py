"""Every question of chapter 01: answered, shown, remembered, exported."""

import json

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import BOOK, PAINTED
from tests.browser.test_look import PHONE, swipe

CHAPTER = "01_limits_of_sgd.html"
KEY = "adamedu-memory"
BLOCKED = """for (const name of ['getItem', 'setItem', 'removeItem'])
  Storage.prototype[name] = () => { throw new DOMException('no', 'SecurityError'); };"""


def questions():
    soup = BeautifulSoup((BOOK / CHAPTER).read_text(), "html.parser")
    found = soup.select(".adamedu-predict > script.adamedu-question")
    return [json.loads(one.string) for one in found]


QUESTIONS = questions()


def right(question):
    return question["values"][0] if "values" in question else question["right"]


def wrong(question):
    kind = question["kind"]
    if kind == "number":
        return 2 * question["values"][0] + 1
    if kind == "order":
        return question["right"][::-1]
    return [k for k in range(3) if k not in question["right"]][:1]


def say(page, question, said, box=""):
    """Answer a question with the keyboard alone."""
    form = page.locator(f"#{box or question['name']} form")
    if question["kind"] == "number":
        form.locator("input").press_sequentially(f"{said:.6g}")
    elif question["kind"] == "order":
        words = form.locator("li").all_inner_texts()
        for place, k in enumerate(said):
            name = f"{words[k].split(chr(10))[0].strip(' ↑↓')}: up"
            button = form.get_by_role("button", name=name, exact=True)
            at = button.evaluate("(e) => [...e.closest('ul').children]"
                                 ".indexOf(e.closest('li'))")  # fmt: skip
            for _ in range(at - place):
                button.press("Enter")
    else:
        for k in said:
            form.locator("input").nth(k).press("Space")
    form.get_by_role("button", name="Answer", exact=True).press("Enter")
    return form


def go(here, name=CHAPTER):
    """Open a page without its live figures."""
    empty = {"body": "", "content_type": "text/javascript"}
    here.page.route("**/adamedu-widgets.js*", lambda route: route.fulfill(**empty))
    here.page.goto(f"{here.root}/{name}")
    return here.page


def faults(here):
    """What went wrong, but for what leaving a page kept from coming."""
    return [one for one in here.wrong if not one.startswith("failed: ")]


def opened(page, question):
    fold = page.locator(f"#{question['name']} + .adamedu-fold")
    return fold.get_attribute("hidden") is None


def memory(page):
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def test_every_kind_is_asked():
    kinds = {question["kind"] for question in QUESTIONS}
    assert kinds == {"one", "several", "order", "number"} and len(QUESTIONS) >= 8


@pytest.mark.parametrize("how", [right, wrong], ids=["right", "wrong"])
def test_questions_are_answered_by_keyboard_and_remembered(visit, how):
    here = visit()
    page = go(here)
    for question in QUESTIONS:
        assert not opened(page, question)
        form = say(page, question, how(question))
        verdict = form.locator(".adamedu-verdict")
        assert ("Right." in verdict.inner_text()) == (how is right)
        assert page.evaluate("document.activeElement.className") == "adamedu-verdict"
        assert opened(page, question)
        assert form.locator(".adamedu-reason").count() > 0
    again = page.locator("#once-more .adamedu-predict")
    assert again.count() == (0 if how is right else len(QUESTIONS))
    page.reload()
    assert all(opened(page, question) for question in QUESTIONS)
    said = {name: one["said"] for name, one in memory(page)["answers"].items()}
    assert set(said) == {question["name"] for question in QUESTIONS}
    assert faults(here) == []


LINE = "05_bias_correction.html", "#ask-burst"  # its heights go from 0 to 8


def by_mouse(page, box, heights):
    box.locator(".adamedu-sketch").scroll_into_view_if_needed()
    points = [one.bounding_box() for one in box.locator("circle").all()]
    at = [box.locator("text", has_text=f"{h}").first.bounding_box() for h in (0, 8)]
    low, high = (one["y"] + one["height"] / 2 for one in at)
    for k, (point, height) in enumerate(zip(points, heights)):
        page.mouse.move(point["x"] + 6, low + (high - low) * height / 8, steps=3)
        if k == 0:
            page.mouse.down()
    page.mouse.up()


def by_keys(page, box, heights):
    """A press is 8 / 50; a point that is not drawn begins at the one before it."""
    box.locator("circle").first.focus()
    before = 4
    for height in heights:
        key = "ArrowUp" if height > before else "ArrowDown"
        for _ in range(max(1, round(abs(height - before) / 0.16))):
            page.keyboard.press(key)
        page.keyboard.press("ArrowRight")
        before = height


@pytest.mark.parametrize("draw", [by_mouse, by_keys])
def test_a_line_is_drawn_and_remembered(visit, draw):
    here = visit()
    page = go(here, LINE[0])
    box = page.locator(LINE[1])
    button = box.get_by_role("button", name="Answer", exact=True)
    button.press("Enter")
    box.get_by_text("Draw a point at each place.").wait_for()
    for heights, verdict, reasons in [
        ((3, 4, 6, 4, 1), "Right.", []),
        ((1, 2, 3, 4, 5), "You drew the dashed line. What happens is the solid line.",
         ["Too low at the start", "Too high at the end"]),
        ((7, 6, 4, 1, 1), "You drew the dashed line. What happens is the solid line.",
         ["Too high at the start", "It has to rise first", "Down too soon"]),
    ]:  # fmt: skip
        draw(page, box, heights)
        said = box.locator("circle").evaluate_all(
            "all => all.map((one) => Number(one.getAttribute('aria-valuenow')))"
        )
        assert said == pytest.approx(heights, abs=0.3)
        button.press("Enter")
        assert verdict in box.locator(".adamedu-verdict").inner_text()
        first, *others = box.locator(".adamedu-reason li").all_inner_texts()
        assert first.startswith("3.16, 4.25, 6.57, 3.24, 1.26 (right).")
        assert [words.split(".")[0] for words in others] == reasons
        page.reload()
        true, mine = (box.locator(f".adamedu-{one}") for one in ("true", "mine"))
        assert all(
            len(one.get_attribute("points").split()) == 5 for one in (true, mine)
        )
        assert memory(page)["answers"]["ask-burst"]["said"] == said
        box.get_by_role("button", name="Ask me again").press("Enter")
        assert true.get_attribute("points") == mine.get_attribute("points") == ""
    box.get_by_role("button", name="Show me").press("Enter")
    assert "What happens is the solid" in box.locator(".adamedu-verdict").inner_text()
    assert box.locator(".adamedu-reason li").count() == 1
    assert faults(here) == []


def test_a_finger_draws_sideways_and_scrolls_up(visit):
    here = visit(**PHONE)
    page = go(here, LINE[0])
    box = page.locator(LINE[1])
    drawing = box.locator(".adamedu-sketch")
    drawn = box.locator("circle:not(.adamedu-undrawn)")
    drawing.evaluate("(e) => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    top = page.evaluate("scrollY")
    swipe(page, drawing.bounding_box(), 4, -200)
    page.wait_for_function("(top) => scrollY > top + 100", arg=top)
    assert drawn.count() == 0
    drawing.evaluate("(e) => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    swipe(page, drawing.bounding_box(), 200, 6)
    drawn.nth(2).wait_for()  # from the middle of five to the end
    assert drawn.count() == 3


def test_what_was_missed_is_asked_once_more(visit):
    page = go(visit())
    first = QUESTIONS[0]
    say(page, first, wrong(first))
    page.reload()
    form = say(page, first, right(first), f"{first['name']}-again")
    assert "Right." in form.locator(".adamedu-verdict").inner_text()
    page.reload()
    assert page.locator("#once-more").count() == 0
    assert memory(page)["answers"][first["name"]]["said"] == wrong(first)


def test_show_me_opens_and_does_not_ask_again(visit):
    page = go(visit())
    for question in QUESTIONS:
        box = page.locator(f"#{question['name']}")
        box.get_by_role("button", name="Show me").click()
        assert opened(page, question)
        assert "What happens: " in box.locator(".adamedu-verdict").inner_text()
    assert page.locator("#once-more").count() == 0


def test_an_answer_moves_nothing_above_it(visit):
    page = go(visit())
    *before, question = QUESTIONS[:5]
    for one in before:
        page.locator(f"#{one['name']}").get_by_role("button", name="Show me").click()
    box = page.locator(f"#{question['name']}")
    box.scroll_into_view_if_needed()
    before = None
    while before != box.bounding_box()["y"]:  # the page is still being laid out
        before = box.bounding_box()["y"]
        page.evaluate(PAINTED)
    say(page, question, right(question))
    assert abs(box.bounding_box()["y"] - before) <= 1


def test_without_scripts_all_is_open_and_reads_as_text(visit):
    page = visit("file", java_script_enabled=False).page
    page.goto(f"{(BOOK / CHAPTER).as_uri()}")
    for question in QUESTIONS:
        fold = page.locator(f"#{question['name']} + .adamedu-fold")
        told = fold.locator(":scope > .adamedu-answer")
        assert told.is_visible() and fold.is_visible()
        labels = told.locator("strong").all_inner_texts()
        marked = [k for k, label in enumerate(labels) if "(right)" in label]
        assert marked == ([] if question["kind"] == "order" else question["right"])
    assert page.locator(".adamedu-predict input, .adamedu-predict button").count() == 0


def test_a_fold_opens_for_a_link_and_is_printed(visit):
    here = visit()
    page = go(here, f"{CHAPTER}#claim-saddles")
    claim = page.locator("#claim-saddles")
    claim.wait_for()
    assert 0 <= claim.bounding_box()["y"] < 900
    names = [q["name"] for q in QUESTIONS if opened(page, q)]
    assert names == ["ask-saddle", "ask-noise"]  # one is asked after the other
    page.emulate_media(media="print")
    for question in QUESTIONS:
        fold = page.locator(f"#{question['name']} + .adamedu-fold")
        assert fold.evaluate("(e) => e.checkVisibility({contentVisibilityAuto: true})")
        assert fold.locator(":scope > .adamedu-answer").is_visible()
