"""Results in words: many numbers in one line, and what a rule changed in another."""

import ast
import difflib
import inspect
import textwrap

import numpy as np


def spread(values, form=".3g"):
    """The median and, in brackets, the smallest and the largest of `values`.

    `form` is how a number is written, as in an f-string.
    """
    low, mid, high = np.min(values), np.median(values), np.max(values)
    return f"{mid:{form}} [{low:{form}}, {high:{form}}]"


class Diff:
    """The lines of `new` against those of `old`: removed -, added +, kept as they are.

    Made of the two functions' own text, without signatures and docstrings, so it
    can't go stale.
    """

    def __init__(self, old, new):
        self.names = old.__name__, new.__name__
        self.bodies = body(old), body(new)

    def __str__(self):
        lines = difflib.unified_diff(*self.bodies, *self.names, n=99, lineterm="")
        return "\n".join(line for line in lines if not line.startswith("@@"))

    def _repr_mimebundle_(self, **kwargs):
        text = str(self)
        return {"text/plain": text, "text/markdown": f"```diff\n{text}\n```"}


def body(function):
    """The lines of a function below its signature and docstring."""
    text = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(text).body[0]
    first = tree.body[1 if ast.get_docstring(tree) else 0]
    return textwrap.dedent("\n".join(text.splitlines()[first.lineno - 1 :])).split("\n")
