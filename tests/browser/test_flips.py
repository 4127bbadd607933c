"""A reader moves a setting, sees the verdict turn, and sends the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_figures import assert_as_in_cpython, box_of, figures, settle

PAGE = "03_a_rate_for_each.html"


ALIVE = """() => [...document.querySelectorAll('.adamedu-live')].some(
  (e) => e.figure?.name === 'turned')"""


def turned(page):
    page.wait_for_function(ALIVE)
    (figure,) = [
        f for f in figures(page) if f.evaluate("e => e.figure.name") == "turned"
    ]
    return figure


@pytest.mark.parametrize("how", ["http", "file"])
def test_a_link_brings_the_other_verdict(visit, how):
    first = visit(how)
    figure = turned(first.open(PAGE))
    badge = figure.locator(".verdict")
    expect(badge).to_have_text("Holds here")
    slider = box_of(figure).locator(".noUi-handle").last
    slider.focus()
    slider.press("End")
    settle(figure)
    expect(badge).to_have_text("Does not hold here")
    assert_as_in_cpython(figure)
    figure.get_by_role("button", name="Copy link").click()
    link = figure.locator(".adamedu-note").inner_text().partition(": ")[2]
    again = visit(how)
    page = again.open(link.removeprefix(again.root + "/"))
    there = turned(page)
    expect(there.locator(".verdict")).to_have_text("Does not hold here")
    claim = there.locator(".adamedu-verdict a")
    assert claim.inner_text() == "A rate for each parameter removes the ravine"
    page.evaluate("location.hash = 'turned-1?'")  # a link on the page itself
    expect(there.locator(".verdict")).to_have_text("Holds here")
    claim.click()
    box = page.locator("#claim-axes")
    expect(box).to_be_in_viewport()
    expect(box.locator(".claim-flips a")).to_have_attribute("href", "#fig-rotation")
    assert first.wrong + again.wrong == []
