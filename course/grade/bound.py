"""The names that a cell's code binds, as Python reads it."""

import ast
import re
import warnings
from functools import lru_cache

LONG = 100_000  # letters; a longer text is not parsed
MAGIC = re.compile(r"(?m)^([ \t]*)[%!?].*")  # IPython's own lines
PLAIN = re.compile(
    r"(?m)^(?:(?:async\s+)?def\s+(\w+)|class\s+(\w+)|(\w+)\s*(?::[^=\n]+)?=(?!=))"
)
MADE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MATCHED = (ast.MatchAs, ast.MatchStar)


@lru_cache(maxsize=2000)
def bound(text):
    """The names that a text binds at its top level, also in an `if` or a loop there."""
    tree = parsed(text)
    if tree is None:
        return plainly(text)
    found, left = set(), list(tree.body)
    while left:
        node = left.pop()
        found.update(names(node))
        left += inner(node)
    return frozenset(found)


def plainly(text):
    """The names that begin a line of `name =`, `def name` or `class name`."""
    return frozenset(name for row in PLAIN.findall(text) for name in row if name)


def parsed(text):
    """The tree of a text, without IPython's own lines if it must be; or None."""
    for one in (text, MAGIC.sub(r"\1pass", text)) if len(text) <= LONG else ():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(one)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def names(node):
    """The names that a node itself binds."""
    if isinstance(node, MADE) or isinstance(node, MATCHED) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((of.asname or of.name).partition(".")[0] for of in node.names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def inner(node):
    """What of a node binds names where the node itself stands."""
    if isinstance(node, (*MADE, ast.Lambda)):
        return []
    if isinstance(node, ast.comprehension):  # its target is its own
        return [node.iter, *node.ifs]
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return []
    return ast.iter_child_nodes(node)
