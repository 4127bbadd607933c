"""One text on six machines: the same rules, landscapes and schedules end alike."""

import ast
import inspect
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from adamedu.rules import RULES
from tests.machines import page, table, translated

ROOT = Path(__file__).parents[1]
ARRAYS = 1e-12  # relative; NumPy and torch add and multiply as floats do
COMPILED = 1e-11  # the compiler may fuse a product and a sum
PAGE = 1e-10  # MicroPython's ** differs in the last digit now and then
TRANSLATED = 1e-13  # as engines' sine and cosine do


def takes_floats(rule):
    """Rules that look at arrays may ask for their shape; one for numbers may not."""
    try:
        rule.function(1.0, 1.0)
    except (AttributeError, ValueError):
        return rule.looks_at == "numbers"
    return True


NUMBERS = {name: rule for name, rule in RULES.items() if takes_floats(rule)}
each_number_rule = pytest.mark.parametrize("name", NUMBERS)
each_problem = pytest.mark.parametrize("problem", table.PROBLEMS)


def settings(name):
    """Long steps, so that a difference shows."""
    return {k: 0.1 for k in ("lr", "weight_decay") if k in RULES[name].settings}


def on_floats(name):
    return table.walk(RULES[name].function, settings(name))


@each_number_rule
def test_numpy(name):
    """One number of an array; of a rule for numbers, beside others."""
    rule = RULES[name]
    beside = [0.0, 0.1, -3.0] if rule.looks_at == "numbers" else [0.0]
    ends = table.walk(rule.function, settings(name), 1.5 + np.array(beside))
    first = [np.ravel(part)[0] for part in ends]
    np.testing.assert_allclose(first, on_floats(name), rtol=ARRAYS)


@each_number_rule
def test_torch(name):
    ends = table.walk(RULES[name].function, settings(name), *tensors([1.5, 1.0]))
    np.testing.assert_allclose(list(map(float, ends)), on_floats(name), rtol=ARRAYS)


def compiled(*names):
    """The ends of these rules' walks, {name: [theta, *state]}, by one compilation."""

    def step(thetas, g, states):
        return {
            name: RULES[name].function(thetas[name], g, *states[name], **settings(name))
            for name in names
        }

    torch.compiler.reset()
    fast = torch.compile(step, dynamic=False, fullgraph=len(names) > 1)

    def rules(thetas, g, states=None):
        # as a tensor, t is no new constant at every step
        states = states or dict.fromkeys(names, ())
        found = fast(thetas, g, {name: tensors(one) for name, one in states.items()})
        return (
            {name: theta for name, (theta, *_) in found.items()},
            {name: state for name, (_, *state) in found.items()},
        )

    start, one = tensors([1.5, 1.0])
    thetas, states = table.walk(rules, {}, dict.fromkeys(names, start), one)
    return {name: [thetas[name], *states[name]] for name in names}


def tensors(values):
    return [torch.as_tensor(one, dtype=torch.float64) for one in values]


def branches(function):
    nodes = ast.walk(ast.parse(inspect.getsource(function)))
    return any(isinstance(node, ast.If | ast.IfExp) for node in nodes)


TOGETHER = [
    name for name, rule in NUMBERS.items()
    if rule.looks_at == "numbers" and not branches(rule.function)
]  # fmt: skip


@pytest.fixture(scope="module")
def together():
    """Those that are one graph, which takes a fraction of the time."""
    return compiled(*TOGETHER)


@each_number_rule
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside torch
def test_torch_compile(together, name):
    ends = (together if name in TOGETHER else compiled(name))[name]
    np.testing.assert_allclose(list(map(float, ends)), on_floats(name), rtol=COMPILED)


@pytest.mark.parametrize("name", RULES)
def test_matrices(name):
    """NumPy against torch, theta and the whole state."""
    rule, rng = RULES[name].function, np.random.default_rng(0)
    theta, state = rng.standard_normal((4, 3)), ()
    twin, twin_state = torch.tensor(theta), ()
    for g in rng.standard_normal((20, 4, 3)):
        theta, *state = rule(theta, g, *state, **settings(name))
        twin, *twin_state = rule(twin, torch.tensor(g), *twin_state, **settings(name))
    for ours, theirs in zip([theta, *state], [twin, *twin_state], strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=ARRAYS, atol=ARRAYS)


@each_problem
def test_landscapes(problem):
    expected = table.end(problem)
    starts = getattr(table.landscapes, problem)(**table.PROBLEMS[problem]).start
    many = table.end(problem, [p + np.array([0.0, 0.1, -0.1]) for p in starts])
    np.testing.assert_allclose([p[0] for p in many], expected, rtol=ARRAYS)
    ends = table.end(problem, [torch.tensor(p, dtype=torch.float64) for p in starts])
    np.testing.assert_allclose(list(map(float, ends)), expected, rtol=ARRAYS)


TABLE = (ROOT / "tests/machines/table.py").read_text()
FILES = {"machines/__init__.py": "", "machines/table.py": TABLE}


def program():
    """A text whose `computed()` gives what every machine computes."""
    imports = [f"from {NUMBERS[name].function.__module__} import {name}\n"
               for name in NUMBERS]  # fmt: skip
    walks = [f"{name!r}: table.walk({name}, {settings(name)!r})" for name in NUMBERS]
    return f"""
from machines import table
{"".join(imports)}
def computed():
    walks = {{{", ".join(walks)}}}
    ends = {{problem: table.end(problem) for problem in table.PROBLEMS}}
    return {{"walks": walks, "ends": ends, "rates": table.scheduled()}}
"""


def in_micropython():
    text = f"import json\n{program()}\nanswer = json.dumps(computed())"
    return json.loads(page.answer(text, FILES)), PAGE


def in_javascript():
    ask = [([("table", program())], [("computed", {})])]
    ((_, answer),) = translated.answers(ask, FILES)
    return answer["value"], TRANSLATED


@pytest.fixture(scope="module", params=[in_micropython, in_javascript])
def in_page(request):
    """What a Python of the page computes, in one process, and how far it may be off."""
    return request.param()


@each_number_rule
def test_page(in_page, name):
    found, tolerance = in_page
    np.testing.assert_allclose(found["walks"][name], on_floats(name), rtol=tolerance)


@each_problem
def test_page_landscapes(in_page, problem):
    found, tolerance = in_page
    np.testing.assert_allclose(
        found["ends"][problem], table.end(problem), rtol=tolerance
    )


def test_page_schedules(in_page):
    found, tolerance = in_page
    np.testing.assert_allclose(found["rates"], table.scheduled(), rtol=tolerance)
