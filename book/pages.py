"""Sphinx: what each page loads, how it loads pictures, and what it has at its foot."""

import html
import re
import struct
import tomllib
from pathlib import Path
from urllib.parse import quote, urlencode

PICTURE = re.compile(r'<img (?=[^>]*src="[^"]*_images/([^"/]+\.png)")')
LINK = re.compile(
    r'<a class="[^"]*reference internal" href="(?:\.\./)?(?P<page>[^"]+)">'
)
CHAPTER = re.compile(r"\d\d(?=_)")
UNUSED = ("thebe", "toggle", "design")  # folds are our own: see folds.py
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
ISSUES = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["urls"]["Issues"]
REPORT = (
    '<a class="adamedu-report" target="_blank" rel="noopener" href="{}" title="Opens '
    'a form on GitHub, which you can read before you send it">Report an error</a>'
)


def on_pages(app, change, priority=500):
    """Change pages of the site, which other formats have not."""

    def on_site(app, *about):
        if app.builder.name == "html":
            change(app, *about)

    app.connect("html-page-context", on_site, priority=priority)


def tidy_page(app, pagename, templatename, context, doctree):
    """Drop what Jupyter Book loads and no page of this book uses."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if not unused(file)]


def unused(file):
    body = getattr(file, "attributes", {}).get("body") or ""
    words = f"{file.filename} {body.partition('=')[0]}".lower()
    return any(name in words for name in UNUSED)


def offer_report(app, pagename, templatename, context, doctree):
    """At its foot a page has a link to a new issue about it: see report.js."""
    body = f"What is wrong, and what would be right?\n\n\nPage: {pagename}"
    issue = {"title": f"{pagename}: ", "body": body}
    address = f"{ISSUES}/new?{urlencode(issue, quote_via=quote)}"
    context["theme_extra_footer"] += " " + REPORT.format(html.escape(address))


def number_chapters(app, pagename, templatename, context, doctree):
    """In the list of pages a chapter has its number, by which the book calls it."""
    made = context["generate_toctree_html"]

    def numbered(link):
        number = CHAPTER.match(pagename if link["page"] == "#" else link["page"])
        return f"{link[0]}<span>{number[0]}</span> " if number else link[0]

    context["generate_toctree_html"] = lambda *asked, **options: LINK.sub(
        numbered, str(made(*asked, **options))
    )


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
    for change in (tidy_page, offer_report, load_late):
        on_pages(app, change)
    on_pages(app, number_chapters, priority=900)  # the theme has 500
