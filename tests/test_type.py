"""How the book sets texts, outputs and its list of pages."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from book.printed import rows
from book.signs import set_signs
from tests.pages import BOOK


@pytest.mark.parametrize(
    "text, set_",
    [
        ("from -0.5 to -.3", "from −0.5 to −.3"),
        ("[-1, 2], (-3)", "[−1, 2], (−3)"),
        ("GPT-2, 5-10, x[0]-1, 1e-9", "GPT-2, 5-10, x[0]-1, 1e-9"),
        ("95 % of it", "95\u00a0% of it"),
        ("1 ± 0.2, by Liu et al.", "1 ±\u00a00.2, by Liu et\u00a0al."),
    ],
)
def test_a_text_is_set_as_a_printer_would(text, set_):
    code = nodes.literal("", text)
    whole = nodes.paragraph("", "", nodes.strong("", text), code)
    set_signs(whole)
    assert [part.astext() for part in whole] == [set_, text]


def test_code_loses_what_only_its_formatter_reads():
    code = "a = [1]  # fmt: skip\nb = -1  # a number\n"
    whole = nodes.container("", nodes.literal_block(code, code, language="python"))
    set_signs(whole)
    (block,) = whole
    assert block.astext() == block.rawsource == "a = [1]\nb = -1  # a number\n"
    assert block["language"] == "python"


def test_rows_of_a_table_are_known_by_their_gaps():
    table = ["rule   steps  lr", "sgd       10  0.1", "adam     200  0.01"]
    words = ["no gap here", "one  gap", "lr 0.1: loss 0.2, lr 0.2: loss 0.3"]
    assert rows([words[0], *table, words[2]]) == [False, True, True, True, False]
    assert rows(["a rule  steps", *table[1:]]) == [True] * 3
    assert rows(words) == [False] * 3
    assert rows(table[:1]) == [False] and rows([]) == []


@pytest.mark.parametrize("name", ["index", "02_momentum", "exercises/ps1"])
def test_chapters_have_their_numbers_in_the_list_of_pages(name):
    page = BeautifulSoup((BOOK / f"{name}.html").read_text(), "html.parser")
    links = page.select(".bd-links a.reference.internal")
    numbers = [link.span.text for link in links if link.span]
    assert numbers == [f"{k:02}" for k in range(20)]
    assert "02 Momentum" in [link.text for link in links]
