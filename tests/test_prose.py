"""Numbers in prose are printed by their section, so that a re-run guards them."""

import json

import pytest

from tests.prose import Section, mutants, numbers, sections, tell, vouched
from tests.test_chapters import CHAPTERS, each_chapter


@each_chapter
def test_numbers_in_prose_are_printed_by_their_section(path):
    for section in sections(path):
        for told in numbers(section):
            assert vouched(told, section), (
                f"No line that section {section.title!r} prints has {told.number} "
                f"beside a word or number of: {' '.join(told.sentence.split())}"
            )


def test_a_changed_last_digit_is_noticed():
    """Of all numbers and all nine other digits, at most 5 % pass."""
    passing = tried = 0
    for path in CHAPTERS:
        for section in sections(path):
            for told in numbers(section):
                found = [vouched(mutant, section) for mutant in mutants(told)]
                passing, tried = passing + sum(found) / len(found), tried + 1
    assert tried > 1000
    assert passing / tried <= 0.05


def notebook(path, *cells):
    """A notebook of cells: prose, or a pair of code and what it prints."""
    made = []
    for cell in cells:
        source, *printed = [cell] if isinstance(cell, str) else cell
        made.append({"cell_type": "code" if printed else "markdown"})
        made[-1] |= {"source": [source], "outputs": [{"text": t} for t in printed]}
    path.write_text(json.dumps({"cells": made}))
    return [
        [(told.number, vouched(told, section)) for told in numbers(section)]
        for section in sections(path)
    ]


RUN = ("run(steps=500, lr=0.1)\n", "sgd  loss 0.446 [0.332, 0.595]\nadam loss 1,584\n")


@pytest.mark.parametrize(
    ("prose", "holds"),
    [
        ("SGD ends at 0.446.", True),
        ("SGD ends at 0.447.", False),
        ("SGD ends at 0.44.", False),  # digit for digit
        ("It ends at 0.446.", False),  # no word that its line has
        ("Adam's loss is 1,584.", True),
        ("The loss of Adam is 0.446.", True),  # a row is told by any of its words
        ("SGD ends at 0.332.", False),  # the end of a spread is no result
        ("SGD ends between 0.332 and 0.595.", True),
        ("SGD has a loss of 0.446 [0.332, 0.596].", False),
        ("It takes 500 steps.", True),  # the code sets it
        ("It takes 501 steps.", False),
        ("It runs at a rate of 0.1.", False),  # so does many a 0.1
        ("SGD has $0.446$.", True),  # no formula
        ("SGD has $0.447$.", False),
    ],
)
def test_what_vouches_for_a_number(tmp_path, prose, holds):
    _, told = notebook(tmp_path / "a.ipynb", "## One run", RUN, prose)
    assert told and all(vouch for _, vouch in told) == holds


def test_a_section_ends_at_the_next_heading(tmp_path):
    cells = ["## One", RUN, "SGD has 0.446.\n\n### Two\n\nSGD has 0.446."]
    _, one, two, three, summary = notebook(
        tmp_path / "a.ipynb", *cells, "## Three\n\n0.446", "## Summary\n\nSGD: 0.446."
    )
    assert [one, two, three, summary] == [
        [("0.446", vouch)] for vouch in (True, False, False, True)
    ]


def test_a_control_is_moved_to_what_the_figure_offers(tmp_path):
    figure = ("interact(f, lr=Select(options=[0.1, 0.3]))", "a loss of 0.2")
    text = "- **lr** to 0.3, then to 0.2. See the loss.\n- The loss is 0.2."
    assert notebook(tmp_path / "a.ipynb", figure, text) == [
        [("0.3", True), ("0.2", False), ("0.2", True)]
    ]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("At $\\beta = 0.9$ it takes `lr=0.1`.", []),
        ("In 2015 {cite:t}`kingma2015` had 3.", ["3"]),
        ("See section 2.1, rows 3 to 5 and [#153](https://x.org/153).", []),
        ("Is it 10, or 20? It is 30.", ["30"]),
        ("A 64-32-10 net in float32, 8-bit, and GPT-2.", []),
        ('They say "2 times".', []),
        ("From −1,234.5 to 1e-06: 2%", ["-1234.5", "1e-6", "2"]),
        ("On 8 of 10 seeds.", ["8 of 10"]),
        ("1. First, 7.\n2. Then 8.", ["7", "8"]),
        ("```{admonition} Claim: 5\n:name: c-5\n\nSix is 6.\n```\n\nSo 7.", ["6", "7"]),
        ("```python\nlr = 5\n```\n\n$$\nx = 5\n$$ (eq-5)\n\n4", ["4"]),
    ],
)
def test_what_is_a_number(prose, found):
    section = Section("Here")
    section.prose.append(prose)
    assert [told.number for told in numbers(section)] == found


def test_exercises_set_numbers():
    section = Section("Exercises")
    section.prose.append("1. Let it be 5.\n\n```{admonition} Answer\nThen 6.\n```")
    assert [told.number for told in numbers(section)] == ["6"]


@pytest.mark.parametrize(
    ("number", "first", "count"),
    [("0.9", "0.0", 9), ("4e-3", "0e-3", 9), ("12", "10", 9), ("8 of 9", "0 of 9", 18)],
)
def test_mutants_change_the_last_digit(number, first, count):
    (told,) = tell(number)
    changed = {mutant.number for mutant in mutants(told)}
    assert first in changed and number not in changed and len(changed) == count
