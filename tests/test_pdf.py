"""The PDFs, of a few pages: whole, on their paper, and with a way to live figures."""

import re
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
import yaml
import zxingcpp

from book import pdf
from book.joined import in_order
from tests.pages import ROOT
from tests.test_chapters import cells, text

NAMES = ["00_ten_minutes", "05_bias_correction", "glossary", "bibliography", "genindex"]
TITLES = ["Adam, put to the test", "Contents", "Adam in ten minutes", "Bias correction",
          "Glossary", "Bibliography", "Index"]  # fmt: skip
SITE = "https://adamedu.github.io/adamedu/"
LIVE = re.compile(SITE + r"\w+\.html#fig-[\w-]+")
MM = 72 / 25.4


@pytest.fixture(scope="module", params=pdf.FORMATS, ids=lambda kind: kind or "-paper")
def made(request, tmp_path_factory, browser):
    """A PDF, opened by two libraries, and the words of its pages, without numbers."""
    file = tmp_path_factory.mktemp("pdf") / "book.pdf"
    pdf.write(browser, file, request.param, NAMES)
    with pikepdf.open(file) as raw, pypdfium2.PdfDocument(file) as opened:
        texts = [page.get_textpage() for page in opened]
        words = [" ".join(one.get_text_range().split()) for one in texts]
        words = [one.removeprefix(f"{k} ") for k, one in enumerate(words, 1)]
        yield SimpleNamespace(
            raw=raw, pages=list(opened), texts=texts, words=words,
            toc=list(opened.get_toc()), kind=request.param,
        )  # fmt: skip


def squeezed(words):
    """Without spaces; a hyphen at the end of a line is read as another sign."""
    return re.sub(r"\s", "", words).replace("\ufffe", "-")


def links(page):
    return [str(note.A.URI) for note in page.get("/Annots", ()) if "/A" in note]


def alive(name):
    page = (pdf.EPUB / f"{name}.xhtml").read_text()
    return {one for one in LIVE.findall(page)}


def test_all_pages_are_in_it_as_one_reads_them():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [one["file"] for part in toc["parts"] for one in part["chapters"]]
    assert in_order(pdf.EPUB) == [toc["root"], *files, "genindex"]


def test_it_says_what_it_is_and_has_its_size(made):
    width, height, *_ = pdf.FORMATS[made.kind]
    assert made.raw.docinfo["/Title"] == "Adam, put to the test"
    assert made.raw.docinfo["/Author"] == "The AdamEdu authors"
    for page in made.pages:
        assert page.get_size() == pytest.approx((width * MM, height * MM), abs=1)


def test_outline_and_contents_lead_to_the_page_of_each_title(made):
    tops = [one for one in made.toc if one.level == 0]
    assert [one.get_title() for one in tops] == TITLES
    for one in tops[2:]:
        number = one.get_dest().get_index() + 1
        assert re.search(rf"{one.get_title()}\W*{number}\b", made.words[1])
        assert one.get_title() in made.words[number - 1]
    titles = [one.get_title() for one in made.toc]
    assert "Seven lines, and you may break them" in titles


def test_each_line_of_code_is_there_and_nothing_leaves_the_paper(made):
    whole, count = squeezed("".join(made.words)), 0
    for name in NAMES[:2]:
        for cell in cells(ROOT / f"chapters/{name}.ipynb", "code"):
            if not {"hide-input", "remove-cell"} & {*cell["metadata"].get("tags", ())}:
                for line in text(cell).splitlines():
                    assert squeezed(line) in whole, line
                    count += 1
    assert count > 50
    width, _, _, side, _ = (mm * MM for mm in pdf.FORMATS[made.kind])
    for number, one in enumerate(made.texts, 1):
        for k in range(one.count_rects()):
            left, _, right, _ = one.get_rect(k)
            assert side - 3 < left < right < width - side + 3, f"page {number}"


def test_each_live_figure_has_a_link_and_on_paper_its_code(made):
    """A reader of QR codes reads the same address beside the link."""
    found = set()
    for raw, page in zip(made.raw.pages, made.pages, strict=True):
        addresses = {one for one in links(raw) if LIVE.fullmatch(one)}
        found |= addresses
        codes = zxingcpp.read_barcodes(page.render(scale=2).to_numpy())
        shown = {one.text for one in codes} - {SITE}
        assert shown == (set() if made.kind == "-phone" else addresses)
    assert found == alive(NAMES[0]) | alive(NAMES[1]) and len(found) > 2


def test_the_index_leads_to_where_a_term_is_used_and_explained(made):
    index = next(one for one in made.toc if one.get_title() == "Index").get_dest()
    words = " ".join(made.words[index.get_index() :])
    for term in ("warm-up", "noise floor", "half precision"):
        (numbers,) = re.findall(rf"{term}, (\d+), (\d+)", words)
        for number in numbers:
            assert squeezed(term) in squeezed(made.words[int(number) - 1])


def test_the_bibliography_is_there(made):
    assert "Adam: a method for stochastic optimization" in " ".join(made.words)
