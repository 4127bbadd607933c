"""Who should have handed in: a CSV with the columns id, name and perhaps email."""

import csv
import re
from unicodedata import combining, normalize


def read(path):
    """The rows of a roster; raises ValueError, which says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8: save it as CSV UTF-8") from None
    lines = text.splitlines()
    semicolons = bool(lines) and lines[0].count(";") > lines[0].count(",")
    rows = list(csv.DictReader(lines, delimiter=";" if semicolons else ","))
    for column in ("id", "name"):
        if not rows or column not in rows[0]:
            raise ValueError(f"{path} must have the columns id and name, and rows")
    rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in rows]
    ids = [row["id"] for row in rows]
    for one in ids:
        if not one or ids.count(one) > 1:
            raise ValueError(f"{path}: the id {one!r} is there {ids.count(one)} times")
    return rows


def compared(students, rows):
    """{student: what to say of them}, and the rows of whom nobody stands for.

    A student is who has the row's id or email as a part of the name, or else the words
    of the row's name, in any order.
    """
    said, taken = {}, {}
    for student in students:
        for fits in (has_id, has_name, has_more_names):
            if found := [row for row in rows if fits(student, row)]:
                break
        for row in found:
            taken.setdefault(row["id"], []).append(student)
        if not found:
            said[student] = "is not on the roster"
        elif len(found) > 1:
            ids = " or ".join(row["id"] for row in found)
            said[student] = f"may be {ids} on the roster"
    for one, names in taken.items():
        if len(names) > 1:
            told = f"{one} on the roster may be {' or '.join(names)}"
            said |= {name: told for name in names if name not in said}
    return said, [row for row in rows if row["id"] not in taken]


def has_id(student, row):
    own = {student.lower(), *student.lower().split("_")}
    return row["id"].lower() in own or row.get("email", "").lower() in own - {""}


def has_name(student, row):
    """Whether the words of a name are all of a student's, whatever else is there."""
    name, own = words(row["name"]), [w for w in words(student) if not w.isdigit()]
    turned = ["".join(name[k:] + name[:k]) for k in range(len(name))]
    return bool(name) and (sorted(name) == sorted(own) or "".join(own) in turned)


def has_more_names(student, row):
    return bool(words(row["name"])) and set(words(row["name"])) <= set(words(student))


def words(text):
    """A name's words, in small letters without accents."""
    letters = [c for c in normalize("NFKD", text.lower()) if not combining(c)]
    return re.findall(r"\w+", "".join(letters).replace("_", " "))
