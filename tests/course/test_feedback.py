"""What a student reads: in the set's words, each cause once, nothing that runs."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from course.grade.batch import grade_all
from course.grade.feedback import feedback, mail
from course.grade.files import file_name
from course.grade.intake import mark
from course.grade.markup import markdown
from course.grade.outline import outline
from course.grade.places import Places
from tests.course.test_teachers_day import result
from tests.course.toy_set import answers, cell, data, handed_out, solved, with_cell

HOSTILE = [
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"></svg>",
    "[x](javascript:document.title='owned')", "![x](http://127.0.0.1:9/x.png)",
    "<style>body{display:none}</style>", "</pre></blockquote><iframe src=x></iframe>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9'>",
    "$\\href{javascript:alert(1)}{x}$", "$\\includegraphics{http://127.0.0.1:9/x}$",
    "$\\htmlStyle{display:none}{x}$", "$</math><script>alert(1)</script>$",
    "$$\\text{<img src=x onerror=alert(1)>}$$", "<a href='data:text/html,x'>x</a>",
    "`<script>alert(1)</script>`", "&lt;script&gt;alert(1)&lt;/script&gt;",
]  # fmt: skip
MARKUP = {
    "html", "meta", "title", "style", "h1", "h2", "p", "div", "table", "tr", "th", "td",
    "a", "ul", "li", "pre", "blockquote", "code", "span", "em", "strong", "ol",
}  # fmt: skip
MATHML = {
    "math", "semantics", "annotation", "mrow", "mi", "mo", "mn", "mfrac", "msub",
    "msup", "msubsup", "msqrt", "mtext", "mstyle", "mspace", "mover",
}  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page, and every attribute."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


def harmless(page):
    """Whether a page holds our tags only, and leads nowhere but into itself."""
    found = Tags(page)
    strange = found.tags - MARKUP - MATHML
    known = {"lang", "charset", "name", "content", "http-equiv", "class", "id", "href"}
    known |= {"xmlns", "encoding", "display", "mathvariant", "stretchy", "style"}
    known |= {"mathcolor"}
    assert not strange, strange
    assert not (found.attributes - known), found.attributes - known
    assert all(link.startswith("#") for link in found.links), found.links
    assert page.count("<meta http-equiv") == 1 and "style=" not in page
    return True


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_student_writes_runs(text):
    notebook = answers(sgd=text, why=text)
    one = result(f"ada {text}", flags=[f"cell extra-1: {text}"], notes=[text])
    one["tasks"]["check_sgd"]["words"] = text
    one["tasks"]["check_adam"]["comment"] = text
    page = feedback(one, notebook, outline(handed_out()))
    assert harmless(page)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page


@pytest.mark.parametrize("tex", [
    "\\def\\a{\\a\\a}\\a", "\\frac", "x" * 3000, "{" * 1900,
    "\\rule{9999em}{9999em}" * 50,
    "\\def\\a#1{#1#1}\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{x}}}}}}}}}}}",
])  # fmt: skip
def test_a_formula_that_is_none_is_shown_as_typed(tex):
    made = markdown(f"See ${tex}$ and $y^2$.")
    assert "<msup>" in made and len(made) < 60_000  # the next one is set
    if "rule" not in tex:
        assert "<code>$" in made
    assert not re.search(r'"[\d.]{4,}em"', made)


def test_formulas_are_mathml():
    made = markdown(
        "So $v_t$ grows:\n\n$$\\frac{1}{1-\\beta_2}$$\n\nIt costs $5 or $6."
    )
    assert "<msub><mi>v</mi><mi>t</mi></msub>" in made
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in made
    assert "<mfrac>" in made and "costs $5 or $6" in made and "<script" not in made


def titled():
    """The toy set with headings as the book's sets have them."""
    notebook = handed_out().copy()
    heads = {2: "## Task 1. Descent (2 points)\n\nDo it.", 4: "## Task 2. Adam (5 + 3 "
             "points)"}  # fmt: skip
    cells = []
    for number, one in enumerate(notebook.cells):
        if number in heads:
            cells.append(cell("markdown", heads[number]))
            cells[-1].id = f"head-{number}"
        cells.append(one)
    notebook.cells = cells
    return notebook


