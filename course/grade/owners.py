"""Whose file is it? The layouts in which people collect uploads.

Moodle      Ada Lovelace_1234_assignsubmission_file/ps1.ipynb; before Moodle 4 with "_"
            at the end; without folders "..._file_ps1.ipynb" (mod/assign/downloader.php)
Canvas      lovelaceada_LATE_123_456_ps1-2.ipynb, or anon_AB3dE_456_ps1.ipynb: the
            person's id, then the upload's (lib/content_zipper.rb)
Blackboard  ps1_ada_attempt_2026-03-01-10-00-00_ps1.ipynb, and a .txt about it
ILIAS       Adam_ps1/Abgaben/Lovelace_Ada_ada_4711/ps1.ipynb, perhaps in "Team 12"
nbgrader    submitted/ada/ps1/ps1.ipynb
else        a folder or a zip for each person, or notebooks named by person
"""

import os
import re
from collections import defaultdict

from course.grade.uploads import hidden, junk, unread

MOODLE = re.compile(r"(?P<student>.+?)_assignsubmission_[a-z]+(?:_(?P<name>.*))?")
CANVAS = re.compile(
    r"(?:(?P<who>.+?)_(?:LATE_)?(?P<id>\d+)|(?:LATE_)?(?P<anon>anon_[A-Za-z0-9]+))"
    r"_(?:(?P<upload>\d+)_(?P<name>.+)|(?P<text>(?:text|link)\.html))"
)
BLACKBOARD = re.compile(
    r"(?P<who>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<name>.+)|(?P<text>\.txt))"
)
ILIAS = re.compile(r".+_.+_\d+")
TEAM = re.compile(r"Team \d+")
NOTEBOOK = re.compile(r"\.ipynb(\.json|\.txt)?$", re.IGNORECASE)
COPIED = re.compile(
    r"(?:-Copy(\d*)| ?\((\d+)\)| - Copy| copy( \d+)?|-checkpoint)$", re.IGNORECASE
)
JUPYTERS = re.compile(r"-Copy\d*$|-checkpoint$")  # made beside one's own notebook
DATE = r"20\d\d-?(?:0[1-9]|1[012])-?(?:0[1-9]|[12]\d|3[01])(?:[-_T]?\d\d){0,3}"
DATED = re.compile(rf"{DATE}[-_ ]+(?=\D)|[-_ ]+{DATE}$")
PERSON = re.compile(r".+_.+_.+_\d+")  # ILIAS's: Lovelace_Ada_ada_4711
OWN = re.compile(r"my|mine|work|solutions?|answers?|homework|notebooks?|final|new|old")
ALL = re.compile(r"all|class|submissions?|submitted|uploads?|Abgaben?", re.IGNORECASE)
COPIES = 3  # more of a set's notebooks in one folder are more people's than one's
LISTS = (".csv", ".txt", ".xlsx")  # beside notebooks that are named by person


def people(files, name, assignment):
    """{student: their Files}, in the order of names; sets `name` and `attempt` of each.

    `name` is the upload's own: whose it is, if it is one person's. What is nobody's
    says why.
    """
    entries = [(f.parts, f) for f in files if not junk(f.parts)]
    sets = re.compile(rf"ps\d+|{re.escape(assignment)}", re.IGNORECASE)
    sort(entries, name, sets, top=True)
    found = defaultdict(list)
    for file in files:
        if file.student:
            found[file.student].append(file)
        else:
            file.why = whose_not(file)
    return {student: found[student] for student in sorted(found)}


def whose_not(file):
    if junk(file.parts):
        return "is the system's own"
    if hidden(file.parts):
        return "is hidden"
    return unread(file.trouble) if file.trouble else "is in nobody's folder"


def sort(entries, name, sets, top=False, sure=False):
    """Give each (parts, File) of the folder `name` to somebody.

    `top` says that it is not a person's by its name, `sure` that it is, if one's.
    """
    folders, loose = split(entries)
    known = exported([*folders, *[part for part, _ in loose]], sets)
    notebooks = [part for part, _ in loose if NOTEBOOK.search(part)]
    if not known and one_persons(folders, notebooks, sets, top, sure):
        give(entries, name)
    elif not known and not notebooks and len(folders) == 1:
        [(folder, inner)] = folders.items()
        if is_set(folder, sets):
            sort(inner, name, sets, top, sure)
        elif not top and PERSON.fullmatch(person(folder)):
            sort(inner, person(folder), sets, sure=True)
        elif sure or not top and is_own(folder, name, sets):
            sort(inner, name, sets, sure=sure or is_zip(folder))
        else:
            sort(inner, person(folder), sets)
    else:
        for folder, inner in folders.items():
            if folder in known:
                give(inner, *known[folder])
            elif holds_people(folder, inner, sets):
                sort(inner, name, sets, top=True)
            else:
                give(inner, person(folder))
        for part, file in loose:
            if part in known:
                give([((known[part][2] or part,), file)], *known[part])
            elif top and folders and NOTEBOOK.search(part) and is_set(part, sets):
                give([((part,), file)], name)
            elif (
                NOTEBOOK.search(part)
                or file.trouble
                or not (folders or known or part.lower().endswith(LISTS))
            ):
                give([((part,), file)], person(part))


