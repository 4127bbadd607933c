"""The book's slides, a deck for each part: `python -m book.slides`.

They are made of the built pages, with the figures alive and the questions open: see
lecture.py for what stands on a slide, and web/src/slides.js for how it is shown.
"""

import re
from functools import partial
from pathlib import Path

import yaml
from docutils.nodes import make_id
from jinja2 import Environment, FileSystemLoader

from book import lecture
from book.heads import CHAPTER

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build/html"
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=False
)
TITLE = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["title"]
SOURCES = "slides.py", "lecture.py", "sentences.py", "templates/slides.html"
MADE_BY = [ROOT / "book" / name for name in SOURCES]
HEART = re.compile(r"AdamEduHeartName = '(.*?)'")
ANCHOR = re.compile(r' id="((?:fig|ask|claim|equation)-[\w-]+)"')
OTHER_ID = re.compile(r' (?:id|name)="(?!(?:fig|ask|claim|equation)-)[^"]*"')
ADDRESS = re.compile(r' (href|src)="([^":]*)"')
MODEL = re.compile(r'(?<=["_])0{24}(?=\d{8}")')


def parts():
    """{name of the deck: (caption of the part, names of its chapters)}."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    found = {}
    for part in toc["parts"]:
        names = [one["file"] for one in part["chapters"]]
        if any(map(CHAPTER.fullmatch, names)):
            found[make_id(part["caption"])] = part["caption"], names
    return found


def deck(site, caption, names):
    """The page of a part's slides."""
    chapters = [lecture.chapter(site, name) for name in names]
    slides = [slide for one in chapters for slide in one.slides]
    anchors = {a for slide in slides for a in ANCHOR.findall(slide.body)}
    starts, number = [], 2  # the first slide is the part's own
    for chapter in chapters:
        starts.append(number)
        number += len(chapter.slides)
        lead = partial(address, name=chapter.name, anchors=anchors)
        for slide in chapter.slides:
            slide.heading, slide.body = (
                own_models(ADDRESS.sub(lead, OTHER_ID.sub("", text)), chapter.name)
                for text in (slide.heading, slide.body)
            )
            notes = ADDRESS.sub(lead, "".join(slide.notes))
            slide.notes = re.sub(r' (?:id|name)="[^"]*"', "", notes)
            slide.page = f"{chapter.name}.html#{slide.anchor}"
        chapter.state = own_models(chapter.state, chapter.name)
    heart = next(filter(None, (HEART.search(page(site, name)) for name in names)), None)
    return TEMPLATES.get_template("slides.html").render(
        title=TITLE, caption=caption, heart=heart and heart[1],
        chapters=list(zip(chapters, starts)), slides=list(enumerate(slides, 2)),
    )  # fmt: skip


def page(site, name):
    return (site / f"{name}.html").read_text("utf-8")


def address(found, name, anchors):
    """A link leads to a slide of the deck that shows it, or else into the book."""
    kind, to = found.groups()
    page, _, anchor = to.partition("#")
    if kind == "href" and anchor in anchors:
        return f' href="#{anchor}"'
    return f' {kind}="../{page or name + ".html"}{"#" + anchor if anchor else ""}"'


def own_models(text, name):
    """Widgets are numbered anew in each page: give them the number of the chapter."""
    return MODEL.sub(name[:2].rjust(24, "0"), text)


def write(site):
    """Write the decks that are older than their chapters; give the paths of all."""
    folder, made = site / "slides", []
    folder.mkdir(exist_ok=True)
    for deck_name, (caption, names) in parts().items():
        path = folder / f"{deck_name}.html"
        sources = [*MADE_BY, *(site / f"{name}.html" for name in names)]
        newest = max(source.stat().st_mtime for source in sources)
        if not path.exists() or path.stat().st_mtime < newest:
            path.write_text(deck(site, caption, names), encoding="utf-8")
        made.append(path)
    for old in set(folder.glob("*.html")) - set(made):
        old.unlink()
    return made


def main():
    if not (SITE / "index.html").exists():
        raise SystemExit("no book to read: run `make book`")
    made = write(SITE)
    print(f"{len(made)} decks of slides: {made[0].parent.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
