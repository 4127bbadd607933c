"""A deck in a lecture: keys, addresses, figures, questions, notes, paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_figures import assert_changes, box_of, settle
from tests.pages import BOOK

SMALL, LARGE = "slides/start-here.html", "slides/why-not-plain-sgd.html"
ROOM = {"width": 1280, "height": 720}
COVERED = ".adamedu-buttons:not([hidden]), details:not([open])"
# A slide is done when it fits, which takes some frames after it has changed.
FITS = """(slide) => new Promise((done) => {
  let frames = 0;
  const look = () => {
    const [{ scrollWidth, clientWidth, scrollHeight, clientHeight }] = slide.children;
    const fits = scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1;
    if (fits) done(true);
    else if (++frames > 300) done(false);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
INSIDE = """(slide) => { const { top, bottom } = slide.getBoundingClientRect();
  return Math.abs(top) < 1 && Math.abs(bottom - innerHeight) < 1; }"""
WIDTHS = """(slide) => [...slide.querySelectorAll('h1, h2, .body > *, footer')].every(
  (e) => e.getBoundingClientRect().right <= innerWidth)"""


def open_at(here, name, slide):
    """Open a deck at a slide, by its number or by what it shows; give the slide."""
    here.page.goto(f"{here.root}/{name}#{slide}")
    return current(here.page)


def current(page):
    """The slide that is on the screen."""
    expect(page).to_have_url(re.compile(r"#/\d+$"))
    number = int(page.url.rpartition("#/")[2])
    return page.locator(".slide").nth(number - 1)


def alive(slide):
    figure = slide.locator(".adamedu-live[data-drawn]")
    figure.wait_for()
    settle(figure)
    return figure


def drag(page, box, dx, dy):
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("how", ["http", "file"])
def test_through_a_deck_by_keys(visit, how):
    """Each is whole on the screen, before and after it is uncovered."""
    here = visit(how, viewport=ROOM)
    open_at(here, SMALL, "/1")
    page, count = here.page, len(re.findall("<section", (BOOK / SMALL).read_text()))
    asked = 0
    for number in range(1, count + 1):
        slide = page.locator(".slide").nth(number - 1)
        expect(page).to_have_url(re.compile(f"#/{number}$"))
        assert slide.evaluate(INSIDE)
        if slide.locator("script[type*=widget-view]").count():
            alive(slide)
        if slide.locator(COVERED).count():
            assert slide.evaluate(FITS), number
            page.keyboard.press("ArrowRight")
            expect(slide.locator(COVERED)).to_have_count(0)
            assert page.url.endswith(f"#/{number}")
            asked += 1
        assert slide.evaluate(FITS) and slide.evaluate(WIDTHS), number
        page.keyboard.press("PageDown")
    assert asked == 3 and here.wrong == []
    page.reload()
    assert current(page).evaluate(INSIDE) and page.url.endswith(f"#/{count}")
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile(f"#/{count - 1}$"))


def test_a_slider_moves_the_figure_and_keeps_the_arrow_keys(visit):
    here = visit(viewport=ROOM)
    slide, page = open_at(here, SMALL, "fig-one-weight"), here.page
    figure = alive(slide)
    slider = box_of(figure).locator(".noUi-handle").first
    assert_changes(figure, lambda: drag(page, slider.bounding_box(), 40, 0))
    at = page.url
    assert_changes(figure, lambda: page.keyboard.press("ArrowLeft"))
    assert page.url == at
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page).not_to_have_url(at)
    assert here.wrong == []


def test_a_handle_follows_the_mouse(visit):
    here = visit(viewport=ROOM)
    slide = open_at(here, LARGE, "fig-saddle")
    handle = alive(slide).locator(".adamedu-handle")
    before = handle.bounding_box()
    drag(here.page, before, 60, -45)
    settle(slide.locator(".adamedu-live"))
    after = handle.bounding_box()
    told = slide.locator(
        ".adamedu-verdict a"
    )  # the claim's sentence leads to its slide
    expect(told).to_have_text("SGD struggles near saddle points")
    assert after["x"] - before["x"] == pytest.approx(60, abs=2)
    assert after["y"] - before["y"] == pytest.approx(-45, abs=2)
    told.click()
    expect(current(here.page).locator("#claim-saddles")).to_be_visible()


def test_a_bet_is_taken_and_asked_again(visit):
    here = visit(viewport=ROOM)
    slide = open_at(here, SMALL, "/1")
    slide = here.page.locator(".slide.question").first
    slide.evaluate("(e) => e.scrollIntoView()")
    slide.locator("label").first.click()
    slide.get_by_role("button", name="Answer").click()
    expect(slide.get_by_text("You said: ")).to_be_visible()
    expect(slide.locator(".adamedu-reason").first).to_be_visible()
    here.page.reload()  # another class is asked afresh
    expect(slide.get_by_role("button", name="Answer")).to_be_visible()


def test_a_long_answer_stays_on_its_slide(visit):
    here = visit(viewport=ROOM)
    slide = open_at(here, LARGE, "ask-units")
    here.page.keyboard.press("ArrowRight")
    expect(slide.locator(COVERED)).to_have_count(0)
    assert slide.evaluate(FITS) and slide.evaluate(INSIDE)


def test_a_verdict_is_covered_at_first(visit):
    here = visit(viewport=ROOM)
    slide = open_at(here, LARGE, "claim-ravines")
    verdict = slide.locator(".claim-here")
    expect(verdict).to_be_hidden()
    here.page.keyboard.press("ArrowRight")
    expect(verdict).to_be_visible()


def test_the_speaker_has_the_book_s_words(visit):
    here = visit(viewport=ROOM)
    open_at(here, SMALL, "/3")
    with here.page.expect_popup() as opened:
        here.page.keyboard.press("s")
    notes = opened.value
    assert len(notes.locator("p").first.inner_text()) > 3
    before = notes.inner_text("body")
    here.page.keyboard.press("ArrowDown")
    notes.get_by_text("4 of ").wait_for()
    assert notes.inner_text("body") != before


def test_all_slides_at_once(visit):
    here = visit(viewport=ROOM)
    open_at(here, SMALL, "/2")
    here.page.keyboard.press("o")
    sixth = here.page.locator(".slide").nth(5)
    box = sixth.bounding_box()
    assert box["width"] < 300
    here.page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(here.page).to_have_url(re.compile("#/6$"))
    assert sixth.evaluate(INSIDE)


def test_paper_has_a_page_for_each_slide_and_all_answers(visit):
    here = visit(viewport=ROOM)
    open_at(here, SMALL, "/1")
    paper = here.page.pdf(prefer_css_page_size=True)
    count = here.page.locator(".slide").count()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == count
    here.page.emulate_media(media="print")
    expect(here.page.locator(COVERED)).to_have_count(0)
    here.page.emulate_media(media="screen")
    expect(here.page.locator(COVERED)).to_have_count(3)
    assert here.page.url.endswith("#/1")
