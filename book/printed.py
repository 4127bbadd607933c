"""Sphinx: a printed line that is too long goes on below itself, indented.

So nothing that a cell prints is cut on a narrow page. Each line is an element of its
own, as CSS can't indent what wraps within one.
"""

from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = '<div class="output printed highlight"><pre>{}</pre></div>'


class Printed(SphinxPostTransform):
    """Take the plain texts that cells print apart into lines."""

    default_priority = 210  # after myst_nb has chosen what a page shows of an output
    formats = ("html",)

    def run(self, **kwargs):
        for text in list(self.document.findall(nodes.literal_block)):
            if "output" in text["classes"] and "traceback" not in text["classes"]:
                lines = text.astext().splitlines()
                spans = [f"<span>{escape(line)}\n</span>" for line in lines]
                page = PAGE.format("".join(spans))
                text.parent.replace(text, nodes.raw(text.astext(), page, format="html"))


def setup(app):
    app.add_post_transform(Printed)
