"""The teacher's and the student's buttons in JupyterLab: Formgrader and Validate."""

import pytest
from playwright.sync_api import expect

from course.grade.batch import grade_all
from course.grade.gradebook import Book
from course.serve.release import build
from tests.browser.conftest import jupyterlab
from tests.course.toy_set import ADAM, WRONG, answers, data, handed_out, solved

pytestmark = pytest.mark.usefixtures("sandboxed")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with two graded submissions, and a set that a student works on."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "sets").mkdir()
    (folder / "sets/ps1.ipynb").write_bytes(data(solved()))
    build(folder, folder / "sets")
    (folder / "in").mkdir()
    for name, adam in {"ada": ADAM, "bob": WRONG}.items():
        notebook = answers(adam=adam, why="Because of v.")
        (folder / f"in/{name}.ipynb").write_bytes(data(notebook))
    release = folder / "release/ps1/ps1.ipynb"
    grade_all(
        "ps1", folder / "in", release, folder / "grades/ps1", course=folder, workers=1
    )
    (folder / "work.ipynb").write_bytes(data(handed_out()))
    return folder


@pytest.fixture(scope="module")
def lab(course):
    """The address of a JupyterLab in the course, started as the book says."""
    with jupyterlab(course, f"--config={course / 'jupyter_server_config.py'}") as url:
        yield url


def test_points_are_given_by_hand_in_formgrader(browser, lab, course):
    page, said = browser.new_context().new_page(), []
    page.on("console", lambda one: said.append(one.text))
    page.goto(f"{lab}/formgrader/gradebook/ps1/ps1")
    page.locator("#main-table tr", has_text="2 / 10").wait_for()
    assert page.locator("#main-table tr").count() == 2
    with Book(course, "ps1", data(handed_out()).decode()) as book:
        submission = book.submitted("bob").id
    page.goto(f"{lab}/formgrader/submissions/{submission}/")
    page.get_by_text("power").first.wait_for()
    scores = page.locator("input.score")
    expect(scores.nth(0)).to_have_attribute("placeholder", "2")
    expect(scores.nth(1)).to_have_attribute("placeholder", "0")
    assert scores.nth(2).get_attribute("placeholder") is None
    scores.nth(2).fill("2.5")
    with page.expect_response(lambda one: one.request.method == "PUT"):
        scores.nth(2).press("Tab")
    page.locator("textarea.comment").last.fill("Well said.")
    with page.expect_response(lambda one: one.request.method == "PUT"):
        page.keyboard.press("Tab")
    expect(page.locator("a.name-shown")).to_be_hidden()
    page.locator(".glyphicon-eye-open").click()
    expect(page.locator("a.name-shown")).to_be_visible()
    page.reload()
    expect(page.locator("textarea.comment").last).to_have_value("Well said.")
    expect(page.locator("input.score").nth(2)).to_have_value("2.5")
    page.goto(f"{lab}/formgrader/manage_students")
    page.locator("#main-table tr", has_text="bob").wait_for()
    page.get_by_text("Add new student...").click()
    page.locator(".modal-dialog").wait_for()
    assert not [text for text in said if "Content Security Policy" in text]
    release = course / "release/ps1/ps1.ipynb"
    grade_all(
        "ps1", course / "in", release, course / "grades/ps1", course=course, workers=1
    )
    table = (course / "grades/ps1/grades.csv").read_text()
    assert "bob,graded,4.5,10.0,2.0,0.0,2.5,," in table
    page.context.close()


def test_validate_says_which_answer_is_missing(browser, lab):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{lab}/lab/tree/work.ipynb?reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for()
    dialog.get_by_text("did not provide a response").wait_for()
    for name in ("my_sgd", "my_adam", "AssertionError"):
        assert name in dialog.inner_text()
    page.context.close()
