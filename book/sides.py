"""Sphinx: where a panel stands: a caption's "Left:" is "Above:" on a phone.

What stands in brackets, "(left)", is taken as well. In the page sides.js puts the word
that is true at its width; on paper panels stand side by side.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from book.folds import tagged

SIDE = re.compile(r"\b(Left|Right)(?=[:,] )|(?<=\()(left|right)(?=[),;])")
STACKED = {"Left": "Above", "Right": "Below", "left": "above", "right": "below"}


class side(nodes.inline):
    """A word for where a panel stands, with the one for a narrow page."""


class Sides(SphinxPostTransform):
    """Mark the words in captions that say where a panel stands."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        for caption in self.document.findall(nodes.caption):
            if isinstance(caption.parent, nodes.figure):
                for text in list(caption.findall(nodes.Text)):
                    text.parent.replace(text, list(marked(text.astext())))


def marked(text):
    """The text in pieces, of which some are sides."""
    at = 0
    for found in SIDE.finditer(text):
        if found.start() > at:
            yield nodes.Text(text[at : found.start()])
        yield side("", found[0], data={"stacked": STACKED[found[0]]})
        at = found.end()
    if at < len(text):
        yield nodes.Text(text[at:])


def setup(app):
    app.add_node(side, html=tagged("span", end="", CLASS="side"))
    app.add_post_transform(Sides)
