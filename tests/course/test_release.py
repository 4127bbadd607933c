"""Publishing a set: no solution, everything ran, no trace, nobody's answers lost."""

import json

import nbformat
import platformdirs
import pytest

from adamedu.questions.tables import page_table, signatures
from book.figures import WIDGET
from course import SETS
from course.grade.intake import mark
from course.grade.marking import asked_in
from course.serve import publish
from tests.course.toy_set import data, solved

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


@pytest.mark.parametrize("name", NAMES)
def test_pages_ran_and_show_no_solution(name, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    page = publish.publish(name, SETS, tmp_path)
    text = page.read_text("utf-8")
    assert "SOLUTION" not in text and "Rubric" not in text
    full, made = (nbformat.read(SETS / f"{name}.ipynb", 4), nbformat.read(page, 4))
    for cell in made.cells:
        if cell.cell_type == "code":
            assert cell.execution_count
            assert not any(one.output_type == "error" for one in cell.outputs)
    checks = [
        [mark(c, "grade_id") for c in notebook.cells if mark(c, "locked")]
        for notebook in (full, made)
    ]
    assert checks[0] == checks[1] and len(checks[0]) >= 1
    title = ""
    for cell in made.cells:
        title = cell.source if cell.source.startswith("## ") else title
        if mark(cell, "locked"):
            [task, _], [said] = asked_in(cell), cell.outputs
            measured = signatures(task)["kind"] == "value" and "Predict:" not in title
            if page_table(task) and not measured:
                assert WIDGET in said.data
            else:
                assert "not yet" in said.text
    assert not any("exercise_scene" in cell.source for cell in made.cells)


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
