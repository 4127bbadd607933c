"""Sphinx: a picture stands where a live figure will be, with its alt text."""

from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from adamedu.figures import heart
from book import places

WIDGET = "application/vnd.jupyter.widget-view+json"
SCRIPTLESS = ("epub", "singlehtml")


class Picture(SphinxPostTransform):
    """Give pictures the words of their text/plain, and live figures a picture."""

    default_priority = 3  # before myst_nb chooses one of the outputs, at 4

    def run(self, **kwargs):
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") == "mime_bundle":
                self.bundle({n["mime_type"]: n for n in bundle.children}, bundle)

    def bundle(self, outputs, bundle):
        words = "".join(n.astext() for n in outputs.get("text/plain", ()))
        pictures = list(bundle.findall(nodes.image))
        for image in pictures:
            image["alt"] = words
            image["classes"].append("adamedu-still")
        if WIDGET not in outputs:
            return
        widget = outputs[WIDGET]
        if (
            self.app.builder.format == "html"
            and self.app.builder.name not in SCRIPTLESS
        ):
            copies = [image.deepcopy() for image in pictures]
            name = self.env.docname
            widget[:0] = places.place(self.env, name, widget, copies)
        elif pictures:
            bundle.remove(widget)


def write_heart(app, error):
    """The texts that all figures run, once beside the pages."""
    if app.builder.format == "html" and not error:
        folder = Path(app.outdir, "_static")
        for old in folder.glob("adamedu-heart.*.js"):
            old.unlink()
        (folder / heart.name()).write_text(heart.script(), encoding="utf-8")


def name_heart(app, pagename, templatename, context, doctree):
    """A page with a live figure says where the heart is."""
    if WIDGET in context.get("body", ""):
        app.add_js_file(None, body=f"globalThis.AdamEduHeartName = {heart.name()!r}")


def setup(app):
    app.connect("html-page-context", name_heart)
    app.connect("build-finished", write_heart)
    app.add_post_transform(Picture)
