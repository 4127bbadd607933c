"""What a link leads to is shown beside it: by mouse, by keyboard, by finger."""

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import BOOK
from tests.browser.test_look import PHONE, SHIFTS
from tests.browser.test_pages import AXE, DARK, VIOLATIONS
from tests.browser.test_questions import faults, go

BOX = "#adamedu-preview"
LIGHT = DARK.replace("'dark'", "'light'")
LONG = "() => new Promise((done) => setTimeout(done, 600))"  # for the page's own timers
CASES = {  # a page, a link on it, and what of the target must be seen
    "citation": ("02_momentum", "a[href^='bibliography.html#']", "p"),
    "equation": ("02_momentum", "a[href^='#equation-']", "annotation"),
    "figure": ("02_momentum", "a[href^='#fig-']", ".caption-text"),
    "live figure": ("01_limits_of_sgd", "a[href^='#fig-']", ".caption-text"),
    "claim": ("19_field_guide", "a[href*='.html#claim-']", ".claim-here"),
    "page": ("02_momentum", "h1 ~ p a[href='01_limits_of_sgd.html']",
             ".chapter-question"),
    "word": ("03_a_rate_for_each", "a[href*='#term-condition-number']", "p"),
    "section": ("rules", "a[href='#adam']", "p"),
}  # fmt: skip


def squeezed(words):
    return "".join(words.split())


def words_of(page, href, part):
    """What a link's target says in the built book."""
    name, _, anchor = href.partition("#")
    soup = BeautifulSoup((BOOK / (name or page)).read_text(), "html.parser")
    target = soup.find(id=anchor) if anchor else soup.find("article")
    if target.name == "dt":
        target = target.find_next_sibling("dd")
    return squeezed(target.select_one(part).get_text())


def open_with(here, name, address):
    """A page of the book, and a link in it to an address."""
    page = go(here, f"{name}.html")
    page.evaluate("""(href) => {
      const link = '<a class="internal" id="added">A link</a>';
      document.querySelector('article p').insertAdjacentHTML('beforeend', link);
      document.getElementById('added').href = href;
    }""", address)  # fmt: skip
    return page, page.locator("#added")


@pytest.mark.parametrize("case", CASES)
def test_a_link_shows_what_it_leads_to(visit, case):
    name, selector, part = CASES[case]
    here = visit("http" if case == "page" else "file")
    page = go(here, f"{name}.html")
    link = page.locator(f"{selector} >> visible=true").first
    link.hover()
    box = page.locator(BOX)
    box.wait_for()
    words = words_of(f"{name}.html", link.get_attribute("href"), part)
    assert len(words) > 10 and words in squeezed(box.evaluate("(e) => e.textContent"))
    assert link.get_attribute("aria-describedby") == "adamedu-preview"
    assert box.locator("a, [id], input, button").count() == 0
    for picture in box.locator("img").all():
        picture.evaluate("(e) => e.decode()")
    assert faults(here) == [] and here.wrong == []


def test_a_preview_stays_under_the_mouse_and_goes_with_it(visit):
    page = go(visit(), "02_momentum.html")
    link = page.locator("a[href^='bibliography.html#']").first
    link.hover()
    box = page.locator(BOX)
    box.wait_for()
    box.hover()
    page.evaluate(LONG)
    assert box.is_visible()
    page.locator("h1").hover()
    box.wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None


def test_a_passing_mouse_shows_nothing(visit):
    page = go(visit(), "02_momentum.html")
    page.clock.install()
    page.locator("a[href^='bibliography.html#']").first.hover()
    page.clock.run_for(200)
    page.locator("h1").hover()
    page.clock.run_for(1000)
    assert not page.locator(BOX).is_visible()


def test_the_keyboard_shows_and_escape_hides(visit):
    page = go(visit(), "02_momentum.html")
    first = page.locator(".chapter-needs a").first
    first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    box = page.locator(BOX)
    box.get_by_text("Why isn't one learning rate enough?".replace("'", "’")).wait_for()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert first.evaluate("(e) => e === document.activeElement")
    page.keyboard.press("Tab")
    box.wait_for()


def test_a_first_tap_shows_and_a_second_follows(visit):
    page = go(visit("file", **PHONE), "02_momentum.html")
    link = page.locator("a[href^='bibliography.html#']").first
    link.tap()
    box = page.locator(BOX)
    box.get_by_text("Tap the link again").wait_for()
    shape = box.bounding_box()
    assert shape["x"] >= 0 and shape["x"] + shape["width"] <= 390
    page.locator("h1").tap()
    box.wait_for(state="hidden")
    link.tap()
    box.wait_for()
    link.tap()
    page.wait_for_url("**/bibliography.html#*")
    page.go_back()
    page.locator(".chapter-needs a").first.tap()
    page.wait_for_url("**/01_limits_of_sgd.html")


@pytest.mark.parametrize("how", ["hover", "tap"])
def test_a_link_to_what_has_no_preview_is_a_link(visit, how):
    here = visit("file", **(PHONE if how == "tap" else {}))
    page, link = open_with(here, "teaching", "01_limits_of_sgd.html#ask-kappa")
    if how == "hover":
        link.hover()
        page.evaluate(LONG)
        assert not page.locator(BOX).is_visible()
        link.click()
    else:
        link.tap()
    page.wait_for_url("**/01_limits_of_sgd.html#ask-kappa")


def test_no_preview_tells_an_answer(visit):
    page, link = open_with(visit(), "01_limits_of_sgd", "#saddle-points")
    link.hover()
    page.locator(BOX).wait_for()
    page.locator("h1").hover()
    page.locator(BOX).wait_for(state="hidden")
    link.evaluate("(e) => { e.href = '#claim-saddles'; }")
    link.hover()
    page.evaluate(LONG)
    assert not page.locator(BOX).is_visible()
    for name in ("ask-saddle", "ask-noise"):
        page.locator(f"#{name}").get_by_role("button", name="Show me").click()
    link.hover()
    page.locator(BOX).wait_for()


def test_a_preview_moves_nothing_and_lies_in_the_window(visit):
    page = go(visit(viewport={"width": 1280, "height": 500}), "02_momentum.html")
    links = page.locator("p a.reference[href^='#fig-'] >> visible=true").all()
    for link in links:  # what comes alive, or is measured, on the way does so now
        link.scroll_into_view_if_needed()
        page.evaluate(LONG)
    page.evaluate(SHIFTS)
    for k, link in enumerate(links):
        if link.evaluate("(e) => !!document.querySelector(e.hash).closest('[hidden]')"):
            continue  # a question folds it
        edge = "start" if k % 2 else "end"
        link.evaluate(f"(e) => e.scrollIntoView({{block: '{edge}'}})")
        link.hover()
        page.locator(BOX).wait_for()
        shape, place = page.locator(BOX).bounding_box(), link.bounding_box()
        assert shape["y"] >= 0 and shape["y"] + shape["height"] <= 500
        assert (shape["y"] >= place["y"] + place["height"]
                or shape["y"] + shape["height"] <= place["y"])  # fmt: skip
        page.keyboard.press("Escape")
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_preview_can_be_read_by_all(visit, theme):
    here = visit("file")
    here.page.add_init_script(theme)
    page = go(here, "19_field_guide.html")
    page.locator("a[href*='.html#claim-'] >> visible=true").first.hover()
    page.locator(f"{BOX} .verdict").wait_for()
    page.evaluate(AXE.read_text())
    found = page.evaluate(VIOLATIONS.replace("axe.run(", f"axe.run('{BOX}', "))
    assert found == []
