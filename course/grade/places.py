"""Where something happened, in the words of the one who wrote the notebook."""

import re

from course.grade.cells import cells, label
from course.grade.intake import mark, source
from course.grade.outline import HEADING

PLACE = re.compile(r" \(cell (\d+), line (\d+)\)")
TWICE = re.compile(r" \(<cell \d+>, line \d+\)(?= \(cell)")  # Python says it as well


class Places:
    """What the cells of a graded notebook are called, for the one who wrote it.

    The grader's texts begin with the label of a cell, and end with its number among
    those that ran.
    """

    def __init__(self, notebook, items):
        self.names, self.numbered, self.handed_out = {}, [], set()
        self.answers = {one.answer for one in items.values()}
        if notebook is None:
            return
        titles = {one.answer: one.title for one in items.values()}
        title = "the set's title"
        for cell in notebook["cells"]:
            here, own = label(cell), re.fullmatch(r"extra-(\d+)", str(cell.get("id")))
            if own:
                self.names[here] = f"your own cell {int(own[1]) + 1}"
                continue
            if cell["cell_type"] == "markdown" and (
                found := HEADING.search(source(cell))
            ):
                title = found[1]
            if mark(cell, "solution"):
                self.names[here] = f"your answer to {titles.get(here, title)}"
            else:
                self.names[here] = f"the handed-out cell below {title}"
                self.handed_out.add(here)
        self.numbered = [one.label for one in cells(notebook)]

    def sorted(self, texts):
        """({answer's cell: what went wrong in it}, other texts in the student's words).

        Of the handed-out cells that stopped, which they do where an answer is wrong,
        the first is told.
        """
        causes, others, stopped = {}, [], []
        for text in texts:
            here = self.where(text)
            if here in self.answers:
                said = text.removeprefix(here).removeprefix(":").strip()
                said = said if said.startswith("was left out") else f"stopped: {said}"
                causes.setdefault(here, self.told(f"This cell {said}", here))
            elif here in self.handed_out:
                stopped.append(self.told(text))
            else:
                others.append(self.told(text))
        more = f". So did {len(stopped) - 1} other handed-out cells."
        others += [one + (more if len(stopped) > 1 else "") for one in stopped[:1]]
        return causes, others

    def where(self, text):
        """The label of the cell that a text speaks of; "" if it is of none."""
        for name in sorted(self.names, key=len, reverse=True):
            if text.startswith((f"{name}: ", f"{name} was ")):
                return name
        return ""

    def told(self, text, here=""):
        """A text of the grader's, with places in the student's words.

        `here` is the cell that is spoken of anyway.
        """
        if name := self.where(text):
            text, here = self.names[name] + text.removeprefix(name), name
            text = text[:1].upper() + text[1:]
        text = TWICE.sub("", text)

        def place(found):
            number, line = int(found[1]), found[2]
            if not 0 < number <= len(self.numbered):
                return found[0]
            name = self.numbered[number - 1]
            where = "" if name == here else f" of {self.names[name]}"
            return f" (line {line}{where})"

        return PLACE.sub(place, text)
