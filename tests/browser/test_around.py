"""What a page offers around its text."""

import re
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import PAGES
from tests.browser.test_figures import OPENED, box_of, nudge, settle
from tests.browser.test_questions import faults, go
from tests.pages import BOOK, REDIRECTS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ISSUES = urlsplit(PROJECT["urls"]["Issues"]).path + "/new"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chapter_opens_with_its_question_and_what_it_needs(visit, width):
    here = visit("file", viewport={"width": width, "height": 844})
    page = go(here, "16_variants.html")
    asked = page.locator("h1 + .chapter-head .chapter-question")
    assert asked.inner_text().endswith("?")
    needs = page.locator(".chapter-needs")
    box = needs.bounding_box()
    assert box["y"] + box["height"] < 400
    needs.get_by_role("link").last.click()
    page.wait_for_url("**/10_adamw.html")
    assert page.locator(".chapter-needs a").count() == 1
    assert faults(here) == []


def test_every_chapter_is_on_the_map(visit):
    page = go(visit("file"), "index.html")
    rows = page.locator("#the-way-through-the-book tbody tr")
    links = [a.get_attribute("href") for a in rows.get_by_role("link").all()]
    assert links == [name for name in PAGES if re.match(r"\d\d_", name)]
    for row in rows.all_inner_texts():
        assert "?" in row and 10 <= int(row.split()[-1]) <= 60


@pytest.mark.parametrize("old", REDIRECTS)
def test_an_old_address_leads_to_the_same_place(visit, old):
    here = visit("file")
    here.page.goto(f"{here.root}/{old}.html#exercises")
    here.page.wait_for_url(f"**/{REDIRECTS[old]}#exercises")
    assert faults(here) == []


@pytest.mark.parametrize("how", ["http", "file"])
def test_arrow_keys_turn_pages(visit, how):
    here = visit(how)
    page = go(here, "notation.html")
    for key, name in [("Right", "glossary"), ("Left", "notation"), ("Left", "figures")]:
        page.keyboard.press(f"Arrow{key}")
        page.wait_for_url(f"**/{name}.html")
    for key in ("Alt+ArrowDown", "Shift+ArrowRight", "Control+ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert page.url.endswith("figures.html")
    assert page.locator("a.right-next").get_attribute("title") == "next page: key →"
    assert faults(here) == []


STAYS = """() => {
  navigation.onnavigate = (event) => {
    event.preventDefault();
    document.title = 'turned';
  };
}"""


def test_arrow_keys_turn_no_page_where_they_have_another_use(visit):
    page = visit().open("01_limits_of_sgd.html")
    page.evaluate(STAYS)
    for taking in ("input[type=radio]", ".noUi-handle", ".cm-content",
                   ".adamedu-toolbar button"):  # fmt: skip
        page.locator(taking).first.focus()
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
            page.keyboard.press(key)
    assert page.title() != "turned"


def issue(link):
    """The title and the body of the issue that a link opens."""
    address = urlsplit(link.get_attribute("href"))
    assert (address.netloc, address.path) == ("github.com", ISSUES)
    said = parse_qs(address.query)
    assert set(said) == {"title", "body"}
    return said["title"][0], said["body"][0]


def test_an_error_is_reported_with_page_figure_and_settings(visit):
    here = visit("file")
    page = here.open("02_momentum.html")
    agent = f"\nBrowser: {page.evaluate('navigator.userAgent')}"
    title, body = issue(page.locator(".bd-footer-content a.adamedu-report"))
    assert title == "02_momentum: "
    assert body.endswith(f"\nPage: 02_momentum{agent}")
    page.evaluate(OPENED)
    figure = page.locator("#fig-jitter .adamedu-live")
    link = figure.get_by_role("link", name="Report an error")
    nudge(box_of(figure).locator(".noUi-handle").first)
    settle(figure)
    link.focus()
    settings = figure.evaluate("(e) => e.figure.link").partition("#")[2]
    name = link.locator("xpath=ancestor::figure").get_attribute("id")
    _, body = issue(link)
    assert "?" in settings and "=" in settings and name.startswith("fig-")
    assert body.endswith(f"{agent}\nFigure: {name}, #{settings}")
    assert str(BOOK) not in body
    assert here.wrong == []
