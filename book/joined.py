"""The epub's pages as one document to print, with a title page, contents and index."""

import html
import json
from xml.etree import ElementTree

import segno
import yaml

from book.offline import BOOK, ROOT

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
ANNOTATION = "{http://www.w3.org/1998/Math/MathML}annotation"
TERM = "#glossary.term-"
ENDS = "index", "genindex"  # the front page, and the index
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
ABOUT = CONFIG["sphinx"]["config"]["epub_description"]
ElementTree.register_namespace("", XHTML[1:-1])


def in_order(epub):
    """The names of the pages, as one reads them."""
    package = ElementTree.parse(epub / "content.opf")
    files = {item.get("id"): item.get("href") for item in package.iter(OPF + "item")}
    spine = [files[item.get("idref")] for item in package.iter(OPF + "itemref")]
    return [name.removesuffix(".xhtml") for name in spine]


def joined(epub, names, style, narrow=None):
    """The document, with a style sheet; of the folder `narrow` pictures for a phone."""
    pages = {key(name): page(epub, name) for name in names}
    titles = {name: words(one.find(f".//{XHTML}h1")) for name, one in pages.items()}
    index(pages)
    body = [front(), contents(titles), *pages.values()]
    for one in body:
        beside_live_figures(one)
        if narrow:
            for_phone(one, narrow)
    heads = "" if narrow else "".join(map(running_head, titles, titles.values()))
    whole = element(
        f'<html lang="en" class="{"phone" if narrow else "paper"}"><head>'
        f"<title>{html.escape(BOOK['title'])}</title>"
        f'<link rel="stylesheet" href="{style.as_uri()}"/>'
        f"<style>{html.escape(heads)}</style></head><body/></html>"
    )
    whole[1].extend(body)
    return whole


def page(epub, name):
    """A page as a section; its ids and links are those of the whole document."""
    path = (epub / f"{name}.xhtml").resolve()
    (body,) = (one for one in ElementTree.parse(path).iter(XHTML + "div")
               if one.get("class") == "body")  # fmt: skip
    for one in body.iter():
        if anchor := one.get("id"):
            one.set("id", f"{key(name)}.{anchor}")
        if source := one.get("src"):
            one.set("src", (path.parent / source).resolve().as_uri())
        address = one.get("href", "https:")
        if ":" not in address:
            file, _, anchor = address.partition("#")
            there = (path.parent / file).resolve() if file else path
            there = key(there.relative_to(epub.resolve()).with_suffix("").as_posix())
            one.set("href", f"#{there}.{anchor}" if anchor else f"#{there}")
        if one.tag == XHTML + "details":
            one.set("open", "open")
    made = element(f'<section class="page" id="{key(name)}"/>')
    made.extend(body)
    return made


def key(name):
    return name.replace("/", "-")


def element(text):
    return ElementTree.fromstring(f'<div xmlns="{XHTML[1:-1]}">{text}</div>')[0]


def words(node):
    """The letters of a node; of a formula those that are set."""
    return " ".join("".join(pieces(node)).split())


def pieces(node):
    if node.tag != ANNOTATION:
        yield node.text or ""
        for child in node:
            yield from pieces(child)
            yield child.tail or ""


def qr(address):
    code = segno.make_qr(address).svg_inline(omitsize=True, border=0)
    code = code.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    return f'<span class="qr" role="img" aria-label="QR code: {address}">{code}</span>'


def front():
    """The title page."""
    told = {name: html.escape(str(text)) for name, text in BOOK.items()}
    (author,) = BOOK["authors"]
    return element(f"""<section class="front"><h1>{told["title"]}</h1><p>{ABOUT}</p>
        <p>{html.escape(author["name"])}</p><p class="imprint">{qr(BOOK["url"])}
        <a href="{told["url"]}">{told["url"]}</a><br/>Version {told["version"]},
        {told["date-released"]}<br/>{CONFIG["html"]["extra_footer"]}</p></section>""")


def contents(titles):
    """The parts of the book, and in them links to the pages."""
    ends = [[{"caption": "", "chapters": [{"file": name}]}] for name in ENDS]
    text = ""
    for part in [*ends[0], *TOC["parts"], *ends[1]]:
        names = [key(one["file"]) for one in part["chapters"]]
        lines = "".join(
            f'<li><a href="#{name}">{html.escape(titles[name])}</a>{to_page(name)}</li>'
            for name in names if name in titles
        )  # fmt: skip
        text += f"<p>{part['caption']}</p><ul>{lines}</ul>" if lines else ""
    return element(f'<section class="contents"><h1>Contents</h1>{text}</section>')


def to_page(anchor):
    """A link whose words will be the number of the page."""
    return f'<a class="to-page" href="#{anchor}">000</a>'


def index(pages):
    """Behind each entry where it stands; of a term, where else the text leads to it."""
    used = {}
    for name, page in pages.items():
        for k, link in enumerate(page.iter(XHTML + "a")):
            address = link.get("href")
            if address.startswith(TERM) and name not in ("glossary", "genindex"):
                link.set("id", f"{name}.used-{k}")
                used.setdefault(address, []).append(f"{name}.used-{k}")
    for item in pages["genindex"].iter(XHTML + "li"):
        for link in item.findall(XHTML + "a"):
            anchors = [*used.get(link.get("href"), ()), link.get("href")[1:]]
            at = list(item).index(link) + 1
            item[at:at] = map(element, map(to_page, anchors))
            link.tail = None


def beside_live_figures(page):
    """Codes that lead to the live figures, each beside its caption."""
    for caption in page.iter(XHTML + "figcaption"):
        for link in list(caption.iter(XHTML + "a")):
            if "alive" in link.get("class", ""):
                caption.insert(0, element(qr(link.get("href"))))


def for_phone(page, narrow):
    """Panels stand one below the other where there is such a picture."""
    for figure in page.iter(XHTML + "figure"):
        image = next(figure.iter(XHTML + "img"), None)
        name = "" if image is None else image.get("src").rpartition("/")[2]
        picture = narrow / name.replace(".png", "-narrow.png")
        if "-narrow" in picture.name and picture.exists():
            image.set("src", picture.as_uri())
            for one in figure.iter(XHTML + "span"):
                if side := one.get("data-stacked"):
                    one.text = side


def running_head(name, title):
    """At the head of each page of print stands what it is of."""
    title = json.dumps(title, ensure_ascii=False)
    return (f'[id="{name}"] {{ page: of-{name} }}\n'
            f"@page of-{name} {{ @top-center {{ content: {title} }} }}\n")  # fmt: skip
