"""An exercise in the published page: what is typed is judged without a kernel."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adamedu.questions.checks import diagnose
from course.serve import publish
from tests.browser.conftest import Visit, served
from tests.browser.test_figures import assert_as_in_cpython, figures, settle
from tests.course.toy_set import ADAM, BACKPROP, SGD, cell, data, solved
from tests.pages import ROOT

MARKS = ("    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n")
SGD, ADAM, WHOLE = (
    text.replace(MARKS[0], "").replace(MARKS[1], "") for text in (SGD, ADAM, BACKPROP)
)
PLACES = ["sgd", "adam", "adam_first_step", "backprop"]  # in the page
ANSWERS = {  # task: what is typed
    "sgd": [SGD, SGD.replace("- lr", "+ lr"), SGD.replace("lr * g", "g"),
            SGD.replace("theta - lr * g", "0.9 * theta - lr * g")],
    "adam": [ADAM, ADAM.replace("(1 - beta1**t)", "1"),
             ADAM.replace("**t", " * t"),
             ADAM.replace("v_hat**0.5 + eps", "(v_hat + eps) ** 0.5"),
             ADAM.replace("beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)"),
             ADAM.replace("- lr *", "+ lr *").replace("v_hat**0.5", "v_hat")],
    "backprop": [WHOLE, WHOLE.replace(" / len(x)", ""), WHOLE.replace(" * (h > 0)", ""),
                 WHOLE.replace("z2 - z2.max(axis=1, keepdims=True)", "z2"),
                 f"import numpy as np\n\n\n{WHOLE}"],
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book whose only page is a small set, published."""
    folder = tmp_path_factory.mktemp("exercises")
    for name in ("adamedu", "book"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "sets").mkdir()
    made = solved()
    made.cells += [
        cell("markdown", "## Predict: the first step"),
        cell("code", f"my_step = 0.0\n{''.join(MARKS)}", "step", solution=True),
        cell("code", 'check("adam_first_step", my_step)', "check_step", True, points=1),
    ]
    made.cells += [
        cell("markdown", "## Backpropagation"),
        cell("code", BACKPROP, "backprop", solution=True),
        cell("code", 'check("backprop", my_backprop)', "check_backprop", True,
             points=1),
    ]  # fmt: skip
    for number, one in enumerate(made.cells):
        one.id = f"cell-{number}"
    (folder / "sets/ps1.ipynb").write_bytes(data(made))
    pages = folder / "chapters"
    publish.publish("ps1", folder / "sets", pages)
    shutil.copy(ROOT / "chapters/references.bib", pages)
    shutil.copytree(ROOT / "chapters/assets", pages / "assets")
    (pages / "other.md").write_text("# Another page, so that there is a contents\n")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: ps1\nchapters: [{file: other}]\n"
    )
    subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", pages,
         "--config", ROOT / "_config.yml", "--toc", folder / "_toc.yml",
         "--path-output", folder, "--quiet", "--warningiserror"],
        check=True, cwd=ROOT,
    )  # fmt: skip
    with served(folder / "_build/html") as address:
        yield address


@pytest.fixture
def visit(browser, book):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), book)
    context.close()


def write(figure, text, words):
    """Put a text into the figure's editor, as typing it would; wait for the words."""
    figure.evaluate("(e, text) => e.figure.editor.setText(text)", text)
    figure.locator(".adamedu-message").filter(has_text=words).wait_for()
    settle(figure)


def said(figure):
    return figure.locator(".adamedu-message").inner_text()


def made(source, name):
    names = {"np": np}
    exec(source, names)
    return names[name]


def test_a_stub_is_not_yet_right(visit):
    page = visit.open("ps1.html")
    for figure in figures(page):
        assert said(figure).startswith("Not yet.")
        assert_as_in_cpython(figure)
    assert page.get_by_text("nothing seems to be written yet").count() == 3
    assert page.get_by_text("the page checks it while you type").count() == 4
    assert visit.wrong == []