def test_tasks_have_their_titles():
    items = outline(titled())
    assert [(one.name, one.title, one.answer) for one in items.values()] == [
        ("sgd", "Task 1. Descent", "sgd"), ("adam", "Task 2. Adam", "adam"),
        ("why", "Task 2. Adam, in words", "why"),
    ]  # fmt: skip
    page = feedback(result(), answers(), items)
    assert '<h2 id="check_adam">Task 2. Adam</h2>' in page
    assert "check_adam<" not in page


def test_not_graded_yet_is_not_zero():
    items = outline(titled())
    page = feedback(result(), answers(why="Hm."), items)
    assert "7 of 10 points so far." in page and "A person will read it." in page
    assert "Not graded yet, and worth 3 points: Task 2. Adam, in words." in page
    blank = answers(why="")
    blank.metadata["blank"] = ["why"]
    assert "There is no answer." in feedback(result(), blank, items)
    done = result(why=2.0)
    done["tasks"]["why"] |= {"by_hand": True, "comment": "See $\\beta_2$ & more."}
    page = feedback(done, answers(), items)
    assert "9 of 10 points." in page and "Graded by hand." in page
    assert "<msub>" in page and "&amp; more" in page
    again = feedback(done | {"again": ["why"]}, answers(), items)
    assert "Given for an earlier answer; a person will look at the new one." in again
    assert "See $\\beta_2$ & more." in mail(done, answers(), items)


def test_a_cause_is_told_once_where_it_happened():
    """Labels and numbers of the grader's become the student's own words."""
    notebook = titled()
    own = cell("code", "undefined_thing")
    own.id = "extra-4"
    notebook.cells.insert(4, own)  # between the answer to task 1 and its check
    one = result(sgd=0.0, adam=0.0)
    one["tasks"]["check_adam"]["words"] = "my_adam is not defined"
    one["flags"] = ["adam: SyntaxError: invalid (<cell 5>, line 3) (cell 5, line 3)"]
    one["notes"] = [
        "cell extra-4: NameError: x is not defined (cell 2, line 7)",
        "cell cell-1: TypeError: no (cell 1, line 5)",
        "cell extra-4 was left out: it did not end within 20 s",
    ]
    ran = Places(notebook, outline(titled())).numbered
    assert ran[:3] == ["cell cell-1", "sgd", "cell extra-4"] and ran[4] == "adam"
    page = feedback(one, notebook, outline(titled()))
    assert page.count("SyntaxError") == 1 and "my_adam is not defined" not in page
    assert "This cell stopped: SyntaxError: invalid (line 3)" in page
    assert "Your own cell 5: NameError: x is not defined (line 7 of your ans" in page
    assert "Your own cell 5 was left out" in page
    assert "cell below the set&#x27;s title: TypeError: no (line 5)" in page
    assert "extra-4" not in page and "cell-1" not in page


@pytest.mark.parametrize(("flag", "told"), [
    ("adam is not in the notebook", "Your answer to Task 2. Adam is not in the noteb"),
    ("adam is in the cell of another task", "Adam is in the cell of another task"),
    ("why is in another cell: known by its place",
     "Your answer to Task 2. Adam, in words is in another cell: known by its place"),
    ("sgd has lost its mark: known by its content", "Task 1. Descent has lost its mar"),
    ("sgd is there 2 times: graded the last", "Task 1. Descent is there 2 times: grad"),
    ("sgd_numbers is not in the notebook", "Your own code for Task 1. Descent is not"),
    ("removed, and put back: check_sgd, check_adam",
     "Removed, and put back: the check of Task 1. Descent; the check of Task 2. Adam"),
    ("changed, and put back: given", "put back: the handed-out cell below Task 1. De"),
])  # fmt: skip
def test_what_was_done_to_cells_is_told_without_ids(flag, told):
    notebook, items = titled(), outline(titled())
    notebook.cells[3:3] = [cell("code", "", "sgd_numbers", solution=True),
                           cell("code", "", "given")]  # fmt: skip
    one, ids = result(flags=[flag]), r"\b(sgd|adam|why|check_\w+|given|sgd_numbers)\b"
    for text in (feedback(one, notebook, items), mail(one, notebook, items)):
        assert told in text
        [line] = [x for x in re.split(r"[\n<>]", text) if told in x]
        assert not re.search(ids, line)


