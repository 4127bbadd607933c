"""The heart imports only itself and math; rooms never import one another upwards."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "adamedu"
HEART = sorted(p for p in PACKAGE.glob("*.py"))
ALLOWED = {  # and the heart
    "show": {"show"}, "live": {"live", "show"}, "nn": {"nn"},
    "studies": {"studies", "nn", "show"}, "course": {"course", "show"},
}  # fmt: skip


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
    assert set(imports(path)) <= heart | {"math"}


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_rooms(room):
    heart = {p.stem for p in HEART}
    for path in (PACKAGE / room).glob("*.py"):
        ours = [
            name.split(".")[1] for name in imports(path) if name.startswith("adamedu.")
        ]
        assert set(ours) <= ALLOWED[room] | heart


def test_every_room_is_known():
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(ALLOWED)
