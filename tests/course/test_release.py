"""Publishing a set: no solution, everything ran, no trace, nobody's answers lost."""

import json
import re

import nbformat
import platformdirs
import pytest

from adamedu.questions.tables import sets
from book.figures import WIDGET
from course import SETS
from course.grade.intake import mark
from course.grade.outline import asked_in
from course.serve import publish
from tests.course.toy_set import data, solved

MEASURED = {"floor_ratio", "turned_steps", "check_error", "net_loss", "flip", "best_of",
            "comparison"}  # fmt: skip
NAMES = sorted(path.stem for path in SETS.glob("ps*.ipynb"))


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A set to publish, an empty folder of pages, and a home of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets/ps1.ipynb").write_bytes(data(solved()))
    return tmp_path / "sets", tmp_path / "pages"


def answer(page, text):
    """Write an answer into the page, as a learner does in JupyterLab."""
    notebook = nbformat.read(page, as_version=4)
    [cell] = [c for c in notebook.cells if mark(c, "grade_id") == "sgd"]
    cell.source += text
    nbformat.write(notebook, page)


@pytest.fixture(scope="module", params=NAMES)
def pages(request, tmp_path_factory):
    """(a solved set, its page, its tasks)"""
    folder, name = tmp_path_factory.mktemp("page"), request.param
    page = publish.publish(name, SETS, folder)
    full, made = nbformat.read(SETS / f"{name}.ipynb", 4), nbformat.read(page, 4)
    return full, made, sets()[name]


def test_pages_ran_and_show_no_solution(pages):
    full, made, _ = pages
    text = json.dumps(made)
    assert "SOLUTION" not in text and "Rubric" not in text
    for cell in made.cells:
        if cell.cell_type == "code":
            assert cell.execution_count
            assert not any(one.output_type == "error" for one in cell.outputs)
    checks = [
        [mark(c, "grade_id") for c in notebook.cells if mark(c, "locked")]
        for notebook in (full, made)
    ]
    assert checks[0] == checks[1] and len(checks[0]) >= 1
    assert "exercise_scene" not in "".join(cell.source for cell in made.cells)


def test_each_task_that_a_page_can_ask_has_an_editor(pages):
    """All but what is measured, with NumPy's random numbers or in minutes, and the
    table of such runs."""
    _, made, tasks = pages
    title, without = "", set()
    for cell in made.cells:
        title = cell.source if cell.source.startswith("## ") else title
        if mark(cell, "locked"):
            [task, answer] = asked_in(cell)
            if cell.outputs:
                [said] = cell.outputs
                assert WIDGET in said.data
                assert answer in cell.metadata["mystnb"]["figure"]["caption"]
            else:
                without.add(task)
                assert "Predict:" not in title
    assert without == MEASURED & set(tasks)


def test_a_page_shows_nothing_of_a_stub(pages):
    """What it shows is an editor, or what the solved set shows as well: it hangs on
    no answer. And it does not show where it was made."""
    full, made, _ = pages
    for solved_cell, cell in zip(full.cells, made.cells, strict=True):
        if cell.cell_type != "code":
            continue
        for one in cell.outputs:
            one.get("data", {}).pop("image/png", None)
        if mark(cell, "locked"):
            continue
        for mine, theirs in zip(cell.outputs, solved_cell.outputs):
            assert mine.get("text") == theirs.get("text")
            words = [one.get("data", {}).get("text/plain") for one in (mine, theirs)]
            assert words[0] == words[1]
    assert re.findall(r"(?<![\w.:/])/[\w.-]+(?:/[\w.-]+)+", json.dumps(made)) == []


def test_an_exercise_knows_what_its_set_imports():
    imports = "import math\nimport numpy as np\nfrom adamedu.ops import larger\n"
    imports += "from adamedu.questions import check\n"
    assert list(publish.brought(imports)) == ["math", "larger"]


def test_publishing_leaves_no_trace_in_progress(folders):
    publish.publish("ps1", *folders)
    assert not platformdirs.user_data_path("adamedu").exists()


def test_answers_are_kept(folders, capsys):
    page = publish.publish("ps1", *folders)
    publish.publish("ps1", *folders)
    assert [one.name for one in page.parent.iterdir()] == ["ps1.ipynb"]
    for text in ("# mine", "# more"):
        answer(page, f"\n{text}")
        publish.publish("ps1", *folders)
        assert text not in page.read_text("utf-8")
    for number, text in enumerate(("# mine", "# more"), 1):
        kept = page.with_stem(f"ps1-before-{number}")
        assert text in kept.read_text("utf-8")
    assert str(kept) in capsys.readouterr().out


def test_a_stub_that_fails_is_not_published(folders):
    notebook = solved()
    notebook.cells[-2].source += "\nundefined"
    (folders[0] / "ps1.ipynb").write_bytes(data(notebook))
    with pytest.raises(Exception, match="undefined"):
        publish.publish("ps1", *folders)
    assert not list(folders[1].iterdir())


def test_the_book_names_every_set():
    toc = (publish.BOOK / "_toc.yml").read_text()
    assert NAMES and all(f"file: exercises/{name}\n" in toc for name in NAMES)


def test_pages_can_be_handed_in(folders):
    """The nbgrader marks stay: an upload of the page is graded like any other."""
    page = publish.publish("ps1", *folders)
    cells = json.loads(page.read_text("utf-8"))["cells"]
    assert [mark(c, "grade_id") for c in cells if mark(c, "grade")] == [
        "check_sgd", "check_adam", "why",
    ]  # fmt: skip
