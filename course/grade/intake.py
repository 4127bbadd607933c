"""A student's notebook in, a clean notebook out.

`rebuild` puts a student's answers into the notebook that was handed out: nothing else
of an upload is believed, neither its checks and points nor its metadata. An answer is
known by the mark of its cell, or else by the names that it defines, or else, if it is
written, by its place.
"""

import copy
import json
from collections import Counter

from course.grade.bound import bound, plainly
from course.grade.uploads import UnreadableError

CELLS = 1000
LONG = 20  # letters of a text by which a set is known


def read(data):
    """The cells of a notebook, without outputs, and flags; raises UnreadableError."""
    flags = []
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        flags.append("the file is not UTF-8")
    if not text.strip():
        raise UnreadableError("is empty")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("is not a notebook: broken JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("is not a notebook of version 4")
    cells = [cell for cell in cells if isinstance(cell, dict)]
    if len(cells) > CELLS:
        raise UnreadableError(f"has {len(cells)} cells, more than {CELLS}")
    kept = ("cell_type", "metadata", "source")
    return [{k: cell[k] for k in kept if k in cell} for cell in cells], flags


def source(cell):
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join([line for line in text if isinstance(line, str)])
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def mark(cell, name, default=None):
    """An entry of the cell's nbgrader metadata, whatever is there instead of it."""
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    value = ours.get(name, default) if isinstance(ours, dict) else default
    return value if isinstance(value, (str, int, float)) else default


def set_of(cells, sets):
    """The name of the set that has most in common with a notebook, or None."""
    theirs = traces(cells)
    known = {name: traces(notebook["cells"]) for name, notebook in sets.items()}
    often = Counter(one for traced in known.values() for one in traced)
    shared = {
        name: sum(often[one] == 1 for one in traced & theirs)
        for name, traced in known.items()
    }
    best = max(shared, key=shared.get)
    return best if shared[best] else None


def traces(cells):
    """What a set is known by: its marks, its texts, the names that it asks for."""
    found = {("mark", mark(cell, "grade_id")) for cell in cells} - {("mark", None)}
    texts = {bare(cell) for cell in cells}
    found |= {("text", text) for text in texts if len(text) >= LONG}
    return found | {("name", one) for cell in cells for one in plainly(source(cell))}


def rebuild(release, theirs):
    """The handed-out notebook with the answers and further cells of `theirs` in it.

    Returns it and flags. Its metadata name the answers that are `blank`.
    """
    notebook = copy.deepcopy(release)
    search = Search(release, theirs)
    flags, blank = [], []
    for cell in notebook["cells"]:
        if mark(cell, "solution"):
            text, flag = search.answer(cell)
            flags += flag
            if text is None:
                blank.append(mark(cell, "grade_id"))
            else:
                cell["source"] = text
    notebook["metadata"]["blank"] = blank
    fixed = [cell for cell in release["cells"] if not mark(cell, "solution")]
    flags += restored(fixed, theirs)
    fixed_ids = {mark(cell, "grade_id") for cell in fixed} - {None}
    before, waiting = {}, []
    for n, cell in enumerate(theirs):
        if n in search.taken:
            name = search.taken[n]
            before[name], waiting = before.get(name, []) + waiting, []
        elif (
            source(cell).strip() not in search.handed_out
            and mark(cell, "grade_id") not in fixed_ids
            and cell.get("cell_type") in ("code", "markdown")
        ):
            waiting.append(plain_cell(cell, n))
    cells = [
        [*before.get(mark(cell, "grade_id"), []), cell] for cell in notebook["cells"]
    ]
    notebook["cells"] = sum(cells, []) + waiting
    return notebook, flags


def answers(notebook):
    """{grade_id: text} of the answers in a rebuilt notebook, without blank ones."""
    blank = notebook["metadata"]["blank"]
    marked = [cell for cell in notebook["cells"] if mark(cell, "solution")]
    found = {mark(cell, "grade_id"): bare(cell) for cell in marked}
    return {name: text for name, text in found.items() if name not in blank}


class Search:
    """Finds answers in a student's cells; `taken` says whose answer a cell is."""

    def __init__(self, release, theirs):
        self.release, self.theirs, self.taken = release["cells"], theirs, {}
        self.handed_out = {source(cell).strip() for cell in self.release} | {""}
        self.ids = {mark(cell, "grade_id") for cell in self.release} - {None}
        asked = [cell for cell in self.release if mark(cell, "solution")]
        # without what a stub imports, or binds in passing
        self.wanted = {mark(one, "grade_id"): plainly(source(one)) for one in asked}
        self.names = frozenset().union(*self.wanted.values())

    def answer(self, cell):
        """The text of a student's answer to a handed-out cell (or None), and flags."""
        name = mark(cell, "grade_id")
        marked = [n for n, c in enumerate(self.theirs) if mark(c, "grade_id") == name]
        full = [n for n in marked if self.says_something(n, cell)]
        right = [n for n in full if self.wanted[name] <= definitions(self.theirs[n])]
        if full := right or full:
            several = [f"{name} is there {len(full)} times: graded the last"]
            return self.take(name, full[-1:]), several * (len(full) > 1)
        if places := self.by_content(cell):
            told = "is in another cell" if marked else "has lost its mark"
            return self.take(name, places), [f"{name} {told}: known by its content"]
        if places := self.by_place(cell):
            told = "is in another cell" if marked else "has lost its mark"
            return self.take(name, places), [f"{name} {told}: known by its place"]
        self.take(name, marked[-1:])
        if self.elsewhere(name):  # the stub is not to undo it
            told = f"{name} is in the cell of another task"
            return f"# {told}", [told]
        return None, [] if marked else [f"{name} is not in the notebook"]

    def take(self, name, places):
        self.taken |= dict.fromkeys(places, name)
        return "\n\n".join(source(self.theirs[n]) for n in places)

    def says_something(self, n, cell):
        return bare(self.theirs[n]) not in ("", bare(cell))

    def free(self, kinds):
        """Places of cells of the student's own, which are nobody's answer."""
        return [
            n
            for n, cell in enumerate(self.theirs)
            if n not in self.taken
            and cell.get("cell_type") in kinds
            and source(cell).strip() not in self.handed_out
            and not self.is_marked(cell)
        ]

    def is_marked(self, cell):
        """Whether a cell's mark is right: a copied cell keeps the mark of another, and
        one that is merged with answers below it keeps the mark of a check.
        """
        name, made = mark(cell, "grade_id"), definitions(cell)
        if name in self.wanted:
            return self.wanted[name] <= made
        return name in self.ids and not made & self.names

    def by_content(self, cell):
        """The last cell that defines the names asked for, or several that do."""
        wanted, free = self.wanted[mark(cell, "grade_id")], self.free(["code"])
        whole = [n for n in free if wanted and wanted <= definitions(self.theirs[n])]
        if whole:
            return whole[-1:]
        parts = [n for n in free if wanted & definitions(self.theirs[n])]
        made = set().union(*[definitions(self.theirs[n]) for n in parts])
        return parts if parts and wanted <= made else []

    def elsewhere(self, name):
        """Whether a cell that answers another task defines the names asked for."""
        made = set()
        for n, one in enumerate(self.theirs):
            other = self.taken.get(n) or mark(one, "grade_id")
            if other != name and source(one).strip() not in self.handed_out:
                made |= definitions(one)
        return bool(self.wanted[name]) and self.wanted[name] <= made

    def by_place(self, cell):
        """Written cells between the neighbours that were handed out with a text."""
        if cell["cell_type"] != "markdown":
            return []
        at = next(k for k, one in enumerate(self.release) if same(one, cell))
        above = [self.position(one) for one in self.release[:at]]
        below = [self.position(one) for one in self.release[at + 1 :]]
        first = max([n for n in above if n is not None], default=-1)
        last = min([n for n in below if n is not None], default=len(self.theirs))
        return [n for n in self.free(["markdown", "raw"]) if first < n < last]

    def position(self, cell):
        """Where a handed-out cell stands in the student's notebook, or None."""
        for n, one in enumerate(self.theirs):
            if same(one, cell):
                return n
        return None


def same(one, cell):
    """Whether a student's cell is a handed-out one, by its mark or by its text."""
    name = mark(cell, "grade_id")
    if name is not None:
        return mark(one, "grade_id") == name
    return source(one).strip() == source(cell).strip()


def bare(cell):
    """A cell's text without comments of whole lines, if it is code, and empty lines."""
    code = cell.get("cell_type") == "code"
    lines = [line.rstrip() for line in source(cell).split("\n")]
    kept = [x for x in lines if x and not (code and x.lstrip().startswith("#"))]
    return "\n".join(kept).strip()


def definitions(cell):
    """The names that a cell defines at its top level."""
    return bound(source(cell))


def restored(fixed, theirs):
    """Flags for handed-out cells that were removed or changed."""
    texts = {}
    for cell in theirs:
        texts.setdefault(mark(cell, "grade_id"), set()).add(source(cell).strip())
    removed, changed = [], []
    for cell in fixed:
        name = mark(cell, "grade_id")
        if name is None:
            continue
        if name not in texts:
            removed.append(name)
        elif texts[name] != {source(cell).strip()}:
            changed.append(name)
    flags = []
    if removed:
        flags.append(f"removed, and put back: {', '.join(removed)}")
    if changed:
        flags.append(f"changed, and put back: {', '.join(changed)}")
    return flags


def plain_cell(cell, n):
    """A cell with nothing but its text."""
    kept = {"cell_type": cell["cell_type"], "id": f"extra-{n}", "metadata": {}}
    kept["source"] = source(cell)
    if kept["cell_type"] == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept
