"""Whatever is stored was made by the code that there is now."""

import json

import pytest

from adamedu.figures.widget import STUB
from book import run

pytestmark = pytest.mark.doctor
CHAPTERS = sorted(run.CHAPTERS.glob("*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_notebook_ran_with_the_present_code(path):
    assert not run.stale(path), f"{path.name} is out of date: `make run`"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_figure_has_the_present_stub(path):
    widgets = json.loads(path.read_text())["metadata"].get("widgets", {})
    models = widgets.get(run.WIDGETS, {}).get("state", {}).values()
    stubs = {model["state"]["_esm"] for model in models if "_esm" in model["state"]}
    assert stubs <= {STUB.read_text()}, f"{path.name} is out of date: `make run`"


def test_an_edit_makes_a_notebook_stale(tmp_path):
    """Of a cell, or of a function that it reaches; not of words."""
    path = tmp_path / CHAPTERS[0].name
    text = CHAPTERS[0].read_text()
    path.write_text(text)
    assert run.stale(path) == run.stale(CHAPTERS[0])
    notebook = json.loads(text)
    words = [c for c in notebook["cells"] if c["cell_type"] == "markdown"]
    words[0]["source"] = ["# Another title"]
    path.write_text(json.dumps(notebook))
    assert run.stale(path) == run.stale(CHAPTERS[0])
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    code[-1]["source"] += ["\n1 + 1"]
    path.write_text(json.dumps(notebook))
    assert run.stale(path)
