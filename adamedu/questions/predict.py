"""The right answer of a question, read from what cells print.

The build reads it from the nodes of a page (`book/questions.py`, which says how a
question is written), JupyterLab from the cells of a notebook (`lab.py`).
"""

import ast
import contextlib
import hashlib
import operator
import re

NUMBER = r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\d_])"
BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>predict|answer)\}(?P<title>[^\n]*)\n"
    r"(?P<text>.*?)(?:^(?P=fence)[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
OPTION = re.compile(r":(\w+):[ \t]*(.*)\n?")
ITEM = re.compile(r"^[-*] ", re.MULTILINE)
LIST = re.compile(r"^[-*] (?:.|\n(?!\n+(?![-*] )\S))*\Z", re.MULTILINE)
CODE = re.compile(r"(`+)(.+?)\1")
CONDITION = re.compile(r"(`+)(.+?)\1:?\s*(.*)", re.DOTALL)
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
    "abs": abs, "min": min, "max": max,
}  # fmt: skip


class Wrong(ValueError):
    """A question and its answer, or the output, do not fit."""


def about(options):
    """The data of a question with these options, {name: text}; raises Wrong."""
    name = options.get("name", "")
    if not re.fullmatch(r"ask-[a-z0-9-]+", name):
        raise Wrong("a question needs a name that begins with ask-")
    kinds = sorted({"several", "order", "within"} & set(options))
    if len(kinds) > 1:
        raise Wrong(f"a question can't be both {' and '.join(kinds)}")
    kind, within = kinds[0] if kinds else "one", None
    if kind == "within":
        kind, within = "number", percent(options["within"])
    figure = {"figure": options["figure"]} if "figure" in options else {}
    return {"name": name, "kind": kind, "within": within, **figure}


def percent(text):
    """A share, from "20%"; raises Wrong."""
    try:
        return float(text.strip().removesuffix("%")) / 100
    except ValueError:
        raise Wrong(f"within: {text!r} is no share like 20%") from None


def settle(data, choices, patterns, conditions, lines):
    """Add what is right to the data of a question; raises Wrong.

    `choices` is their number; a condition for each (or for each number) has the
    numbers that the patterns name in the lines.
    """
    if data["kind"] != "number" and choices != len(conditions):
        raise Wrong(f"{choices} choices, but {len(conditions)} in its answer")
    if not patterns:
        raise Wrong(
            "its answer must begin with a pattern in code, like `lr 0.1: {end}`"
        )
    numbers = read(patterns, lines)
    values = [evaluate(text, numbers) for text in conditions]
    data["right"] = decide(data["kind"], values)
    if data["kind"] == "number":
        data["values"] = values


def labels(data):
    """What begins each sentence of an answer that has no choices."""
    first, *others = map(rounded, data["values"])
    return [f"{first} (right).", *(f"{one}." for one in others)]


def read(patterns, lines):
    """The numbers that patterns name, from the one line that has each; raises Wrong."""
    numbers = {}
    for text in patterns:
        parts = re.split(r"(\{\w+\}|\s*\.\.\.\s*|\s+)", text)
        found = [m for m in map(re.compile("".join(map(regular, parts))).search, lines)
                 if m]  # fmt: skip
        if len(found) != 1:
            raise Wrong(f"{len(found)} printed lines have `{text}`, not one")
        for name, number in found[0].groupdict().items():
            numbers[name] = float(number.replace(",", "").replace("−", "-"))
    return numbers


def regular(part):
    """A part of a pattern as a regular expression."""
    if part.startswith("{") and part.endswith("}"):
        return f"(?P<{part[1:-1]}>{NUMBER})"
    if part.strip() == "...":
        return ".*?"
    return r"\s+" if part.isspace() else re.escape(part)


def evaluate(text, numbers):
    """The value of an expression of the numbers that were read; raises Wrong."""
    try:
        return value(tree(ast.parse(text.strip(), mode="eval").body, numbers))
    except (KeyError, SyntaxError, TypeError, ArithmeticError) as error:
        words = f"name {error} is not defined" if isinstance(error, KeyError) else error
        raise Wrong(f"`{text}`: {words}; it knows {', '.join(numbers)}") from None


