"""What `interact` refuses is what the page's MicroPython can't do, and no more."""

import ast
import builtins
import importlib
import json
import re

import pytest

from adamedu.figures import limits
from tests.machines import page

REFUSED = {  # a function f, and the words that refuse it
    "nested f-string": ("def f(x):\n    return f\"{f'{x}'}\"", "f-string inside"),
    "posonly": ("def f(x, /):\n    return x", "a / among the arguments"),
    "match": (
        "def f(x):\n    match x:\n        case _:\n            return 1",
        "match",
    ),
    "list": ("def f(x):\n    return [0, *x]", "a * inside a list"),
    "tuple": ("def f(x):\n    return (0, *x)", "a * inside a list, tuple"),
    "dict": ("def f(x):\n    return {**x}", "a ** inside a dict"),
    "zip": ("def f(x):\n    return list(zip(x, x, strict=True))", "zip(strict=)"),
    "sum": ("def f(x):\n    return sum(x, start=1)", "sum(start=)"),
    "method": ("def f(x):\n    return 'ab'.removeprefix('a')", "method removeprefix"),
    "whole": ("def f(x):\n    return (2.0).is_integer()", "method is_integer"),
    "except*": (
        "def f(x):\n    try:\n        x = 1\n    except* ValueError:\n        x = 2",
        "except*",
    ),
}
TAKEN = [  # functions f whose answers must be CPython's
    'def f(x):\n    w = ".2f"\n    return f"{x[0]:{w}} {x!r} {x[1]=} {1234567:,}"',
    "def f(x):\n    a, *b = x\n    return [a, b]",
    "def f(x, *, k=-1, name='a'):\n    return [max(x), min([], default=k), name]",
    "def f(x):\n    return [y := 3, {'a': 1} | {'b': 2}, x[::-1]]",
    "def f(x):\n    def g(*a, **k):\n        return [a, k]\n"
    "    return g(*x, *x, **{'z': 1})",
    "def f(x: list) -> list:\n    y: float = 2\n"
    "    return [y**-1, sorted(x, reverse=True)]",
    "def f(x):\n    return {'z': 1, 'y': 2, 'a': [v for v in x if v > 1]}",
    "def f(x):\n    return '%.3f %s' % (1.5, 'a') + '{:+.1f} {:>5}'.format(2.26, 'b')",
]


def of_cpython(text):
    space = {}
    exec(text, space)
    return space["f"]


@pytest.mark.parametrize("text, words", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_fails_in_the_page(text, words):
    with pytest.raises(ValueError, match=f"{re.escape(words)}.* can't run in the page"):
        limits.check(ast.parse(text))
    of_cpython(text)([1, 2] if "**x" not in text else {})  # it does run here
    argument = "{}" if "**x" in text else "[1, 2]"
    with pytest.raises(RuntimeError):
        page.answer(f"{text}\nanswer = repr(f({argument}))")


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_taken_runs_in_the_page(text):
    limits.check(ast.parse(text))
    here = json.loads(json.dumps(of_cpython(text)([1, 2])))
    there = page.answer(f"import json\n{text}\nanswer = json.dumps(f([1, 2]))")
    assert json.loads(there) == here


def test_a_default_that_names_something():
    for text in ("def f(x=A):\n    return x", "def f(*, x=A + 1):\n    return x"):
        with pytest.raises(ValueError, match="a default that names A"):
            limits.check(ast.parse(text))


def test_names_are_the_page_s():
    """What is listed is there; of modules and methods, what is there is listed."""
    kinds = [kind.__name__ for kind in limits.TYPES]
    there = json.loads(page.answer(
        f"import json, builtins\nmodules = {{}}\nfor m in {list(limits.MODULES)}:\n"
        "    modules[m] = dir(__import__(m))\n"
        f"kinds = ({', '.join(kinds)}, complex)\n"
        "methods = [n for kind in kinds for n in dir(kind)]\n"
        "answer = json.dumps([modules, dir(builtins), methods])"
    ))  # fmt: skip
    modules, names, methods = there
    for module, listed in limits.MODULES.items():
        here = dir(importlib.import_module(module))
        both = [n for n in modules[module] if n in here and n[0] != "_"]
        assert sorted(listed.split()) == sorted(both), module
    assert set(limits.BUILTINS.split()) <= set(names)
    lost = set(names) - set(limits.BUILTINS.split())
    shared = {n for n in lost & set(dir(builtins)) if n[0] != "_"}
    assert shared <= {"help", "input", "IndentationError", "StopAsyncIteration"}
    assert {n for n in methods if n[0] != "_"} <= set(limits.METHODS.split())
    gained = set(limits.METHODS.split()) - set(methods)
    assert gained <= {"real", "imag"}


def test_a_rehearsal_has_no_more_names_than_the_page():
    for text in ("f = breakpoint", "from math import hypot", "import numpy"):
        with pytest.raises((NameError, ImportError)):
            limits.run(text)
    assert limits.run("from math import sqrt\nx = sqrt(4)")["x"] == 2