@pytest.mark.parametrize("formula", ["0.1", "(1 - 0.9) / (1 - 0.999) ** 0.5", "2"])
def test_a_number_may_be_a_formula(visit, formula):
    figure = figures(visit.open("ps1.html"))[2]
    here = diagnose("adam_first_step", eval(formula))
    words = ("✓ " if here.right else "") + here.words
    write(figure, f"my_step = {formula}\n", words)
    assert here.number in said(figure) and here.where in said(figure)
    assert ("✓" in said(figure)) == here.right == ("/" in formula)
    assert_as_in_cpython(figure)


@pytest.mark.parametrize("task", ANSWERS)
def test_the_page_says_what_check_says(visit, task):
    figure = figures(visit.open("ps1.html"))[PLACES.index(task)]
    for source in ANSWERS[task]:
        here = diagnose(task, made(source, f"my_{task}"))
        write(figure, source, here.words)
        assert here.number in said(figure) and here.where in said(figure)
        assert ("✓" in said(figure)) == here.right
        if "import numpy" not in source:
            assert_as_in_cpython(figure)
    assert visit.wrong == []


@pytest.mark.parametrize("source, words", [
    ("def my_sgd(theta, g, *, lr=1e-3):\n    return theta, g\n",
     "It returns 2 values; it must return a tuple with theta in it"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    theta = theta - lr * g\n",
     "It returns nothing"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    return thata\n",
     "Line 2: It uses the name thata"),
    ("def my_sgd(theta, g, *, lr=1e-3)\n    return theta\n", "Line 1"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    return (np.sqrt(theta),)\n",
     "Line 2: There is no NumPy here: write `v**0.5` for a root."),
    ("import numpy as np\n", "Line 1: There is no NumPy here: write `v**0.5`"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    return (math.sqrt(theta),)\n",
     "Line 2: math is not defined: write `import math` above"),
    ("my_sgd = 0\n", "Define my_sgd here"), ("", "Define my_sgd here"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    while True: pass\n", "Stopped"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    return theta - g * 1e300, \n", "Not yet"),
    ("def my_sgd(theta, g, *, lr=1e-3):\n    g *= lr\n    return (theta - g,)\n",
     "It changes its argument g in place"),
])  # fmt: skip
def test_bad_answers_in_the_page(visit, source, words):
    figure = figures(visit.open("ps1.html"))[0]
    write(figure, source, words)
    write(figure, SGD, "✓ Right")


@pytest.mark.parametrize("source, words", [
    ("np.sqrt(2)", "There is no NumPy here: write `v**0.5`"), ("def", "valid Python"),
    ("[]", "number"), ("None", "number"),
])  # fmt: skip
def test_a_number_that_is_none(visit, source, words):
    figure = figures(visit.open("ps1.html"))[2]
    write(figure, f"my_step = {source}\n", words)
    write(figure, "", "Give my_step a value here: my_step = …")
    write(figure, "my_step = 0.1 / 0.001**0.5\n", "✓ Right")


def test_what_the_small_numpy_lacks_is_said(visit):
    figure = figures(visit.open("ps1.html"))[3]
    write(figure, WHOLE.replace("np.mean(", "np.einsum("), "has no np.einsum")


def test_a_verdict_goes_with_the_text_that_it_was_on(visit):
    """Long before an endless loop is stopped, nothing is said to be right."""
    figure = figures(visit.open("ps1.html"))[0]
    write(figure, SGD, "✓ Right")
    loop = SGD.replace("    return", "    while True: pass\n    return")
    figure.evaluate("(e, text) => e.figure.editor.setText(text)", loop)
    assert said(figure) == ""
    figure.locator(".adamedu-message").filter(has_text="Computing").wait_for()
    figure.locator(".adamedu-message").filter(has_text="Stopped").wait_for()
