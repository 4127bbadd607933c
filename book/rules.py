"""Sphinx: the page of rules is made of their records.

`{rules-overview}` is a table of all of them, `{rules} FAMILY` a section for each of a
family: its source, its formula and the function that runs.
"""

import ast
import inspect
import sys
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from adamedu.rules import RULES

HEAD = ["Rule", "Keeps", "Settings", "torch", "optax", "Keras", "Chapter", "Source"]


class Overview(SphinxDirective):
    """`{rules-overview}`; takes nothing."""

    def run(self):
        depend(self.env)
        rows = [HEAD, ["---"] * len(HEAD), *map(self.row, RULES.values())]
        text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        found = self.parse_text_to_nodes(text)
        for table in nodes.container("", *found).findall(nodes.table):
            table["classes"].append("adamedu-rules")
        return found

    def row(self, rule):
        state, settings = signature(rule.function)
        keeps = codes(text.removesuffix("=0") for text in state)
        names = [codes([name]) for name in (rule.torch, rule.optax, rule.keras)]
        return [f"[`{rule.name}`](#{rule.name})", keeps, codes(settings), *names,
                f"{{doc}}`{rule.chapter}`", source(rule)]  # fmt: skip


class Rules(SphinxDirective):
    """`{rules} FAMILY`: a section for each rule of a family."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        depend(self.env)
        found = [r for r in RULES.values() if r.family == self.arguments[0]]
        if not found:
            raise self.error(f"no rule is of the family {self.arguments[0]!r}")
        return [self.section(rule) for rule in found]

    def section(self, rule):
        made = nodes.section(ids=[nodes.make_id(rule.name)], names=[rule.name])
        made += nodes.title("", "", nodes.literal(text=rule.name))
        self.state.document.note_explicit_target(made)
        made += self.parse_text_to_nodes(f"Source: {source(rule)}.\n\n{formula(rule)}")
        for function in (rule.function, *rule.helpers):
            text = inspect.getsource(function)
            made += nodes.literal_block(text, text, language="python")
        return made


def depend(env):
    """A page that shows rules is made again when their files change."""
    for name, module in list(sys.modules.items()):
        if name.startswith("adamedu.rules."):
            env.note_dependency(module.__file__)
    env.note_dependency(str(Path(__file__)))


def source(rule):
    """The citations of its papers."""
    return "; ".join(f"{{cite:t}}`{key}`" for key in rule.papers)


def formula(rule):
    """Its equations, one below the other."""
    lines = [" ".join(line.split()) for line in rule.formula.split("\\\\")]
    if len(lines) == 1:
        return f"$$\n{lines[0]}\n$$"
    body = " \\\\\n".join(f"&{line}" for line in lines)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def signature(function):
    """Its state and its settings with their defaults, as they are written."""
    text = inspect.getsource(function)
    found = ast.parse(text).body[0].args
    state = zip(found.args[2:], found.defaults)
    settings = zip(found.kwonlyargs, found.kw_defaults)
    return [[f"{a.arg}={ast.get_source_segment(text, value)}" for a, value in part]
            for part in (state, settings)]  # fmt: skip


def codes(texts):
    return ", ".join(f"`{text}`" for text in texts if text)


def setup(app):
    app.add_directive("rules-overview", Overview)
    app.add_directive("rules", Rules)
