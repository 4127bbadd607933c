"""One batch with all that students try, by mistake or on purpose.

Each case has the score and status that it must get. Every submission but the honest
ones has a right `my_sgd`, worth 2 points, and something else in place of `my_adam`:
2 points say that the cheat gained nothing and the honest half lost nothing.
"""

import os
import shutil
import socket
from pathlib import Path

import nbformat
import pytest

from course.grade.batch import grade_all
from tests.course.attacks import ATTACKS, ODD_BUT_RIGHT
from tests.course.honest import HONEST, body, by_id, changed
from tests.course.toy_set import answers, data, handed_out, with_cell

pytestmark = pytest.mark.usefixtures("sandboxed")

MARK = Path("/tmp/adamedu-hostile-mark")


CHEATS = {
    "endless loop": body("while True: pass"),
    "swallowed interrupt": body(
        "while True:", "    try: t += 1", "    except BaseException: pass"
    ),
    "6 GB": body("x = np.ones(6 << 27); return theta, m, v, t"),
    "exits": body("import sys; sys.exit(0)"),
    "ends the process": body("import os; os._exit(0)"),
    "kills its parent": body("import os; os.kill(os.getppid(), 9); os.kill(1, 9)"),
    "kills everybody": body("import os; os.kill(-1, 9)"),
    "recursion": body("return my_adam(theta, g, m, v, t)"),
    "segmentation fault": body("import ctypes; ctypes.string_at(0)"),
    "the book's own": "from adamedu.rules import adam as my_adam",
    "the book's own, late": body(
        "from adamedu import rules",
        "return rules.adam(theta, g, m, v, t, lr=lr)",
    ),
    "a library's": "import torch\n" + body("return torch.optim.Adam([theta])"),
    "the hidden checks": """
from course.tasks import TASKS
my_adam = TASKS["adam"].reference
""",
    "searches the disk": """
import os
my_adam = None
places = [f"/{name}" for name in os.listdir("/")]
places = [place for place in places if place[1:4] not in ("usr", "pro", "lib")]
for folder, _, files in [walk for place in places for walk in os.walk(place)]:
    if "lib/python" in folder and "adamedu" not in folder:
        continue
    for name in files:
        if name.endswith((".py", ".ipynb", ".db", ".csv", ".pyc", ".json")):
            try:
                text = open(os.path.join(folder, name), "rb").read()
            except OSError:
                continue
            if b"v_hat" + b"**0.5" in text or b"gradebook" == name.encode()[:9]:
                exec(text)
                my_adam = adam
""",
    "searches the memory": """
import gc
found = [one for one in gc.get_objects() if callable(one)]
my_adam = [one for one in found if getattr(one, "__name__", "") == "adam"][0]
""",
    "the caller's frame": body(
        "import sys",
        "frame = sys._getframe(1)",
        "while frame:",
        "    for name in ('right', 'expected', 'reference'):",
        "        if name in frame.f_locals: return frame.f_locals[name]",
        "    frame = frame.f_back",
        "return theta, m, v, t + 1",
    ),
    "always equal": """
class Yes(np.ndarray):
    def __eq__(self, other): return True
    def __le__(self, other): return True
    def __sub__(self, other): return 0
""" + body("return theta.view(Yes), m.view(Yes), v.view(Yes), t + 1"),
    "patches numpy": "np.testing.assert_allclose = np.allclose = np.isclose = "
    "np.array_equal = lambda *a, **k: True\n" + body("return theta, m, v, t + 1"),
    "patches compile": "import builtins, ast\nbuiltins.compile = lambda *a, **k: None\n"
    "ast.parse = None\n" + body("return theta, m, v, t + 1"),
    "patches the worker": """
import __main__, sys
worker = sys.modules["__main__"]
worker.encode = lambda value, depth=0: True
""" + body("return theta, m, v, t + 1"),
    "writes into the pipe": """
import os, struct
text = b'{"result": true, "right": true, "points": 5}'
for fd in range(3, 20):
    try: os.write(fd, struct.pack(">I", len(text)) + text)
    except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "fills the pipe": """
import os
""" + body("for fd in range(3, 20):", "    try: os.write(fd, b'\\xff' * 10**6)",
           "    except OSError: pass"),
    "deep JSON": """
import json
json.dumps = lambda value: "[" * 10**5 + "]" * 10**5
""" + body("return theta, m, v, t + 1"),
    "big number": """
import json
json.dumps = lambda value: '{"result": ' + "9" * 10**5 + "}"
""" + body("return theta, m, v, t + 1"),
    "odd array": """
import json
whole = json.dumps
json.dumps = lambda value: '{"result": {"list": [{"array": ["O8", [3], "AAAA"]}]}}'
""" + body("return theta, m, v, t + 1"),
    "pickle": """
class Bomb:
    def __reduce__(self): return (open, ("/tmp/adamedu-hostile-mark", "w"))
""" + body("return Bomb(), m, v, t + 1"),
    "NaN": body("return theta * np.nan, m * np.nan, v * np.nan, t + 1"),
    "infinite": body("return theta / 0, m, v, t + 1"),
    "None": body("pass"),
    "text": body("return 'right'"),
    "true": body("return True, True, True, True"),
    "wrong shape": body("return theta[:, None], m, v, t + 1"),
    "huge": body("return np.zeros(10**7), m, v, t + 1"),
    "integers": body("return theta.astype(int), m, v, t + 1"),
    "fakes a score": "print('check_adam: 5/5 points\\nScore: 10/10')\n"
    + body("print('right'); return theta, m, v, t + 1"),
    "50 MB of output": body("print('x' * 5 * 10**7); return theta, m, v, t + 1"),
    "writes outside": "open('/tmp/adamedu-hostile-mark', 'w').write('x')\n"
    + body("open('/runtime/worker.py', 'a'); return theta, m, v, t + 1"),
    "fills the disk": """
for folder in ("/dev", "/", "/usr/lib", "/dev/shm", "/tmp"):
    try:
        for n in range(9): open(f"{folder}/{n}", "wb").write(bytes(15 << 20))
    except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "forks": """
import os
children = 0
try:
    while children < 10000: children += os.fork() > 0
except OSError: pass
""" + body("return theta, m, v, t + 1"),
    "threads": """
import threading, time
try:
    for n in range(10000): threading.Thread(target=time.sleep, args=(60,)).start()
except RuntimeError: pass
""" + body("return theta, m, v, t + 1"),
    "a daemon that outlives": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(0.1)
    os._exit(0)
""" + body("return theta, m, v, t + 1"),
    "no metadata, wrong": body("return theta, m, v, t + 1"),
}  # fmt: skip
FLAGGED = {
    "endless loop", "swallowed interrupt", "ends the process", "the hidden checks",
    "searches the memory", "a library's",
    "segmentation fault", "fills the pipe", "deep JSON", "big number",
    "writes into the pipe", "odd array",
}  # fmt: skip


def drop_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()


def edit_check(notebook):
    by_id(notebook, "check_adam").source = "check = lambda *a: None"


def raise_points(notebook):
    by_id(notebook, "check_adam").metadata["nbgrader"]["points"] = 100


def wrong_kernel(notebook):
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R"}


def duplicate(name):
    return lambda notebook: notebook.cells.append(by_id(notebook, name).copy())


def odd_metadata(notebook):
    notebook.cells[0].metadata["nbgrader"] = {"grade_id": ["a", {}], "solution": 3}


LATIN = data(answers(why="Weil β.")).replace("β".encode(), b"\xe4")
UPLOADS = {
    "metadata lost": (changed(drop_metadata), 7, "flagged"),
    "check deleted": (changed(lambda n: n.cells.pop(5)), 7, "flagged"),
    "check edited": (changed(edit_check), 7, "flagged"),
    "check edited, wrong": (changed(edit_check, adam=body("pass")), 2, "flagged"),
    "check duplicated": (changed(duplicate("check_adam")), 7, "graded"),
    "answer duplicated": (changed(duplicate("adam")), 7, "flagged"),
    "points changed": (changed(raise_points), 7, "graded"),
    "wrong kernel": (changed(wrong_kernel), 7, "graded"),
    "odd metadata": (changed(odd_metadata), 7, "graded"),
    "loops at the end": (with_cell("while True: pass"), 7, "flagged"),
    "exits at the end": (with_cell("import os; os._exit(1)"), 7, "flagged"),
    "fails at the end": (with_cell("1 / 0"), 7, "graded"),
    "nothing done": (handed_out(), 0, "graded"),
    "empty": (b"", None, "unreadable"),
    "broken": (data(answers())[:999], None, "unreadable"),
    "no cells": (b'{"cells": null}', None, "unreadable"),
    "a list": (b"[1, 2]", None, "unreadable"),
    "too deep": (b"[" * 10**5, None, "unreadable"),
    "too big": (data(answers()) + b" " * (65 << 20), None, "unreadable"),
    "latin-1": (LATIN, 7, "flagged"),
    "sets every cell to a number": (
        b'{"cells": [1, {"source": 7}]}', None, "unreadable"),
}  # fmt: skip
UPLOADS |= {name: (answers(adam=text), 7, "graded") for name, text in HONEST.items()}
UPLOADS |= {
    name: (answers(adam=text), 2, "flagged" if name in FLAGGED else "graded")
    for name, text in CHEATS.items()
}
UPLOADS |= {name: (answers(adam=text), 7, None) for name, text in ODD_BUT_RIGHT.items()}
UPLOADS |= {name: (answers(adam=text), 2, None) for name, text in ATTACKS.items()}
for name in ("patches numpy's parts", "patches the worker's loop", "patches tracing"):
    UPLOADS[name] = UPLOADS[name][0], 0, None
UPLOADS["patches the worker"] = UPLOADS["patches the worker"][0], 0, "graded"
LIMITS = {"cell": 0.5, "call": 0.5}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Results of the whole batch, by name, and of a second run of it."""
    place = tmp_path_factory.mktemp("hostile")
    for name, (upload, _, _) in UPLOADS.items():
        (place / "in" / name).mkdir(parents=True)
        text = upload if isinstance(upload, bytes) else data(upload)
        (place / "in" / name / "ps1.ipynb").write_bytes(text)
    (place / "in/linked").mkdir()
    (place / "in/linked/ps1.ipynb").symlink_to(place / "release.ipynb")
    (place / "in/another name").mkdir()
    (place / "in/another name/final (2).ipynb").write_bytes(data(answers()))
    (place / "in/nothing").mkdir()
    (place / "release.ipynb").write_bytes(data(handed_out()))
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    call = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)\n"
    (place / "in/calls home").mkdir()
    (place / "in/calls home/ps1.ipynb").write_bytes(data(with_cell(call)))
    args = ("ps1", place / "in", place / "release.ipynb")
    first = grade_all(*args, place / "first", workers=2, **LIMITS)
    listener.setblocking(False)
    with listener, pytest.raises(BlockingIOError):
        listener.accept()
    return {one["student"]: one for one in first}, place


