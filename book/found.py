"""Sphinx: by which words a page is found, shown elsewhere and cited.

A page is described by its own first words, a chapter by its question. The same words go
onto the card that sphinxext-opengraph makes of it. For reference managers each page is
a part of the book that CITATION.cff names. `404.html` leads on from an address that is
not there.
"""

import html
from pathlib import Path

import yaml
from docutils import nodes

from book.pages import on_pages

LONGEST = 160  # characters of a description, of which search engines show no more
BOOK = yaml.safe_load((Path(__file__).parents[1] / "CITATION.cff").read_text("utf-8"))


def describe(app, pagename, templatename, context, doctree):
    """A page is described by its own first words, here and on its card."""
    found = doctree.findall(nodes.paragraph) if doctree else ()
    first = [p.astext() for p in found if "chapter-needs" not in p["classes"]][:2]
    if first:
        words = html.escape(shortened(" ".join(" ".join(first).split())))
        context["metatags"] += meta("description", words)
        context["meta"] = {**(context["meta"] or {}), "og:description": words}


def shortened(words):
    """The first sentences that fit a description, or as many words."""
    if len(words) <= LONGEST:
        return words
    head = words[:LONGEST]
    end = max(head.rfind(mark) for mark in (". ", "? ", "! "))
    return head[: end + 1] if end > 0 else f"{head.rpartition(' ')[0]} …"


def cite(app, pagename, templatename, context, doctree):
    """Say who wrote a page, when, and in which book."""
    if doctree:
        front = pagename == app.config.root_doc
        title = BOOK["title"] if front else doctree.next_node(nodes.title).astext()
        told = (
            {"title": title} if front else {"title": title, "book_title": BOOK["title"]}
        )
        told["publication_date"] = f"{BOOK['date-released']:%Y/%m/%d}"
        told["public_url"] = context["pageurl"]
        for author in BOOK["authors"]:
            context["metatags"] += meta("citation_author", html.escape(author["name"]))
        for name, words in told.items():
            context["metatags"] += meta(f"citation_{name}", html.escape(words))


def meta(name, words):
    return f'\n<meta name="{name}" content="{words}" />'


def setup(app):
    for change in (describe, cite):
        on_pages(app, change, priority=450)  # opengraph has 500
