"""Figures play their steps: at a press, once by themselves, or not at all."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PAINTED
from tests.browser.test_figures import (
    CENTRE,
    OPENED,
    assert_as_in_cpython,
    box_of,
    figures,
    nudge,
    picture,
    settle,
)


def test_play_and_steps(visit):
    page = visit(reduced_motion="no-preference").open("index.html")
    figure = figures(page)[0]
    figure.evaluate("(e) => e.figure.player.finish()")
    shown, whole = figure.locator("output"), picture(figure)
    figure.get_by_role("button", name="Replay").click()
    expect(shown).not_to_have_text("step 0")
    figure.get_by_role("button", name="Pause").click()
    assert picture(figure) != whole
    steps = figure.get_by_label("steps shown")
    steps.focus()
    before = picture(figure)
    steps.press("ArrowRight")
    assert picture(figure) != before


def test_a_figure_plays_once_when_it_is_seen(visit):
    """It stands at step 0 until then, and says at the end what it shows."""
    page = visit(reduced_motion="no-preference").open("02_momentum.html")
    page.evaluate(OPENED)
    figure = page.locator("#fig-jitter .adamedu-live")
    shown, words = figure.locator("output"), figure.locator(".adamedu-message")
    assert shown.inner_text() == "step 0" and not words.is_visible()
    whole = figure.evaluate("(e) => e.figure.player.frames")
    figure.locator(".adamedu-panels").evaluate(CENTRE)
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    expect(figure.get_by_role("button", name="Replay")).to_be_visible()
    assert shown.inner_text() == f"step {whole}" and words.is_visible()
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    figure.locator(".adamedu-panels").evaluate(CENTRE)
    page.evaluate(PAINTED)
    assert shown.inner_text() == f"step {whole}"


def test_a_control_ends_what_plays_by_itself(visit):
    page = visit(reduced_motion="no-preference").open("02_momentum.html")
    page.evaluate(OPENED)
    figure = page.locator("#fig-jitter .adamedu-live")
    figure.locator(".adamedu-panels").evaluate(CENTRE)
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    nudge(box_of(figure).locator(".noUi-handle").first)
    settle(figure)
    assert figure.get_by_role("button", name="Replay").is_visible()
    assert_as_in_cpython(figure)


@pytest.mark.parametrize("name, which", [("00_ten_minutes", 0), ("06_network", 1)])
def test_all_of_a_figure_goes_with_its_steps(visit, name, which):
    """A network's answers, which are computed for each step, too."""
    figure = figures(visit().open(f"{name}.html"))[which]
    steps = figure.get_by_label("steps shown")
    left = figure.locator(".adamedu-panel svg").first
    end = left.inner_html()
    steps.focus()
    steps.press("Home")
    settle(figure)
    assert left.inner_html() != end
    assert_as_in_cpython(figure)
    assert "fter 0 steps" in figure.locator(".adamedu-message").inner_text()
    steps.press("End")
    settle(figure)
    assert left.inner_html() == end


def test_who_wants_no_motion_sees_the_end(visit):
    page = visit(reduced_motion="reduce").open("index.html")
    figure = figures(page)[0]
    assert figure.locator("output").inner_text() == "step 200"
    page.clock.install()
    figure.get_by_role("button", name="Some steps").click()
    still = picture(figure)
    page.clock.run_for(500)
    assert picture(figure) == still
    assert "step 0" in figure.locator("output").inner_text()
