"""Sphinx: `{syllabus}`: what a course reads and hands out, week by week.

    ```{syllabus}
    00_ten_minutes 01_limits_of_sgd 02_momentum ps1
    03_a_rate_for_each 04_two_averages
    ```

A line is a week. The minutes are those under the chapters' titles, and those that the
sets say.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from book.indexes import table

HEAD = ("week", "to read", "reading, minutes", "to hand in", "work, minutes")
SAID = re.compile(r"about (\d+) minutes")


class syllabus(nodes.General, nodes.Element):
    """Where a table will stand, once all chapters are read."""


class Syllabus(SphinxDirective):
    """`{syllabus}`, and its weeks."""

    has_content = True

    def run(self):
        self.env.metadata[self.env.docname]["index"] = True
        return [syllabus(weeks=[line.split() for line in self.content])]


class Tables(SphinxPostTransform):
    """Put each into a table, before references are resolved."""

    default_priority = 2

    def run(self, **kwargs):
        for spot in list(self.document.findall(syllabus)):
            weeks = [self.week(k, names) for k, names in enumerate(spot["weeks"], 1)]
            read, work = (sum(week[k] for week in weeks) for k in (2, 4))
            rows = [HEAD, *weeks, ("all", "", read, "", work)]
            made = table([[cell(part) for part in row] for row in rows])
            made["classes"] = ["table-sm", "small"]
            spot.replace_self(made)

    def week(self, number, names):
        """Its number, links to its chapters, minutes, and the same of its sets."""
        sets = [f"exercises/{name}" for name in names if name.startswith("ps")]
        chapters = [name for name in names if not name.startswith("ps")]
        read = sum(self.env.metadata[name]["minutes"] for name in chapters)
        work = sum(map(self.minutes, sets))
        return number, self.links(chapters), read, self.links(sets), work

    def minutes(self, name):
        return int(SAID.search(self.env.get_doctree(name).astext())[1])

    def links(self, names):
        """To each, by its title; of a set "Problem set 1" is enough."""
        found = []
        for name in names:
            uri = self.app.builder.get_relative_uri(self.env.docname, name)
            title = self.env.titles[name].astext().partition(":")[0]
            link = nodes.reference("", title, internal=True, refuri=uri)
            found += [nodes.Text(", "), link] if found else [link]
        return found


def cell(part):
    """What stands in a cell; of no minutes nothing."""
    return part if isinstance(part, list) else [nodes.Text(part or "")]


def setup(app):
    app.add_node(syllabus)
    app.add_directive("syllabus", Syllabus)
    app.add_post_transform(Tables)
