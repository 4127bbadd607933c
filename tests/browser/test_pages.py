"""Every page: alone, for every reader, on a phone, and with no script."""

from pathlib import Path

import pytest

from tests.browser.conftest import BOOK, PAGES, ROOT

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
DARK = "localStorage.setItem('mode', 'dark'); localStorage.setItem('theme', 'dark')"
LIGHT = DARK.replace("'dark'", "'light'")
LIVE = [p for p in PAGES if "widget-view+json" in (BOOK / p).read_text()]

STOPS = """() => [...document.querySelectorAll('pre, div.math, .adamedu-scroll')]
  .every((e) => e.scrollWidth <= e.clientWidth || e.tabIndex === 0
    || e.closest('[hidden]'))"""

# Contrast is measured once for each look: code keeps one word of each colour, and a
# formula of one colour one word, though axe would pass over it, as screen readers do,
# and over single letters. What else axe asks does not hang on these words.
ONE_OF_EACH_LOOK = """() => {
  const look = (e) => {
    const { color, backgroundColor, opacity } = getComputedStyle(e);
    return [color, backgroundColor, opacity].join();
  };
  const formulas = [...document.querySelectorAll('.katex-html')];
  const plain = formulas.filter((box) =>
    new Set([box, ...box.querySelectorAll('*')].map(look)).size === 1);
  const again = [...document.querySelectorAll('pre')].flatMap((box) => {
    const seen = new Set(), words = [...box.querySelectorAll(':scope > span')];
    return words.filter((e) => !e.firstElementChild
      && (e.textContent.trim().length < 2 || seen.size === seen.add(look(e)).size));
  });
  for (const box of formulas) box.removeAttribute('aria-hidden');
  for (const box of plain) box.textContent = 'formula';
  for (const word of again) word.remove();
}"""
VIOLATIONS = """() => axe.run({resultTypes: ['violations'], preload: false}).then(
  (found) => found.violations.map((v) => [v.impact, v.id, v.nodes[0].html]))"""


# What axe finds hangs on the theme (contrast) or the width (all else), never on both:
# it reads each page at the last width.
@pytest.mark.parametrize(
    "how, theme, widths", [("http", LIGHT, (1280, 390)), ("file", DARK, (390, 1280))],
    ids=["http-light", "file-dark"],
)  # fmt: skip
@pytest.mark.parametrize("name", PAGES)
def test_page(visit, name, how, theme, widths):
    here = visit(how)
    here.page.add_init_script(theme)
    page = here.open(name)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(STOPS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(ONE_OF_EACH_LOOK)
    page.evaluate(AXE.read_text())
    found = page.evaluate(VIOLATIONS)
    assert [v for v in found if v[0] in ("serious", "critical")] == []
    assert here.wrong == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_rules_at_a_glance_do_not_scroll(visit, width):
    page = visit(viewport={"width": width, "height": 900}).open("rules.html")
    table = page.locator(".rules-overview")
    assert table.locator("td").first.is_visible()
    assert table.evaluate("(e) => e.scrollWidth <= e.parentElement.clientWidth")


@pytest.mark.parametrize("width, rows", [(1280, 1), (390, 2)])
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
