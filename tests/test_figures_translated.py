"""Every live figure, translated, is as in Python at its defaults and many settings."""

import re

import pytest

from tests.machines import translated
from tests.machines.figures import figures

SETTINGS = 50
NEAR = 1e-9  # of the largest number of a line; ** and sine may differ in the last digit
LOOSE = {"00_ten_minutes: one_weight": 1e-6}  # a long training makes more of it
NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]\d+)?")


@pytest.fixture(scope="module")
def scenes():
    """{figure: its load's answer and its scenes}, from one process."""
    programs = [
        (one.texts, [(one.call, settings) for settings in one.settings(SETTINGS)])
        for one in figures().values()
    ]
    return dict(zip(figures(), translated.answers(programs)))


@pytest.mark.parametrize("name", figures())
def test_as_in_python(scenes, name):
    figure, (loaded, *answers), space = figures()[name], scenes[name], {}
    assert loaded == {}
    for text in figure.texts:
        exec(text[1], space)
    for settings, answer in zip(figure.settings(SETTINGS), answers, strict=True):
        assert "outside" not in answer, (settings, answer)
        try:
            scene = space[figure.call](**settings)
        except ValueError as refused:  # a point where the figure has no answer
            assert answer["error"]["message"] == str(refused)
        else:
            assert_same(scene, answer["value"], LOOSE.get(name, NEAR))


def assert_same(here, page, near):
    if isinstance(here, dict):
        assert list(here) == list(page)
        for key in here:
            assert_same(here[key], page[key], near)
    elif isinstance(here, (list, tuple)):
        assert len(here) == len(page)
        size = max([abs(x) for x in here if is_number(x) and x - x == 0], default=0)
        for one, other in zip(here, page):
            if is_number(one) and one != other and one == one:
                assert abs(one - other) <= near * size
            else:
                assert_same(one, other, near)
    elif isinstance(here, str) and here != page:  # a field's key may hold numbers
        assert NUMBER.sub("#", here) == NUMBER.sub("#", page)
        numbers = [list(map(float, NUMBER.findall(text))) for text in (here, page)]
        assert_same(*numbers, near)
    else:
        assert here == page or (here != here and page != page)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
