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
right, and the others are known mistakes. With `:line: step: 1, 10, 100` and `:heights:
loss: 0 to 2` the reader draws a line: the first item has its heights, `a, b, c`, and
each of the others a mistake's condition, such as `said[-1] > 2 * c or max(said) < b`.
A line is right that makes none of them. With `:figure:
fig-race` the live figure of that name, before the question, waits at its first step for
the answer, and what it says counts as printed.

The script questions.js makes a form of it, and folds what stands between, and the rest
of the section with it, as what is said there would tell the answer.
"""

import json

from docutils import nodes
from docutils.parsers.rst.directives.admonitions import Admonition
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from adamedu.questions.predict import OPTIONS, Wrong, about, fingerprint, labels, settle

logger = logging.getLogger(__name__)
DATA = '<script type="application/json" class="adamedu-question">{}</script>'


class Predict(Admonition):
    """`{predict} QUESTION`: what the reader knows, and choices in a list."""

    option_spec = dict.fromkeys(OPTIONS, str)

    def run(self):
        try:
            data = about(self.options)
        except Wrong as wrong:
            raise self.error(f"{wrong}") from None
        self.options = {"name": data["name"]}
        self.arguments[0] = f"Predict: {self.arguments[0]}"
        (box,) = super().run()
        box["classes"] = ["tip", "adamedu-predict"]
        box["question"] = data
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


class Pair(SphinxTransform):
    """Find the answer of each question, and fold what follows, to a heading."""

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
                join(box, *answers)
            except Wrong as wrong:
                logger.warning("%s: %s", name, wrong, location=box)

    def found(self, key):
        return [one for one in self.document.findall(nodes.admonition) if key in one]


def join(box, answer):
    """Read the right answer from the output between; raises Wrong."""
    parent = box.parent
    if answer.parent is not parent or parent.index(answer) < parent.index(box):
        raise Wrong("its answer must follow it, with no heading between")
    fold = nodes.container(classes=["adamedu-fold"])
    start, end = parent.index(box) + 1, parent.index(answer) + 1
    fold += parent.children[start:end]
    lines = printed(fold)
    fold += rest(parent.children[end:])
    end = start + len(fold)
    del parent[start:end]
    parent.insert(start, fold)
    data = box["question"]
    choices, sentences = items(box), items(answer)
    found = patterns(answer)
    conditions = [condition(item) for item in sentences]
    if "figure" in data:
        lines += printed(hold(box, data["figure"]))
    settle(data, len(choices), found, conditions, lines)
    if data["kind"] in ("number", "line"):
        for item, label in zip(sentences, labels(data)):
            say(item, nodes.paragraph(text=label), "")
    else:
        rights = [] if data["kind"] == "order" else data["right"]
        for k, item in enumerate(sentences):
            say(item, choices[k], " (right)." if k in rights else ".")
    if data["kind"] == "order":
        whole = sentences[0].parent
        ordered = nodes.enumerated_list(enumtype="arabic", suffix=".")
        ordered += [sentences[k] for k in data["right"]]
        whole.replace_self(ordered)
    data["of"] = fingerprint(box.astext() + data["kind"])
    box += nodes.raw("", DATA.format(as_json(data)), format="html")


def rest(after):
    """Of what follows an answer what is of its section, and of no question before."""
    asked, found = set(), []
    for node in after:
        outer = node.get("answers") not in {None, *asked}
        if isinstance(node, nodes.section) or outer:
            break
        asked.add(node.get("question", {}).get("name"))
        found.append(node)
    return found


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
    found = list(first.findall(nodes.literal)) if first.parent is answer else []
    if found:
        answer.remove(first)
    return [one.astext() for one in found]


def printed(fold):
    """Lines that cells print or show, pictures in words."""
    outputs = fold.findall(
        lambda one: isinstance(one, nodes.container) and "cell_output" in one["classes"]
    )
    return [line for one in outputs for line in one.astext().splitlines()]


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


def say(item, choice, end):
    """Begin an item with the choice, and how that ends."""
    label = nodes.strong()
    for part in choice.next_node(nodes.paragraph) or choice:
        label += part.deepcopy()
    label += nodes.Text(end)
    item.next_node(nodes.paragraph).insert(0, [label, nodes.Text(" ")])


def as_json(data):
    """JSON that can stand in a page."""
    return json.dumps(data, sort_keys=True).replace("<", "\\u003c")


def setup(app):
    app.add_directive("predict", Predict)
    app.add_directive("answer", Answer)
    app.add_transform(Pair)
