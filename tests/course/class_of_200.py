"""A class of 200 with every oddity mixed in, as the platforms hand it over."""

import io
import unicodedata
import zipfile

from tests.course.test_choose import TWO, source_of
from tests.course.toy_set import WRONG, answers, data, handed_out, stub, zipped


def own(n, **more):
    return answers(why=f"Because of v, says {n}.", **more)


def without_marks(n):
    notebook = own(n)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return data(notebook)


def with_stub(n):
    notebook = own(n)
    notebook.cells.append(stub("adam"))
    return data(notebook)


def large(n):
    notebook = own(n)
    notebook.cells[1].outputs = [{"output_type": "stream", "text": "x" * (6 << 20)}]
    return data(notebook)


def nested(files, times=1):
    for _ in range(times):
        inner = io.BytesIO()
        zipped(inner, files)
        files = {"ps1.zip": inner.getvalue()}
    return files


def untouched():
    return data(handed_out())


# {what: files of student n, the status, how many files are not used}
ODD = {
    "plain": (lambda n: {"ps1.ipynb": data(own(n))}, "graded", 0),
    "a picture": (lambda n: {"ps1.ipynb": data(own(n)), "a.png": b"x"}, "graded", 1),
    "Jupyter's copy": (lambda n: {"ps1.ipynb": untouched(),
                                  "ps1-Copy1.ipynb": data(own(n))}, "flagged", 1),
    "a browser's copy": (lambda n: {"ps1.ipynb": untouched(),
                                    "ps1 (1).ipynb": data(own(n))}, "flagged", 1),
    "a zip": (lambda n: nested({"work/ps1.ipynb": data(own(n))}), "graded", 0),
    "a zip of both": (lambda n: nested({"ps1.ipynb": untouched(),
                                        "w/ps1.ipynb": data(own(n))}), "flagged", 1),
    "a zip in a zip": (lambda n: nested({"ps1.ipynb": data(own(n))}, 2), "graded", 0),
    "a folder as macOS zips": (lambda n: nested({"w/ps1.ipynb": data(own(n)),
                                                 "__MACOSX/w/._ps1.ipynb": b"x"}),
                               "graded", 1),
    ".ipynb.json": (lambda n: {"ps1.ipynb.json": data(own(n))}, "graded", 0),
    ".ipynb.txt": (lambda n: {"ps1.ipynb.txt": data(own(n))}, "graded", 0),
    "UTF-16": (lambda n: {"ps1.ipynb": data(own(n)).decode().encode("utf-16")},
               "graded", 0),
    "no marks": (lambda n: {"ps1.ipynb": without_marks(n)}, "flagged", 0),
    "a stub again": (lambda n: {"ps1.ipynb": with_stub(n)}, "graded", 0),
    "own name": (lambda n: {"My work.ipynb": data(own(n))}, "flagged", 0),
    "two that differ": (lambda n: {"ps1.ipynb": data(own(n, adam=WRONG)),
                                   "ps1-Copy1.ipynb": data(own(n))}, "flagged", 1),
    "another set beside": (lambda n: {"ps1.ipynb": data(own(n)),
                                      "ps2.ipynb": data(TWO)}, "graded", 1),
    "another set": (lambda n: {"ps1.ipynb": data(TWO)}, "nothing handed in", 1),
    "damaged": (lambda n: {"ps1.ipynb": f"DAMAGE {n}".encode()}, "unreadable", 1),
    "empty": (lambda n: {"ps1.ipynb": b""}, "unreadable", 1),
    "no notebook": (lambda n: {"ps1.pdf": b"%PDF"}, "unreadable", 1),
}  # fmt: skip
NAMES = {n: "Zoë Müller" if n % 3 else "O'Neill-Smith, Jr" for n in range(200)}
NAMES[7] = "学" * 80
NAMES[8] = unicodedata.normalize("NFD", "Zoë Müller")
NAMES[9] = "=SUM(A1) " + "x" * 120


KINDS = {n: list(ODD)[n % len(ODD)] for n in range(200)}
RIGHT = source_of(answers(), "adam").strip()

LAYOUTS = {  # where student n's file stands, as the platforms name it, and whose it is
    "Moodle": lambda n, name, count: (
        f"{NAMES[n]}_{n}_assignsubmission_file/{name}", f"{NAMES[n]}_{n}"),
    "Moodle 3": lambda n, name, count: (
        f"{NAMES[n]}_{n}_assignsubmission_file_/{name}", f"{NAMES[n]}_{n}"),
    "Canvas": lambda n, name, count: (
        f"mullerzoe_{'LATE_' * (n % 4 == 0)}{n}_{count}_{name}", f"mullerzoe_{n}"),
    "Blackboard": lambda n, name, count: (
        f"Set 1_zoe{n}_attempt_2026-03-01-10-{count // 60:02}-{count % 60:02}_{name}",
        f"zoe{n}"),
    "ILIAS": lambda n, name, count: (
        f"Adam_ps1/Abgaben/Müller_Zoë_zm{n}_{n}/{name}", f"Müller_Zoë_zm{n}_{n}"),
    "nbgrader": lambda n, name, count: (f"submitted/zoe{n}/ps1/{name}", f"zoe{n}"),
    "folders": lambda n, name, count: (f"all/{NAMES[n]} {n}/{name}", f"{NAMES[n]} {n}"),
}  # fmt: skip


def of_class(layout):
    """({path: bytes} of a class, {student: number}, files, those not used)."""
    content, students, files, unused = {}, {}, 0, 0
    for n in range(200):
        make, _, idle = ODD[KINDS[n]]
        for name, text in make(n).items():
            path, student = layout(n, name, len(content) + 1)
            content[path] = text
        students[unicodedata.normalize("NFC", student)] = n
        files, unused = files + len(list(leaves(make(n)))), unused + idle
    return content, students, files, unused


def leaves(files):
    for name, text in files.items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(text)) as inner:
                yield from leaves({each: inner.read(each) for each in inner.namelist()})
        else:
            yield name
