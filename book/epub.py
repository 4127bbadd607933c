"""Sphinx: the book as an epub, in which no script runs: `make epub`.

A still stands where a figure lives, and leads to the live one; formulas are MathML;
folds are open, under their titles, but for code that draws or tunes, which the site
has. An answer is folded where the reader's program can fold.
"""

import re
from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib import katex

import adamedu
from book.folds import fold, folded

STYLES = ("paper.css", "pygments.css")
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


class Epub(Epub3Builder):
    """Sphinx's builder, with what checkers miss in it."""

    def handle_finish(self):
        """Redirections, and what a server shows, are not of the book."""
        for path in Path(self.outdir).rglob("*.xhtml"):
            name = path.relative_to(self.outdir).with_suffix("").as_posix()
            if name not in self.env.all_docs and name != "genindex":
                path.unlink()
        super().handle_finish()

    def build_epub(self):
        """Say which files have formulas."""

        def told(item):
            text = Path(self.outdir, item[1]).read_text("utf-8")
            return item[0] + 'properties="mathml" ' * ("<math" in text)

        content = Path(self.outdir, "content.opf")
        text = content.read_text("utf-8")
        text = re.sub(r'<item id="epub-\d+" href="([^"]+\.xhtml)" ', told, text)
        content.write_text(text, "utf-8")
        super().build_epub()


class Plain(SphinxPostTransform):
    """What a page does with scripts, in print."""

    default_priority = 210  # after folds.py
    builders = ("epub",)

    def run(self, **kwargs):
        for raw in list(self.document.findall(nodes.raw)):
            raw.parent.remove(raw)
        for box in list(self.document.findall(fold)):
            title, *shown = box.children
            name = nodes.paragraph("", "", *title.children, classes=["fold-title"])
            opened = nodes.container("", name, *shown, ids=box["ids"])
            opened["classes"] = ["fold", *box["classes"]]
            box.replace_self(opened)
        for box in list(self.document.findall(nodes.admonition)):
            if "answers" in box:
                title, *hidden = box.children
                made = folded(title.children, hidden)
                made["ids"] = box["ids"]
                box.replace_self(made)


def lead_to_live(app, docname, figure):
    """Say below a still where the figure is alive."""
    address = f"{app.config.html_baseurl}{docname}.html#{figure['ids'][0]}"
    link = nodes.reference("", "Move it on the site", refuri=address, classes=["alive"])
    figure.next_node(nodes.caption).extend([nodes.Text(" "), link])


def begin(app):
    if app.builder.name == "epub":
        app.config.html_static_path = ["../book/templates/paper.css"]
        app.config.html_theme_options.pop("launch_buttons", None)  # the site's
        katex.render_latex = partial(katex.render_latex, output="mathml")


def tidy_page(app, pagename, templatename, context, doctree):
    """No style of the site, none of its metadata, and no script."""
    if app.builder.name == "epub":
        context["css_files"] = [file for file in context["css_files"]
                                if Path(file.filename).name in STYLES]  # fmt: skip
        context["metatags"] = ""
        context["body"] = SCRIPT.sub("", context.get("body", ""))


def number(app, config):
    config.version = adamedu.__version__  # which an epub must tell


def setup(app):
    app.add_builder(Epub, override=True)
    app.connect("config-inited", number)
    app.connect("builder-inited", begin, priority=900)
    app.connect("html-page-context", tidy_page, priority=900)
    app.add_post_transform(Plain)
