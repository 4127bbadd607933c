"""Each number in the prose is printed by a cell of its own section."""

import pytest

from tests import prose
from tests.test_chapters import CHAPTERS

# Whose numbers stand in their own sections; the others wait for it, and are looked
# through chapter by chapter in test_chapters.py.
DONE = [path for path in CHAPTERS if path.stem < "12"]


@pytest.mark.parametrize("path", DONE, ids=lambda path: path.stem)
def test_a_number_is_printed_in_its_section(path):
    for section in prose.sections(path):
        for told in prose.numbers(section):
            assert prose.vouched(told, section), f"{told.number} in: {told.sentence}"


def test_a_wrong_last_digit_is_noticed():
    """Of all numbers, with each of the nine other digits: how many pass."""
    tried = unnoticed = 0
    for path in DONE:
        for section in prose.sections(path):
            for told in prose.numbers(section):
                for wrong in prose.mutants(told):
                    tried += 1
                    unnoticed += prose.vouched(wrong, section)
    assert tried > 10_000
    assert unnoticed <= 0.055 * tried
