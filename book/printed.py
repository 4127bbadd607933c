"""Sphinx: a printed line that is too long goes on below itself, indented.

So nothing that a cell prints is cut on a narrow page. Each line is an element of its
own, as CSS can't indent what wraps within one. Rows of a table, which would lose their
columns, scroll sideways together.
"""

import re
from html import escape
from itertools import groupby

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = '<div class="output printed highlight"><pre>{}</pre></div>'
GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def rows(lines):
    """For each line, whether it is of a table: it and a neighbour have two gaps, or it
    has one and stands by such lines."""
    gaps = [len(GAP.findall(line)) for line in ["", *lines, ""]]
    within = [
        here >= 2 and max(before, after) >= 2
        for before, here, after in zip(gaps, gaps[1:], gaps[2:])
    ]
    beside = zip([False, *within], within, [*within[1:], False], gaps[1:])
    return [
        here or gap > 0 and (before or after) for before, here, after, gap in beside
    ]


def shown(lines):
    """HTML of what a cell printed."""
    made = ""
    for table, group in groupby(zip(rows(lines), lines), lambda row: row[0]):
        text = "".join(f"<span>{escape(line)}\n</span>" for _, line in group)
        made += f'<span class="columns">{text}</span>' if table else text
    return PAGE.format(made)


class Printed(SphinxPostTransform):
    """Take the plain texts that cells print apart into lines."""

    default_priority = 210  # after myst_nb has chosen what a page shows of an output
    formats = ("html",)

    def run(self, **kwargs):
        for text in list(self.document.findall(nodes.literal_block)):
            if "output" in text["classes"] and "traceback" not in text["classes"]:
                page = shown(text.astext().splitlines())
                text.parent.replace(text, nodes.raw(text.astext(), page, format="html"))


def setup(app):
    app.add_post_transform(Printed)
