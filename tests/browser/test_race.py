"""The front page's race stands at its start until its reader has bet."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BOOK


def screenful(page):
    """How far down title, three lines, race and question reach, in px."""
    parts = ("h1", "article ul", "#fig-race .adamedu-panel svg", "#ask-race > p")
    boxes = [page.locator(part).first.bounding_box() for part in parts]
    return [box["y"] + box["height"] for box in boxes]


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
def test_the_race_stands_at_its_start_beside_the_question(visit, width, height):
    look = {"viewport": {"width": width, "height": height}}
    page = visit(**look, reduced_motion="no-preference").open("index.html")
    ends = screenful(page)
    assert ends == sorted(ends) and ends[-1] < height
    figure = page.locator("#fig-race .adamedu-live")
    player = "(e) => [e.figure.player.shown, e.figure.player.automatic]"
    heads = figure.locator(".markers").first.locator("path")
    places = {head.get_attribute("transform") for head in heads.all()[:6]}
    assert len(places) == 1 and figure.evaluate(player) == [0, True]
    told = page.locator("#fig-race").locator(
        ".adamedu-message, .adamedu-toolbar, figcaption"
    )
    assert not any(one.is_visible() for one in told.all())
    page.locator("#ask-race").get_by_role("button", name="Show me").click()
    figure.evaluate("(e) => e.figure.panels.scrollIntoView({behavior: 'instant'})")
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    expect(figure.get_by_role("button", name="Replay")).to_be_visible()
    assert all(one.is_visible() for one in told.all())
    page.locator("#ask-race").get_by_role("button", name="Ask me again").click()
    assert figure.evaluate(player) == [0, True]


def test_who_wants_no_motion_sees_the_end_of_the_race_after_the_bet(visit):
    page = visit().open("index.html")
    figure = page.locator("#fig-race .adamedu-live")
    assert figure.evaluate("(e) => e.figure.player.shown") == 0
    form = page.locator("#ask-race form")
    form.locator("input").first.check()
    form.get_by_role("button", name="Answer", exact=True).click()
    figure.evaluate("(e) => e.figure.panels.scrollIntoView({behavior: 'instant'})")
    expect(figure.locator("output")).to_have_text("step 200")


def test_without_scripts_the_race_is_open(visit):
    page = visit("file", java_script_enabled=False).page
    page.goto(f"{(BOOK / 'index.html').as_uri()}")
    assert page.locator("#fig-race img.adamedu-still").is_visible()
    assert page.locator("#fig-race figcaption").is_visible()
