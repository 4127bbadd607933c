"""Where an answer stands in a notebook, whatever was done to its cells."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.grade.bound import bound
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


def merged(first, *others):
    """The right notebook with other cells merged into the first, as Jupyter does."""

    def change(notebook):
        gone = [notebook.cells.pop(at(notebook, name)) for name in others]
        one = notebook.cells[at(notebook, first)]
        one.source = "\n\n".join([one.source, *(each.source for each in gone)])

    return changed(change)


@pytest.mark.parametrize(("names", "flags"), [
    (["sgd", "adam"], ["adam is in the cell of another task"]),
    (["adam", "sgd"], ["sgd is in the cell of another task"]),
    (["sgd", "check_sgd", "adam"],
     ["adam is in the cell of another task", "removed, and put back: check_sgd"]),
    (["check_sgd", "adam"], ["adam has lost its mark: known by its content",
                             "changed, and put back: check_sgd"]),
    (["check_sgd", "sgd", "adam"],
     ["sgd has lost its mark: known by its content",
      "adam is in the cell of another task", "changed, and put back: check_sgd"]),
])  # fmt: skip
def test_merged_cells(names, flags):
    """No stub of ours undoes an answer that is merged into another cell."""
    notebook, told = rebuild(handed_out(), read(data(merged(*names)))[0])
    assert told == flags
    for one in notebook["cells"]:
        lines = one["source"].split("\n")
        one["source"] = "\n".join(x for x in lines if not x.startswith("check("))
    made = names_of(notebook)
    assert made["my_sgd"](1.0, 2.0, lr=0.25) == (0.5,)
    assert abs(made["my_adam"](1.0, 5.0, lr=0.25)[0] - 0.75) <= 1e-8
    assert notebook["metadata"]["blank"] == []


def test_a_stub_that_is_away_is_no_answer():
    theirs = untouched(lambda n: n.cells.pop(at(n, "adam")))
    notebook, flags = rebuild(handed_out(), read(data(theirs))[0])
    assert flags == ["adam is not in the notebook"]
    assert notebook["metadata"]["blank"] == ["adam"]


@pytest.mark.parametrize("form", [
    "adam = my_adam = adam_", "my_adam, y = adam_, 1", "[*_, my_adam] = 1, adam_",
    "if True:\n    my_adam = adam_", "try:\n    my_adam = adam_\nfinally:\n    pass",
    "for my_adam in [adam_]:\n    pass", "(my_adam := adam_)",
    "my_adam: object = adam_", "import os\n%matplotlib inline\nother = my_adam = adam_",
])  # fmt: skip
def test_an_answer_of_any_form_above_the_stub(form):
    text = source_of(RIGHT, "adam").replace("my_adam", "adam_") + form
    theirs = untouched(put(new_code_cell(text, id="own"), before="adam"))
    notebook, flags = rebuild(handed_out(), read(data(theirs))[0])
    assert flags == ["adam is in another cell: known by its content"]
    assert source_of(notebook, "adam") == text
    assert notebook["metadata"]["blank"] == []


@pytest.mark.parametrize(("text", "names"), [
    ("a = b = 1\nc: int = 2\nd: int\ne += 1\nf.x = g[0] = 1", "abce"),
    ("def a(x):\n    y = 1\nclass b:\n    z = 1\nc = lambda u: (v := u)", "abc"),
    ("import a.x, x as b\nfrom x import c, y as d", "abcd"),
    ("with x as a, y as (b, *c):\n    d = 1\nwhile x:\n    e = 1", "abcde"),
    ("match x:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass", "abcd"),
    ("a = [x for x in y if (b := x)]\n'''\nc = 1\n'''", "ab"),
    ("%time x = 1\nif y:\n    !ls\n    a = b = 1", "ab"),
    ("a = 1\nb, c = (\nd = 2", "ad"), ("a = '\ud800'", "a"),
    ("a = 1\nb = " + "-" * 10**5 + "1", "ab"), ("a = 1\nb" + "()" * 10**4, "a"),
    ("a = b = 1\n#" + "x" * 10**5, "a"),
], ids=range(12))  # fmt: skip
def test_names_that_a_cell_binds(text, names):
    assert bound(text) == set(names)


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
