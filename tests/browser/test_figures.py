"""Every live figure: each control changes the drawing, and the page is right."""

import json
import re

import pytest

from tests.browser.conftest import BOOK, PAINTED
from tests.browser.test_pages import LIVE

TOLERANCE = (
    1e-6  # relative to the largest number of a line; the last digits of ** differ
)
CENTRE = "(e) => e.scrollIntoView({block: 'center', behavior: 'instant'})"
INFINITY = float("inf")
NUMBER = re.compile(r"[-−+]?\d+(\.\d+)?(e[-+]?\d+)?")
STATE = """(figure) => ({
  source: figure.model.get("source"), text: figure.model.get("text"),
  call: figure.model.get("call"), args: figure.args,
  scene: JSON.stringify(figure.scene, (key, value) =>
    value instanceof Float64Array ? [...value].map(String)
    : typeof value === "number" ? String(value) : value)})"""


SETTLED = f"""async (figure) => {{
  const painted = {PAINTED};
  let before;
  do {{
    before = figure.dataset.drawn;
    do {{ await painted(); }}
    while (figure.ariaBusy !== "false" || figure.hasAttribute("data-old"));
  }} while (figure.dataset.drawn !== before);
}}"""
DRAWN = "([figure, before]) => Number(figure.dataset.drawn) > before"
WORDS = "([e, words]) => String(e.innerText.trim().split(/\\s+/)) == String(words)"


OPENED = """() => { for (const fold of document.querySelectorAll('.adamedu-fold'))
  fold.dispatchEvent(new Event('beforematch')); }"""


def figures(page):
    """All figures, those behind questions too, as a search in the page opens these."""
    page.evaluate(OPENED)
    return page.locator(".adamedu-live").all()


def drawn(figure):
    return int(figure.get_attribute("data-drawn"))


def settle(figure):
    """Wait until the figure has drawn all changes."""
    figure.evaluate(SETTLED)


def assert_as_in_cpython(figure):
    state = figure.evaluate(f"(element) => ({STATE})(element.figure)")
    space = {}
    exec(state["source"], space)
    exec(state["text"], space)
    args = json.loads(state["args"])
    assert_same(space[state["call"]](**args), json.loads(state["scene"]))


def assert_same(here, page):
    if isinstance(here, dict):
        for key in here:
            assert_same(here[key], page[key])
    elif isinstance(here, (list, tuple)) and here and all(map(is_number, here)):
        there = [float(v.replace("Infinity", "inf")) for v in page]
        near = TOLERANCE * max([abs(v) for v in here if abs(v) < INFINITY] or [1])
        assert len(here) == len(there)
        for one, other in zip(here, there):  # in this order: inf - inf is NaN
            both_nan = one != one and other != other
            assert one == other or both_nan or abs(one - other) <= near
    elif isinstance(here, (list, tuple)):
        assert len(here) == len(page)
        for one, other in zip(here, page):
            assert_same(one, other)
    elif isinstance(here, str):
        assert NUMBER.sub("#", here) == NUMBER.sub("#", page)
    elif isinstance(here, (bool, type(None))):
        assert here == page
    else:
        assert float(page) == pytest.approx(here, rel=TOLERANCE)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def box_of(figure):
    return figure.locator("xpath=ancestor::*[contains(@class, 'adamedu-interact')]")


def picture(figure):
    drawing = figure.locator(".adamedu-panels").inner_html()
    return drawing + figure.locator(".adamedu-message").inner_text()


def assert_changes(figure, act):
    before = picture(figure)
    act()
    settle(figure)
    assert picture(figure) != before
    assert_as_in_cpython(figure)


@pytest.mark.parametrize("name", LIVE)
def test_controls_by_keyboard_and_mouse(visit, name):
    page = visit("http")
    for figure in figures(page.open(name)):
        assert_as_in_cpython(figure)
        start = picture(figure)
        box = box_of(figure)
        for slider in box.locator(".noUi-handle").all():
            assert_changes(figure, lambda s=slider: nudge(s))
            assert_changes(figure, lambda s=slider: slide(s))
            assert slider.get_attribute("aria-label")
        for select in box.locator("select").all():
            choices = select.locator("option").all_inner_texts()
            for choice in choices[1:] + choices[:1]:
                assert_changes(figure, lambda s=select, c=choice: s.select_option(c))
        for tick in box.locator("input[type=checkbox]").all():
            assert_changes(figure, tick.click)
            assert_changes(figure, lambda t=tick: t.press("Space"))
        for handle in figure.locator(".adamedu-handle").all():
            assert_changes(figure, lambda h=handle: h.press("ArrowDown"))
            assert_changes(figure, lambda h=handle: drag(h, 30, -20))
        figure.get_by_role("button", name="Reset").click()
        for _ in range(100):  # a text that is put back is read after a pause
            settle(figure)
            if picture(figure) == start:
                break
        assert picture(figure) == start
    assert page.wrong == []


def nudge(slider):
    slider.focus()
    at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute(
        "aria-valuemax"
    )
    for _ in range(3):
        slider.press("ArrowLeft" if at_end else "ArrowRight")


