"""Every live figure, translated, is as in Python at its defaults and many settings."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from book import run
from tests.machines import figures as stored
from tests.machines import translated
from tests.machines.figures import figures

SETTINGS = 50
NEAR = 1e-9  # of the largest number of a line; ** and sine may differ in the last digit
LOOSE = {"00_ten_minutes: one_weight": 1e-6}  # a long training makes more of it
NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]\d+)?")


@pytest.fixture(scope="module")
def scenes():
    """{figure: its load's answer and its scenes}, from one process."""
    programs = [program(one, settings_of(name)) for name, one in figures().items()]
    return dict(zip(figures(), translated.answers(programs)))


def program(figure, settings):
    return figure.texts, [(figure.call, one) for one in settings]


def settings_of(name):
    return figures()[name].settings(SETTINGS)


@pytest.mark.parametrize("name", figures())
def test_as_in_python(scenes, name):
    check(figures()[name], scenes[name], settings_of(name), LOOSE.get(name, NEAR))


TOY = """
from ipywidgets import FloatSlider

from adamedu import adam
from adamedu.descent import descend
from adamedu.figures import interact
from adamedu.scene import line, panel, scene


def walk(lr):
    path = list(descend(adam, 2.0, lambda theta: 2 * theta, 9, lr=lr))
    steps = list(range(len(path)))
    return scene(panel(line(steps, path, "adam")), alt=f"It ends at {path[-1]}.")


interact(walk, lr=FloatSlider(0.1, min=0.01, max=1.0))
"""


def test_a_live_figure_needs_one_file(tmp_path, monkeypatch):
    """Its notebook: run as `make run` does, the page computes it."""
    path = tmp_path / "toy.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(TOY)]), path)
    run.run(path)
    monkeypatch.setattr(stored, "CHAPTERS", tmp_path)
    ((name, figure),) = figures.__wrapped__().items()
    assert name == "toy: walk"
    settings = list(figure.settings(3))
    (answers,) = translated.answers([program(figure, settings)])
    check(figure, answers, settings, NEAR)


def check(figure, answers, settings, near):
    """The page's answers to a load and to calls are what Python gives."""
    (loaded, *answers), space = answers, {}
    assert loaded == {}
    for text in figure.texts:
        exec(text[1], space)
    for one, answer in zip(settings, answers, strict=True):
        assert "outside" not in answer, (one, answer)
        try:
            scene = space[figure.call](**one)
        except ValueError as refused:  # a point where the figure has no answer
            assert answer["error"]["message"] == str(refused)
        else:
            assert_same(scene, answer["value"], near)


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
