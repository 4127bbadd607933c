"""Time and memory per submission: our grader against `nbgrader autograde`.

The same submissions of a small set, one core each. nbgrader runs its own way, with the
hidden checks in the notebook as asserts, in one call for the class: its best case.
Time is the processor's, so that a busy machine says the same as an idle one.
"""

import contextlib
import json
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil

from benchmarks import verdict
from tests.course.toy_set import WRONG, answers, data, solved

ROOT = Path(__file__).parents[1]
SUBMISSIONS = int(os.environ.get("SUBMISSIONS") or 200)
CLASS = 200  # when there is nothing to do
CHECKS = {
    "check_sgd": "my_sgd(np.ones(3), np.ones(3))[0]",
    "check_adam": "my_adam(np.ones(3), np.ones(3))[0]",
}


def submissions():
    """Every fourth makes a mistake."""
    made = {}
    for n in range(SUBMISSIONS):
        made[f"s{n:03}"] = answers(adam=WRONG) if n % 4 == 0 else answers()
    return made


def asserting(notebook):
    """The same notebook with nbgrader's kind of checks."""
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in CHECKS:
            wanted = f"assert np.isfinite({CHECKS[name]}).all()"
            cell.source = "\n".join([wanted] * 5)
    return notebook


def stock(folder):
    """nbgrader's command, on a course with its own settings."""
    settings = "c = get_config()\nc.CourseDirectory.course_id = 'adam'\n"
    (folder / "nbgrader_config.py").write_text(settings)
    source = folder / "source/ps1/ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(asserting(solved()), source)
    call(["-m", "nbgrader", "generate_assignment", "ps1"], folder)
    for name, notebook in submissions().items():
        path = folder / "submitted" / name / "ps1/ps1.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(asserting(notebook), path)
    return call(["-m", "nbgrader", "autograde", "ps1"], folder)


def ours(folder):
    """The command behind `make grade`, gradebook, feedback and report included; and
    once more for CLASS students, with nothing to do.
    """
    (folder / "sets").mkdir()
    (folder / "sets/ps1.ipynb").write_bytes(data(solved()))
    course = folder / "course"
    call(["-m", "course.serve.release", course, "--sets", folder / "sets"], ROOT)
    (folder / "in").mkdir()
    for name, notebook in submissions().items():
        (folder / f"in/{name}.ipynb").write_bytes(data(notebook))
    command = ["-m", "course.grade", "ps1", folder / "in", "--course", course]
    command += ["--workers", "1"]
    first = call(command, ROOT)
    enrol(folder / "in", course / "grades/ps1")
    call(command, ROOT)  # brings the gradebook up to date
    return *first, call(command, ROOT)[0]


def enrol(uploads, grades):
    """Let more students hand in what others did, graded as theirs was."""
    for n in range(SUBMISSIONS, CLASS):
        old, new = f"s{n % SUBMISSIONS:03}", f"s{n:03}"
        for place in (uploads, grades / "notebooks"):
            (place / f"{new}.ipynb").write_bytes((place / f"{old}.ipynb").read_bytes())
        result = json.loads((grades / f"results/{old}.json").read_text("utf-8"))
        text = json.dumps(result | {"student": new})
        (grades / f"results/{new}.json").write_text(text, "utf-8")


def call(command, folder):
    """Processor's seconds and peak bytes of a Python command and its processes, on one
    core."""
    core = {min(os.sched_getaffinity(0))}
    began = used()
    with tempfile.TemporaryFile("w+") as log:
        process = psutil.Popen(
            [sys.executable, *map(str, command)], cwd=folder, stdout=log, stderr=log,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        )  # fmt: skip
        peak = [0]
        watcher = threading.Thread(target=watch, args=(process, peak), daemon=True)
        watcher.start()
        if process.wait():
            log.seek(0)
            raise RuntimeError(log.read()[-3000:])
    return used() - began, peak[0]


def used():
    """Seconds that processes which have ended took, with all that they waited for."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def watch(process, peak):
    """Remember the most memory (proportional set size) that all processes held."""
    with contextlib.suppress(psutil.NoSuchProcess):  # it has ended
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            held = 0
            for one in [process, *process.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    held += one.memory_full_info().pss
            peak[0] = max(peak[0], held)
            time.sleep(0.2)


def main():
    print(f"Grading {SUBMISSIONS} submissions on one core, seconds of the processor "
          "each, peak memory")  # fmt: skip
    seconds = {}
    for name, run in {"nbgrader": stock, "ours": ours}.items():
        with tempfile.TemporaryDirectory() as folder:
            took, peak, *again = run(Path(folder))
        seconds[name] = took / SUBMISSIONS
        print(f"  {name:9}{seconds[name]:6.3f} s{peak / 2**20:8.0f} MB")
    print(verdict("ours / nbgrader:", seconds["ours"] / seconds["nbgrader"], 0.2))
    many = max(CLASS, SUBMISSIONS)
    told = f"seconds for each of {many} in a second run, with nothing to do:"
    print(verdict(told, again[0] / many, 0.1))
