"""The book's questions for learning platforms, against the notebooks they come from."""

import json
import zipfile
from xml.etree import ElementTree

import pytest

from adamedu.questions.predict import asked
from book import bank, moodle, qti
from tests.pages import BOOK
from tests.test_chapters import CHAPTERS

FOUND = [one for path in CHAPTERS for one in bank.questions(BOOK, path.stem)]
SPACE = {"q": qti.NAMESPACE}
GRADES = (0, 100, 50, 33.33333, 25, 20, 16.66667)  # what Moodle takes, of fewer than 7
HOSTILE = """<h1>A &amp; B/C</h1>
<div class="adamedu-predict"><p class="admonition-title">Predict: Is 1 &lt; 2?</p>
<p>Say <em>it</em> ]]&gt; &lt;script&gt;<img-x onload="x()">a</img-x>
<a href='x.html#"&gt;&lt;b' onclick="x()">b</a></p>
<ul><li><p>&lt;i&gt;</p></li><li><p>"&amp;amp;"</p></li></ul>
<script class="adamedu-question">{"name": "ask-it", "kind": "one", "right": [1],
"within": null}</script></div>
<div class="adamedu-answer"><p>Answer</p>
<ul><li><p><strong>x</strong> no &lt;/feedback&gt;</p></li>
<li><strong>y</strong> yes</li></ul>
</div>"""


def test_all_questions_but_lines_are_there_and_right():
    """As the notebooks' own cells, read without the built pages, have them."""
    expected = {}
    for path in CHAPTERS:
        cells = json.loads(path.read_text())["cells"]
        cells = [{**cell, "source": "".join(cell["source"])} for cell in cells]
        for one in asked(cells):
            if one["kind"] != "line":
                expected[one["name"]] = (
                    one["kind"], one["right"], one.get("values", []),
                    len(one["choices"]), one["within"],
                )  # fmt: skip
    found = {
        one.name: (one.kind, one.right, one.values, len(one.choices), one.within)
        for one in FOUND
    }
    assert found == expected and len(found) > 100


@pytest.fixture(scope="module")
def quiz():
    made = ElementTree.fromstring(moodle.quiz(FOUND))
    return [one for one in made if one.get("type") != "category"]


def test_moodle_can_grade_each(quiz):
    assert [one.findtext("idnumber") for one in quiz] == [one.name for one in FOUND]
    for one, question in zip(quiz, FOUND, strict=True):
        for name in ("name/text", "questiontext/text", "generalfeedback/text"):
            assert one.findtext(name).strip()
        shares = [float(answer.get("fraction")) for answer in one.findall("answer")]
        assert all(min(abs(abs(x) - g) for g in GRADES) < 1e-4 for x in shares)
        if question.kind == "order":
            places = [part.findtext("answer/text") for part in one.iter("subquestion")]
            assert [int(places[k]) for k in question.right] == list(
                range(1, len(places) + 1)
            )
            continue
        assert sum(x for x in shares if x > 0) == pytest.approx(100, abs=1e-3)
        assert [k for k, x in enumerate(shares) if x > 0] == question.right
        for answer in one.findall("answer"):
            assert answer.findtext("feedback/text").strip()
        if question.kind == "number":
            first = one.find("answer")
            within = float(first.findtext("tolerance")) / abs(question.values[0])
            assert within == pytest.approx(question.within, rel=1e-4)


def test_formulas_are_tex_in_moodle_and_mathml_in_qti(quiz):
    one = next(k for k, q in enumerate(FOUND) if q.name == "ask-kappa")
    assert r"from \(1/\kappa\) to one" in quiz[one].findtext("questiontext/text")
    math = "{http://www.w3.org/1998/Math/MathML}math"
    assert ElementTree.fromstring(qti.item(FOUND[one])).find(f".//{math}") is not None
    units = next(q for q in FOUND if q.name == "ask-units")
    assert bank.plain(units.asks) == r"Which of these are true of $\kappa$?"


@pytest.mark.parametrize("question", FOUND, ids=lambda one: one.name)
def test_each_item_holds_together(question):
    item = ElementTree.fromstring(qti.item(question))
    values = [v.text for v in item.findall(".//q:correctResponse/q:value", SPACE)]
    choices = [
        c.get("identifier") for c in item.iter(f"{{{qti.NAMESPACE}}}simpleChoice")
    ]
    told = {f.get("identifier") for f in item.iter(f"{{{qti.NAMESPACE}}}modalFeedback")}
    if question.kind == "number":
        assert [float(v) for v in values] == question.values[:1]
        assert len(told) == len(question.values)
    else:
        assert values == [choices[k] for k in question.right]
        assert told == ({"told"} if question.kind == "order" else set(choices))
    declared = {d.get("identifier") for d in item if d.tag.endswith("Declaration")}
    for used in item.iter():
        for name in ("responseIdentifier", "outcomeIdentifier"):
            assert used.get(name, "SCORE") in declared


def test_the_zip_lists_its_files(tmp_path):
    qti.write(FOUND[:3], tmp_path / "questions.zip")
    with zipfile.ZipFile(tmp_path / "questions.zip") as packed:
        listed = ElementTree.fromstring(packed.read("imsmanifest.xml"))
        names = [one.get("href") for one in listed.iter() if one.tag.endswith("}file")]
        assert sorted([*names, "imsmanifest.xml"]) == sorted(packed.namelist())
        assert len(names) == 3


def test_what_a_page_says_stays_text(tmp_path):
    (tmp_path / "page.html").write_text(HOSTILE)
    (question,) = bank.questions(tmp_path, "page")
    stem = moodle.words(question.stem)
    assert "<em>it</em> ]]&gt; &lt;script&gt;a" in stem
    assert "onload" not in stem and "onclick" not in stem and "<b" not in stem
    made = ElementTree.fromstring(moodle.quiz([question]))
    assert made.findtext("question/category/text").endswith("/A & B//C")
    answers = [one.findtext("text") for one in made.iter("answer")]
    assert answers == ["&lt;i&gt;", '"&amp;amp;"']
    item = ElementTree.fromstring(qti.item(question))
    choices = [
        "".join(c.itertext()) for c in item.iter(f"{{{qti.NAMESPACE}}}simpleChoice")
    ]
    assert choices == ["<i>", '"&amp;"']


def test_a_question_with_a_picture_is_refused():
    tag = bank.BeautifulSoup("<p><img src='x'/></p>", "html.parser")
    with pytest.raises(ValueError, match="a question with <img>"):
        moodle.words(tag.contents)