def test_the_same_long_sentence_is_said_once():
    words = "the notebook could not be run: " + "all the time was used up " * 4
    one = result()
    for mark_ in one["tasks"].values():
        mark_ |= {"points": 0.0, "right": False, "words": words}
    page = feedback(one, answers(), outline(titled()))
    assert page.count("all the time was used up") == 4
    assert page.count("The same as in Task 1. Descent.") == 2


def watched(page):
    """What the page does, as it does it: dialogs, messages, requests."""
    happened = []

    def dismiss(dialog):
        happened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: happened.append(message.text))
    page.on("request", lambda asked: happened.append(asked.url))
    return happened


@pytest.mark.usefixtures("sandboxed")
def test_a_students_page_in_a_browser(browser, tmp_path):
    """Graded by the real grader, opened wide and on a phone, light and dark."""
    (tmp_path / "release.ipynb").write_bytes(data(handed_out()))
    (tmp_path / "in").mkdir()
    wild = "\n\n".join(HOSTILE)
    bad = with_cell(
        f"raise ValueError({wild!r})", why=f"{wild}\n\n$$v_t + {'x' * 200}$$"
    )
    name = "<img src=x onerror=alert(1)>"
    (tmp_path / f"in/{name}.ipynb").write_bytes(data(bad))
    (tmp_path / "in/bob.ipynb").write_bytes(data(answers(sgd="syntax error" * 40)))
    grade_all("ps1", tmp_path / "in", tmp_path / "release.ipynb", tmp_path / "out",
              workers=1)  # fmt: skip
    pages = ["report.html", f"feedback/{file_name(name)}.html", "feedback/bob.html"]
    for width, scheme in ((1280, "light"), (390, "dark")):
        size = {"width": width, "height": 800}
        page = browser.new_page(viewport=size, color_scheme=scheme)
        happened = watched(page)
        for one in pages:
            page.goto(f"file://{quote(str(tmp_path / 'out' / one))}")
            assert page.title() != "owned"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("script, iframe, img, object, form").count() == 0
            assert page.locator("h1").is_visible()
        assert len(happened) == len(pages), happened  # the pages, and nothing else
        page.close()


@pytest.mark.usefixtures("sandboxed")
def test_a_set_of_ones_own_is_one_file(tmp_path):
    """A solved notebook of any name: tasks of the book with its own points, words."""
    from course.serve.release import build

    (tmp_path / "sets").mkdir()
    quiz = solved()
    for one in quiz.cells:
        if mark(one, "grade_id") == "check_adam":
            one.metadata["nbgrader"]["points"] = 8
    (tmp_path / "sets/quiz.ipynb").write_bytes(data(quiz))
    course = tmp_path / "course"
    assert build(course, tmp_path / "sets") == ["quiz"]
    released = course / "release/quiz/quiz.ipynb"
    made = released.read_bytes()
    assert b"SOLUTION" not in made
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_bytes(data(answers()))
    [ada] = grade_all("quiz", tmp_path / "in", released, tmp_path / "out", workers=1)
    assert (ada["score"], ada["max"]) == (10, 13)
    # what a teacher has edited in the course stays, and is what students get
    source = course / "source/quiz/quiz.ipynb"
    text = source.read_text("utf-8").replace("Problem set 1", "My quiz")
    source.write_text(text, encoding="utf-8")
    build(course, tmp_path / "sets")
    assert source.read_text("utf-8") == text and "My quiz" in released.read_text(
        "utf-8"
    )
    mine = released.read_text("utf-8").replace("My quiz", "Our quiz")
    released.write_text(mine, encoding="utf-8")
    source.write_text(text.replace("My quiz", "Another"), encoding="utf-8")
    build(course, tmp_path / "sets")
    assert released.read_text("utf-8") == mine and json.loads(mine)
