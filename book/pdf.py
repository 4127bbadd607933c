"""The book as PDF, for paper and for a phone: `python -m book.pdf`.

Chromium sets the epub's pages as one document (book/joined.py), and KaTeX the formulas.
Chromium doesn't tell on which page something will stand: the contents and the index get
their numbers once all is set, and all is set again.
"""

import io
import os
import re
from xml.etree import ElementTree

import pikepdf
from playwright.sync_api import sync_playwright

from book.joined import ABOUT, XHTML, in_order, joined, words
from book.offline import BOOK, NAME, ROOT

EPUB, NARROW = ROOT / "_build/epub", ROOT / "_build/html/_images"
STYLE = ROOT / "book/templates/print.css"
KATEX = ROOT / "web/node_modules/katex/dist/katex.min.js"
FORMATS = {  # mm: width, height, margins at the head, at the sides, at the foot
    "": (210, 297, 25, 28, 25), "-phone": (90, 160, 5, 5, 9),
}  # fmt: skip
HEADING = re.compile(re.escape(XHTML) + "h[1-6]")
SET = """() => {
  for (const math of document.querySelectorAll("math")) {
    const tex = math.querySelector("annotation").textContent;
    const displayMode = math.getAttribute("display") === "block";
    const made = document.createElement(displayMode ? "div" : "span");
    katex.render(tex, made, { displayMode, output: "html" });
    math.closest(".katex").replaceWith(made);
  }
  for (const wide of document.querySelectorAll(".katex-display, table, pre")) {
    const code = wide.matches("pre"); // of which long lines may be broken
    if (code) wide.style.whiteSpace = "pre";
    const share = wide.parentElement.clientWidth / wide.scrollWidth;
    wide.style.whiteSpace = "";
    if (share < 1 && (share > 0.7 || !code)) wide.style.zoom = share;
  }
}"""
NUMBER = """(numbers) => {
  for (const link of document.querySelectorAll(".to-page")) {
    const number = `${numbers[link.getAttribute("href").slice(1)] ?? ""}`;
    if (link.previousElementSibling?.textContent === number || !number) link.remove();
    else link.textContent = number;
  }
}"""


def write(browser, target, kind="", names=None):
    """Write the book, or these pages of it, in one of the FORMATS."""
    narrow = NARROW if kind == "-phone" else None
    whole = joined(EPUB, names or in_order(EPUB), STYLE, narrow)
    source = target.with_suffix(".xhtml")
    source.write_bytes(ElementTree.tostring(whole))
    with pikepdf.open(io.BytesIO(printed(browser, source, *FORMATS[kind]))) as made:
        name_headings(made, whole)
        (author,) = BOOK["authors"]
        made.docinfo["/Author"], made.docinfo["/Subject"] = author["name"], ABOUT
        made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def printed(browser, source, width, height, head, side, foot):
    """Bytes of the PDF; links to pages have their numbers."""
    size = {"width": round((width - 2 * side) / 25.4 * 96), "height": 1000}
    margin = {"top": head, "right": side, "bottom": foot, "left": side}
    how = {"width": f"{width}mm", "height": f"{height}mm", "print_background": True,
           "margin": {at: f"{mm}mm" for at, mm in margin.items()}}  # fmt: skip
    with browser.new_page(viewport=size) as page:
        page.emulate_media(media="print")
        page.goto(source.as_uri())
        page.add_script_tag(path=KATEX)
        page.evaluate(SET)
        page.evaluate(NUMBER, numbers(page.pdf(**how)))
        return page.pdf(**how, tagged=True, outline=True)


def numbers(printed):
    """The numbers of the pages where what links lead to stands."""
    with pikepdf.open(io.BytesIO(printed)) as made:
        number = {page.objgen: k for k, page in enumerate(made.pages, 1)}
        places = made.Root.Dests.items()
        return {name[1:]: number[place[0].objgen] for name, place in places}


def name_headings(made, whole):
    """In the outline Chromium takes the end of a line for the middle of a word, and
    formulas for letters: it gets the headings once more.
    """
    headings = [words(one) for one in whole.iter() if HEADING.fullmatch(one.tag)]
    for item, title in zip(items(made.Root.Outlines), headings, strict=True):
        item.Title = title


def items(outline):
    """What stands in an outline, as one reads it."""
    item = outline.get("/First")
    while item is not None:
        yield item
        yield from items(item)
        item = item.get("/Next")


def main():
    target = ROOT / "_build/pdf"
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        for kind in FORMATS:
            file = target / f"{NAME}{kind}.pdf"
            write(browser, file, kind)
            print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
