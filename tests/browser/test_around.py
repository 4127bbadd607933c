"""What a page offers around its text."""

import pytest

from tests.browser.conftest import BOOK
from tests.browser.test_questions import faults, go


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chapter_opens_with_its_question_and_what_it_needs(visit, width):
    here = visit("file", viewport={"width": width, "height": 844})
    page = go(here, "10_variants.html")
    asked = page.locator("h1 + .chapter-head .chapter-question")
    assert asked.inner_text().endswith("?")
    needs = page.locator(".chapter-needs")
    box = needs.bounding_box()
    assert box["y"] + box["height"] < 400
    needs.get_by_role("link").last.click()
    page.wait_for_url("**/09_adamw.html")
    assert page.locator(".chapter-needs a").count() == 1
    assert faults(here) == []


def test_every_chapter_is_on_the_map(visit):
    page = go(visit("file"), "index.html")
    rows = page.locator("#the-way-through-the-book tbody tr")
    links = [a.get_attribute("href") for a in rows.get_by_role("link").all()]
    assert links == sorted(p.name for p in BOOK.glob("[01][0-9]_*.html"))
    for row in rows.all_inner_texts():
        assert "?" in row and 10 <= int(row.split()[-1]) <= 60
