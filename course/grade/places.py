"""Where something happened, in the words of the one who wrote the notebook."""

import re

from course.grade.cells import cells, label
from course.grade.intake import mark, source
from course.grade.outline import HEADING

PLACE = re.compile(r" \(cell (\d+), line (\d+)\)")
FOUND = re.compile(  # what `intake` says of an answer
    r"(?P<name>\S+) (?=is not in the notebook|is in another cell|is in the cell of "
    r"another task|is there \d+ times|has lost its mark)"
)
PUT_BACK = re.compile(r"(?P<how>removed|changed), and put back: (?P<names>.+)")
TWICE = re.compile(r" \(<cell \d+>, line \d+\)(?= \(cell)")  # Python says it as well


class Places:
    """What the cells of a graded notebook are called, for the one who wrote it.

    The grader's texts begin with the label of a cell, and end with its number among
    those that ran.
    """

    def __init__(self, notebook, items):
        self.names, self.numbered, self.handed_out = {}, [], set()
        self.answers = {one.answer for one in items.values()}
        self.checks = {key: of.title for key, of in items.items() if not of.by_hand}
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
                what = "answer to" if here in titles else "own code for"
                self.names[here] = f"your {what} {titles.get(here, title)}"
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
                others.append(self.told(self.flag(text)))
        more = f". So did {len(stopped) - 1} other handed-out cells."
        others += [one + (more if len(stopped) > 1 else "") for one in stopped[:1]]
        return causes, others

    def flag(self, text):
        """A flag of `intake`, with titles for the grader's ids."""
        if (found := FOUND.match(text)) and found["name"] in self.names:
            name = self.names[found["name"]]
            return name[:1].upper() + name[1:] + text[found.end() - 1 :]
        if found := PUT_BACK.fullmatch(text):
            names = dict.fromkeys(map(self.fixed, found["names"].split(", ")))
            return f"{found['how'].capitalize()}, and put back: {'; '.join(names)}"
        return text

    def fixed(self, name):
        """What a handed-out cell is called of which a flag tells."""
        if name in self.checks:
            return f"the check of {self.checks[name]}"
        return self.names.get(name, name)

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
