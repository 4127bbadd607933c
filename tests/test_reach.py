"""What code depends on: every definition that it needs, and no other."""

import ast
import importlib
import sys
from pathlib import Path

import pytest

from adamedu import reach

TOY = {
    "__init__": "from toy.low import *\n",
    "low": '''
__all__ = ["used", "unused"]
STEP = 2


def helper(x):
    """Words."""
    return x * STEP


def used(x):
    return helper(x)


def unused(x):
    return -x
''',
    "high": """
import toy
from toy import low as below
from toy import used as mine

LIST = [1]
LIST += [2]


def by_name(x):
    return mine(x) + LIST[0]


def by_module(x):
    return below.unused(x)


def by_package(x):
    return toy.used(x)


def by_text(x):
    return getattr(below, x)


def late(x):
    from toy.low import unused
    return unused(x)


class Thing:
    def go(self):
        return mine(1)
""",
}


def forget():
    for known in (reach.path, reach.source, reach.names_of, reach._part):
        known.cache_clear()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A package of two modules; toy(module, old, new) changes its text."""
    folder = tmp_path / "toy"
    folder.mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    def write(module, old="", new=""):
        text = TOY[module].replace(old, new) if old else TOY[module]
        (folder / f"{module}.py").write_text(text)
        importlib.invalidate_caches()
        forget()

    for module in TOY:
        write(module)
    yield write
    for name in [name for name in sys.modules if name.split(".")[0] == "toy"]:
        del sys.modules[name]
    forget()


CASES = {
    "by_name": {"high:by_name", "high:LIST", "low:used", "low:helper", "low:STEP"},
    "by_module": {"high:by_module", "low:unused"},
    "by_package": {"high:by_package", "low:used", "low:helper", "low:STEP"},
    "by_text": {"high:by_text", "low:used", "low:unused", "low:helper", "low:STEP"},
    "late": {"high:late", "low:unused"},
    "Thing": {"high:Thing", "low:used", "low:helper", "low:STEP"},
}


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_needed_and_no_more(toy, name):
    found = reach.reach("toy.high", name)
    assert {key.removeprefix("toy.") for key in found} == CASES[name]


@pytest.mark.parametrize("module, old, new, changed", [
    ("low", "x * STEP", "x * STEP + 1", True),
    ("low", "STEP = 2", "STEP = 3", True),
    ("high", "LIST += [2]", "LIST += [3]", True),
    ("low", '"""Words."""', '"""Other words, 3 of them."""', False),
    ("low", "return helper(x)", "return helper(  # why\n        x)", False),
    ("low", "return -x", "return +x", False),
    ("low", "def used(x):", "def used(x: float) -> float:", False),
    ("low", "def used(x):", "def used(x=0.0):", True),
    ("high", "import toy\n", "import toy\nwith toy: import math\n", False),
    ("high", "import toy\n", "import toy\nwith toy: STEP = 3\n", True),
    ("low", "return helper(x)", "check_it(x)\n    return helper(x)", False),
    ("low", "return helper(x)", "toy.check_it(x)\n    return helper(x)", False),
    ("low", "return helper(x)", "x = check_it(x)\n    return helper(x)", True),
    ("low", "return helper(x)", "return check_it(helper(x))", True),
    ("low", "return helper(x)", "recheck(x)\n    return helper(x)", True),
])  # fmt: skip
def test_a_digest_changes_with_what_is_reached(toy, module, old, new, changed):
    before = reach.digest(reach.reach("toy.high", "by_name"))
    toy(module, old, new)
    after = reach.digest(reach.reach("toy.high", "by_name"))
    assert (before != after) == changed


def test_a_text_reaches_what_it_imports():
    text = "from adamedu import adam\nfrom adamedu.descent import descend\nadam(1, 1)"
    assert set(reach.reach_text(text)) == {"adamedu.rules.per_parameter:adam"}


def test_modules_of_a_module():
    assert reach.modules(["adamedu.scene"]) == [
        "adamedu.descent", "adamedu.ops", "adamedu.scene",
    ]  # fmt: skip


CHECKS = [
    pytest.param(node, id=f"{path.stem}.{node.name}")
    for path in sorted(Path(reach.__file__).parents[1].rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
]
REFUSALS = {"TypeError", "ValueError", "OverflowError", "BadAnswer"}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_only_refuses(check):
    """So it may change, and no result is old. No study goes on after what it raises."""
    for node in ast.walk(check):
        assert not isinstance(node, ast.Yield | ast.YieldFrom)
        assert not isinstance(node, ast.Global | ast.Nonlocal)
        if isinstance(node, ast.Return):
            assert node.value is None
        if isinstance(node, ast.Raise):
            assert node.exc.func.id in REFUSALS
        if isinstance(node, ast.Attribute | ast.Subscript):
            assert isinstance(node.ctx, ast.Load)


def test_no_study_goes_on_after_a_refusal():
    for path in Path(reach.__file__).parents[1].glob("studies/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and path.stem not in (
                "__main__", "harness"
            ):  # fmt: skip
                assert ast.unparse(node.type) == "FloatingPointError"
