"""Sphinx: what each page has in its head, and how its pictures are loaded."""

import html
import re
import struct
from pathlib import Path

from docutils import nodes

PICTURE = re.compile(r'<img (?=[^>]*src="[^"]*_images/([^"/]+\.png)")')
UNUSED = ("thebe", "toggle", "design")  # folds are our own: see folds.py
LONGEST = 160  # characters of a description, of which search engines show no more


def tidy_page(app, pagename, templatename, context, doctree):
    """Drop two faults of the page's makers.

    Jupyter Book loads what no page of this book uses; docutils calls the bibliography
    a list, and its entries no list items.
    """
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not unused(file)]
    body = context.get("body", "")
    context["body"] = body.replace('role="list" class="citation', 'class="citation')


def unused(file):
    body = getattr(file, "attributes", {}).get("body") or ""
    words = f"{file.filename} {body.partition('=')[0]}".lower()
    return any(name in words for name in UNUSED)


def describe(app, pagename, templatename, context, doctree):
    """A page is described by its own first words."""
    found = doctree.findall(nodes.paragraph) if doctree else ()
    first = [p.astext() for p in found if "chapter-needs" not in p["classes"]][:2]
    if first:
        words = html.escape(shortened(" ".join(" ".join(first).split())))
        context["metatags"] += f'\n<meta name="description" content="{words}" />'


def shortened(words):
    """The first sentences that fit a description, or as many words."""
    if len(words) <= LONGEST:
        return words
    head = words[:LONGEST]
    end = max(head.rfind(mark) for mark in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else f"{head.rpartition(' ')[0]} …"


def load_late(app, pagename, templatename, context, doctree):
    """Pictures keep their place, and are loaded when the reader comes near."""
    files = {name: path for path, (_, name) in app.env.images.items()}

    def sized(tag):
        width, height = size(Path(app.srcdir, files[tag[1]]))
        return f'<img loading="lazy" width="{width}" height="{height}" '

    context["body"] = PICTURE.sub(sized, context.get("body", ""))


def size(png):
    """Width and height in pixels."""
    with png.open("rb") as file:
        return struct.unpack(">2I", file.read(24)[16:])


def setup(app):
    for change in (tidy_page, describe, load_late):
        app.connect("html-page-context", change)
