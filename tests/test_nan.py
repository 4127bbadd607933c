"""A number that is not one is told: no fold of measured numbers passes NaN by."""

import ast
import json
import math
from itertools import product
from pathlib import Path

import pytest

from adamedu.ops import greatest
from adamedu.questions.measured import flat
from adamedu.questions.tables import signatures, tables

ROOT = Path(__file__).parents[1]
FINITE = {  # folds of right numbers, and of errors that were looked at before
    "max([abs(x) for x in lines[1]])", "max([abs(x) for x in row[part]])",
    "max([abs(x) for row in task['right'][which] for x in row[p]])",
    "max((one.max() for one in errors))", "max((one.max() for one in errors)) == 0",
    "max(map(len, names)) > 11 * inches",  # lengths of words
    "max((x for m in lines for x in m['x']), default=0)",  # places on an axis
}  # fmt: skip
TEXTS = [*(ROOT / "adamedu").rglob("*.py"), *(ROOT / "chapters").glob("*.ipynb")]


def tree_of(path):
    """The syntax tree of a module, or of all cells of a notebook that Python reads."""
    if path.suffix == ".py":
        return ast.parse(path.read_text(encoding="utf-8"))
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    lines = "\n".join(sources).splitlines()
    return ast.parse("\n".join(line for line in lines if line[:1] not in "%!"))


def folds(tree):
    """Lines that fold by Python's max, which keeps what it has when it meets NaN: a
    largest so far, `x = max(x, ...)`, the largest of a comprehension, and one that is
    held to a limit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and ast.unparse(node.left)[:4] == "max(":
            yield ast.unparse(node)
        for call in ast.walk(node) if isinstance(node, ast.Assign) else [node]:
            if not isinstance(call, ast.Call) or ast.unparse(call.func) != "max":
                continue
            texts = {ast.unparse(arg) for arg in call.args}
            so_far = isinstance(node, ast.Assign) and texts & {
                ast.unparse(target) for target in node.targets
            }
            made = isinstance(call.args[0], ast.ListComp | ast.GeneratorExp)
            keyed = any(keyword.arg == "key" for keyword in call.keywords)
            if so_far or (made and not keyed):
                yield ast.unparse(call)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_fold_passes_nan_by(path):
    assert sorted(set(folds(tree_of(path))) - FINITE) == []


def test_right_numbers_are_finite():
    right = [x for task in tables() for x in flat(signatures(task).get("right", []))]
    assert len(right) > 1000 and all(map(math.isfinite, right))


@pytest.mark.parametrize("text", [
    "worst = max(worst, abs(a - b))", "far = max(far, x) if t > 4 else far",
    "worst = max(abs(a - b) for a in x)", "f(max([abs(a) for a in x]))",
    "top[0] = max(1, top[0])", "print(max(apart) < limit)",
])  # fmt: skip
def test_folds_are_seen(text):
    assert list(folds(ast.parse(text)))
    assert not list(folds(ast.parse(text.replace("max(", "np.max("))))


@pytest.mark.parametrize("place", range(4))
def test_the_greatest_of_numbers_tells_nan(place):
    numbers = [3.0, -1.0, 7.0, math.inf]
    assert greatest(numbers) == math.inf and greatest(numbers[:2]) == 3
    numbers[place] = math.nan
    assert math.isnan(greatest(numbers)) and math.isnan(greatest([math.nan] * 2))


def defined(chapter, *names):
    """These functions of a chapter."""
    space = {"math": math, "greatest": greatest}
    for node in tree_of(ROOT / f"chapters/{chapter}.ipynb").body:
        targets = [getattr(node, "name", "")]
        targets += [ast.unparse(t) for t in getattr(node, "targets", [])]
        if set(targets) & set(names):
            exec(ast.unparse(node), space)
    return [space[name] for name in names]


def test_the_editor_of_chapter_7_tells_a_rule_that_is_nan():
    (distance,) = defined("07_algorithm", "distance")
    right = [[0.0, 0.0], [1.0, 2.0], [3.0, 4.0]]
    for step, coordinate in product(range(3), range(2)):
        path = [list(point) for point in right]
        assert distance(path, right) == 0
        path[step][coordinate] = math.nan
        assert math.isnan(distance(path, right))
        assert math.isnan(distance(path[: step + 1], right))  # a walk that has ended


def test_the_small_check_of_chapter_6_tells_nan():
    check, gradient, first, *_ = defined(
        "06_network", "tiny_check", "tiny_gradient", "first_weights", "output",
        "tiny_loss", "XS", "YS",
    )  # fmt: skip
    theta = first(2, False)
    g = gradient(theta, 2, "none")
    assert check(theta, 2, g) <= 1e-6
    for k in range(len(g)):
        bad = g[:k] + [math.nan] + g[k + 1 :]
        assert math.isnan(check(theta, 2, bad))
