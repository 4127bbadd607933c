"""How the book looks and feels: on paper, under a finger, by keyboard."""

import pytest

from tests.browser.conftest import BOOK, PAINTED, READY
from tests.browser.test_figures import OPENED, box_of, drawn, figures, settle

DARK = "localStorage.setItem('mode', 'dark'); localStorage.setItem('theme', 'dark')"
STYLE = "(e, name) => getComputedStyle(e)[name]"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def swipe(page, box, dx, dy):
    """A finger goes down in the middle of a box, and moves by (dx, dy)."""
    send = page.context.new_cdp_session(page).send
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind, *points):
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [*points]})

    touch("touchStart", {"x": x, "y": y})
    for k in range(1, 11):
        touch("touchMove", {"x": x + dx * k / 10, "y": y + dy * k / 10})
        page.evaluate("() => new Promise(requestAnimationFrame)")
    touch("touchEnd")


@pytest.fixture
def race(visit):
    """The front page on a phone, its figure, and its slider of rates."""
    here = visit("http", **PHONE)
    page = here.open("index.html")
    (figure,) = figures(page)
    slider = box_of(figure).locator(".noUi-handle").first
    slider.evaluate("(e) => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    return page, figure, slider


def test_a_finger_that_goes_up_on_a_slider_scrolls_the_page(race):
    page, figure, slider = race
    before = drawn(figure), slider.get_attribute("aria-valuenow")
    top = page.evaluate("scrollY")
    swipe(page, slider.bounding_box(), 8, -200)
    page.wait_for_function("(top) => scrollY > top + 100", arg=top)
    settle(figure)
    assert (drawn(figure), slider.get_attribute("aria-valuenow")) == before


def test_a_finger_that_goes_sideways_moves_the_slider(race):
    page, figure, slider = race
    before = float(slider.get_attribute("aria-valuenow"))
    top = page.evaluate("scrollY")
    swipe(page, slider.bounding_box(), -40, 6)
    settle(figure)
    assert float(slider.get_attribute("aria-valuenow")) < before
    assert page.evaluate("scrollY") == top


def test_what_is_touched_is_24_pixels_wide_and_high(race):
    _, figure, _ = race
    things = box_of(figure).locator(
        ".noUi-handle, .adamedu-handle, select, button, input[type=range]"
    )
    assert things.count() > 6
    for box in [thing.bounding_box() for thing in things.all()]:
        assert box["width"] >= 24 and box["height"] >= 24


def test_focus_shows_on_everything_that_takes_it(visit):
    page = visit().open("index.html")
    (figure,) = figures(page)
    things = box_of(figure).locator(
        ".noUi-handle, .adamedu-handle, select, button, input"
    )
    for thing in things.all():
        thing.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")  # now the focus came by keyboard
        assert thing.evaluate("(e) => e === document.activeElement")
        assert thing.evaluate(STYLE, "outlineStyle") != "none"
        assert float(thing.evaluate(STYLE, "outlineWidth").removesuffix("px")) >= 2


def test_a_figure_is_a_group_that_holds_its_controls_and_has_its_own_name(visit):
    page = visit().open("01_limits_of_sgd.html")
    groups = page.get_by_role("group").and_(page.locator(".adamedu-interact"))
    assert len(figures(page)) == groups.count() > 1  # once folds are open
    names = [group.get_attribute("aria-label") for group in groups.all()]
    assert len(set(names)) == len(names)
    for group, name in zip(groups.all(), names):
        caption = group.locator("xpath=ancestor::figure").locator(".caption-text")
        assert caption.inner_text().startswith(name.removeprefix("Live figure: ")[:40])
        assert group.locator(".noUi-handle").count()


def test_slider_tracks_show_in_forced_colours(visit):
    page = visit(forced_colors="active").open("index.html")
    track = page.locator(".noUi-target").first
    assert track.evaluate(STYLE, "borderTopStyle") == "solid"
    assert track.evaluate(STYLE, "borderTopWidth") != "0px"


def test_nothing_covers_a_figure_on_a_phone(race):
    page, _, _ = race
    page.evaluate("scrollTo({top: 800, behavior: 'instant'})")
    page.mouse.wheel(0, -200)  # the theme's button comes when one scrolls back
    page.wait_for_function("scrollY < 800")
    assert not page.get_by_text("Back to top").is_visible()


def test_paper_is_white_and_has_no_controls(visit):
    here = visit()
    here.page.add_init_script(DARK)
    page = here.open("index.html")
    page.emulate_media(media="print")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    assert page.evaluate(f"({STYLE})(document.body, 'backgroundColor')") in (
        "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")  # fmt: skip
    text = page.locator("article p").first.evaluate(STYLE, "color")
    red, green, blue = (int(v) for v in text[4:-1].split(","))
    assert max(red, green, blue) < 100
    assert not page.locator(".adamedu-controls, .adamedu-toolbar").first.is_visible()
    assert page.locator(".adamedu-panels svg").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_pictures_are_dark_in_the_dark_theme(visit, width):
    here = visit(viewport={"width": width, "height": 900})
    here.page.add_init_script(DARK)
    page = here.open("06_network.html")
    page.evaluate(OPENED)
    stills = [one for one in page.locator("figure img").all() if one.is_visible()]
    assert len(stills) > 2
    assert all("invert" in one.evaluate(STYLE, "filter") for one in stills)


def test_verdicts_differ_by_shape_and_colour(visit):
    page = visit().open("claims.html")
    look = f"(e) => ['color', 'borderRadius'].map((name) => ({STYLE})(e, name))"
    badges = page.locator(".verdict").all()
    looks = {tuple(badge.evaluate(look)) for badge in badges}
    assert len(looks) == len({badge.inner_text() for badge in badges}) >= 3
    assert all(len({look[k] for look in looks}) == len(looks) for k in (0, 1))


def test_the_icons_are_there(visit):
    here = visit()
    asked = []
    here.page.on("request", lambda request: asked.append(request.url))
    page = here.open("index.html")
    for icon in page.locator(":is(.fas, .fa-solid)").all():
        if icon.is_visible():
            assert icon.evaluate(STYLE, "maskImage") != "none"
    assert asked and not [url for url in asked if "fontawesome" in url]
    assert (BOOK / "_static/fonts/latin-400-normal.woff2").exists()


SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const nodes = sources.map(({ node }) => node?.parentElement?.className);
      window.shifts.push([value, ...nodes]);
    }
  }).observe({ type: 'layout-shift' });
}"""


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["02_momentum", "07_algorithm"])
def test_nothing_moves_when_a_figure_comes_alive(visit, site, name, width):
    look = {"viewport": {"width": width, "height": 900}}
    page = visit(**look, reduced_motion="no-preference").page
    held = []
    page.route("**/adamedu-live.js", lambda route: held.append(route))
    with page.expect_request("**/adamedu-live.js"):
        page.goto(f"{site['http']}/{name}.html", wait_until="domcontentloaded")
        still = page.locator(".adamedu-place img").first
        still.evaluate("(e) => e.scrollIntoView({block: 'center'})")
    page.wait_for_function("document.querySelector('.adamedu-place img').complete")
    page.evaluate(f"document.fonts.ready.then(() => ({PAINTED})()).then({SHIFTS})")
    page.unroute("**/adamedu-live.js")
    for route in held:
        route.continue_()
    page.wait_for_function(READY)
    page.evaluate(PAINTED)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, *_ in shifts) <= 0.02, shifts


LETTERS = """() => {
  const texts = [...document.querySelectorAll('.adamedu-live svg text')];
  const live = texts.map((e) => parseFloat(getComputedStyle(e).fontSize)
    * e.ownerSVGElement.getScreenCTM().a);
  const pictures = document.querySelectorAll('figure img');
  const stills = [...pictures].filter((e) => e.offsetParent).map(
    (e) => 15.3 * e.getBoundingClientRect().width / Number(e.getAttribute('width')));
  return [...live, ...stills];
}"""


CUT = """() => [...document.querySelectorAll('.adamedu-scroll')].filter(
  (e) => e.scrollWidth > e.clientWidth).map((e) => e.innerHTML)"""

COVERED = """() => {
  const bar = document.querySelector('.bd-sidebar-secondary');
  const links = [...bar.querySelectorAll('a')].filter((e) => e.offsetParent);
  const left = Math.min(...links.map((e) => e.getBoundingClientRect().left));
  const opaque = getComputedStyle(bar).backgroundColor !== 'rgba(0, 0, 0, 0)';
  const end = opaque ? bar.getBoundingClientRect().left : left;
  return [...document.querySelectorAll('.adamedu-scroll img')].map(
    (e) => e.getBoundingClientRect()).filter((e) => e.width && !(e.right <= end))
    .length;
}"""


@pytest.mark.parametrize("name", ["02_momentum", "05_bias_correction", "17_when_not"])
def test_letters_in_figures_have_eleven_pixels_and_stills_fit(visit, name):
    page = visit().open(f"{name}.html")
    page.evaluate(OPENED)
    for width in (360, 390, 768, 1024, 1200, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(PAINTED)
        sizes = page.evaluate(LETTERS)
        assert len(sizes) > 20 and min(sizes) >= 11
        assert page.evaluate(CUT) == []
        assert width < 1200 or page.evaluate(COVERED) == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width, named", [(1280, True), (390, False)])
def test_lines_are_named_at_their_ends_or_in_the_legend(visit, width, named):
    page = visit(viewport={"width": width, "height": 900}).open("10_adamw.html")
    figure = figures(page)[0]
    names = figure.locator("text.adamedu-name")
    legend = figure.locator(".adamedu-legend li:visible")
    assert (names.count() > 3, legend.count() > 3) == (named, not named)
    for name in names.all():
        box = name.bounding_box()
        chart = name.locator("xpath=ancestor::*[local-name() = 'svg']").bounding_box()
        assert box["x"] + box["width"] <= chart["x"] + chart["width"]


PLACED = """(name) => {
  const figure = document.getElementById(name);
  const [words] = figure.getElementsByClassName('caption-text');
  const panels = [...figure.querySelectorAll('.adamedu-live .adamedu-panel')];
  const tops = panels.map((e) => e.getBoundingClientRect().top);
  const narrow = figure.querySelector('img.adamedu-narrow')?.offsetParent;
  return [words.innerText, panels.length ? new Set(tops).size > 1 : Boolean(narrow)];
}"""


@pytest.mark.parametrize("name", ["fig-ravine", "fig-leaving", "fig-rare"])
def test_a_caption_says_where_its_panels_are_at_every_width(visit, name):
    """One is live, one is a picture, one begins sentences with the sides."""
    page = visit().open("01_limits_of_sgd.html")
    page.evaluate(OPENED)
    for width in (1280, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(PAINTED)
        words, stacked = page.evaluate(PLACED, name)
        assert stacked == (width == 390)
        for beside, below in (("left", "above"), ("right", "below")):
            true, false = (below, beside) if stacked else (beside, below)
            assert f"({true})" in words or f"{true.title()}:" in words
            assert f"({false})" not in words and f"{false.title()}:" not in words
