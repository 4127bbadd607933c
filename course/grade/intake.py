"""Uploads in, clean notebooks out.

`uploads` finds each student's notebooks in a folder or zip, as Moodle and Canvas
export them or simply named by student. `rebuild` puts a student's answers into the
notebook that was handed out: nothing else of an upload is believed, neither its
checks and points nor its metadata.
"""

import copy
import json
import re
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

LARGEST = 5 << 20
CELLS = 1000
# Moodle: "Ada Lovelace_1234_assignsubmission_file_/ps1.ipynb", or one name for both
MOODLE = re.compile(r"(?P<student>.+_\d+)_assignsubmission_\w+?_(?P<name>[^/]*)")
# Canvas: "lovelaceada_LATE_123_456_ps1-2.ipynb", -2 being the third attempt
CANVAS = re.compile(r"(?P<student>[^_/]+_(?:LATE_)?\d+)_(?P<upload>\d+)_(?P<name>.+)")
SET = re.compile(r"ps\d+\b")
ATTEMPT = re.compile(r"-(\d+)(?=\.ipynb$)")


class UnreadableError(ValueError):
    """Nothing can be graded, and why."""


@dataclass
class Upload:
    """What one student handed in: file names, and their bytes or what is wrong."""

    student: str
    files: dict = field(default_factory=dict)

    def told(self, name):
        """What nbgrader's exchange says beside a notebook; '' where it says nothing."""
        text = self.files.get(name, b"")
        return text.decode(errors="replace").strip() if isinstance(text, bytes) else ""

    def choose(self, assignment):
        """The notebook's bytes and flags; raises UnreadableError."""
        names = [name for name in self.files if name.lower().endswith(".ipynb")]
        if not names:
            raise UnreadableError(f"no notebook among {len(self.files)} files")
        own = [name for name in names if plain(name) == f"{assignment}.ipynb"]
        if own:  # nbgrader collects all sets of a student in one folder
            names = [name for name in names if name in own or not SET.match(name)]
        chosen = max(own or names, key=lambda name: (attempt(name), name))
        flags = []
        if len(names) > 1:
            flags.append(f"{len(names)} notebooks: graded {chosen}")
        elif not own and plain(chosen) != f"{self.student}.ipynb":
            flags.append(f"the file was named {chosen}")
        data = self.files[chosen]
        if isinstance(data, str):
            raise UnreadableError(f"{chosen} {data}")
        return data, flags


def plain(name):
    return ATTEMPT.sub("", name)


def attempt(name):
    found = ATTEMPT.search(name)
    return int(found[1]) if found else 0


def uploads(path):
    """Every student's Upload, in the order of their names."""
    path = Path(path)
    if path.is_dir():
        found = from_folder(path)
    elif zipfile.is_zipfile(path):
        found = from_zip(path)
    else:
        raise ValueError(f"submissions must be a folder or a zip file, not {path}")
    students = {}
    for where, data in found:
        student, name = owner(where)
        students.setdefault(student, Upload(student)).files[name] = data
    return [students[student] for student in sorted(students)]


def owner(where):
    """Whose file that is, and its own name."""
    path = PurePosixPath(where)
    for part in path.parts:
        if match := MOODLE.fullmatch(part):
            return match["student"], match["name"] or path.name
    if len(path.parts) > 1:
        return path.parts[0], path.name
    if match := CANVAS.fullmatch(path.name):
        return match["student"].replace("_LATE", ""), match["name"]
    return path.stem, path.name


def from_folder(root):
    """(relative name, bytes or trouble) of each file; links are not followed."""
    for path in sorted(root.rglob("*")):
        where = path.relative_to(root).as_posix()
        if hidden(where):
            continue
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            yield where, "is a link, which is not followed"
        elif stat.S_ISDIR(kind) and len(path.relative_to(root).parts) == 1:
            if not any(path.iterdir()):
                yield f"{where}/.", "is an empty folder"
        elif stat.S_ISREG(kind):
            small = path.stat().st_size <= LARGEST
            yield where, path.read_bytes() if small else "is larger than 5 MB"


def from_zip(path):
    """The same of a zip file, which is read in memory and never unpacked."""
    with zipfile.ZipFile(path) as archive:
        tops = common_folder(archive.namelist())
        for info in archive.infolist():
            where = info.filename.removeprefix(tops)
            if info.is_dir() or hidden(where) or not where:
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                yield where, "is a link, which is not followed"
            elif ".." in PurePosixPath(where).parts or where.startswith("/"):
                yield PurePosixPath(where).name, "has a name that leaves its folder"
            else:
                yield where, unpack(archive, info)


