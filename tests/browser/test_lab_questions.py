"""Questions of a notebook in JupyterLab, which shows them as texts until they start.

With its extension for MyST: test_lab.py.
"""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.browser.conftest import jupyterlab

ONE = """\
# Title

```{predict} How *many* steps, for $\\kappa = 10^4$?
:name: ask-steps

It is <b>steep</b>.

- about ten
- about `100` <img src=x onerror="document.title='run'">
- more
```

After it.
"""
TOLD = """\
There are twelve.

```{answer} ask-steps
`steps {n}`

- `n < 50`: why *ten*
- `50 < n < 500`: why 100 <img src=x onerror="document.title='run'">
- `n > 500`: why more
```

So it is.
"""
OTHERS = """\
Twelve, and no more.

## Others

```{predict} Which hold?
:name: ask-several
:several:

- more than 1
- more than 1000
- fewer than 5000
```

```{predict} Smallest first?
:name: ask-order
:order:

- the steps
- nothing
```

```{predict} How many halves?
:name: ask-number
:within: 10%
```

```{predict} Draw it.
:name: ask-line
:line: step: 1, 2
:heights: steps: 0 to 20
```
"""
OTHERS_TOLD = """\
```{answer} ask-several
`steps {n}`

- `n > 1`: a
- `n > 1000`: b
- `n < 5000`: c
```

```{answer} ask-order
`steps {n}`

- `n`: last
- `0`: first
```

```{answer} ask-number
`steps {n}`

- `2 * n`: two a step
- `n / 2`: the wrong way
```

```{answer} ask-line
`steps {n}`

- `n, n / 2`: downwards
- `said[0] < said[1]`: upwards
```
"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """The notebook in a JupyterLab that knows nothing of MyST, before a cell is run."""
    folder = tmp_path_factory.mktemp("lab")
    settings = folder / "config/labconfig/page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"disabledExtensions": {"jupyterlab-myst": True}}))
    cells = [
        new_code_cell("%load_ext adamedu.questions.lab"),
        new_markdown_cell(ONE), new_code_cell("print('steps', 12)"),
        new_markdown_cell(TOLD), new_code_cell("# so it is"),
        new_markdown_cell(OTHERS),
        new_code_cell("print('steps', 2 * 6)"), new_markdown_cell(OTHERS_TOLD),
    ]  # fmt: skip
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "asks.ipynb")
    with jupyterlab(folder) as url:
        page = browser.new_context(viewport={"width": 1280, "height": 1400}).new_page()
        page.route(lambda url_: not url_.startswith(url), lambda route: route.abort())
        page.goto(f"{url}/lab/tree/asks.ipynb?reset")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        yield page
        page.context.close()


def answer(page, name, words):
    """Press the button, and wait until the form says the words."""
    form = page.locator(f"#{name} form")
    form.get_by_role("button", name="Answer", exact=True).press("Enter")
    assert page.evaluate("document.activeElement.className") == "adamedu-verdict"
    form.get_by_text(words).wait_for()  # the cells are read after a pause


def test_a_question_is_answered_by_keyboard_and_remembered(page):
    told = page.locator("p", has_text="There are twelve.")
    told.wait_for()
    assert page.locator(".jp-MarkdownCell pre", has_text="about ten").count() == 1
    assert page.locator(".adamedu-lab").count() == 0
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    page.locator("#ask-number form").wait_for()
    box = page.locator("#ask-steps")
    between = page.locator(".jp-Cell", has_text="print('steps', 12)")
    section = [
        page.locator("p", has_text="So it is."),
        page.locator(".jp-CodeCell", has_text="# so it is"),
        page.locator("p", has_text="Twelve, and no more."),
    ]
    assert told.is_hidden() and between.is_hidden()
    assert all(part.is_hidden() for part in section)
    assert page.get_by_role("heading", name="Others").is_visible()
    assert page.locator("p", has_text="After it.").is_hidden()
    assert page.locator(".jp-Cell", has_text="load_ext").is_visible()
    assert page.locator(".jp-MarkdownCell pre:visible, details:visible").count() == 0
    box.locator("input").nth(1).press("Space")
    box.locator("select").select_option("90")
    answer(page, "ask-steps", "What happens: about ten.")
    first, second, _ = box.locator("li").all_inner_texts()
    assert "(✓ what happens)" in first and "why ten" in first
    assert "(your answer)" in second and "why 100 <img src=x" in second
    assert told.is_visible() and between.is_visible()
    assert all(part.is_visible() for part in section)
    assert page.locator("p", has_text="After it.").is_visible()
    assert page.locator(".jp-Cell", has_text="2 * 6").is_hidden()  # others are asked
    assert box.locator("img, b").count() == 0 and page.title() != "run"
    assert box.locator("mjx-container").count() == 1
    page.locator("#ask-several input").nth(1).press("Space")
    answer(page, "ask-several", "What happens: more than 1; fewer than 5000.")
    answer(page, "ask-order", "What happens: nothing; the steps.")
    number = page.locator("#ask-number input")
    number.press_sequentially("6")
    number.press("Enter")
    assert page.locator(".jp-MarkdownCell pre:visible, details:visible").count() == 0
    verdict = page.locator("#ask-number .adamedu-verdict")
    verdict.get_by_text("You said: 6. What happens: 24.").wait_for()
    assert "6. the wrong way" in page.locator("#ask-number").inner_text()
    point = page.locator("#ask-line circle")
    point.first.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    answer(page, "ask-line", "You drew the dashed line. What happens")
    words = page.locator("#ask-line .adamedu-reason li").all_inner_texts()
    assert words == ["12, 6 (right). downwards", "upwards"]
    assert page.locator(".jp-Cell", has_text="2 * 6").is_visible()
    page.locator('[data-command="docmanager:save"]').first.click()
    page.locator(".jp-mod-dirty").first.wait_for(state="detached")
    saved = page.request.get(page.url.replace("lab/tree", "api/contents")).json()
    kept = {key for cell in saved["content"]["cells"] for key in cell["metadata"]}
    assert kept <= {"trusted", "execution"}  # nothing of what is folded
    page.reload()
    page.locator("#ask-steps").get_by_text("What happens: about ten.").wait_for()


def test_the_answer_comes_from_the_output(page):
    """Of the cell as it has run last, whatever was answered before."""
    box, code = page.locator("#ask-steps"), page.locator(".jp-CodeCell .cm-content")
    lacks = "0 printed lines have steps {n}, not one."
    for text, words in [("steps 100", "Right."), ("nothing", lacks)]:
        code.nth(1).click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"print('{text}')")
        page.keyboard.press("Control+Enter")
        box.get_by_text(words).wait_for()


def test_what_is_asked_again_is_folded_again(page):
    """With the cells between, which run all the same."""
    box = page.locator("#ask-steps")
    between = page.locator(".jp-Cell:has(.cm-content)", has_text="print('").nth(0)
    assert between.is_visible()
    box.get_by_role("button", name="Ask me again").click()
    between.wait_for(state="hidden")
    box.get_by_role("button", name="Show me").click()
    between.wait_for()
