"""Sphinx: questions that a reader answers before the page shows what happens.

A question is two blocks around the cells that answer it. Its right answer is read from
what these cells print, so it is typed nowhere:

    ```{predict} How many steps do a thousand times steeper walls cost?
    :name: ask-steps

    - about as many
    - a thousand times as many
    ```

    ```{answer} ask-steps
    `kappa 10: sgd {few}`, `kappa 10,000: sgd {many}`

    - `many < 2 * few`: why one might think so
    - `many > 500 * few`: why it is so
    ```

The first line of the answer holds patterns: words that one printed line has, `...` for
what stands between, and a number with its name. Then comes, for each choice, a
condition and a sentence. Of one choice exactly one condition holds. With `:several:`
any do. With `:order:` each choice has a number, and they go from the smallest to the
largest. With `:within: 20%` and no choices the reader writes a number: the first is
right, and the others are known mistakes. With `:figure: fig-race` the live figure of
that name, before the question, waits at its first step for the answer, and what it says
counts as printed.

The script questions.js makes a form of it, and folds what stands between.
"""

import hashlib
import json
import re

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.admonitions import Admonition
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)
NUMBER = r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\d_])"
DATA = '<script type="application/json" class="adamedu-question">{}</script>'


def percent(text):
    """A share, from "20%"; raises ValueError."""
    return float(text.strip().removesuffix("%")) / 100


class Predict(Admonition):
    """`{predict} QUESTION`: what the reader knows, and choices in a list."""

    option_spec = {"name": directives.unchanged_required, "several": directives.flag,
                   "order": directives.flag, "within": percent,
                   "figure": directives.unchanged_required}  # fmt: skip

    def run(self):
        if not self.options.get("name", "").startswith("ask-"):
            raise self.error("a question needs a name that begins with ask-")
        kinds = {"several", "order", "within"} & set(self.options)
        if len(kinds) > 1:
            raise self.error(f"a question can't be both {' and '.join(sorted(kinds))}")
        kind = kinds.pop() if kinds else "one"
        within = self.options.pop("within", None)
        figure = self.options.pop("figure", None)
        self.options.pop(kind, None)
        self.arguments[0] = f"Predict: {self.arguments[0]}"
        (box,) = super().run()
        box["classes"] = ["tip", "adamedu-predict"]
        box["question"] = {"name": box["names"][0], "within": within,
                           "kind": "number" if within else kind}  # fmt: skip
        if figure:
            box["question"]["figure"] = figure
        return [box]


class Answer(Admonition):
    """`{answer} NAME`: patterns, then a condition and a sentence for each choice."""

    option_spec = {}

    def run(self):
        name, self.arguments[0] = self.arguments[0], "Answer"
        (box,) = super().run()
        box["classes"] = ["note", "adamedu-answer"]
        box["answers"] = name
        return [box]


class Wrong(ValueError):
    """A question and its answer, or the output, do not fit."""


class Pair(SphinxTransform):
    """Find the answer of each question, and fold what stands between."""

    default_priority = 600

    def apply(self, **kwargs):
        asked = {box["question"]["name"]: box for box in self.found("question")}
        for box in self.found("answers"):
            if box["answers"] not in asked:
                logger.warning("no question before it is named %s", box["answers"],
                               location=box)  # fmt: skip
        for name, box in asked.items():
            answers = [one for one in self.found("answers") if one["answers"] == name]
            try:
                if len(answers) != 1:
                    raise Wrong(f"it has {len(answers)} blocks {{answer}}, not one")
                settle(box, *answers)
            except Wrong as wrong:
                logger.warning("%s: %s", name, wrong, location=box)

    def found(self, key):
        return [one for one in self.document.findall(nodes.admonition) if key in one]


