"""Where an answer stands in a notebook, whatever was done to its cells."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grade.intake import answers as answered
from course.grade.intake import read, rebuild
from tests.course.test_choose import RIGHT, right, source_of
from tests.course.toy_set import WRONG, at, cell, data, handed_out, stub


def without_mark(notebook, name):
    notebook.cells[at(notebook, name)].metadata.pop("nbgrader")


def put(*cells, after=None, before=None):
    """A change: own cells beside the one that asks for an answer."""

    def change(notebook):
        place = at(notebook, before) if before else at(notebook, after) + 1
        notebook.cells[place:place] = copy.deepcopy(cells)

    return change


def plainly(name):
    """The right answer in a cell of the student's own."""
    found = source_of(RIGHT, name)
    return (new_markdown_cell if name == "why" else new_code_cell)(found, id="own")


def untouched(*changes, names=("adam",)):
    """The right notebook with these answers as handed out, and then changed."""
    notebook = copy.deepcopy(RIGHT)
    for name in names:
        notebook.cells[at(notebook, name)] = stub(name)
    for change in changes:
        change(notebook)
    return notebook


def changed(*changes):
    return untouched(*changes, names=())


HALVES = source_of(RIGHT, "adam").partition("\n    m_hat")


TWO_CELLS = [
    new_code_cell("def my_root(x):\n    return x**0.5", id="one"),
    new_code_cell(source_of(RIGHT, "adam").replace("v_hat**0.5", "my_root(v_hat)")),
]


PLACES = {
    "code without its mark": changed(lambda n: without_mark(n, "adam")),
    "words without their mark": changed(lambda n: without_mark(n, "why")),
    "no marks at all": changed(
        lambda n: [one.metadata.pop("nbgrader", 0) for one in n.cells]),
    "the untouched stub again, below": changed(put(stub("adam"), after="adam")),
    "the untouched stub again, above": changed(put(stub("adam"), before="adam")),
    "an untouched stub of words below": changed(put(stub("why"), after="why")),
    "a cell of its own, above the stub": untouched(
        put(plainly("adam"), before="adam")),
    "a cell of its own, below the stub": untouched(put(plainly("adam"), after="adam")),
    "words below their stub": untouched(
        put(plainly("why"), after="why"), names=("why",)),
    "words above their stub": untouched(
        put(plainly("why"), before="why"), names=("why",)),
    "the right one and an empty cell": changed(
        put(cell("code", "", "adam", solution=True), after="adam")),
    "the right one and a comment": changed(
        put(cell("code", "# mine is above\n", "adam", solution=True), after="adam")),
    "a copied cell with another's mark": untouched(
        put(cell("code", source_of(RIGHT, "adam"), "sgd", solution=True), after="sgd"),
        lambda n: n.cells.pop(at(n, "adam"))),
    "lines that end as on Windows": changed(
        lambda n: [one.update(source=one.source.replace("\n", "\r\n"))
                   for one in n.cells]),
}  # fmt: skip


def names_of(notebook):
    """What a rebuilt notebook's code defines at its end, run here."""
    names = {}
    for one in notebook["cells"]:
        if one["cell_type"] == "code" and "check" not in one["source"]:
            exec(one["source"], names)
    return names


@pytest.mark.parametrize("name", PLACES)
def test_an_answer_is_found_where_it_stands(name):
    notebook, _ = rebuild(handed_out(), read(data(PLACES[name]))[0])
    names = names_of(notebook)
    assert names["my_sgd"](1.0, 2.0, lr=0.25) == (0.5,)
    theta, *_, t = names["my_adam"](1.0, 5.0, lr=0.25)
    assert abs(theta - 0.75) <= 1e-8 and t == 1  # the first step is lr
    texts = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    assert "Because of v." in texts
    assert notebook["metadata"]["blank"] == []
    assert set(answered(notebook)) == {"sgd", "adam", "why"}


def test_two_tasks_in_one_cell():
    """The stub of the second one must not undo it."""
    both = source_of(RIGHT, "sgd") + "\n" + source_of(RIGHT, "adam")
    theirs = untouched(lambda n: n.cells[at(n, "sgd")].update(source=both))
    notebook, flags = rebuild(handed_out(), read(data(theirs))[0])
    assert abs(names_of(notebook)["my_adam"](1.0, 5.0, lr=0.25)[0] - 0.75) <= 1e-8
    assert flags == ["adam is in the cell of another task"]
    assert notebook["metadata"]["blank"] == []


def test_an_answer_in_two_cells():
    theirs = untouched(put(*TWO_CELLS, before="adam"))
    notebook, _ = rebuild(handed_out(), read(data(theirs))[0])
    assert abs(names_of(notebook)["my_adam"](1.0, 5.0, lr=0.25)[0] - 0.75) <= 1e-8


def test_nothing_is_found_where_nothing_stands():
    notebook, flags = rebuild(handed_out(), read(data(handed_out()))[0])
    assert notebook["metadata"]["blank"] == ["sgd", "adam", "why"] and flags == []
    for name in ("sgd", "adam"):
        assert source_of(notebook, name) == source_of(handed_out(), name)
    scratch = changed(put(new_code_cell("SGD = 1", id="x"), after="sgd"))
    notebook, flags = rebuild(handed_out(), read(data(scratch))[0])
    assert notebook["metadata"]["blank"] == [] and flags == []


def test_the_last_of_two_answers_is_graded_and_told():
    theirs = changed(put(cell("code", WRONG, "adam", solution=True), before="adam"))
    notebook, flags = rebuild(handed_out(), read(data(theirs))[0])
    assert right(notebook)
    assert flags == ["adam is there 2 times: graded the last"]