def tree(node, numbers):
    """An expression as a number, or [operation, part, ...]: nothing else is run."""

    def parts(*nodes):
        return [tree(one, numbers) for one in nodes]

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
    if isinstance(node, ast.Call) and not node.keywords:
        name = getattr(node.func, "id", "")
        if name in MEANING:
            return [name, *parts(*node.args)]
    raise TypeError(f"{ast.unparse(node)!r} can't be said here")


def value(tree):
    """What a tree comes to."""
    if not isinstance(tree, list):
        return tree
    return MEANING[tree[0]](*map(value, tree[1:]))


def decide(kind, values):
    """Which choices are right, or in which order; raises Wrong."""
    if kind == "number":
        return [0]
    if kind == "order":
        if len(set(values)) < len(values):
            raise Wrong(f"two of these are equal: {values}")
        right = sorted(range(len(values)), key=values.__getitem__)
        if right == sorted(right):
            raise Wrong("the choices stand in the right order already")
        return right
    right = [k for k, value in enumerate(values) if value is True]
    if not right or (kind == "one" and len(right) > 1):
        raise Wrong(f"its conditions are {values}: {len(right)} hold")
    return right


def rounded(value):
    """A number with three digits, as one reads it."""
    return f"{float(f'{value:.3g}'):,g}"


def fingerprint(text):
    """A hash of a question's text: to another text nothing was answered."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def asked(cells):
    """The questions of a notebook that have an answer, from its cells.

    Each is a dict of its data (`of` is a hash of its text), its `title`, `words` and
    `choices` in Markdown, and `told`, the text of its answer's block. Then come
    `sentences` in Markdown or, where what is printed does not fit, why: `lacks`.
    """
    found, open_, last = [], {}, []
    for cell in cells:
        for _, lines in open_.values():
            lines += printed(cell)
        last = printed(cell) or last
        is_text = cell["cell_type"] == "markdown"
        for block in BLOCK.finditer(cell["source"] + "\n") if is_text else ():
            title, text = block["title"].strip(), block["text"].strip()
            if block["kind"] == "predict":
                with contextlib.suppress(Wrong):  # it stays a text
                    question = opened(title, text)
                    before = list(last) if "figure" in question else []
                    open_[question["name"]] = question, before
            elif title in open_:
                question, lines = open_.pop(title)
                found.append(
                    {**question, "told": text, **closed(question, text, lines)}
                )
    return found


def printed(cell):
    """Lines that a cell has printed or shown, pictures in words."""
    outputs = cell.get("outputs", ())
    texts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs]
    return [line for text in texts for line in "".join(text).splitlines()]


def opened(title, text):
    """A question as its block states it; raises Wrong."""
    options, rest = {}, text
    while option := OPTION.match(rest):
        options[option[1]], rest = option[2], rest[option.end() :]
    words, choices = listed(rest)
    question = {"title": title, "words": words, "choices": choices}
    return {**question, **about(options), "of": fingerprint(title + text)}


def closed(question, text, lines):
    """What the block of its answer adds to a question."""
    words, items = listed(text)
    data, parted = {"kind": question["kind"]}, list(map(CONDITION.match, items))
    try:
        for item, found in zip(items, parted):
            if not found:
                raise Wrong(f"no condition in code begins: {item}")
        patterns = [found[2].strip() for found in CODE.finditer(words)]
        conditions = [found[2] for found in parted]
        settle(data, len(question["choices"]), patterns, conditions, lines)
    except Wrong as wrong:
        return {"lacks": f"{wrong}"}
    sentences = [found[3] for found in parted]
    if data["kind"] == "order":
        sentences = [sentences[k] for k in data["right"]]
    if data["kind"] == "number":
        pairs = zip(labels(data), sentences)
        sentences = [f"**{label}** {sentence}" for label, sentence in pairs]
    return {**data, "sentences": sentences}


def listed(text):
    """A text, and the items of the list at its end."""
    found = LIST.search(text)
    if not found:
        return text.strip(), []
    items = ITEM.split(found[0])[1:]
    return text[: found.start()].strip(), [item.strip() for item in items]
