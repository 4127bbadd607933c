"""What students write runs nowhere in the teacher's browser, by any way in."""

import copy
import json
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.apps import NbGraderAPI

from course.grade import harmless
from course.grade.batch import grade_all
from course.grade.gradebook import Book
from course.serve.release import build, configuration
from tests.browser.conftest import jupyterlab
from tests.course.toy_set import answers, data, handed_out, solved

pytestmark = [
    pytest.mark.usefixtures("sandboxed"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
]

RUN = "document.title = window.PWNED = 'PWNED'"
IMG = f'<img src=x onerror="{RUN}">'
GET = "http://127.0.0.2:9"  # nobody listens; a request is seen all the same
WORDS = {
    "script": f"<script>{RUN}</script>",
    "script for MathJax": f"<script type=text/x-mathjax-config>{RUN}</script>",
    "image": IMG,
    "in upper case": f"<SCRIPT>{RUN}</SCRIPT><IMG SRC=x ONERROR=\"{RUN}\">",
    "split by a comment": f"<scr<!-- -->ipt>{RUN}</script><!--><script>{RUN}</script>",
    "in a code span": f"`a ` b` {IMG}",
    "after a fence": f"```\na\n```\n{IMG}\n\n~~~\n```\n~~~\n{IMG}",
    "in mathematics": f"${IMG}$ and $$ {IMG} $$ \\begin{{equation}}{IMG}"
                      "\\end{equation}",
    "svg": f'<svg><script>{RUN}</script><animate onbegin="{RUN}" attributeName=x />'
           f'</svg><svg onload="{RUN}">',
    "mathml": f'<math><mtext><table><mglyph><style><!--</style>{IMG}',
    "style": f"<style>@import url({GET}/style); body {{background: url({GET}/b)}}"
             f'</style><div style="background: url({GET}/div)">x</div>',
    "link to a style": f'<link rel=stylesheet href="{GET}/link">',
    "meta": f'<meta http-equiv=refresh content="0; url=data:text/html,{RUN}">',
    "base": f'<base href="{GET}/">',
    "frame": f"<iframe srcdoc=\"<script>parent.document.title='PWNED'</script>\">"
             f'</iframe><object data="{GET}/o"></object><embed src="{GET}/e">',
    "form": f'<form action="{GET}/form"><input autofocus onfocus="{RUN}"></form>',
    "details": f'<details open ontoggle="{RUN}">x</details>',
    "javascript:": f"[click](javascript:{RUN})",
    "javascript: in a reference": f"[click][a]\n\n[a]: javascript:{RUN}",
    "javascript: with entities": "[click](&#106;avascript:window.PWNED=1) "
                                 "[click](java&Tab;script:window.PWNED=1)",
    "javascript: with a backslash": "[click](javascript\\:window.PWNED=1)",
    "javascript: by itself": "<javascript:window.PWNED=1> <a href=javascript:1>click",
    "data:": f"[click](data:text/html,<script>opener.{RUN}</script>)",
    "remote image": f"![x]({GET}/image) ![x][i]\n\n[i]: {GET}/reference",
    "title of a link": f"[x](http://127.0.0.1:9 '\"{IMG}')",
    "alt of an image": f'!["><script>{RUN}</script>](x)',
    "href": "$\\href{javascript:window.PWNED=1}{click}$",
    "href after a new line": "$\\\\\\href{javascript:window.PWNED=1}{click}$",
    "other macros": f"$\\style{{background:url({GET}/tex)}}{{x}} \\class{{x}}{{y}}"
                    "\\cssId{main-table}{z} \\mmlToken{mi}"
                    '[href="javascript:window.PWNED=1"]{click} \\require{html}$',
    "a macro for it": "$\\let\\x=\\href \\x{javascript:window.PWNED=1}{click}$",
    "NUL": f"<\x00script>{RUN}</script><scr\x00ipt>{RUN}</script>",
    "half a tag": f"<img src=x onerror={RUN.replace(' ', '')} ",
    "table": f"|a|b|\n|-|-|\n|{IMG}|<td onmouseover={RUN}>|",
    "heading": f"# {IMG}\n\n{IMG}\n===",
    "underscore": "<%= window.PWNED = 1 %> {{ 7 * 7 }} {% raw %}",
}  # fmt: skip
LOUD = f'raise ValueError("""{IMG}""")\n'
NAME = f"a{IMG.replace('/', '')}.ipynb"


def loaded():
    """A notebook with an attack wherever a student of nbgrader's can write."""
    notebook = answers(why=WORDS["script"])
    evil = f'"><script>{RUN}</script>'
    notebook.metadata = nbformat.from_dict(
        {"title": f"</title><script>{RUN}</script>", "language_info": {"name": evil,
         "pygments_lexer": evil}, "widgets": {"application/vnd.jupyter.widget-state+"
         "json": {"state": {}, "x": f"</script><script>{RUN}</script>"}}}
    )  # fmt: skip
    for number, text in enumerate(WORDS.values()):
        notebook.cells.append(new_markdown_cell(text, id=f"own-{number}"))
    picture = {"a.svg": {"image/svg+xml": f"<svg onload='{RUN}'/>"}}
    raw = {"format": "text/html", "raw_mimetype": "text/html"}
    outputs = [
        new_output("display_data", data={kind: f"<script>{RUN}</script>{IMG}"})
        for kind in ("text/html", "image/svg+xml", "text/markdown", "text/latex")
    ]
    outputs += [
        new_output("display_data", data={"application/javascript": RUN}),
        new_output("display_data", data={"image/png": f'"><script>{RUN}</script>'}),
        new_output("stream", text=IMG),
        new_output("error", ename=IMG, evalue=IMG, traceback=[IMG]),
    ]
    notebook.cells += [
        new_markdown_cell("![x](attachment:a.svg)", id="own-a", attachments=picture),
        new_raw_cell(f"<script>{RUN}</script>", metadata=raw, id="own-b"),
        new_code_cell("1", id="own-c", outputs=outputs),
        new_code_cell("1", id="own-d", metadata={"tags": [evil]}),
    ]  # fmt: skip
    return notebook


class Tags(HTMLParser):
    """Collects what a page holds that could run, load or look different."""

    def __init__(self, html):
        super().__init__()
        self.bad = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.bad += [tag] * (tag not in harmless.TAGS)
        for name, value in attributes:
            value = (value or "").lower()
            if name.startswith("on") or name in ("style", "src", "srcdoc"):
                self.bad.append(name)
            if name == "href" and ":" in value and not value.startswith("http:"):
                self.bad.append(value)


@pytest.mark.parametrize("way", WORDS)
def test_words_hold_nothing_that_runs(way):
    """nbconvert, which lets all HTML through, finds none in them."""
    words = harmless.words(WORDS[way])
    assert Tags(HTMLExporter().markdown2html({}, words)).bad == []
    macros = r"\\(href|style|class|cssId|mmlToken|require)\b"
    assert not re.search(macros, words)


@pytest.mark.parametrize(
    "text",
    [
     "a < b, a <= b, 3<4, x & y, R&D!", "$\\frac{a}{b} < \\hat m_t$, `g**2 <0`",
     "**Because** of v: [here](https://arxiv.org/abs/1412.6980).\n\n- one\n- two",
     "| a | b |\n|---|---|\n| 1 | 2 |",
     "$\\begin{aligned} a &= b \\\\ \\end{aligned}$",
    ],
)  # fmt: skip
def test_honest_words_stay(text):
    assert harmless.words(text).replace("R& D", "R&D") == text


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course where everybody hands in attacks: through our grader (mallory, peggy and
    trent), through nbgrader's (oscar), and past both, into what is shown (walter).
    """
    folder = tmp_path_factory.mktemp("course")
    (folder / "sets").mkdir()
    (folder / "sets/ps1.ipynb").write_bytes(data(solved()))
    build(folder, folder / "sets")
    release = folder / "release/ps1/ps1.ipynb"
    mallory, peggy = answers(why=WORDS["script"]), answers(adam=LOUD)
    cells = [new_markdown_cell(text) for text in WORDS.values()]
    mallory.cells += cells
    for who, name, notebook in [
        ("mallory", "ps1.ipynb", mallory), ("peggy", "ps1.ipynb", peggy),
        ("trent", NAME, answers()),
    ]:  # fmt: skip
        (folder / "in" / who).mkdir(parents=True)
        (folder / "in" / who / name).write_bytes(data(notebook))
    out = folder / "grades/ps1"
    grade_all("ps1", folder / "in", release, out, course=folder, workers=1)
    shown = folder / "autograded/walter/ps1/ps1.ipynb"
    theirs = folder / "submitted/oscar/ps1/ps1.ipynb"
    walter = copy.deepcopy(handed_out())
    walter.cells += cells
    walter.cells[-1:] = loaded().cells[-4:-1]
    for path, notebook in [(shown, walter), (theirs, loaded())]:
        path.parent.mkdir(parents=True)
        path.write_bytes(data(notebook))
    api = NbGraderAPI(config=configuration(folder))
    done = api.autograde("ps1", "oscar")
    assert done["success"], done["log"]
    with Book(folder, "ps1", release.read_text()) as book:
        book.db.update_or_create_student("walter")
        book.db.update_or_create_submission("ps1", "walter")
    return folder


def test_nothing_runs_in_formgrader(browser, course):
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        who = ["mallory", "peggy", "trent", "oscar", "walter"]
        ids = {name: book.submitted(name).id for name in who}
    config = f"--config={course / 'jupyter_server_config.py'}"
    with jupyterlab(course, config) as lab:
        page = browser.new_context().new_page()
        asked, talked = [], []
        page.on("request", lambda one: asked.append(one.url))
        page.on("dialog", lambda one: talked.append(one.message))
        for name, number in ids.items():
            answer = page.goto(f"{lab}/formgrader/submissions/{number}/")
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            page.locator("input.score").nth(2).wait_for()
            page.get_by_text("PWNED").first.wait_for(state="attached")
            leads = page.evaluate("""[...document.links].map(one => one.protocol)""")
            assert set(leads) <= {"http:"}, name
            page.wait_for_timeout(500)
            assert page.evaluate("window.PWNED || null") is None, name
            assert page.title() == "ps1", name
        assert not [url for url in asked if url.startswith(GET)] and not talked
        page.goto(f"{lab}/formgrader/submissions/{ids['peggy']}/")
        page.get_by_text("onerror").first.wait_for()
        page.goto(f"{lab}/lab")
        page.get_by_text("Notebook", exact=True).first.wait_for()
        # what would get in is kept from leaving: no other host is asked
        page.evaluate(f"fetch('{GET}/leak').catch(() => window.kept = true)")
        page.wait_for_function("window.kept")
        assert not [url for url in asked if url.startswith(GET)]


def test_the_policy_alone_keeps_all_from_running(browser, course):
    """With nothing taken out of what is shown."""
    config = course / "nbgrader_config.py"
    before, off = config.read_text(), "get_config().HTMLExporter."
    config.write_text(f"{before}{off}sanitize_html = False\n{off}filters = {{}}\n")
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        number = book.submitted("walter").id
    settings = f"--config={course / 'jupyter_server_config.py'}"
    with jupyterlab(course, settings) as lab:
        page = browser.new_context().new_page()
        asked = []
        page.on("request", lambda one: asked.append(one))
        page.goto(f"{lab}/formgrader/submissions/{number}/")
        page.locator("input.score").nth(2).wait_for()
        there = "[onerror], [onload], script:not([nonce]):not([src]), [href^=java]"
        assert page.locator(there).count() > 20
        page.wait_for_timeout(500)
        for link in page.locator("[href^='javascript:']").all():
            link.dispatch_event("click")
        page.wait_for_timeout(500)
        assert page.evaluate("window.PWNED || null") is None
        assert page.title() == "ps1"
        away = [one.failure for one in asked if one.url.startswith(GET)]
        assert len(away) > 3 and set(away) == {"csp"}
    config.write_text(before)


def test_names_and_marks_of_cells_are_names():
    notebook = loaded()
    notebook.cells[0].id = notebook.cells[-1].id = f'"><script>{RUN}</script>'
    notebook.cells[0].metadata["nbgrader"] = {"grade_id": "><script>", "locked": True}
    notebook.cells[2].metadata["nbgrader"]["points"] = "<script>"
    harmless.clean(notebook)
    nbformat.validate(notebook)
    assert "<script>" not in str([cell.metadata for cell in notebook.cells])


def test_what_is_stored_runs_nowhere_else(course):
    """The same holds for the notebook itself, whatever shows it."""
    for name in ("mallory", "peggy", "trent", "oscar"):
        path = course / "autograded" / name / "ps1/ps1.ipynb"
        notebook = nbformat.read(path, as_version=4)
        html, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
        cells = [one for one in notebook.cells if one.cell_type != "code"]
        assert "<script" not in html and "<img" not in html and "<svg" not in html
        assert all("<script" not in cell.source for cell in cells)
        assert "<script" not in json.dumps(notebook.metadata)
