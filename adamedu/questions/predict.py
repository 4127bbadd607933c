"""The right answer of a question, read from what cells print.

The build reads it from the nodes of a page (`book/questions.py`, which says how a
question is written), JupyterLab from the cells of a notebook (`lab.py`).
"""

import contextlib
import hashlib
import re

from adamedu.questions import condition

OPTIONS = ("name", "several", "order", "within", "line", "heights", "figure")
NUMBER = r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\d_])"
BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>predict|answer)\}(?P<title>[^\n]*)\n"
    r"(?P<text>.*?)(?:^(?P=fence)[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
FENCED = re.compile(
    r"^(`{3,}|:{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL
)
HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)
OPTION = re.compile(r":(\w+):[ \t]*(.*)\n?")
ITEM = re.compile(r"^[-*] ", re.MULTILINE)
LIST = re.compile(r"^[-*] (?:.|\n(?!\n+(?![-*] )\S))*\Z", re.MULTILINE)
CODE = re.compile(r"(`+)(.+?)\1")
CONDITION = re.compile(r"(`+)(.+?)\1:?\s*(.*)", re.DOTALL)


class Wrong(ValueError):
    """A question and its answer, or the output, do not fit."""


def about(options):
    """The data of a question with these options, {name: text}; raises Wrong."""
    name = options.get("name", "")
    if not re.fullmatch(r"ask-[a-z0-9-]+", name):
        raise Wrong("a question needs a name that begins with ask-")
    kinds = sorted({"several", "order", "within", "line"} & set(options))
    if len(kinds) > 1:
        raise Wrong(f"a question can't be both {' and '.join(kinds)}")
    if "heights" in options and kinds != ["line"]:
        raise Wrong("only a line has heights")
    kind, within = kinds[0] if kinds else "one", None
    if kind == "within":
        kind, within = "number", percent(options["within"])
    data = {"name": name, "kind": kind, "within": within}
    if kind == "line":
        data["line"] = axes(options)
    if "figure" in options:
        data["figure"] = options["figure"]
    return data


def axes(options):
    """The empty plot of "step: 1, 10, 100" and "loss: 0 to 2"; raises Wrong."""
    xlabel, _, places = options["line"].rpartition(":")
    ylabel, _, span = options.get("heights", "").rpartition(":")
    ends = re.fullmatch(rf"\s*({NUMBER}) to ({NUMBER})\s*", span)
    x = [place.strip() for place in places.split(",")]
    if len(x) < 2 or not all([xlabel, ylabel, ends, *x]):
        raise Wrong("a line needs `:line: step: 1, 10, 100`, `:heights: loss: 0 to 2`")
    low, high = number(ends[1]), number(ends[2])
    if not low < high:
        raise Wrong(f"heights: {low:g} is not below {high:g}")
    return {"x": x, "xlabel": xlabel.strip(), "ylabel": ylabel.strip(),
            "low": low, "high": high}  # fmt: skip


def percent(text):
    """A share, from "20%"; raises Wrong."""
    try:
        return float(text.strip().removesuffix("%")) / 100
    except ValueError:
        raise Wrong(f"within: {text!r} is no share like 20%") from None


def settle(data, choices, patterns, conditions, lines):
    """Add what is right to the data of a question; raises Wrong.

    `choices` is their number; a condition for each (or for each number) has the
    numbers that the patterns name in the lines. Of a line, the first names the heights,
    and the others mistakes of what the reader `said`.
    """
    if data["kind"] not in ("number", "line") and choices != len(conditions):
        raise Wrong(f"{choices} choices, but {len(conditions)} in its answer")
    if not patterns:
        raise Wrong(
            "its answer must begin with a pattern in code, like `lr 0.1: {end}`"
        )
    numbers = read(patterns, lines)
    if data["kind"] == "line":
        data.update(drawn(data["line"], numbers, *conditions))
        return
    values = [evaluate(text, numbers) for text in conditions]
    data["right"] = decide(data["kind"], values)
    if data["kind"] == "number":
        data["values"] = values