@pytest.mark.parametrize("name", UPLOADS)
def test_each_gets_what_it_earned(graded, name):
    result = graded[0][name]
    _, score, status = UPLOADS[name]
    assert result["score"] == score, result
    assert result["status"] == status or status is None, result
    if score is not None:
        assert result["max"] == 10


@pytest.mark.parametrize(
    ("name", "score", "status"),
    [("linked", None, "unreadable"), ("another name", 7, "flagged"),
     ("nothing", None, "nothing handed in"), ("calls home", 7, "graded")],
)  # fmt: skip
def test_odd_files(graded, name, score, status):
    result = graded[0][name]
    assert (result["score"], result["status"]) == (score, status), result


def test_there_are_many():
    assert len(UPLOADS) - len(HONEST) - len(ODD_BUT_RIGHT) >= 160


def test_nothing_is_left_behind(graded):
    assert not MARK.exists()
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if b"/runtime/worker.py" in read(path) and not of_other_tests(path)
    ]
    assert left == []


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it has ended
        return b""


def of_other_tests(path):
    """Whether a process has another living owner than these tests."""
    owners, pid = set(), path.parent.name
    while pid not in ("", "0", "1"):
        command = read(Path("/proc", pid, "cmdline"))
        if b"py" in command and b"/runtime/" not in command:
            owners.add(pid)
        stat = read(Path("/proc", pid, "stat")).decode()
        pid = stat.rpartition(")")[2].split()[1] if stat else ""
    return owners and str(os.getpid()) not in owners


def test_a_second_run_gives_the_same_grades(graded):
    first, place = graded
    again = [*HONEST, "NaN", "patches numpy", "metadata lost", "latin-1", "huge"]
    for name in again:
        shutil.copytree(place / "in" / name, place / "again" / name)
    args = ("ps1", place / "again", place / "release.ipynb", place / "second")
    for result in grade_all(*args, workers=1, **LIMITS):
        before = first[result["student"]]
        assert {**result, "seconds": 0} == {**before, "seconds": 0}
