"""The house rules for chapters: a newcomer's slips are named here, not in review."""

import ast
import inspect
import json
import re
from pathlib import Path

import pytest

from adamedu import rules
from adamedu.rules import RULES

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))
SETS = sorted((Path(__file__).parents[1] / "course/sets").glob("*.ipynb"))
NUMBERED = [p for p in CHAPTERS if p.stem[:2].isdigit() and p.stem[:2] > "00"]
TAGS = {"hide-input", "remove-cell", "raises-exception", "nbval-ignore-output"}
PARTS = ["Summary", "Exercises", "In practice", "Further reading"]
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
each_notebook = pytest.mark.parametrize("path", CHAPTERS + SETS, ids=lambda p: p.stem)
each_numbered = pytest.mark.parametrize("path", NUMBERED, ids=lambda p: p.stem)


def cells(path, kind):
    found = json.loads(path.read_text())["cells"]
    return [c for c in found if c["cell_type"] == kind]


def text(cell):
    return "".join(cell["source"])


def outputs(cell):
    """Texts that a cell printed or shows."""
    for output in cell["outputs"]:
        shown = output.get("text") or output.get("data", {}).get("text/plain") or ""
        yield "".join(shown)


@each_notebook
def test_cells_ran_in_order(path):
    code = cells(path, "code")
    assert [c["execution_count"] for c in code] == list(range(1, len(code) + 1))
    for cell in code:
        failed = any(o["output_type"] == "error" for o in cell["outputs"])
        assert not failed or "raises-exception" in cell["metadata"].get("tags", [])


@each_notebook
def test_no_output_names_a_machine_s_folders(path):
    """As a warning would, which says where a package is installed."""
    for cell in cells(path, "code"):
        assert not any("site-packages" in shown for shown in outputs(cell))


@each_notebook
def test_a_run_again_gives_what_is_stored(path):
    """Where a cell compares a run with the study's, it says so, and never "False"."""
    lines = [line for cell in cells(path, "code") for shown in outputs(cell)
             for line in shown.splitlines()]  # fmt: skip
    failed = [line for line in lines if line.rstrip().endswith(": False")]
    assert failed == []


@each_notebook
def test_cells_are_short(path):
    for cell in cells(path, "code"):
        lines = text(cell).splitlines()
        assert len(lines) <= 15, f"{len(lines)} lines: {lines[0]}"
        assert set(cell["metadata"].get("tags", [])) <= TAGS


@each_notebook
def test_lines_fit_their_column(path):
    for cell in cells(path, "code"):
        wide = [line for line in text(cell).splitlines() if len(line) > 80]
        assert wide == []


@each_notebook
def test_code_reads_no_file_beside_it(path):
    """A notebook runs alone, from any folder."""
    for cell in cells(path, "code"):
        assert not re.search(r"\bopen\(|\bPath\(|read_text", text(cell))


@each_chapter
def test_figures_have_captions_names_and_words(path):
    names = []
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "image/png" not in data:
                continue
            figure = cell["metadata"].get("mystnb", {}).get("figure", {})
            assert len(figure.get("caption", "")) > 20, f"no caption: {text(cell)}"
            assert figure.get("name", "").startswith("fig-")
            assert len("".join(data["text/plain"])) > 20, "no alternative text"
            names.append(figure["name"])
    assert names and len(set(names)) == len(names)


@each_chapter
def test_folded_code_is_named(path):
    for cell in cells(path, "code"):
        if "hide-input" in cell["metadata"].get("tags", []):
            named = {"figure", "code_prompt_show"} & set(cell["metadata"]["mystnb"])
            assert named, f"no code_prompt_show: {text(cell)}"


@each_chapter
def test_rules_are_the_package_s(path):
    for cell in cells(path, "code"):
        for node in ast.parse(text(cell)).body:
            ours = getattr(rules, getattr(node, "name", ""), None)
            if isinstance(node, ast.FunctionDef) and ours:
                theirs = ast.parse(inspect.getsource(ours)).body[0]
                assert tree(node) == tree(theirs), f"{node.name} is not the package's"


def tree(function):
    if ast.get_docstring(function):
        function.body = function.body[1:]
    return ast.dump(function)


def test_rules_are_written_out():
    written = {
        node.name
        for path in CHAPTERS
        for cell in cells(path, "code")
        for node in ast.parse(text(cell)).body
        if isinstance(node, ast.FunctionDef)
    }
    assert written >= {"sgd", "adam"}


@each_numbered
def test_parts(path):
    headings = re.findall(
        r"^#+ (.*)$", "\n".join(map(text, cells(path, "markdown"))), re.M
    )
    assert [h for h in headings if h in PARTS] == PARTS
    words = "\n".join(map(text, cells(path, "markdown")))
    assert len(re.findall(r"^```\{(?:admonition\} P|p)redict", words, re.M)) >= 3
    assert re.search(r"[Hh]olds|[Dd]oes not hold", words)


def test_files_named_in_how_this_book_works_are_there():
    root = CHAPTERS[0].parents[1]
    page = (root / "chapters/works.md").read_text()
    named = re.findall(r"`((?:adamedu|book|course|web)/[\w/.]*)`", page)
    assert len(named) > 20
    assert [name for name in named if not (root / name).exists()] == []


def test_citations():
    bib = (Path(__file__).parents[1] / "chapters/references.bib").read_text()
    known = set(re.findall(r"^@\w+\{([^,]+),", bib, re.M))
    pages = "\n".join(text(c) for path in CHAPTERS for c in cells(path, "markdown"))
    cited = {
        key.strip()
        for keys in re.findall(r"\{cite[^}]*\}`([^`]+)`", pages)
        for key in keys.split(",")
    }
    assert cited | {key for rule in RULES.values() for key in rule.papers} == known