def give(entries, student, attempt=(), _=""):
    for parts, file in entries:
        file.student, file.attempt, file.name = student, attempt, "/".join(parts)


def split(entries):
    """{folder: [(parts, File)] in it}, and [(name, File)] beside them."""
    folders, loose = defaultdict(list), []
    for parts, file in entries:
        if hidden(parts[:1]):
            continue
        if len(parts) > 1:
            folders[parts[0]].append((parts[1:], file))
        else:
            loose.append((parts[0], file))
    return dict(folders), loose


def one_persons(folders, notebooks, sets, top, sure):
    """Whether a folder is one person's work, not a collection of people's."""
    held = {name: inner for name, inner in folders.items() if has_notebook(inner)}
    if any(is_collected(*one, sets) for one in held.items()):
        return all(is_set(name, sets) for name in held)
    if not notebooks:
        again = [is_again(*one, sets, sure) for one in held.items()]
        return not (top or folders) or (not top and len(again) > 1 and all(again))
    if len(held) > 1:
        return False
    if all(is_set(part if top else undated(part), sets) for part in notebooks):
        others = [p for p in notebooks if not JUPYTERS.search(NOTEBOOK.sub("", p))]
        return sure or len(others) <= (1 if top else COPIES)
    return not top and len(notebooks) == 1 and not folders


def is_set(part, sets):
    """Whether a file or folder is named by a set, and not by a person."""
    return bool(sets.fullmatch(plain(part)))


def undated(part):
    """A file's, zip's or folder's name without its ending and a date."""
    return DATED.sub("", NOTEBOOK.sub("", re.sub(r"(?i)\.zip$", "", part)))


def is_zip(folder):
    return folder.lower().endswith(".zip")


def is_own(folder, above, sets):
    """Whether a folder or zip, alone in the folder `above`, names no other person."""
    if is_set(undated(folder), sets) or OWN.fullmatch(folder):
        return True
    collection = ALL.fullmatch(above) or ALL.fullmatch(person(folder))
    return is_zip(folder) and not collection


def is_again(folder, inner, sets, sure):
    """Whether it is a set that one person has zipped, such as 20260301_ps1.zip."""
    books = [parts[-1] for parts, _ in inner if NOTEBOOK.search(parts[-1])]
    named = is_zip(folder) and is_set(undated(folder), sets)
    return named and (sure or all(is_set(undated(book), sets) for book in books))


def is_collected(folder, inner, sets):
    """Whether it is nbgrader's folder of one set: ps1/ps1.ipynb."""
    names = [parts[0] for parts, _ in inner if len(parts) == 1]
    return is_set(folder, sets) and any(
        NOTEBOOK.search(part) and is_set(part, sets) for part in names
    )


def has_notebook(entries):
    return any(NOTEBOOK.search(parts[-1]) for parts, _ in entries)


def holds_people(folder, inner, sets):
    """Whether a folder among others is an export, a team, or a set of people's."""
    return (
        bool(TEAM.fullmatch(folder)) or is_set(folder, sets) or is_export(inner, sets)
    )


def is_export(entries, sets):
    folders, loose = split(entries)
    parts = [*folders, *[part for part, _ in loose]]
    known = exported(parts, sets)
    if any(MOODLE.fullmatch(part) for part in known):
        return True
    if len(known) == len(parts) and len({one[0] for one in known.values()}) > 1:
        return True
    if loose or not folders:
        return False
    if len(folders) == 1:
        return is_export(*folders.values(), sets)
    return all(map(ILIAS.fullmatch, folders))


def exported(parts, sets):
    """{part: (student, attempt, name)} of the parts that a platform has named."""
    found = {}
    for part in parts:
        if m := MOODLE.fullmatch(part):
            found[part] = m["student"], (), m["name"]
    rest = [part for part in parts if part not in found]
    if any(NOTEBOOK.search(part) and is_set(part, sets) for part in rest):
        return found  # what else looks like Canvas's is in one person's folder
    canvas = {part: m for part in rest if (m := CANVAS.fullmatch(part))}
    uploads = [m["upload"] for m in canvas.values() if m["upload"]]
    if len(uploads) == len(set(uploads)):  # no two of Canvas's have one number
        for part, m in canvas.items():
            attempt = (int(m["upload"]),) if m["upload"] else ()
            student = m["anon"] or f"{m['who']}_{m['id']}"
            found[part] = student, attempt, m["name"] or m["text"]
    board = {part: m for part in rest if (m := BLACKBOARD.fullmatch(part))}
    cut = os.path.commonprefix([m["who"] for m in board.values()]).rfind("_") + 1
    for part, m in board.items():
        found[part] = m["who"][cut:], (m["when"],), m["name"] or m["text"]
    return found


def plain(part):
    """A name without what makes it a notebook, and without marks of a copy."""
    name = NOTEBOOK.sub("", part)
    while COPIED.search(name):
        name = COPIED.sub("", name)
    return name


def person(part):
    """The student that a file or a folder is named by."""
    name = re.sub(r"\.(zip|json|pdf|py|html?|docx?|md)$", "", NOTEBOOK.sub("", part))
    return name.strip() or part
