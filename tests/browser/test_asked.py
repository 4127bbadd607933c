"""The page of questions that people ask: its shape, and the search that finds it."""

import json
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "chapters/asked.ipynb"
ASKED = re.compile(r"\(q-[a-z0-9-]+\)=\n## ")  # a question's label and heading
SEARCHED = {
    "fp16": "Which epsilon in fp16",
    "learning rate does not change": "My learning rate does not change",
    "gradient accumulation": "Is gradient accumulation",
    "EMA": "Should I keep an EMA",
    "AdamW vs Adam": "AdamW vs Adam",
    "loss spikes": "Why does the loss rise",
}


def test_each_question_has_two_sentences_an_experiment_and_other_words():
    cells = json.loads(PAGE.read_text())["cells"]
    places = [k for k, c in enumerate(cells) if ASKED.match("".join(c["source"]))]
    assert len(places) >= 20
    for start, stop in zip(places, [*places[1:], len(cells)], strict=True):
        first, *middle, last = ["".join(c["source"]) for c in cells[start:stop]]
        title, answer = ASKED.sub("", first).split("\n\n")
        assert len(re.findall(r"[.!?](?= |$)", answer)) == 2, title
        assert middle and all(
            c["cell_type"] == "code" for c in cells[start + 1 : stop - 1]
        )
        assert "{doc}`" in last or "{ref}`" in last
        assert "```{asked} " in last


@pytest.mark.parametrize("words, question", SEARCHED.items())
def test_the_search_leads_to_the_question(visit, words, question):
    page = visit("file").open("search.html?q=" + words.replace(" ", "+"))
    first = page.locator("#search-results li a").first
    first.wait_for()
    assert first.get_attribute("href").startswith("asked.html")
    place = first.get_attribute("href").partition("#")[2]
    page.goto(page.url.partition("search.html")[0] + "asked.html")
    section = page.locator("section", has=page.locator(f"#{place}")).last
    assert section.locator("h2").inner_text().startswith(question)
