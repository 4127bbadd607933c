"""Sphinx: `{libraries}`: what was measured of each library, a fold for each.

The numbers are those of benchmarks/libraries/measured.json, which `python -m
benchmarks.libraries` writes. In the page libraries.js chooses among the optimizers.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from book.folds import tagged

STORED = Path(__file__).parents[1] / "benchmarks/libraries/measured.json"
FOLD = """\
`````{{admonition}} {name} {version}, measured on {on}
:class: dropdown
````{{list-table}}
:header-rows: 1
:class: table-sm small rules-overview
:widths: 26 22 28 24

* - Optimizer, the same as
  - Defaults
  - First step
  - Decay, state
{rows}````
`````

"""
DEFAULTS = {"lr": "lr", "betas": "β", "eps": "ε", "decay": "λ"}
FORMS = {
    "L2": "decay $L_2$", "lr λ": "decay $\\alpha\\lambda$", "λ": "decay $\\lambda$",
    "divides": "decay divides by $1+\\alpha\\lambda$", "another": "another decay",
    "not offered": "no decay", "none": "decay without effect",
}  # fmt: skip
SAID = {
    "L2": "in the gradient", "lr λ": "rate times λ", "λ": "λ alone",
    "divides": "divides by 1 + rate times λ", "not offered": "none",
    "none": "without effect",
}  # fmt: skip
EPS = {"another": "not so simply", "none": "has no effect"}


class measured_row(nodes.row):
    """A line of a table, with what it is chosen by as its `data`."""


class Libraries(SphinxDirective):
    """`{libraries}`; takes nothing."""

    def run(self):
        for path in (STORED, Path(__file__)):
            self.env.note_dependency(str(path))
        found = json.loads(STORED.read_text("utf-8"))
        folds = [
            FOLD.format(name=name, rows="".join(map(row, *pairs(told))), **told)
            for name, told in found.items()
        ]
        whole = nodes.container(classes=["libraries"])
        whole += self.parse_text_to_nodes("".join(folds))
        lines = [line for body in whole.findall(nodes.tbody) for line in body]
        names = [(name, one) for name, told in found.items() for one in pairs(told)[1]]
        for line, (name, one) in zip(lines, names, strict=True):
            line["data"] = {"library": name, "eps": EPS.get(one["where"], one["where"]),
                            "decay": SAID.get(one["form"], one["form"])}  # fmt: skip
        return [whole]


class Rows(SphinxPostTransform):
    """Lines that have `data` are written with it."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        for line in list(self.document.findall(nodes.row)):
            if "data" in line:
                line.replace_self(measured_row("", *line.children, data=line["data"]))


def pairs(told):
    """The names of a library's optimizers, and what was measured of each."""
    return told["optimizers"].keys(), told["optimizers"].values()


def row(written, told):
    """A line: each cell in words, since on a phone they stand one below the other."""
    name = [f"`{written}`"]
    if "like" in told:
        apart = (
            "rounding"
            if set(told["apart"]) == {"rounding"}
            else (f"{told['apart'][0]}, tiny {told['apart'][1]}")
        )
        name.append(f"`{told['like']}`: {apart}")
    defaults = [f"{sign} {told[key]}" for key, sign in DEFAULTS.items() if told[key]]
    first = [f"first step {told['first']} $\\alpha$"]
    if told["half"]:
        where = told["where"].replace("another", "not so simply")
        first.append(f"half at {told['half']}, ε {where}")
    elif told["where"] != "none":
        first.append(told["where"])
    cells = [name, [", ".join(defaults) or "–"], first,
             [FORMS[told["form"]], f"{told['bytes']} bytes a weight"]]  # fmt: skip
    return "* - " + "\n  - ".join(" \\\n    ".join(cell) for cell in cells) + "\n"


def setup(app):
    start, end = tagged("tr")

    def begin(self, node):
        node.column = 0
        start(self, node)

    app.add_node(measured_row, html=(begin, end))
    app.add_directive("libraries", Libraries)
    app.add_post_transform(Rows)
