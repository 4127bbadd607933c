"""What a class report tells: answers alike, its own words, histograms, mails."""

import re

import pytest

from course.grade import report, similar
from tests.course.test_teachers_day import result, run
from tests.course.toy_set import cell

COPY = """Memory buys speed along the flat direction, since old gradients add up there,
while on the steep one they cancel because the sign changes in each single step taken,
which allows a higher rate than plain descent could ever bear in such a ravine."""
CODE = """def my_sgd(theta, g, *, lr=1e-3):
    {0} = np.multiply(lr, np.asarray(g))
    {1} = np.subtract(np.asarray(theta), {0})
    {2} = np.nan_to_num({1}, nan=0.0)
    return ({2},)
"""


def test_answers_that_look_alike_are_a_hint():
    own = [cell("markdown", f"My {k} words about {'very ' * k}much") for k in range(9)]
    words = {f"s{k}": one for k, one in enumerate(own)}
    words |= {
        "ada": cell("markdown", COPY),
        "bob": cell("markdown", f"So: {COPY.upper()}"),
    }
    same = {f"s{k}": cell("code", "theta = theta - lr * g\n" * 9) for k in range(9)}
    code = same | {
        "ada": cell("code", CODE.format("step", "moved", "safe")),
        "bob": cell("code", f"# mine\n{CODE.format('a', 'b', 'c')}"),
    }
    found = similar.pairs({"why": words, "check_sgd": code})
    assert [one[1:] for one in found] == [
        ("but for the names", "check_sgd", "ada", "bob"),
        ("word for word", "why", "ada", "bob"),
    ]
    assert all(0.9 < one[0] <= 1 for one in found)
    few = {who: words[who] for who in ("ada", "bob", "s1")}
    assert similar.pairs({"why": few}) == []  # three are no class to compare with
    broken = {f"s{k}": cell("code", "def f(:\n'''" + "x" * k) for k in range(9)}
    assert similar.pairs({"check_sgd": broken}) == []


def test_the_report_tells_the_class_in_the_sets_words(tmp_path):
    class_ = [result("ada"), result("bob", adam=0.0), result("eve", why=3.0)]
    low = result("<b>dan", 0.0, 0.0, flags=["look <i>here"]) | {"status": "flagged"}
    again = result("gil", why=1.0, again=["why"])
    run(tmp_path, *class_, low, again)
    page = (tmp_path / "report.html").read_text()
    assert "Mean 5.4, median 7 of 10 points." in page  # 7, 2, 10, 0, 8
    assert "Mean 3 of 5; 3 of 5 have all points." in page  # Adam: 5, 0, 5, 0, 5
    assert "2 × The step goes uphill: theta must move against the gradient." in page
    assert 'aria-label="0: 2; 5: 3"' in page
    assert "why: 3 not graded yet" in page and "why: look again at gil" in page
    see = page[page.index("Whom to see") : page.index("Everybody")]
    listed = re.findall(r'href="feedback/[^"]*">([^<]*)<', see)
    assert listed == ["bob", "&lt;b&gt;dan", "gil"]
    assert "look &lt;i&gt;here" in see and "2 of 7 points" in see
    assert "<b>" not in page and "<i>" not in page and "<script" not in page


@pytest.mark.parametrize("values, most, told", [
    ([0, 5, 5], 5, "0: 1; 5: 2"), ([0.5, 2], 2, "0.5: 1; 2: 1"),
    ([0, 2, 3, 22], 22, "0–2: 2; 3–5: 1; 21–22: 1"),
    ([2.5, 3, 22.0], 22, "2.5–4.5: 2; 20–22: 1"),
])  # fmt: skip
def test_a_histogram_counts_everybody(values, most, told):
    assert f'aria-label="{told}"' in report.histogram(values, most)


def test_mails_are_plain_text(tmp_path):
    run(tmp_path, result("ada", adam=0.0), mails=True)
    text = (tmp_path / "mail/ada.txt").read_text()
    assert text.startswith("ps1: ada\n\n2 of 10 points so far.\n")
    assert "adam: 0 of 5\n  The step goes uphill.\n" in text and "<" not in text
