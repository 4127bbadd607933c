"""The same figures in JupyterLab, where a kernel stands behind them."""

import shutil

import nbformat
import pytest

from tests.browser.conftest import ROOT, jupyterlab
from tests.browser.test_figures import (
    assert_as_in_cpython,
    box_of,
    drawn,
    nudge,
    settle,
)


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
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.route(lambda url: not url.startswith(lab), lambda route: route.abort())
    page.goto(f"{lab}/lab/tree/{name}.ipynb?reset")
    kernel = page.locator(".jp-Toolbar-kernelName", has_text="Python 3")
    kernel.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    return page


def scroll_to(page, selector):
    """Look through the notebook, which keeps only cells in view, for an element."""
    notebook = page.locator(".jp-WindowedPanel-outer")
    for _ in range(240):
        if page.locator(selector).count():
            return page.locator(selector).first
        notebook.evaluate("""(e) => {
          const end = e.scrollTop + e.clientHeight >= e.scrollHeight - 1;
          e.scrollTop = end ? 0 : e.scrollTop + e.clientHeight / 2;
        }""")
        page.wait_for_timeout(500)
    shown = page.locator(".adamedu-interact").all_inner_texts()
    raise AssertionError(f"no {selector} in the notebook, but {shown}")


def test_a_figure_lives_in_jupyterlab(browser, lab):
    page = open_and_run(browser, lab, "index")
    figure = scroll_to(page, ".adamedu-live[data-drawn]")
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
    editor = scroll_to(page, ".adamedu-live[data-drawn] .adamedu-editor .cm-content")
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
