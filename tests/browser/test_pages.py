"""Every page: it loads alone, reads well, fits a phone, and keeps its pictures."""

from pathlib import Path

import pytest

from tests.browser.conftest import BOOK, PAGES, ROOT

AXE = ROOT / "adamedu/live/front/node_modules/axe-core/axe.min.js"
DARK = "localStorage.setItem('mode', 'dark'); localStorage.setItem('theme', 'dark')"
LIGHT = DARK.replace("'dark'", "'light'")
LIVE = [p for p in PAGES if "widget-view+json" in (BOOK / p).read_text()]


@pytest.mark.parametrize("how", ["http", "file"])
@pytest.mark.parametrize("name", PAGES)
def test_page_needs_nothing_from_elsewhere(visit, how, name):
    page = visit(how)
    page.open(name)
    page.page.wait_for_timeout(300)
    assert page.wrong == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_accessible(visit, name, width, theme):
    page = visit(viewport={"width": width, "height": 900})
    page.page.add_init_script(theme)
    page = page.open(name)
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations']})"
        ".then((r) => r.violations.map((v) => [v.impact, v.id, v.nodes[0].html]))"
    )
    assert [v for v in found if v[0] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", LIVE)
def test_picture_without_scripts(visit, name):
    page = visit("file", java_script_enabled=False).page
    page.goto(f"{(BOOK / name).as_uri()}")
    pictures = page.locator("img.adamedu-still")
    assert pictures.count() >= 1
    for picture in pictures.all():
        assert picture.is_visible()
        assert len(picture.get_attribute("alt")) > 20
    assert page.locator(".widget-slider").count() == 0


def test_there_are_live_pages():
    assert {Path(p).stem for p in LIVE} >= {"index"}
