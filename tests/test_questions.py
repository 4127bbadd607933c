"""Questions of a small book: the right answer is what the cell between prints."""

import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import reads
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from adamedu.questions import condition
from adamedu.questions.predict import asked, read
from tests.asking import (
    BAD,
    COUNTS,
    GOOD,
    notebook,
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """book(name) gives the page of that name, and what the build said of it."""
    folder = tmp_path_factory.mktemp("book")
    pages = {**GOOD, **{f"bad-{k}": change for k, (change, _) in enumerate(BAD)}}
    for name, cells in pages.items():
        (folder / f"{name}.ipynb").write_text(notebook(**cells))
    names = "\n".join(pages)
    (folder / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{names}\n```\n")
    settings = {"extensions": ["myst_nb", "book.questions"], "html_theme": "basic",
                "nb_execution_mode": "off"}  # fmt: skip
    with open(folder / "said", "w") as said, docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings,
               status=None, warning=said).build()  # fmt: skip
    said = (folder / "said").read_text()

    def page(name):
        html = (folder / f"out/{name}.html").read_text()
        about = [line for line in said.splitlines() if f"/{name}.ipynb" in line]
        return BeautifulSoup(html, "html.parser"), "\n".join(about)

    return page


def data(page):
    (script,) = page.select(".adamedu-predict > script.adamedu-question")
    return json.loads(script.string)


@pytest.mark.parametrize(
    ("pattern", "line", "number"),
    [
        ("sgd {x}", "sgd   -1,234.5e-2, adam 3", -12.345),
        ("fp32: {x}", "fp32: −2.", -2),
        ("sgd ... {x}", "sgd in fp32 ends at 7", 7),
        ("[{first} ... {x}]", "[600 597 260  31]", 31),
        ("adam [... {x}]", "sgd [1, 2]; adam [3.0, 40.0]; lion [5]", 40),
        ("a + b (c): {x}", "a + b (c): 1e+06", 1e6),
        ("lr ...: {x}", "lr 0.032: 0.360 [0.333, 0.397]", 0.36),
    ],
)
def test_what_a_pattern_reads(pattern, line, number):
    assert read([pattern], ["another line", line])["x"] == number


@pytest.mark.parametrize("name", GOOD)
def test_what_fits_is_not_complained_of(book, name):
    assert book(name)[1] == ""


@pytest.mark.parametrize(("k", "right"), list(enumerate(COUNTS.values())))
def test_the_answer_moves_with_the_number(book, k, right):
    page, _ = book(f"count-{k}")
    assert (data(page)["kind"], data(page)["right"]) == ("one", [right])
    marked = ["(right)" in item.strong.text for item in page.select(".note li")]
    assert marked == [place == right for place in range(3)]


def test_what_follows_is_folded_to_the_end_of_the_section(book):
    page = book("plain")[0]
    (fold,) = page.select(".adamedu-predict + .adamedu-fold")
    assert "run()" in fold.text and "1,584" in fold.text and "Told." in fold.text
    assert fold.select_one(".adamedu-answer") and "After." in fold.text
    assert "Another section." in page.text and "Another section." not in fold.text


def test_words_are_escaped_and_conditions_are_not_shown(book):
    page, _ = book("plain")
    assert page.select(".admonition b") == []
    assert "Is 1 <2 & 3?" in page.select_one(".adamedu-predict").text
    assert [item.text for item in page.select(".adamedu-answer li")] == [
        "few. why few", "some. why some", "4 <b & 5 (right). why 4 <b & 5",
    ]  # fmt: skip
    assert page.select(".adamedu-answer code") == []


def test_several_may_hold(book):
    assert data(book("several")[0])["right"] == [0, 2]


def test_an_order_is_that_of_the_numbers(book):
    page, _ = book("order")
    assert data(page)["right"] == [1, 2, 0]
    words = [item.text[-1] for item in page.select(".adamedu-answer ol li")]
    assert words == ["b", "c", "a"]


def test_a_number_and_known_mistakes(book):
    page, _ = book("number")
    found = data(page)
    assert (found["kind"], found["within"]) == ("number", 0.2)
    assert found["values"] == [1584 / 40, 40]
    first = page.select_one(".adamedu-answer li").text
    assert first.startswith("39.6 (right). right so")


def test_a_line_has_heights_and_conditions_of_mistakes(book):
    page, _ = book("line")
    found = data(page)
    assert (found["kind"], found["right"]) == ("line", [1584, 40, 792])
    assert found["line"] == {"x": ["1", "10", "end"], "xlabel": "step", "low": 0,
                             "high": 2000, "ylabel": "steps"}  # fmt: skip
    (mistake,) = found["mistakes"]
    for said, wrong in [([0, 0, 1001], True), ([700, 791, 5], True),
                        ([700, 793, 5], False), (found["right"], False)]:  # fmt: skip
        assert condition.value(mistake, said) is wrong
    words = [item.text for item in page.select(".adamedu-answer li")]
    assert words == ["1,580, 40, 792 (right). up and down", "not so"]


def test_a_figure_before_it_waits_and_tells(book):
    page, _ = book("figure")
    asked = page.select_one("figure#fig-it.adamedu-asked.of-ask-it")
    assert asked and not asked.find_parent(class_="adamedu-fold")
    assert data(page)["figure"] == "fig-it" and data(page)["right"] == [2]
    assert "figure" not in data(book("plain")[0])
    assert not book("plain")[0].select(".adamedu-asked")


def test_another_text_is_another_question(book):
    assert data(book("plain")[0])["of"] != data(book("other")[0])["of"]
    assert data(book("plain")[0])["of"] == data(book("count-0")[0])["of"]


def test_a_question_in_a_question(book):
    """The second is asked when the first is answered."""
    (outer,) = book("nested")[0].select("#ask-it + .adamedu-fold")
    assert outer.select("#ask-inner + .adamedu-fold")


@pytest.mark.parametrize(("k", "words"), list(enumerate(words for _, words in BAD)))
def test_what_does_not_fit_is_named(book, k, words):
    assert words in book(f"bad-{k}")[1]


def in_lab(cells):
    """What JupyterLab's kernel makes of the notebook: {name: question}."""
    return {one["name"]: one for one in asked(reads(notebook(**cells), 4).cells)}


@pytest.mark.parametrize("name", GOOD)
def test_jupyterlab_asks_as_the_book_does(book, name):
    page, _ = book(name)
    found = in_lab(GOOD[name])
    for script in page.select("script.adamedu-question"):
        data = json.loads(script.string)
        one = found[data["name"]]
        both = {"kind", "right", "values", "within"} & set(data)
        assert {key: one[key] for key in both} == {key: data[key] for key in both}
        items = page.select(f"#{data['name']} + .adamedu-fold > .adamedu-answer li")
        assert len(items) == len(one["sentences"])
        for item, sentence in zip(items, one["sentences"]):
            assert item.text.endswith(sentence.replace("**", "").replace("*", ""))


@pytest.mark.parametrize(("k", "words"), list(enumerate(words for _, words in BAD)))
def test_jupyterlab_says_what_does_not_fit_or_leaves_the_text(k, words):
    found = in_lab(BAD[k][0])
    if found:
        said = found["ask-it"].get("lacks", "")
        assert said in f"ask-it: {words}" or words in said or "heading" in words


ASKED = "```{predict} Which?\n:name: ask-it\n\n- a\n- b\n```"
TOLD = "```{answer} ask-it\n`is {n}`\n\n- `n == 1`: a\n- `n > 1`: b\n```"
FENCED = "```python\n# no heading\n```\n#hash\n"


@pytest.mark.parametrize("texts, end", [
    ([ASKED, TOLD], 2), ([ASKED, TOLD, FENCED, "b"], 4),
    ([ASKED, TOLD, FENCED, "## Next"], 3), ([ASKED, TOLD + "\n\n### Next", "b"], 1),
    (["# Title\n\n" + ASKED, "## No section\n\n" + TOLD, "b", "c\n# Next"], 3),
])  # fmt: skip
def test_a_section_ends_at_a_heading(texts, end):
    cells = [{"cell_type": "markdown", "source": text} for text in texts]
    (found,) = asked(cells)
    assert found["cells"] == [0, 1, end]


CHAPTERS = sorted(Path(__file__).parents[1].glob("chapters/*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_each_question_of_a_chapter_can_be_asked_in_jupyterlab(path):
    cells = nbformat.read(path, 4).cells
    found = asked(cells)
    assert [one for one in found if "lacks" in one] == []
    assert len(found) == sum(cell["source"].count("```{predict}") for cell in cells)
