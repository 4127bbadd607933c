"""Every rule against someone else's: float64, 50 steps, theta and torch's state."""

import ast
import copy
import functools
import inspect
import sys

import numpy as np
import pytest

from adamedu.rules import RULES
from tests.oracles import EQUIVALENT, ORACLES
from tests.trajectories import KINDS, distance, gradients, ours, start

ARRAYS = [(4, 3), (5,), (), (3, 4, 5)]
SHAPES = {"numbers": ARRAYS, "arrays": ARRAYS, "matrices": [(4, 3), (3, 4), (5, 5)]}
CASES = [
    (name, case, kind, shape)
    for name, (_, cases) in ORACLES.items()
    for case, (_, _, *only) in enumerate(cases)
    for kind in (only[1] if only else KINDS)
    for shape in SHAPES[RULES[name].looks_at]
]


@functools.cache
def expected(name, case, kind, shape):
    """The oracle's trajectory, and what it keeps at the end."""
    _, oracle, *_ = ORACLES[name][1][case]
    return oracle(start(kind, shape), gradients(kind, shape)), oracle.state


def agrees(function, name, case, kind, shape):
    """Whether a function takes the walk of the rule's oracle, and keeps the same."""
    path, state = expected(name, case, kind, shape)
    within, cases = ORACLES[name]
    settings, _, *only = cases[case]
    rule = ours(function, **settings)
    far = [distance(rule(start(kind, shape), gradients(kind, shape)), path)]
    far += [distance([a + 0 * b], [b]) for a, b in zip(rule.state, state)]
    return np.max(far) <= (only[0] if only else within)  # False for NaN


@pytest.mark.parametrize("name, case, kind, shape", CASES, ids=str)
def test_as_its_oracle(name, case, kind, shape):
    assert agrees(RULES[name].function, name, case, kind, shape)


def mutants(function):
    """Texts of the function with one number 1 % off, or one operator exchanged."""
    swap = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
    tree = ast.parse(inspect.getsource(function))
    for place, node in enumerate(ast.walk(tree)):
        other = copy.deepcopy(tree)
        twin = list(ast.walk(other))[place]
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            twin.value = node.value * 1.01 or 0.01
        elif isinstance(node, ast.BinOp) and type(node.op) in swap:
            twin.op = swap[type(node.op)]()
        else:
            continue
        yield ast.unparse(other)


def noticed(function, name):
    """Whether a function fails in a case of the rule, or raises."""
    for case in CASES:
        if case[0] == name:
            expected(*case)
            try:
                with np.errstate(all="ignore"):
                    if not agrees(function, *case):
                        return True
            except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError):
                return True
    return False


def unnoticed(rule):
    """The mutants of a rule and its helpers that its oracle does not tell from it."""
    for function in (rule.function, *rule.helpers):
        for text in mutants(function):
            home = dict(vars(sys.modules[function.__module__]))
            exec(text, home)
            if function is not rule.function:
                exec(inspect.getsource(rule.function), home)
            if not noticed(home[rule.name], rule.name):
                yield text


@pytest.mark.parametrize("name", RULES)
def test_a_wrong_number_is_noticed(name):
    assert len(list(unnoticed(RULES[name]))) == EQUIVALENT.get(name, 0)
