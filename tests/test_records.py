"""The records of rules: none is missing, and what they say is so."""

import ast
import csv
import importlib
import inspect
import re
from pathlib import Path

import optax
import pytest
from torch import optim

from adamedu import rules
from adamedu.rules import RULES, variants
from adamedu.rules.record import Rule, is_rule, style
from adamedu.studies import every_rule
from tests.oracles import ORACLES
from tests.test_chapters import cells, text

pytestmark = pytest.mark.doctor
ROOT = Path(__file__).parents[1]
MODULES = sorted({rule.function.__module__ for rule in RULES.values()})
KINDS = ["*.py", "*.md", "*.toml", "*.json", "*.js", "*.mjs", "*.yml"]
LISTED = {  # rules that libraries have, and arguments that mean something else there
    ROOT / "benchmarks/libraries/listed.py",
    ROOT / "benchmarks/libraries/measured.json",
    ROOT / "adamedu/rules/arguments.py",
}
FOLDERS = ["adamedu", "benchmarks", "book", "course", "tests", "web/src"]
each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)


def home(rule):
    """The last name of its module: per_parameter."""
    return rule.function.__module__.rpartition(".")[2]


@pytest.mark.parametrize("module", MODULES)
def test_every_rule_of_a_module_has_a_record_and_an_oracle(module):
    found = importlib.import_module(module)
    functions = {
        name for name, f in inspect.getmembers(found, inspect.isfunction)
        if is_rule(f) and f.__module__ == module
    }  # fmt: skip
    recorded = {name for name, r in RULES.items() if r.function.__module__ == module}
    helpers = {f.__name__ for name in recorded for f in RULES[name].helpers}
    assert functions == recorded <= set(ORACLES)
    assert recorded <= set(found.__all__) <= recorded | helpers
    assert all(getattr(rules, name) is RULES[name].function for name in recorded)


def test_oracles_are_of_rules():
    assert set(ORACLES) == set(RULES)


def toy(theta, g, m=0, *, lr=0.1, beta1=0.5):
    """Toy: Nobody (2000)."""
    m = beta1 * m + (1 - beta1) * g
    return theta - lr * m, m


def test_a_rule_that_lacks_something_is_found(monkeypatch):
    """A function in a module, then its record, then its oracle; no list besides."""
    check, module = test_every_rule_of_a_module_has_a_record_and_an_oracle, variants
    record = Rule(**vars(RULES["lion"]) | {"function": toy})
    monkeypatch.setattr(toy, "__module__", module.__name__)
    monkeypatch.setattr(module, "toy", toy, raising=False)
    monkeypatch.setattr(rules, "toy", toy, raising=False)
    for complete in (
        lambda: monkeypatch.setattr(module, "__all__", [*module.__all__, "toy"]),
        lambda: monkeypatch.setitem(RULES, "toy", record),
        lambda: monkeypatch.setitem(ORACLES, "toy", ORACLES["lion"]),
    ):
        with pytest.raises(AssertionError):
            check(module.__name__)
        complete()
    check(module.__name__)


@each_rule
def test_record_is_whole(rule):
    assert rule.looks_at in ("numbers", "arrays", "matrices")
    assert re.search(r"\\[tT]heta_t &?= ", rule.formula), "no formula of theta_t"
    assert set(rule.style) == set(style("blue", "circle"))
    assert rule.papers, "the docstring's first line names no paper: Author (year)"
    assert "lr" in rule.settings
    assert (rule.biases in RULES) == (rule.looks_at == "matrices")


def test_a_record_needs_a_style_and_a_formula():
    for missing in ("style", "formula"):
        parts = {**vars(RULES["adam"])}
        del parts[missing]
        with pytest.raises(TypeError, match=missing):
            Rule(**parts)


@each_rule
def test_the_chapter_cites_the_paper(rule):
    path = ROOT / f"chapters/{rule.chapter}.ipynb"
    words = "\n".join(map(text, cells(path, "markdown")))
    assert any(key in words for key in rule.papers)


def calls(written):
    """(name, keywords) of each call in a text such as "chain(a(1), b(c=2))"."""
    for node in ast.walk(ast.parse(written)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), [k.arg for k in node.keywords]
    if "(" not in written:
        yield written, []


@each_rule
@pytest.mark.parametrize("library", ["torch", "optax"])
def test_names_in_libraries_are_there(rule, library):
    written = getattr(rule, library)
    for name, keywords in calls(written) if written else ():
        found = eval(name, {**vars(optim), **vars(optax)})
        assert set(keywords) <= set(inspect.signature(found).parameters)


def test_the_page_says_which_oracles_are_our_own():
    theirs = {"of_torch.<locals>.walk", "of_optax.<locals>.walk"}
    own = {
        name for name, (_, cases) in ORACLES.items()
        if not {oracle.__qualname__ for _, oracle, *_ in cases} <= theirs
    }  # fmt: skip
    page = (ROOT / "chapters/rules.md").read_text(encoding="utf-8")
    (words,) = re.findall(r"^How do we know.*?\n\n", page, re.M | re.S)
    assert set(re.findall(r"`(\w+)`", words)) == own


def test_every_family_is_on_the_page():
    page = (ROOT / "chapters/rules.md").read_text(encoding="utf-8")
    families = list(dict.fromkeys(rule.family for rule in RULES.values()))
    assert re.findall(r"^```\{rules\} (.+)$", page, re.M) == families


def mentions(name):
    """The files that name a rule, but for notebooks, this test and what is listed."""
    paths = {p for f in FOLDERS for kind in KINDS for p in (ROOT / f).rglob(kind)}
    paths |= {*ROOT.glob("*.md"), *ROOT.glob("chapters/*.md"), ROOT / "pyproject.toml"}
    return {
        str(path.relative_to(ROOT))
        for path in paths - {Path(__file__), *LISTED}
        if "static" not in path.parts
        and re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("name", ["rmsprop_centered", "adamax", "adafactor_torch"])
def test_a_rule_is_named_in_three_files(name):
    """Nothing singles these out, so a list kept by hand would be all that does."""
    module = home(RULES[name])
    assert mentions(name) == {
        f"adamedu/rules/{module}.py", f"adamedu/rules/about_{module}.py",
        "tests/oracles.py",
    }  # fmt: skip


def test_no_file_lists_the_rules_by_hand():
    """But for the oracles: no other file names half of them as they are written."""
    found = {name: mentions(name) for name in RULES}
    files = [path for paths in found.values() for path in paths]
    lists = {path for path in files if files.count(path) > len(RULES) / 2}
    assert lists == {"tests/oracles.py"}


def test_the_readme_counts_the_rules():
    (count,) = re.findall(r"(\d+) update rules", (ROOT / "README.md").read_text())
    assert int(count) == len(RULES)


def test_the_study_of_every_rule_has_its_results():
    with open(ROOT / "data/results/every_rule.csv", encoding="utf-8") as file:
        next(file)
        stored = list(dict.fromkeys(row["rule"] for row in csv.DictReader(file)))
    assert stored == every_rule.RULES == [s["rule"] for s in every_rule.GRID]
    assert set(RULES) - set(stored) == {"adam_l2"}
