"""Sphinx: the words in which a question is asked too, for readers and for the search.

    ```{asked} learning rate decay for Adam; Adam with a scheduler
    ```

Each becomes a main entry of the index, which the search shows before the pages.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective


class Asked(SphinxDirective):
    """`{asked} WORDS; WORDS ...`."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        ways = [way.strip() for way in self.arguments[0].split(";")]
        if not all(ways):
            raise self.error("each `;` parts two ways to ask")
        name = self.env.new_serialno("asked")
        target = nodes.target("", "", ids=[f"asked-{name}"])
        entries = [("single", way, f"asked-{name}", "main", None) for way in ways]
        found, told = self.parse_inline(f"*Also asked as:* {'; '.join(ways)}.")
        return [
            addnodes.index(entries=entries),
            target,
            nodes.paragraph("", "", *found, classes=["asked"]),
            *told,
        ]


def setup(app):
    app.add_directive("asked", Asked)