def drawn(line, numbers, heights="", *mistakes):
    """The right line, and conditions of its mistakes; raises Wrong."""
    right = evaluate(f"[{heights}]", numbers)
    if len(right) != len(line["x"]):
        raise Wrong(f"{len(line['x'])} places, but {len(right)} heights: `{heights}`")
    for height in right:
        if not line["low"] <= height <= line["high"]:
            raise Wrong(f"{height:g} is not within {line['low']:g} to {line['high']:g}")
    numbers["said"] = ["list", *(["said", k] for k in range(len(right)))]
    trees = []
    for text in mistakes:
        tree, holds = judged(text, numbers, right)
        if holds is not False:
            raise Wrong(f"`{text}` is said of a mistake, but holds of the right line")
        trees.append(tree)
    return {"right": right, "mistakes": trees}


def labels(data):
    """What begins sentences of an answer that has no choices."""
    if data["kind"] == "line":
        return [f"{', '.join(map(rounded, data['right']))} (right)."]
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
        numbers |= {name: number(word) for name, word in found[0].groupdict().items()}
    return numbers


def number(text):
    """The number that a text is, as one prints it."""
    return float(text.replace(",", "").replace("−", "-"))


def regular(part):
    """A part of a pattern as a regular expression."""
    if part.startswith("{") and part.endswith("}"):
        return f"(?P<{part[1:-1]}>{NUMBER})"
    if part.strip() == "...":
        return ".*?"
    return r"\s+" if part.isspace() else re.escape(part)


def evaluate(text, numbers):
    """The value of an expression of the numbers that were read; raises Wrong."""
    return judged(text, numbers)[1]


def judged(text, numbers, said=()):
    """The tree of a condition and what it comes to; raises Wrong."""
    try:
        tree = condition.tree(text, numbers)
        return tree, condition.value(tree, said)
    except (LookupError, SyntaxError, TypeError, ArithmeticError) as error:
        words = f"name {error} is not defined" if isinstance(error, KeyError) else error
        raise Wrong(f"`{text}`: {words}; it knows {', '.join(numbers)}") from None


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
    `choices` in Markdown, `told`, the text of its answer's block, and the places among
    the `cells` of the two and of the heading that ends their section. Then come
    `sentences` in Markdown or, where what is printed does not fit, why: `lacks`.
    """
    found, open_, last = [], {}, []
    for place, cell in enumerate(cells):
        for *_, lines in open_.values():
            lines += printed(cell)
        last = printed(cell) or last
        is_text = cell["cell_type"] == "markdown"
        if is_text and headed(cell["source"]):
            end(found, place)
        for block in BLOCK.finditer(cell["source"] + "\n") if is_text else ():
            title, text = block["title"].strip(), block["text"].strip()
            if block["kind"] == "predict":
                with contextlib.suppress(Wrong):  # it stays a text
                    question = opened(title, text)
                    before = list(last) if "figure" in question else []
                    open_[question["name"]] = question, place, before
            elif title in open_:
                question, first, lines = open_.pop(title)
                between = {"told": text, "cells": [first, place]}
                found.append({**question, **between, **closed(question, text, lines)})
                if headed(cell["source"][block.end() :]):
                    end(found, place)
    end(found, len(cells))
    return found


def headed(text):
    """Has a text in Markdown a heading?"""
    return bool(HEADING.search(FENCED.sub("", text)))


def end(found, place):
    """The section of the last questions ends at this place."""
    for question in found:
        if len(question["cells"]) == 2:
            question["cells"].append(place)


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
    data, parted = dict(question), list(map(CONDITION.match, items))
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
    if data["kind"] in ("number", "line"):
        for k, label in enumerate(labels(data)):
            sentences[k] = f"**{label}** {sentences[k]}"
    return {**data, "sentences": sentences}


def listed(text):
    """A text, and the items of the list at its end."""
    found = LIST.search(text)
    if not found:
        return text.strip(), []
    items = ITEM.split(found[0])[1:]
    return text[: found.start()].strip(), [item.strip() for item in items]
