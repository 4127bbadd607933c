"""The same figures in JupyterLab, where a kernel stands behind them."""

import shutil

import nbformat
import pytest

from tests.browser.conftest import jupyterlab
from tests.browser.test_figures import (
    assert_as_in_cpython,
    box_of,
    drawn,
    nudge,
    settle,
)
from tests.pages import ROOT


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on the first page, and on a chapter up to its first
    rule to edit.
    """
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "chapters/index.ipynb", folder)
    chapter = nbformat.read(ROOT / "chapters/01_limits_of_sgd.ipynb", 4)
    last = next(k for k, cell in enumerate(chapter.cells) if "edit=" in cell.source)
    del chapter.cells[last + 1 :]
    nbformat.write(chapter, folder / "01_limits_of_sgd.ipynb")
    with jupyterlab(folder) as url:
        yield url


def open_and_run(browser, lab, name):
    """Run a notebook in a window that shows all of it: Lab keeps only cells in view."""
    page = browser.new_context(viewport={"width": 1280, "height": 9000}).new_page()
    page.route(lambda url: not url.startswith(lab), lambda route: route.abort())
    page.goto(f"{lab}/lab/tree/{name}.ipynb?reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    return page


def test_a_figure_lives_in_jupyterlab(browser, lab):
    page = open_and_run(browser, lab, "index")
    figure = page.locator(".adamedu-live[data-drawn]").first
    figure.wait_for()
    assert_as_in_cpython(figure)
    before = drawn(figure)
    nudge(box_of(figure).locator(".noUi-handle").first)
    settle(figure)
    assert drawn(figure) > before
    assert_as_in_cpython(figure)
    figure.locator(".adamedu-handle").press("ArrowDown")
    settle(figure)
    figure.get_by_role("button", name="Copy settings").click()
    page.get_by_text("start=[").wait_for()
    assert_as_in_cpython(figure)
    question = page.locator("#ask-race")  # which the figure has started
    question.get_by_label("Nesterov").press("Space")
    question.get_by_role("button", name="Answer", exact=True).press("Enter")
    question.get_by_text("What happens: RMSprop").wait_for()
    page.context.close()


def test_a_rule_is_edited_in_jupyterlab(browser, lab):
    page = open_and_run(browser, lab, "01_limits_of_sgd")
    editor = page.locator(".adamedu-live[data-drawn] .adamedu-editor .cm-content")
    figure = page.locator(".adamedu-live:has(.adamedu-editor)").first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" + oops")
    figure.locator(".adamedu-message").get_by_text("oops").wait_for()
    figure.get_by_role("button", name="Reset").click()
    figure.locator(".adamedu-error").wait_for(state="detached")
    settle(figure)
    assert_as_in_cpython(figure)
    page.context.close()
