"""What Moodle and Canvas take back: points as CSV, and feedback as a zip.

Their ids come from the names that they gave the uploads. Moodle reads its grading
worksheet again (columns Identifier, Grade, Last modified (grade), Feedback comments),
and feedback files in folders like those of the uploads. Canvas reads its gradebook
again (columns Student, ID, ..., Section, and one for each assignment), and zips whose
files are named like the uploads: name, user's id, file's id. After their sources:
moodle/moodle, mod/assign/feedback; instructure/canvas-lms, lib/gradebook_importer.rb.
"""

import csv
import io
import re
import zipfile
from pathlib import Path

from course.grade import tables
from course.grade.owners import CANVAS

ID = re.compile(r"(?!anon_)(?P<name>.+)_(?P<id>\d+)")  # anon_4711a is no id
ENDING = re.compile(r"\.ipynb(\.\w+)?$|\.[A-Za-z]\w{0,5}$", re.IGNORECASE)
MOODLE = [
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
    "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
    "Feedback comments",
]  # fmt: skip
PLATFORMS = ("moodle", "canvas")


def export(platform, assignment, results, pages, worksheet=None):
    """({file name: bytes} for a platform, whom it lacks: without an id of its).

    `pages` is {student: HTML}; `worksheet` the platform's own table, whose rows are
    filled and otherwise stay. Raises ValueError where that is not one of its tables.
    """
    left_out = [one["student"] for one in results if not number(one["student"])]
    known = [one for one in results if number(one["student"])]
    scores = {number(one["student"]): one for one in known}
    make = moodle if platform == "moodle" else canvas
    rows = make(assignment, scores, read(worksheet) if worksheet else None)
    where = folder if platform == "moodle" else upload
    paged = [one for one in known if one["student"] in pages]
    files = {where(one): pages[one["student"]] for one in paged if where(one)}
    left_out += [
        f"{one['student']} (only the feedback)" for one in paged if not where(one)
    ]
    made = {
        f"{platform}.csv": tables.text(rows).encode(),
        f"{platform}-feedback.zip": zipped(files),
    }
    return made, left_out


def number(student):
    """The id in a student's name, as the platforms write it; '' where there is none."""
    found = ID.fullmatch(student)
    return found["id"] if found else ""


def name(student):
    return ID.fullmatch(student)["name"]


def read(path):
    text = Path(path).read_text(encoding="utf-8-sig")
    by = ";" if text.partition("\n")[0].count(";") > 2 else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=by))


def times(worksheet):
    """{id: when it was handed in}, as Moodle's worksheet tells it; else nothing."""
    head, *rows = read(worksheet) or [[]]
    if "Last modified (submission)" not in head:
        return {}
    who, when = head.index("Identifier"), head.index("Last modified (submission)")
    return {participant(row[who]): row[when] for row in rows if len(row) > when}


def participant(text):
    """The id in "Participant 123", in whichever language."""
    return text.rpartition(" ")[2]


def moodle(_, scores, sheet=None):
    """The grading worksheet's rows; only the points and the comment are ours."""
    if sheet is None:
        sheet = [MOODLE] + [
            [f"Participant {key}", name(one["student"]), "", "", "",
             one.get("max", ""), "Yes", "", "-", ""]
            for key, one in scores.items()
        ]  # fmt: skip
    head = sheet[0]
    places = [column(head, one) for one in ("Identifier", "Grade")]
    column(head, "Last modified (grade)")
    said = head.index("Feedback comments") if "Feedback comments" in head else None
    rows = [head]
    for row in sheet[1:]:
        row = list(row)
        one = scores.get(participant(row[places[0]])) if row else None
        if one and one["score"] is not None:
            row[places[1]] = f"{one['score']:g}"
            if said is not None:
                row[said] = f"{one['score']:g} of {one['max']:g} points."
        rows.append(row)
    return rows


def canvas(title, scores, sheet=None):
    """The gradebook's rows, with the points in the column of the set."""
    most = max((one.get("max") or 0 for one in scores.values()), default=0)
    if sheet is None:
        head = ["Student", "ID", "SIS Login ID", "Section", title]
        sheet = [head, ["    Points Possible", "", "", "", most]]
        sheet += [
            [name(one["student"]), key, "", "", ""] for key, one in scores.items()
        ]
    head = sheet[0]
    who = column(head, "ID")
    named = [k for k, text in enumerate(head) if re.fullmatch(
        rf"(?i){re.escape(title)}\b.*", text.strip())]  # fmt: skip
    if len(named) != 1:
        raise ValueError(
            f"the gradebook has {len(named)} columns that begin with {title}; name the "
            f"assignment in Canvas {title}, as in '{title} (123)'"
        )
    keep = [k for k, text in enumerate(head[: column(head, "Section") + 1])] + named
    rows = [[head[k] for k in keep]]
    for row in sheet[1:]:
        row = [*row, *[""] * (len(head) - len(row))]
        one = scores.get(row[who].strip())
        if one and one["score"] is not None:
            row[named[0]] = f"{one['score']:g}"
        rows.append([row[k] for k in keep])
    return rows


def column(head, name):
    if name not in head:
        raise ValueError(
            f"the worksheet has no column {name!r}; download it in English, as CSV"
        )
    return head.index(name)


def folder(result):
    """Where Moodle looks for a student's feedback file: no name may hold another _."""
    who = re.sub(r"[^\w .-]|_", " ", name(result["student"])).strip(" .") or "Student"
    key = number(result["student"])
    return f"{who}_{key}_assignsubmission_file_/{result['assignment']}.html"


def upload(result):
    """What Canvas calls a comment on a student's upload: as the file or zip that it
    named, whatever is in it; None where there is none.
    """
    for part in (result.get("upload") or "").split("/"):
        m = CANVAS.fullmatch(part)
        if m and m["upload"] and f"{m['who']}_{m['id']}" == result["student"]:
            return f"{ENDING.sub('', part)}.html"
    return None


def zipped(files):
    """A zip that is the same whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return made.getvalue()
