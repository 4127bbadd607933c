"""What a built page runs is what the repository holds."""

import ast
import html
import json
import re

import pytest

from adamedu.figures.widget import STUB
from tests import pages
from tests.pages import BOOK, ROOT
from tests.test_chapters import cells, text

STATE = re.compile(
    r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', re.S
)
NAME = re.compile(r"globalThis\.AdamEduHeartName = '([\w.-]+)'")
PAGES = [path for path in pages.PAGES if STATE.search(path.read_text())]


def figures(page):
    """The states of a page's live figures."""
    (state,) = STATE.findall(page.read_text())
    models = json.loads(html.unescape(state))["state"].values()
    return [m["state"] for m in models if m["model_name"] == "AnyModel"]


def heart(page):
    (name,) = NAME.findall(page.read_text())
    script = (BOOK / "_static" / name).read_text()
    return json.loads(script.removeprefix("globalThis.AdamEduHeart = ").rstrip(";\n"))


def functions(source):
    """{name: tree} of the functions in a text."""
    found = (n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    return {node.name: ast.dump(node) for node in found}


def test_there_are_pages_with_figures():
    assert len(PAGES) > 15
    assert len({NAME.findall(page.read_text())[0] for page in PAGES}) == 1


def test_the_heart_is_the_repository_s():
    files = heart(PAGES[0])["files"]
    assert len(files) > 10
    for path, served in files.items():
        init = path.endswith("/__init__.py")
        assert served == ("" if init else (ROOT / path).read_text()), path


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_figures_are_the_notebook_s(page):
    files, notebook = heart(page)["files"], ROOT / "chapters"
    notebook = (notebook / page.relative_to(BOOK)).with_suffix(".ipynb")
    source = "\n".join(
        re.sub(r"(?m)^[%!].*$", "", text(c)) for c in cells(notebook, "code")
    )
    written = functions(source)
    for figure in figures(page):
        assert figure["_esm"] == STUB.read_text()
        assert "files" not in figure
        for module in figure["modules"]:
            assert f"{module.replace('.', '/')}.py" in files
        own = functions(figure["source"])
        if page.parent.name == "exercises":  # made when the set is published
            own = {name: own[name] for name in own.keys() & written.keys()}
        else:
            brought = re.findall(r"^from adamedu.* as (\w+)$", figure["source"], re.M)
            assert figure["call"] in {*own, *brought}
        assert own == {name: written[name] for name in own}
        imported = re.findall(r"^from (adamedu[\w.]*) import", figure["source"], re.M)
        known = {*figure["modules"], *(m.rpartition(".")[0] for m in figure["modules"])}
        assert set(imported) <= known


def test_no_notebook_stores_a_module():
    modules = [json.dumps(m)[1:-1] for m in heart(PAGES[0])["files"].values() if m]
    for path in (ROOT / "chapters").rglob("*.ipynb"):
        stored = path.read_text()
        assert not any(module in stored for module in modules), path
        if path.parent.name == "chapters":  # an exercise is made when it is published
            assert not re.search(r'"heart": "\w', stored), path
