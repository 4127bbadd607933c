"""A number that is not one is told: no fold of measured numbers passes NaN by."""

import ast
import json
import math
import re
from itertools import product
from pathlib import Path

import pytest

from adamedu.ops import greatest
from adamedu.questions.measured import flat
from adamedu.questions.tables import signatures, tables

ROOT = Path(__file__).parents[1]
FINITE = {  # folds of numbers that can't be NaN, or were looked at before, by file
    "judge": ["max([abs(x) for x in lines[1]])"],
    "measured": ["max([abs(x) for row in task['right'][which] for x in row[p]])"],
    "comparison": ["max((one.max() for one in errors))",
                   "max((one.max() for one in errors)) == 0"],
    # places on an axis, and heights of a landscape
    "stills": ["max((x for m in lines for x in m['x']), default=0)",
               "max(map(len, names)) > 11 * inches"],
    "03_a_rate_for_each": ["min(best, (np.median(steps), lr))",
                           "min(limit, 3 * best[0])"],
    "05_bias_correction": ["max(way['m'] + way['root'] + [size])",
                           "min([0.0] + way['m'])", "min([0.0] + left[0]['y']",
                           "max(marks)"],
    "scene": ["max(z)"],
    # counts, shares, times by a clock
    "mistakes": ["max([lost(n) for n in names] + [0])",
                 "max([abs(x) for x in row[part]])"],
    "arrays": ["max(len(one), len(other))"],
    "successors": ["min(best, time.process_time() - begun)"],
    "11_batch_size": ["min((seconds(b) for _ in range(20)))"],
    "index": ["min(tries)"], "09_proved": ["min((steps_needed("],
    "14_cost": ["max(wrong)", "min(wrong)"], "17_when_not": ["max(e)", "min(e)"],
    # formulas of finite numbers; the lowest of many rates, some of which diverge
    "02_momentum": ["max(radius("],
    "12_schedules": ["min([mean_loss(rates)[-1] for rates in flat])"],
    "01_limits_of_sgd": ["max(abs(flat), abs(steep))", "min(curves[sgd, name])",
                         "min([mean_loss(rates, noise)[-1] for rates in steady])"],
    # NaN comes first, and stays; the betas that were tried
    "ps4": ["max(theta, -1.0)", "min((beta2 for beta2, end in zip("],
    # of stored results, in which no number is NaN
    "06_network": ["max(", "min("],
    "08_why_it_works": ["min(s, key=s.get) in attention"],
    "10_adamw": ["min(MEAN[form][i])", "min(gain['l2'][i], gain['adamw'][i]) > 3"],
    "15_scaling_up": ["min(e)"], "16_variants": ["min(mid)"],
    "18_past_adam": ["min(mid)"], "19_field_guide": ["max(", "min("],
}  # fmt: skip
FOLDS = ("max(", "min(")
TEXTS = [*(ROOT / "adamedu").rglob("*.py"), *(ROOT / "chapters").glob("*.ipynb"),
         *(ROOT / "course/sets").glob("*.ipynb")]  # fmt: skip


def tree_of(path):
    """The syntax tree of a module, or of all cells of a notebook that Python reads."""
    if path.suffix == ".py":
        return ast.parse(path.read_text(encoding="utf-8"))
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    lines = "\n".join(sources).splitlines()
    return ast.parse("\n".join(line for line in lines if line[:1] not in "%!"))


def folds(tree):
    """Lines that fold by Python's max or min, which keep what they have when they meet
    NaN: a largest so far, `x = max(x, ...)`, the largest of one thing that holds many,
    or of what several calls give, and one that is held to a limit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and ast.unparse(node.left)[:4] in FOLDS:
            yield ast.unparse(node)
        for call in ast.walk(node) if isinstance(node, ast.Assign) else [node]:
            if (
                not isinstance(call, ast.Call)
                or ast.unparse(call.func) + "(" not in FOLDS
            ):
                continue
            texts = {ast.unparse(arg) for arg in call.args}
            so_far = isinstance(node, ast.Assign) and texts & {
                ast.unparse(target) for target in node.targets
            }
            keyed = any(keyword.arg == "key" for keyword in call.keywords)
            many = len(call.args) == 1 and not keyed
            made = all(isinstance(arg, ast.Call) for arg in call.args)
            if so_far or many or (made and not keyed):
                yield ast.unparse(call)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_fold_passes_nan_by(path):
    finite = ("max(map(len, ", "min(map(len, ", *FINITE.get(path.stem, []))
    found = sorted(set(folds(tree_of(path))))
    assert [fold for fold in found if not fold.startswith(finite)] == []
    assert all(any(fold.startswith(one) for fold in found) for one in finite[2:])


@pytest.mark.parametrize("path", sorted((ROOT / "data/results").glob("*.csv")),
                         ids=lambda path: path.stem)  # fmt: skip
def test_stored_results_are_numbers(path):
    """A run that diverged has ended at infinity."""
    assert "nan" not in path.read_text(encoding="utf-8").lower().split("\n", 1)[1]


def test_right_numbers_are_finite():
    right = [x for task in tables() for x in flat(signatures(task).get("right", []))]
    assert len(right) > 1000 and all(map(math.isfinite, right))


@pytest.mark.parametrize("text", [
    "worst = max(worst, abs(a - b))", "far = max(far, x) if t > 4 else far",
    "worst = max(abs(a - b) for a in x)", "f(max([abs(a) for a in x]))",
    "top[0] = max(1, top[0])", "print(max(apart) < limit)", "top = max(sizes)",
    "print(f'{max(sizes):.2f}')", "max(losses[at:]) / 2", "max(steps_of(x))",
    "max(map(abs, x))", "max([0.0] + x)", "max(x.values())",
    "far = max(abs(a).max(), abs(b).max())", "f(max(abs(a), abs(b)) / lr for a in x)",
])  # fmt: skip
def test_folds_are_seen(text):
    assert list(folds(ast.parse(text)))
    assert list(folds(ast.parse(text.replace("max(", "min("))))
    assert not list(folds(ast.parse(re.sub(r"\bmax\(", "np.max(", text))))


@pytest.mark.parametrize("text", [
    "top = max(x, 0.0)", "max(len, 1)", "max(names, key=size)", "x.max()",
])  # fmt: skip
def test_what_is_no_fold(text):
    assert not list(folds(ast.parse(text)))


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
