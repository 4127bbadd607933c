"""What a model answer states, a cell of its solution prints."""

import copy
import re

import nbformat
import pytest

from course import SETS
from course.grade.intake import mark

NAMES = sorted(path.stem for path in SETS.glob("ps*.ipynb"))
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?")
NO_FACT = re.compile(  # powers, indices, names of places, the items of a list, 0 and 1
    r"10\^\{?-?\d+|\^\d|_\d|(?m:^\d+\. )|(?:chapter|section|task) [\d.]+"
    r"|(?<![\d.])[01](?!\d|\.\d)|\d/\d"
)


def tasks(notebook):
    """The cells of each task, and what is given before it."""
    found, given = [], ""
    for cell in notebook.cells:
        if cell.source.startswith("## "):
            found.append(([], given))
        if found:
            found[-1][0].append(cell)
        given += f"\n{cell.source}" if not mark(cell, "solution") else ""
    return found


def answer(cell):
    """The text of a model answer; "" for any other cell."""
    words = mark(cell, "grade") and mark(cell, "solution")
    return cell.source.split("**Rubric.**")[0] if words else ""


def numbers(text):
    text = text.replace(r"\,", " ").replace("{,}", ",")
    return NUMBER.findall(NO_FACT.sub(" ", text))


def backs(known, told):
    """A number that is printed is the one that is told, to its digits."""
    known, told = known.replace(",", ""), told.replace(",", "")
    digits = len(told.partition(".")[2])
    return round(float(known), digits) == float(told)


def unfounded(cells, given):
    """The numbers of a task's model answer that neither its question gives, nor its
    cells print."""
    told, known = [], numbers(given)
    for cell in cells:
        told += numbers(answer(cell))
        if not mark(cell, "solution"):
            known += numbers(cell.source)
        if cell.cell_type == "code":
            known += numbers("".join(one.get("text", "") for one in cell.outputs))
    return [one for one in told if not any(backs(other, one) for other in known)]


@pytest.mark.parametrize("name", NAMES)
def test_model_answers_state_what_is_printed(name):
    answers = 0
    for cells, given in tasks(nbformat.read(SETS / f"{name}.ipynb", as_version=4)):
        assert unfounded(cells, given) == [], cells[0].source.splitlines()[0]
        answers += any(map(answer, cells))
    assert answers >= 2


def test_other_numbers_would_be_noticed():
    """Of the decimals, seven of ten that are one off in their last digit."""
    seen = tried = 0
    for name in NAMES:
        for cells, given in tasks(nbformat.read(SETS / f"{name}.ipynb", as_version=4)):
            for k, cell in enumerate(cells):
                for one in set(
                    re.findall(r"\d+\.\d+", " ".join(numbers(answer(cell))))
                ):
                    digits = len(one.partition(".")[2])
                    other = f"{float(one) + 10**-digits:.{digits}f}"
                    changed = copy.copy(cells)
                    changed[k] = copy.deepcopy(cell)
                    changed[k].source = cell.source.replace(one, other)
                    seen += other in unfounded(changed, given)
                    tried += 1
    assert tried > 40 and seen >= 0.7 * tried, (seen, tried)


def test_a_model_answer_of_the_wrong_way():
    """Reddi et al.'s game with 101 once in 101 steps fools the default as well."""
    [output] = [
        cell.outputs[0].text
        for cell in nbformat.read(SETS / "ps4.ipynb", as_version=4).cells
        if mark(cell, "grade_id") == "flip_report_numbers"
    ]
    ends = re.findall(r"^(\d+), (\S+), 100,000: (\S+)", output, re.M)
    wrong = {(every, beta2) for every, beta2, end in ends if float(end) > 0}
    assert len(ends) == 4 and wrong == {("101", "0.99"), ("101", "0.999")}
