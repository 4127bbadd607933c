"""Conditions of an answer: arithmetic in Python's words, and nothing else is ever run.

A tree is a number, or [operation, part, ...]. `web/src/condition.js` asks the same of
what a reader has drawn.
"""

import ast
import operator

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.And: "and", ast.Or: "or",
}  # fmt: skip
MEANING = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "**": operator.pow, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "==": operator.eq, "!=": operator.ne, "not": operator.not_,
    "and": lambda *parts: all(parts), "or": lambda *parts: any(parts),
    "abs": abs, "min": min, "max": max, "list": lambda *parts: list(parts),
}  # fmt: skip


def tree(text, numbers):
    """The tree of a text; raises what Python would, and TypeError for what it lacks.

    `numbers` holds trees by name. A list has an item by its place, a min and a max.
    """
    return _tree(ast.parse(text.strip(), mode="eval").body, numbers)


def _tree(node, numbers):
    def parts(*nodes):
        return [_tree(one, numbers) for one in nodes]

    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        return node.value if isinstance(node.value, bool) else float(node.value)
    if isinstance(node, ast.Name):
        return numbers[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ["-", 0.0, *parts(node.operand)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["not", *parts(node.operand)]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return [OPERATORS[type(node.op)], *parts(node.left, node.right)]
    if isinstance(node, ast.BoolOp):
        return [OPERATORS[type(node.op)], *parts(*node.values)]
    if isinstance(node, ast.Compare) and set(map(type, node.ops)) <= set(OPERATORS):
        sides = parts(node.left, *node.comparators)
        names = [OPERATORS[type(one)] for one in node.ops]
        return ["and", *map(list, zip(names, sides, sides[1:]))]
    if isinstance(node, ast.List):
        return ["list", *parts(*node.elts)]
    if isinstance(node, ast.Subscript):
        listed, place = parts(node.value, node.slice)
        return listed[1:][int(value(place))]
    if isinstance(node, ast.Call) and not node.keywords:
        name, args = getattr(node.func, "id", ""), parts(*node.args)
        if len(args) == 1 and isinstance(args[0], list) and args[0][0] == "list":
            args = args[0][1:]
        if name in ("abs", "min", "max"):
            return [name, *args]
    raise TypeError(f"{ast.unparse(node)!r} can't be said here")


def value(tree, said=()):
    """What a tree comes to, with what was said."""
    if not isinstance(tree, list):
        return tree
    name, *parts = tree
    if name == "said":
        return said[parts[0]]
    return MEANING[name](*(value(part, said) for part in parts))
