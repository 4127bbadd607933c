"""Sphinx: a picture stands where a live figure will be, with its alt text, and beside
each still the one for a phone.
"""

import base64
import json
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from adamedu.figures import heart
from book import epub, places
from book.claims import flipping

WIDGET = "application/vnd.jupyter.widget-view+json"


class Narrow(SphinxTransform):
    """Put the narrow picture, which a still has in its metadata, behind the wide one.
    MyST-NB names a picture's file by its bytes.
    """

    default_priority = 500

    def apply(self, **kwargs):
        path = Path(self.env.doc2path(self.env.docname))
        if path.suffix != ".ipynb":
            return
        found = {}
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                more = output.get("metadata", {}).get("image/png", {})
                if "narrow" in more:
                    wide = base64.b64decode(output["data"]["image/png"])
                    found[sha256(wide).hexdigest()] = base64.b64decode(more["narrow"])
        for image in list(self.document.findall(nodes.image)):
            file = Path(image["uri"])
            if picture := found.get(file.stem):
                narrow = image.deepcopy()
                narrow["uri"] = image["uri"].replace(file.stem, file.stem + "-narrow")
                Path(self.env.relfn2path(narrow["uri"])[1]).write_bytes(picture)
                narrow["classes"].append("adamedu-narrow")
                image.parent.insert(image.parent.index(image) + 1, narrow)


class Picture(SphinxPostTransform):
    """Give pictures the words of their text/plain, and live figures a picture."""

    default_priority = 3  # before myst_nb chooses one of the outputs, at 4

    def run(self, **kwargs):
        live, flips = set(), flipping(self.document)
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") == "mime_bundle":
                outputs = {n["mime_type"]: n for n in bundle.children}
                live |= {name_of(bundle)} if WIDGET in outputs else set()
                self.bundle(outputs, bundle, flips.get(name_of(bundle), {}))
        if missing := sorted(flips.keys() - live):
            raise ValueError(f"{self.env.docname}: a claim flips in {missing[0]}, but "
                             "no live figure of the page has that name")  # fmt: skip

    def bundle(self, outputs, bundle, claims):
        words = "".join(n.astext() for n in outputs.get("text/plain", ()))
        page = self.app.builder.name == "html"
        for image in list(bundle.findall(nodes.image)):
            image["alt"] = words
            if "adamedu-narrow" not in image["classes"]:
                image["classes"].append("adamedu-still")
            elif not page:
                image.parent.remove(image)
        pictures = list(bundle.findall(nodes.image))
        if WIDGET not in outputs:
            return
        widget = outputs[WIDGET]
        if page:
            copies = [image.deepcopy() for image in pictures]
            name = self.env.docname
            widget[:0] = places.place(self.env, name, widget, copies, claims)
            return
        bundle.remove(widget)
        if pictures and self.app.builder.name == "epub":
            epub.lead_to_live(self.app, self.env.docname, figure_of(bundle))


def figure_of(bundle):
    """The figure around an output, or None."""
    while bundle and not isinstance(bundle, nodes.figure):
        bundle = bundle.parent
    return bundle


def name_of(bundle):
    """The name of the figure around an output, or ""."""
    figure = figure_of(bundle)
    return figure["ids"][0] if figure and figure["ids"] else ""


def write_heart(app, error):
    """The texts that all figures run, once beside the pages."""
    if app.builder.name == "html" and not error:
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
    app.add_transform(Narrow)
    app.add_post_transform(Picture)
