"""Every page: alone, for every reader, on a phone, and with no script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PAGES, served
from tests.pages import BOOK, ROOT

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
DARK = "localStorage.setItem('mode', 'dark'); localStorage.setItem('theme', 'dark')"
LIVE = [p for p in PAGES if "widget-view+json" in (BOOK / p).read_text()]

STOPS = """() => [...document.querySelectorAll(
  'pre, .math > .katex-display, .adamedu-scroll, .columns, '
  + '.pst-scrollable-table-container')]
  .every((e) => e.scrollWidth <= e.clientWidth || e.tabIndex === 0
    || e.closest('[hidden]'))"""
FOLDS = """(open) => { for (const fold of document.querySelectorAll('details'))
  fold.open = open; }"""

# Contrast is measured once for each look: code keeps one word of each kind, and a
# formula of one colour one word, though axe would pass over it, as screen readers do,
# and over single letters. What else axe asks does not hang on these words.
ONE_OF_EACH_LOOK = """() => {
  const look = (e) => {
    const { color, backgroundColor, opacity } = getComputedStyle(e);
    return [color, backgroundColor, opacity].join();
  };
  const formulas = [...document.querySelectorAll('.katex-html')];
  const looks = (box) => new Set([box, ...box.querySelectorAll('*')].map(look));
  let plain = formulas;
  for (const theme of ['light', 'dark']) {
    document.documentElement.dataset.theme = theme;
    plain = plain.filter((box) => looks(box).size === 1);
  }
  const again = [...document.querySelectorAll('pre')].flatMap((box) => {
    const seen = new Set(), words = [...box.querySelectorAll(':scope > span')];
    return words.filter((e) => !e.firstElementChild
      && (e.textContent.trim().length < 2
        || seen.size === seen.add(e.className + look(e)).size));
  });
  for (const box of formulas) box.removeAttribute('aria-hidden');
  for (const box of plain) box.textContent = 'formula';
  for (const word of again) word.remove();
}"""
VIOLATIONS = """() => axe.run({resultTypes: ['violations'], preload: false}).then(
  (found) => found.violations.map((v) => [v.impact, v.id, v.nodes[0].html]))"""


TURNED = """(theme) => {
  document.documentElement.dataset.theme = theme;
  return Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""


@pytest.mark.parametrize("name", PAGES)
def test_page(visit, name):
    here = visit("file")
    here.page.add_init_script(DARK)
    page = here.open(name)
    page.evaluate(FOLDS, True)
    for width in (1280, 640, 320):  # the latter: 1280 at 200 and 400 %
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(STOPS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(FOLDS, False)
    page.evaluate(ONE_OF_EACH_LOOK)
    page.evaluate(AXE.read_text())
    # what axe finds hangs on the theme (contrast) or the width, never on both
    for theme, width in (("dark", 390), ("light", 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(STOPS)
        page.evaluate(TURNED, theme)
        found = page.evaluate(VIOLATIONS)
        assert [v for v in found if v[0] in ("serious", "critical")] == [], theme
    assert here.wrong == []


@pytest.mark.parametrize("name", [page for page in PAGES if page not in LIVE])
def test_a_page_from_a_server(visit, name):
    """Those with figures: in test_figures.py."""
    here = visit("http")
    here.open(name)
    assert here.wrong == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_rules_at_a_glance_do_not_scroll(visit, width):
    page = visit(viewport={"width": width, "height": 900}).open("rules.html")
    table = page.locator(".rules-overview")
    assert table.locator("td").first.is_visible()
    assert table.evaluate("(e) => e.scrollWidth <= e.parentElement.clientWidth")


def test_a_phone_cuts_no_printed_line_and_no_table_of_words(visit):
    page = visit(viewport={"width": 390, "height": 844}).open("13_breakage.html")
    for fold in (FOLDS, "() => document.querySelectorAll('[hidden]').forEach("
                 "(e) => e.removeAttribute('hidden'))"):  # fmt: skip
        page.evaluate(fold, True)
    for what in (".printed pre", "table.stacked"):
        found = page.locator(f".bd-article {what} >> visible=true").all()
        assert found
        for one in found:
            assert one.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    first = page.locator("table.stacked td").nth(1)
    assert first.get_attribute("data-head") == "look at"


@pytest.mark.parametrize("width, rows", [(1280, 1), (360, 2)])
def test_a_formula_breaks_between_its_equations(visit, width, rows):
    page = visit(viewport={"width": width, "height": 900}).open("02_momentum.html")
    formula = page.locator("#equation-eq-heavy-ball")
    boxes = [one.bounding_box() for one in formula.locator(".equation").all()]
    first, second = (box["y"] + box["height"] for box in boxes)
    assert (second - first > 10) == (rows == 2)
    assert formula.evaluate("(e) => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("name", LIVE)
def test_picture_without_scripts(visit, name):
    page = visit("file", java_script_enabled=False).page
    page.goto(f"{(BOOK / name).as_uri()}")
    pictures = page.locator("img.adamedu-still")
    figures = page.locator("figure:has(script[type*=widget-view])")
    assert figures.count() == page.locator("script[type*=widget-view]").count() > 0
    for figure in figures.all():
        words_only = "Try it here" in figure.locator("figcaption").inner_text()
        assert figure.locator("img.adamedu-still").count() == 1 or words_only
    for picture in pictures.all():
        assert picture.is_visible()
        assert len(picture.get_attribute("alt")) > 20
    assert page.locator(".widget-slider").count() == 0


def test_there_are_live_pages():
    assert {Path(p).stem for p in LIVE} >= {"index"}


@pytest.mark.parametrize("width", [1280, 390])
def test_a_wrong_address_leads_to_the_search(browser, tmp_path, width):
    """As the book is served, in a folder: 404.html has whole addresses."""
    (tmp_path / "adamedu").symlink_to(BOOK)
    lost = (BOOK / "404.html").read_text()
    with served(tmp_path) as root:
        page = browser.new_page(viewport={"width": width, "height": 900})
        wrong = f"{root}/adamedu/exercises/none.html"
        answer = {"status": 404, "body": lost, "content_type": "text/html"}
        page.route(wrong, lambda route: route.fulfill(**answer))
        page.goto(wrong)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text())
        assert page.evaluate(VIOLATIONS) == []
        page.get_by_label("Search the book").fill("momentum")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("#search-results li").first).to_be_visible()
        assert page.url == f"{root}/adamedu/search.html?q=momentum"
        page.close()
