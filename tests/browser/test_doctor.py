"""The doctor in the page: a log is pasted or dropped, and nothing of it goes away."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from adamedu.doctor import diagnose, read, told

LOGS = Path(__file__).parents[1] / "logs"
ILL, HEALTHY = LOGS / "ill/resumed.csv", LOGS / "healthy/digits_adam.csv"
DROP = """(box, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "train.csv", {type: "text/csv"}));
  for (const kind of ["dragenter", "dragover", "drop"])
    box.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true,
                                           cancelable: true}));
}"""
PASTE = """(box, text) => {
  box.dispatchEvent(new ClipboardEvent("paste", {bubbles: true}));
  box.value = text;
}"""
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


class Doctor:
    """The page, its box, and what it says."""

    def __init__(self, visit, how="file", **options):
        self.visit = visit(how, **options)
        self.page = self.visit.open("doctor.html")
        self.asked = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.box = self.page.get_by_label("A log", exact=True)
        self.says = self.page.locator(".adamedu-message")

    def expect(self, words):
        expect(self.says).to_contain_text(words)

    def expect_as_in_python(self, path):
        for line in told(diagnose(read(path.read_text()))).split("\n"):
            self.expect(line)


@pytest.mark.parametrize("how", ["file", "http"])
def test_pasted_logs(visit, how):
    """An ill one and a healthy one: as Python says it, and with a link to more."""
    doctor = Doctor(visit, how)
    doctor.box.evaluate(PASTE, ILL.read_text())
    doctor.expect_as_in_python(ILL)
    link = doctor.says.get_by_role("link")
    assert link.get_attribute("href") == "#doctor-resumed"
    assert doctor.page.locator("#doctor-resumed h3").count() == 1
    assert doctor.page.locator(".adamedu-panel").count() == 3
    doctor.box.evaluate(PASTE, HEALTHY.read_text())
    doctor.expect_as_in_python(HEALTHY)
    assert doctor.visit.wrong == []
    assert [url for url in doctor.asked if not url.startswith(("blob:", "data:"))] == []


def test_files_are_dropped_or_chosen(visit):
    doctor = Doctor(visit)
    doctor.box.evaluate(DROP, (LOGS / "ill/periodic.csv").read_text())
    doctor.expect_as_in_python(LOGS / "ill/periodic.csv")
    doctor.page.get_by_label("a log, from a file").set_input_files(ILL)
    doctor.expect_as_in_python(ILL)
    assert doctor.box.input_value() == ILL.read_text()
    assert doctor.visit.wrong == []


def test_by_keyboard(visit):
    doctor = Doctor(visit, viewport={"width": 390, "height": 900})
    doctor.box.focus()
    doctor.page.keyboard.insert_text("step 1 loss 2.5")
    doctor.page.keyboard.press("Tab")
    doctor.expect("Cannot say. The log has 1 rows with a loss")
    assert doctor.page.evaluate("document.activeElement.type") == "file"
    doctor.page.get_by_role("button", name="Reset").click()
    doctor.expect("A jump, as after a resume")
    assert doctor.box.input_value() == ""


@pytest.mark.parametrize("text", [
    HOSTILE,
    f"step,loss\n1,{HOSTILE}",
    f"step,loss,{HOSTILE}loss\n1,2,3\n",
    f"{HOSTILE} loss 1\n" * 30,
])  # fmt: skip
def test_a_hostile_log_is_text(visit, text):
    doctor = Doctor(visit)
    doctor.page.on("dialog", lambda dialog: doctor.visit.wrong.append(dialog.message))
    before = doctor.says.inner_text()
    doctor.box.evaluate(PASTE, text)
    expect(doctor.says).not_to_have_text(before)
    doctor.page.wait_for_function(
        "document.querySelector('.adamedu-live').ariaBusy === 'false'"
    )
    assert doctor.page.locator(".adamedu-live").locator("img, script").count() == 0
    assert doctor.visit.wrong == []


def test_a_log_is_in_no_link(visit):
    doctor = Doctor(visit)
    doctor.box.evaluate(PASTE, "secret loss 1\n" * 30)
    doctor.expect("Cannot say")
    doctor.page.get_by_role("button", name="Copy link").click()
    link = doctor.page.locator("figure").get_by_role("link", name="Report an error")
    link.focus()
    assert "secret" not in doctor.page.locator("figure .adamedu-note").inner_text()
    assert "secret" not in link.get_attribute("href")


def test_a_log_that_is_too_long_is_refused(visit):
    doctor = Doctor(visit)
    doctor.box.evaluate(DROP, "loss 1\n" * 720_000)
    doctor.expect("text has more than 5,000,000 characters")


def test_how_often_it_was_wrong_is_counted_by_the_build(visit):
    page = Doctor(visit).page
    words = page.locator("#how-often-it-was-wrong").inner_text()
    assert "Of 24 healthy logs it called 0 ill. Of 12 ill ones it named 8" in words


def test_without_scripts_the_page_says_what_to_do(visit):
    here = visit("file", java_script_enabled=False)
    here.page.goto(f"{here.root}/doctor.html")
    expect(here.page.get_by_text("from adamedu.doctor import")).to_be_visible()
    assert here.page.locator("img.adamedu-still").count() > 0
