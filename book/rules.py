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

TABLE = """\
````{list-table}
:header-rows: 1
:class: table-sm small rules-overview
:widths: 20 22 32 26

* - Rule
  - Settings
  - Elsewhere
  - More
"""
SPACE = "\N{NO-BREAK SPACE}"
LIBRARIES = {"torch": "torch", "optax": "optax", "keras": "Keras"}


class Overview(SphinxDirective):
    """`{rules-overview}`; takes nothing."""

    def run(self):
        depend(self.env)
        return self.parse_text_to_nodes(TABLE + "".join(map(row, RULES.values())))


def row(rule):
    """A line of the table: its name and state, settings, names elsewhere, sources."""
    state, settings = signature(rule.function)
    kept = ", ".join(f"`{k}`" if v == "0" else f"`{k}`{SPACE}{v}" for k, v in state)
    cells = [
        [f"[`{rule.name}`](#{rule.name})", *([f"keeps {kept}"] if kept else [])],
        [", ".join(f"`{k}`{SPACE}{v}" for k, v in settings)],
        elsewhere(rule),
        [f"{{doc}}`{rule.chapter}`", *citations(rule)],
    ]
    return "* - " + "\n  - ".join(" \\\n    ".join(c) for c in cells) + "\n"


def elsewhere(rule):
    """Its names in libraries, each once."""
    found = {}
    for key, library in LIBRARIES.items():
        if name := getattr(rule, key):
            found.setdefault(name, []).append(library)
    return [f"`{name}` {', '.join(found[name])}" for name in found]


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
        made = nodes.section(
            ids=[nodes.make_id(rule.name)], names=[rule.name], classes=["rule"]
        )
        made += nodes.title("", "", nodes.literal(text=rule.name))
        self.state.document.note_explicit_target(made)
        source = "; ".join(citations(rule))
        made += self.parse_text_to_nodes(f"Source: {source}.\n\n{formula(rule)}")
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


def citations(rule):
    """Its papers, each as it is cited."""
    return [f"{{cite:t}}`{key}`" for key in rule.papers]


def formula(rule):
    """Its equations, one below the other."""
    lines = [" ".join(line.split()) for line in rule.formula.split("\\\\")]
    return "\n\n".join(f"$$\n{line}\n$$" for line in lines)


def signature(function):
    """Its state and its settings: pairs of a name and the default, as it is written."""
    text = inspect.getsource(function)
    found = ast.parse(text).body[0].args
    state = zip(found.args[2:], found.defaults)
    settings = zip(found.kwonlyargs, found.kw_defaults)
    return [[(a.arg, ast.get_source_segment(text, value)) for a, value in part]
            for part in (state, settings)]  # fmt: skip


def setup(app):
    app.add_directive("rules-overview", Overview)
    app.add_directive("rules", Rules)
