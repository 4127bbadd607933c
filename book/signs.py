"""Sphinx: a minus is no hyphen, and what belongs together stays on one line.

Code stays as it is typed, but for marks that only its formatter reads.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

AS_TYPED = (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.math_block,
            nodes.raw)  # fmt: skip
MINUS = re.compile(r"(?<![\w.)\]*])-(?=\.?\d)")
FORMATTER = re.compile(r" *# fmt: skip$", re.MULTILINE)
CLOSE = re.compile(r"(?<=\d) (?=%)|(?<=±) |(?<=\bet) (?=al\.)|(?<=\bchapter) (?=\d)"
                   r"|(?<=\S) (?=− )|(?<= −) ")  # fmt: skip


class Signs(SphinxPostTransform):
    """Set the texts of a page as a printer would; what is code or data stays."""

    default_priority = 900  # after all that reads words
    formats = ("html",)

    def run(self, **kwargs):
        set_signs(self.document)


def set_signs(node):
    for k, child in enumerate(node.children):
        if isinstance(child, nodes.Text):
            node[k] = nodes.Text(CLOSE.sub("\u00a0", MINUS.sub("−", child.astext())))
        elif isinstance(child, nodes.literal_block):
            code = FORMATTER.sub("", child.rawsource)
            node[k] = nodes.literal_block(code, code, **child.attributes)
        elif not isinstance(child, AS_TYPED):
            set_signs(child)


def setup(app):
    app.add_post_transform(Signs)