def unpack(archive, info):
    try:
        with archive.open(info) as file:
            data = file.read(LARGEST + 1)
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        return f"cannot be unpacked: {error}"
    return data if len(data) <= LARGEST else "is larger than 5 MB"


def common_folder(names):
    """'submissions/' where a zip holds one folder with everybody's in it."""
    tops = {PurePosixPath(name).parts[0] for name in names if not hidden(name)}
    if len(tops) != 1 or MOODLE.fullmatch(next(iter(tops))):
        return ""
    deep = any(len(PurePosixPath(name).parts) > 2 for name in names)
    top = f"{tops.pop()}/"
    flat = [name for name in names if name.startswith(top) and name != top]
    return top if deep or len(flat) > 1 else ""


def hidden(where):
    parts = PurePosixPath(where).parts
    return any(part.startswith((".", "__MACOSX")) for part in parts if part != "..")


def read(data):
    """The cells of a notebook and flags; raises UnreadableError."""
    flags = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        flags.append("the file is not UTF-8")
    if not text.strip():
        raise UnreadableError("the file is empty")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("the file is not a notebook: broken JSON") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("the file is not a notebook of version 4")
    cells = [cell for cell in cells if isinstance(cell, dict)]
    if len(cells) > CELLS:
        raise UnreadableError(f"{len(cells)} cells are more than {CELLS}")
    return cells, flags


def source(cell):
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join([line for line in text if isinstance(line, str)])
    return text if isinstance(text, str) else ""


def mark(cell, name, default=None):
    """An entry of the cell's nbgrader metadata, whatever is there instead of it."""
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    value = ours.get(name, default) if isinstance(ours, dict) else default
    return value if isinstance(value, (str, int, float)) else default


def rebuild(release, data):
    """The handed-out notebook with a student's answers and further cells in it.

    Returns it and flags; raises UnreadableError.
    """
    theirs, flags = read(data)
    notebook = copy.deepcopy(release)
    taken, blank = {}, []
    for cell in notebook["cells"]:
        if mark(cell, "solution"):
            place, flag = find(cell, theirs, taken)
            flags += flag
            if place is None or source(theirs[place]).strip() == source(cell).strip():
                blank.append(mark(cell, "grade_id"))
            if place is not None:
                taken[place] = cell
                cell["source"] = source(theirs[place])
    notebook["metadata"]["blank"] = blank
    fixed = [cell for cell in release["cells"] if not mark(cell, "solution")]
    flags += restored(fixed, theirs)
    handed_out = {source(cell).strip() for cell in release["cells"]} | {""}
    fixed_ids = {mark(cell, "grade_id") for cell in fixed} - {None}
    before, waiting = {}, []
    for n, cell in enumerate(theirs):
        if n in taken:
            before[id(taken[n])], waiting = waiting, []
        elif (
            source(cell).strip() not in handed_out
            and mark(cell, "grade_id") not in fixed_ids
            and cell.get("cell_type") in ("code", "markdown")
        ):
            waiting.append(plain_cell(cell, n))
    cells = [[*before.get(id(cell), []), cell] for cell in notebook["cells"]]
    notebook["cells"] = sum(cells, []) + waiting
    return notebook, flags


def find(cell, theirs, taken):
    """Where a student's answer to a handed-out cell stands (or None), and flags."""
    name = mark(cell, "grade_id")
    places = [n for n, one in enumerate(theirs) if mark(one, "grade_id") == name]
    if len(places) > 1:
        return places[-1], [f"{name} is there {len(places)} times: graded the last"]
    if places:
        return places[0], []
    wanted = definitions(cell)
    places = [
        n
        for n, one in enumerate(theirs)
        if wanted and n not in taken and wanted <= definitions(one)
    ]
    if places:
        return places[-1], [f"{name} has lost its mark: known by its content"]
    return None, [f"{name} is not in the notebook"]


def definitions(cell):
    """The names that a cell defines at its top level."""
    found = re.findall(r"(?m)^(?:def\s+(\w+)|(\w+)\s*=(?!=))", source(cell))
    return {first or second for first, second in found}


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