def slide(slider):
    """Drag a slider's handle by two fifths of its track, to the longer side."""
    track = slider.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]")
    slider.evaluate(CENTRE)
    box, handle = track.bounding_box(), slider.bounding_box()
    way = 1 if handle["x"] < box["x"] + box["width"] / 2 else -1
    drag(slider, way * 0.4 * box["width"], 0)


def drag(handle, dx, dy):
    handle.evaluate(CENTRE)
    box = handle.bounding_box()
    mouse = handle.page.mouse
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=4)
    mouse.up()


@pytest.mark.parametrize("how", ["http", "file"])
def test_link_brings_the_settings_back(visit, how):
    first = visit(how)
    figure = figures(first.open("index.html"))[0]
    figure.locator(".adamedu-handle").press("ArrowDown")
    nudge(box_of(figure).locator(".noUi-handle").first)
    settle(figure)
    link = figure.evaluate("(element) => element.figure.link")
    figure.get_by_role("button", name="Copy link").click()
    figure.locator(".adamedu-note", has_text=link).wait_for()
    again = visit(how)
    there = figures(again.open(link.removeprefix(again.root + "/")))[0]
    settle(there)
    assert picture_of(there) == picture_of(figure)
    assert first.wrong + again.wrong == []


def picture_of(figure):
    return figure.evaluate("(e) => JSON.stringify(e.figure.scene.alt)")


def test_a_message_goes_on_as_code(visit):
    figure = figures(visit("file").open("12_schedules.html"))[0]
    text = figure.evaluate("(e) => e.figure.scene.text")
    code = figure.locator(".adamedu-message pre").inner_text()
    assert code.startswith("from torch.optim") and text.endswith("\n\n" + code)


IS_EXERCISE = "(e) => e.figure.model.get('rule').startsWith('my_')"
EDITED = r'"rule": "(?!IPY_MODEL)\w'  # not a control of that name
EDITABLE = [
    p
    for p in LIVE
    if re.search(EDITED, (BOOK / p).read_text())
    and not p.startswith("exercises/")  # of those, test_exercises.py edits some
]


@pytest.mark.parametrize(
    "how, name", [("file", "index.html"), *[("http", name) for name in EDITABLE]]
)
def test_editor(visit, how, name):
    page = visit(how).open(name)
    edited = [one for one in figures(page) if one.locator(".cm-content").count()]
    figure = next(one for one in edited if not one.evaluate(IS_EXERCISE))
    editor = figure.locator(".cm-content")
    message = figure.locator(".adamedu-message")
    original = figure.evaluate("(e) => e.figure.original.trimEnd()")
    lines = original.split("\n")
    at = next(k for k, line in enumerate(lines) if re.match(r"    \w+ =", line))
    name = lines[at].split()[0]

    def write(text):
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)

    def with_line(text):
        return "\n".join([*lines[:at], text, *lines[at + 1 :]])

    for wrong, words in [
        (f"    {name} = beta33 * g", "beta33"),
        (f"    {name} = lr * (g", "not valid Python"),
        (f"    {name} = lr / 0", "division by zero"),
    ]:
        write(with_line(wrong))
        message.get_by_text(words).or_(message.filter(has_text=words)).wait_for()
        found = int(re.match(r"Line (\d+)", message.inner_text())[1])
        assert found in (at + 1, at + 2)  # an open bracket shows on the next line
        assert figure.locator(".adamedu-wrong-line").count() == 1
    write("\n".join([*lines[:-1], "    return theta"]))
    message.filter(has_text=f"Line {len(lines)}").wait_for()
    drawings = drawn(figure)
    write(with_line(f"    g = 0.5 * g\n{lines[at]}"))
    figure.locator(".adamedu-error").wait_for(state="detached")
    page.wait_for_function(DRAWN, arg=[figure.element_handle(), drawings])
    assert_as_in_cpython(figure)
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_function(WORDS, arg=[editor.element_handle(), original.split()])
    settle(figure)
    assert_as_in_cpython(figure)


@pytest.mark.parametrize("how", ["http", "file"])
def test_an_endless_loop_is_stopped(visit, how):
    figure = figures(visit(how).open("index.html"))[0]
    text = figure.evaluate("(e) => e.figure.original")
    loop = text.replace("    return", "    while True: pass\n    return")
    figure.evaluate("(e, text) => e.figure.editor.setText(text)", loop)
    figure.locator(".adamedu-message").filter(has_text="endless loop").wait_for()
    before = drawn(figure)
    figure.get_by_role("button", name="Reset").click()
    settle(figure)
    assert drawn(figure) > before
    assert_as_in_cpython(figure)


def test_a_part_is_taken_out_of_the_rule_and_put_back(visit):
    page = visit().open("index.html")
    figure = figures(page)[0]
    settle(figure)
    whole, text = picture(figure), figure.locator(".cm-content").inner_text()
    for words in ("no root", "no correction", "no m"):
        button = figure.get_by_role("button", name=words)
        button.press("Enter")
        settle(figure)
        assert (
            picture(figure) != whole and button.get_attribute("aria-pressed") == "true"
        )
        assert_as_in_cpython(figure)
        button.press("Enter")
        for _ in range(100):  # a text is read after a pause
            settle(figure)
            if picture(figure) == whole:
                break
        assert picture(figure) == whole
        assert figure.locator(".cm-content").inner_text() == text
