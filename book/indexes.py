"""Sphinx: pages that are made of the chapters, so that nothing is typed twice.

`{chapters}` is the map of the book, `{claims}` lists every claim of it with its
verdict, `{gallery}` shows every figure, `{questions}` lists every question. In the
page claims.js chooses among the claims, and questions.js tells what the reader said.
"""

from collections import Counter

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from book.claims import VERDICTS, badge, claims_of, verdict_class
from book.folds import folded
from book.heads import head_of, in_order

WIDGET = "application/vnd.jupyter.widget-view+json"
ASKS = "Predict: "


class placeholder(nodes.General, nodes.Element):
    """Where an index will stand, once all chapters are read."""


class Index(SphinxDirective):
    """`{chapters}`, `{claims}`, `{gallery}` or `{questions}`; takes nothing."""

    def run(self):
        self.env.metadata[self.env.docname]["index"] = True
        return [placeholder(kind=self.name)]


class Fill(SphinxPostTransform):
    """Replace placeholders, before references are resolved, and badge claims."""

    default_priority = 2

    def run(self, **kwargs):
        for box in list(claims_of(self.document)):
            if self.app.builder.format == "html":  # on paper the box says it
                box.next_node(nodes.title).append(badge(box["claim"]["here"]))
        for spot in list(self.document.findall(placeholder)):
            spot.replace_self(getattr(self, spot["kind"])())

    def pages(self):
        """The documents of the book in reading order, but for exercises/."""
        names = [name for name in in_order(self.env) if "/" not in name]
        return [(name, self.env.get_doctree(name)) for name in names]

    def chapters(self):
        rows = [[[nodes.Text(word)] for word in ("question", "chapter", "minutes")]]
        for name, doctree in self.pages():
            if head := head_of(doctree):
                question = [part.deepcopy() for part in head.children[0].children]
                title = self.link(name, "", doctree.next_node(nodes.title).astext())
                minutes = nodes.Text(self.env.metadata[name]["minutes"])
                rows.append([question, [title], [minutes]])
        return table(rows)

    def claims(self):
        """A fold for each claim: a line of what is said, and in it its box."""
        whole, count = nodes.container(classes=["claims"]), Counter()
        for name, doctree in self.pages():
            chapter = doctree.next_node(nodes.title).astext()
            for box in claims_of(doctree):
                told = box["claim"]
                count[told["here"]] += 1
                title, *body = [self.moved(child) for child in box.children]
                whole += self.line(name, chapter, told, title.children[1:], body)
        told = ", ".join(f"{verdict}: {count[verdict]}" for verdict in VERDICTS)
        return [nodes.paragraph(text=f"{count.total()} claims ({told})."), whole]

    def line(self, name, chapter, told, title, body):
        """What is said of a claim, and its box: a fold, on paper a paragraph."""
        if self.app.builder.format != "html":
            words = nodes.paragraph("", "", nodes.strong("", "", *title))
            return nodes.container("", words, *body)
        words = [badge(told["here"]), *title]
        if told["here"] != "not tested":
            words += [nodes.Text(" "), nodes.inline(text=told["kind"])]
            words[-1]["classes"] = ["claim-of"]
        made = folded(words, body)
        links = [self.link(name, told["name"], chapter), nodes.Text(" · "),
                 self.link(self.env.docname, told["name"], "this line")]  # fmt: skip
        made += nodes.paragraph("", "", *links)
        made["classes"], made["ids"] = [verdict_class(told["here"])], [told["name"]]
        kept = {key: told[key] for key in ("here", "kind", "topic")}
        live = "in a live figure" if "flips" in told else "not tried live"
        made["data"] = {**kept, "chapter": chapter, "flips": live}
        return made

    def gallery(self):
        """A list for each page: pictures of its figures, which lead there."""
        parts = []
        for name, doctree in self.pages():
            items = nodes.bullet_list(classes=["gallery"])
            for figure in doctree.findall(nodes.figure):
                if figure["ids"] and figure["ids"][0].startswith("fig-"):
                    items += nodes.list_item("", self.shown(name, figure))
            if items.children:
                heading = self.heading(name, doctree)
                if head := head_of(doctree):
                    asked = [part.deepcopy() for part in head.children[0].children]
                    heading += nodes.inline("", " ", *asked, classes=["gallery-asked"])
                parts += [heading, items]
        return parts

    def shown(self, name, figure):
        """A figure's picture, number and the beginning of its caption: a link to it."""
        first = figure.next_node(nodes.caption).astext().partition(". ")[0].rstrip(".")
        anchor = figure["ids"][0]
        (number,) = self.env.toc_fignumbers[name]["figure"][anchor]
        called = self.config.numfig_format["figure"] % number
        link = self.link(name, anchor, f"{called} {first}.")
        picture = figure.next_node(nodes.image).deepcopy()
        words = outputs_of(figure).get("text/plain")
        alt = words.astext() if words else picture.get("alt", "")
        picture.update_all_atts({"alt": alt, "classes": []}, replace=True)
        link.insert(0, picture)
        if WIDGET in outputs_of(figure):
            mark = nodes.inline(text="live", classes=["gallery-live"])
            link += [nodes.Text(" "), mark]
        return nodes.paragraph("", "", link)

    def questions(self):
        whole, names = nodes.container(classes=["adamedu-answers"]), set()
        for name, doctree in self.pages():
            items = nodes.bullet_list()
            for box in doctree.findall(nodes.admonition):
                if "question" not in box:
                    continue
                anchor = box["ids"][0]
                if anchor in names:
                    raise ValueError(f"two questions are named {anchor}")
                names.add(anchor)
                title = box.next_node(nodes.title).deepcopy()
                title[0] = nodes.Text(title[0].removeprefix(ASKS))
                link = self.link(name, anchor, "")
                link += title.children
                data = box.children[-1].deepcopy()
                items += nodes.list_item("", nodes.paragraph("", "", link, data))
            if items.children:
                whole += [self.heading(name, doctree), items]
        return [whole]

    def heading(self, name, doctree):
        title = doctree.next_node(nodes.title).astext()
        link = self.link(name, "", title)
        return nodes.rubric("", "", link)

    def link(self, name, anchor, words):
        uri = self.app.builder.get_relative_uri(self.env.docname, name)
        uri += f"#{anchor}" if anchor else ""
        return nodes.reference("", words, internal=True, refuri=uri)

    def moved(self, node):
        """A copy whose references are resolved from this page, without its ids."""
        copy = node.deepcopy()
        for part in copy.findall(nodes.Element):
            part["ids"] = []
        for reference in copy.findall(addnodes.pending_xref):
            reference["refdoc"] = self.env.docname
        return copy


def table(rows):
    """A table of rows of cells of nodes; the first row is its head."""
    made = []
    for cells in rows:
        entries = [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells]
        made.append(nodes.row("", *entries))
    widths = [nodes.colspec(colwidth=1) for _ in rows[0]]
    head, body = nodes.thead("", made[0]), nodes.tbody("", *made[1:])
    return nodes.table("", nodes.tgroup("", *widths, head, body, cols=len(widths)))


def outputs_of(figure):
    """The forms in which a figure is stored."""
    found = figure.findall(nodes.container)
    return {one["mime_type"]: one for one in found if "mime_type" in one}


def outdated(app, env, added, changed, removed):
    """Pages with an index are made again whenever a chapter changed."""
    return [name for name in env.found_docs if "index" in env.metadata.get(name, ())]


def setup(app):
    app.add_node(placeholder)
    for name in ("chapters", "claims", "gallery", "questions"):
        app.add_directive(name, Index)
    app.add_post_transform(Fill)
    app.connect("env-get-outdated", outdated)
