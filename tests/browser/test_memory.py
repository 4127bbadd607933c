"""What a browser keeps of its reader: answers, place, drafts, ticks."""

import json

import pytest

from tests.browser.test_questions import (
    BLOCKED,
    CHAPTER,
    KEY,
    QUESTIONS,
    faults,
    go,
    memory,
    opened,
    right,
    say,
    wrong,
)


@pytest.mark.parametrize("damage", ["{", "[1]", '{"version": 1, "answers": 3}'])
def test_a_damaged_memory_costs_only_the_memory(visit, damage):
    here = visit()
    here.page.add_init_script(f"localStorage.setItem('{KEY}', {damage!r})")
    page = go(here)
    assert not opened(page, QUESTIONS[0])
    say(page, QUESTIONS[0], right(QUESTIONS[0]))
    assert opened(page, QUESTIONS[0]) and faults(here) == []


def test_a_blocked_storage_costs_only_the_memory(visit):
    here = visit()
    here.page.add_init_script(BLOCKED)
    page = go(here)
    for question in QUESTIONS[:4]:
        say(page, question, right(question))
        assert opened(page, question)
    assert [one for one in here.wrong if "adamedu" in one] == []


def test_answers_are_counted_exported_imported_forgotten(visit, tmp_path):
    here = visit()
    page = go(here)
    for k, question in enumerate(QUESTIONS[:4]):
        sure = page.locator(f"#{question['name']} select")
        sure.select_option("90" if k < 3 else "50")
        say(page, question, wrong(question) if k == 1 else right(question))
    page = go(here, "answers.html")
    rows = page.locator(".adamedu-answers tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["50 %", "1 of 1", "100 %"], ["90 %", "2 of 3", "67 %"],
    ]  # fmt: skip
    missed = page.locator(".adamedu-answers table ~ ul a")
    assert missed.count() == 1
    assert missed.get_attribute("href") == f"{CHAPTER}#{QUESTIONS[1]['name']}"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export").click()
    file = tmp_path / "kept.json"
    waiting.value.save_as(file)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget").click()
    page.get_by_text("You have answered 0 of").wait_for()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    bad = tmp_path / "bad.json"
    bad.write_text('{"version": 1, "answers": {"<img src=x onerror=alert(1)>": {}}}')
    page.get_by_label("Import a file").set_input_files(bad)
    page.get_by_text("This is not a file that this page has exported.").wait_for()
    page.get_by_label("Import a file").set_input_files(file)
    page.get_by_text("You have answered 4 of").wait_for()
    assert len(memory(page)["answers"]) == 4
    assert faults(here) == []


def test_the_place_and_a_text_are_there_after_a_while(visit):
    here = visit()
    page = here.open(CHAPTER)
    figure = page.locator(".adamedu-live").first
    text = "def sgd(theta, g, *, lr=1e-3):\n    return (theta - 0.5 * lr * g,)"
    drawn = int(figure.get_attribute("data-drawn"))
    figure.evaluate("(e, text) => e.figure.editor.setText(text)", text)
    page.wait_for_function(
        f"document.querySelector('.adamedu-live').dataset.drawn > {drawn}"
    )
    section = page.locator("#saddle-points")
    section.evaluate("(e) => e.scrollIntoView({behavior: 'instant'})")
    page = here.open("02_momentum.html")
    link = page.locator(".adamedu-place a")
    assert link.get_attribute("href").endswith(f"{CHAPTER}#saddle-points")
    page = here.open(CHAPTER)
    figure = page.locator(".adamedu-live").first
    assert figure.evaluate("(e) => e.figure.editor.text()") == text
    assert figure.get_by_text("your text from before").is_visible()
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        f"!JSON.parse(localStorage['{KEY}']).drafts['01_limits_of_sgd#descent-1']"
    )
    assert faults(here) == []


def test_a_page_whose_tasks_are_solved_has_a_tick(visit):
    here = visit()
    page = go(here, "index.html")
    kept = {"answers": {}, "drafts": {}, "place": None, "version": 1,
            "done": {"exercises/ps1": {"solved": ["a", "b"], "of": 2},
                     "exercises/ps2": {"solved": ["a"], "of": 2}}}  # fmt: skip
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, json.dumps(kept)])
    page = go(here, "exercises/ps2.html")
    ticked = page.locator(".bd-links a:has(.adamedu-tick)")
    assert ticked.all_inner_texts()[0].startswith("Problem set 1")
    assert ticked.count() == 1
