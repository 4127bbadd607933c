"""The heart imports itself, math, functools; rooms never import one another upwards."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "adamedu"
FRONT_DOOR = {PACKAGE / "__init__.py"}  # names what the rooms hold
HEART = sorted(set(PACKAGE.glob("*.py")) - FRONT_DOOR)
ALLOWED = {  # and the heart
    "reach": {"reach"}, "rules": {"rules"}, "figures": {"figures", "reach", "rules"},
    "doctor": {"doctor", "rules"}, "nn": {"nn", "rules"},
    "questions": {"questions", "figures"},
    "studies": {"studies", "figures", "nn", "reach", "rules"},
}  # fmt: skip
PLAIN = [  # run in the page
    "one_rate",
    "per_parameter",
    "variants",
    "recent",
    "whole_array",
]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module


@pytest.mark.parametrize("path", HEART, ids=lambda p: p.stem)
def test_heart(path):
    heart = {f"adamedu.{p.stem}" for p in HEART}
    assert set(imports(path)) <= heart | {"math", "functools"}


@pytest.mark.parametrize("name", PLAIN)
def test_rules_that_run_in_the_page_import_only_the_heart(name):
    heart = {f"adamedu.{p.stem}" for p in HEART}
    assert set(imports(PACKAGE / f"rules/{name}.py")) <= heart


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_rooms(room):
    heart = {p.stem for p in HEART}
    for path in (PACKAGE / room).glob("*.py"):
        ours = [
            name.split(".")[1] for name in imports(path) if name.startswith("adamedu.")
        ]
        assert set(ours) <= ALLOWED[room] | heart, path


def test_every_room_is_known():
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(ALLOWED)
