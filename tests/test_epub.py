"""The epub: whole, without scripts, and with a way to each live figure."""

import json
import zipfile
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.pages import BOOK, PAGES, ROOT
from tests.test_chapters import CHAPTERS, cells

FILE = ROOT / "_build/epub/adam-put-to-the-test.epub"
SITE = "https://adamedu.github.io/adamedu/"
TAG = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"


@cache
def packed():
    with zipfile.ZipFile(FILE) as book:
        return {name: book.read(name) for name in book.namelist()}


@cache
def page(name):
    return ElementTree.fromstring(packed()[name])


def names():
    return sorted(name for name in packed() if name.endswith(".xhtml"))


def classed(root, kind):
    return [one for one in root.iter() if kind in one.get("class", "").split()]


def test_every_page_of_the_book_is_in_it_and_in_the_contents():
    pages = {path.relative_to(BOOK).with_suffix(".xhtml").as_posix() for path in PAGES}
    assert set(names()) == pages - {"search.xhtml"} | {"genindex.xhtml", "nav.xhtml"}
    listed = {link.get("href") for link in page("nav.xhtml").iter(TAG + "a")}
    assert pages - {"search.xhtml"} <= listed
    assert next(iter(packed())) == "mimetype"


def test_no_script_is_in_it():
    assert not [name for name in packed() if name.endswith(".js")]
    for name in names():
        assert list(page(name).iter(TAG + "script")) == []
        for one in page(name).iter():
            assert not [key for key in one.attrib if key.startswith("on")]


def test_each_link_and_picture_leads_somewhere():
    ids = {name: {one.get("id") for one in page(name).iter()} for name in names()}
    for name in names():
        folder = PurePosixPath(name).parent
        for one in page(name).iter():
            address = one.get("href") or one.get("src") or ""
            if ":" in address or not address:
                continue
            path, _, place = unquote(address).partition("#")
            there = (ROOT / folder / path).resolve() if path else ROOT / name
            there = there.relative_to(ROOT).as_posix()
            assert there in packed(), f"{name}: no {address}"
            assert not place or place in ids[there], f"{name}: no {address}"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_live_figure_is_a_still_that_leads_to_it(path):
    alive = [
        cell["metadata"]["mystnb"]["figure"]["name"]
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if "widget-view" in str(output.get("data", {}).keys())
    ]
    outputs = [o for cell in cells(path, "code") for o in cell["outputs"]]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    root = page(f"{path.stem}.xhtml")
    assert len(list(root.iter(TAG + "img"))) >= pictures
    figures = {one.get("id"): one for one in root.iter() if one.tag == TAG + "figure"}
    for name in alive:
        (picture,) = figures[name].iter(TAG + "img")
        assert len(picture.get("alt")) > 20
        (link,) = classed(figures[name], "alive")
        assert link.get("href") == f"{SITE}{path.stem}.html#{name}"


def test_formulas_are_mathml_and_their_files_say_so():
    package = ElementTree.fromstring(packed()["content.opf"])
    told = {item.get("href"): item.get("properties") for item in
            package.iter(OPF + "item")}  # fmt: skip
    count = 0
    for name in names():
        found = list(page(name).iter(MATH))
        count += len(found)
        if name != "nav.xhtml":
            assert (told[name] == "mathml") == bool(found)
        assert not classed(page(name), "katex-html")
    assert count > 1000


def test_claims_are_boxes_and_answers_are_folded():
    claims = json.loads((BOOK / "claims.json").read_text())
    boxes = [one.get("id") for name in names() for one in classed(page(name), "claim")]
    assert {claim["id"] for claim in claims} <= set(boxes)
    asked = [one for name in names() for one in classed(page(name), "adamedu-predict")]
    told = [one for name in names() for one in page(name).iter(TAG + "details")]
    assert len(asked) == len(told) > 100
    assert all("(right)" in "".join(t.itertext()) or t.find(f".//{TAG}ol") is not None
               for t in told)  # fmt: skip


def test_folds_are_open_under_their_titles():
    fold = classed(page("00_ten_minutes.xhtml"), "fold")[0]
    assert "".join(fold[0].itertext()) == "Why the hats?"
    assert "After one step" in "".join(fold[1].itertext())