def settle(box, answer):
    """Read the right answer from the output between; raises Wrong."""
    parent = box.parent
    if answer.parent is not parent or parent.index(answer) < parent.index(box):
        raise Wrong("its answer must follow it, with no heading between")
    fold = nodes.container(classes=["adamedu-fold"])
    start, end = parent.index(box) + 1, parent.index(answer) + 1
    between = parent.children[start:end]
    del parent[start:end]
    fold += between
    parent.insert(start, fold)
    data = box["question"]
    choices, sentences = items(box), items(answer)
    if data["kind"] != "number" and len(choices) != len(sentences):
        raise Wrong(f"{len(choices)} choices, but {len(sentences)} in its answer")
    lines = printed(fold)
    if "figure" in data:
        lines += printed(hold(box, data["figure"]))
    numbers = read(patterns(answer), lines)
    values = [evaluate(condition(item), numbers) for item in sentences]
    data["right"] = decide(data["kind"], values)
    if data["kind"] == "number":
        data["values"] = values
        choices = [nodes.paragraph(text=rounded(value)) for value in values]
    for k, item in enumerate(sentences):
        say(item, choices[k], data["kind"] != "order" and k in data["right"])
    if data["kind"] == "order":
        whole = sentences[0].parent
        ordered = nodes.enumerated_list(enumtype="arabic", suffix=".")
        ordered += [sentences[k] for k in data["right"]]
        whole.replace_self(ordered)
    text = box.astext() + data["kind"]
    data["of"] = hashlib.sha256(text.encode()).hexdigest()[:8]
    box += nodes.raw("", DATA.format(as_json(data)), format="html")


def hold(box, name):
    """The cell of the figure that waits for a question; raises Wrong."""
    for cell in box.parent.children[: box.parent.index(box)]:
        for figure in cell.findall(nodes.figure):
            if name in figure["ids"]:
                figure["classes"] += ["adamedu-asked", f"of-{box['question']['name']}"]
                return cell
    raise Wrong(f"no figure before it, in its section, is named {name}")


def items(box):
    """The items of the list at the end of a box."""
    last = box.children[-1]
    return list(last.children) if isinstance(last, nodes.bullet_list) else []


def patterns(answer):
    """What stands in code in the first paragraph of an answer, which goes."""
    first = answer.next_node(nodes.paragraph)
    if first.parent is not answer or not list(first.findall(nodes.literal)):
        raise Wrong(
            "its answer must begin with a pattern in code, like `lr 0.1: {end}`"
        )
    answer.remove(first)
    return [one.astext() for one in first.findall(nodes.literal)]


def printed(fold):
    """Lines that cells print or show, pictures in words."""
    outputs = fold.findall(
        lambda one: isinstance(one, nodes.container) and "cell_output" in one["classes"]
    )
    return [line for one in outputs for line in one.astext().splitlines()]


def read(texts, lines):
    """The numbers that patterns name, from the one line that has each; raises Wrong."""
    numbers = {}
    for text in texts:
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


def condition(item):
    """The code at the beginning of an item, which goes."""
    first = item.next_node(nodes.paragraph)
    code = first.children[0]
    if not isinstance(code, nodes.literal):
        raise Wrong(f"no condition in code begins: {item.astext()}")
    rest = first.children[1]
    first.remove(code)
    first.replace(rest, nodes.Text(rest.astext().removeprefix(":").lstrip()))
    return code.astext()


def evaluate(text, numbers):
    """The value of an expression of the numbers that were read; raises Wrong."""
    try:
        return eval(text, {"__builtins__": {"abs": abs}}, dict(numbers))
    except (NameError, SyntaxError, TypeError, ArithmeticError) as error:
        raise Wrong(f"`{text}`: {error}; it knows {', '.join(numbers)}") from None


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


def say(item, choice, right):
    """Begin an item with the choice, and whether it is right."""
    label = nodes.strong()
    for part in choice.next_node(nodes.paragraph) or choice:
        label += part.deepcopy()
    label += nodes.Text(" (right)." if right else ".")
    item.next_node(nodes.paragraph).insert(0, [label, nodes.Text(" ")])


def rounded(value):
    """A number with three digits, as one reads it."""
    return f"{float(f'{value:.3g}'):,g}"


def as_json(data):
    """JSON that can stand in a page."""
    return json.dumps(data, sort_keys=True).replace("<", "\\u003c")


def setup(app):
    app.add_directive("predict", Predict)
    app.add_directive("answer", Answer)
    app.add_transform(Pair)
