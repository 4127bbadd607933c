"""Runs the cells of a study in parallel, and keeps each row as soon as it is there.

A finished study is one CSV: a comment with versions, a row for each setting and seed,
in the order of the grid. Until then the rows stand in `NAME.csv.part`.
"""

import csv
import json
import os
import platform
import traceback
from importlib import import_module, metadata

from tqdm import tqdm

from adamedu.nn.datasets import FOLDER
from adamedu.nn.extras import extra
from adamedu.reach import digest, reach

with extra("studies"):
    import joblib
    from threadpoolctl import threadpool_limits

RESULTS = FOLDER / "results"
NAMED = ["adamedu", "numpy", "torch"]
TELL = ["adamedu.nn.extras", "adamedu.rules.arguments", "adamedu.rules.record",
        "adamedu.rules.table"]  # fmt: skip


def execute(name, *, workers=2, scheduler=None, resume=False, folder=RESULTS):
    """Run a study's cells that have no row yet; returns a list of what failed.

    `workers` processes share the cells, or the workers of the Dask cluster at the
    address `scheduler`. Raises FileExistsError for rows of an unfinished run, unless
    resume=True, and ValueError if those are of another version of the study; and
    ModuleNotFoundError, before anything is written, where torch is missing.
    """
    now, study, path = version(name), find(name), folder / f"{name}.csv"
    part = path.with_name(path.name + ".part")
    done = begun(name, part, resume)
    cells = [(s, seed) for s in study.GRID for seed in study.SEEDS]
    left = [cell for cell in cells if key(*cell) not in done]
    failed = []
    bar = tqdm(outcomes(name, left, workers, scheduler), name, len(cells),
               initial=len(done))  # fmt: skip
    with open(part, "a", newline="", encoding="utf-8") as file:
        for setting, seed, numbers, error in bar:
            if error:
                failed.append(f"{setting} seed {seed}: {error}")
                continue
            row = {**setting, "seed": seed, **numbers}
            if file.tell() == 0:
                file.write(f"# {now}\n{line(row)}")
            file.write(line(row.values()))
            file.flush()
            os.fsync(file.fileno())
            done[key(setting, seed)] = line(row.values())
    if not failed:
        comment, head = part.read_text(encoding="utf-8").splitlines()[:2]
        rows = [done[key(*cell)] for cell in cells]
        part.write_text(f"{comment}\n{head}\n" + "".join(rows), encoding="utf-8")
        part.replace(path)
    return failed


def begun(name, part, resume):
    """The rows of an unfinished run, by their cells; a line cut short is dropped."""
    part.parent.mkdir(parents=True, exist_ok=True)
    if not part.exists():
        return {}
    if not resume:
        raise FileExistsError(f"{part} is unfinished: add --resume, or delete it")
    text = part.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    lines = whole.splitlines(keepends=True)
    if len(lines) < 2:
        part.write_text("")
        return {}
    if lines[0] != f"# {version(name)}\n":
        raise ValueError(
            f"{part} is of {lines[0][2:-1]}, now {version(name)}: delete it"
        )
    part.write_text(whole, encoding="utf-8")
    rows = zip(csv.DictReader(lines[1:]), lines[2:])
    names = [*find(name).GRID[0], "seed"]
    return {tuple([row[name] for name in names]): text for row, text in rows}


def outcomes(name, cells, workers, scheduler):
    """What each cell gave, in the order in which they finish."""
    jobs = [(name, *cell) for cell in cells]
    yield from in_parallel(attempt, jobs, workers, scheduler)


def in_parallel(function, jobs, workers, scheduler=None):
    """function(*job) of each job, in the order in which they finish.

    In `workers` processes, or on the Dask cluster at the address `scheduler`.
    """
    if scheduler is None:
        backend = joblib.parallel_config("loky", n_jobs=workers)
    else:
        backend = joblib.parallel_config("dask", scheduler_host=scheduler)
    with backend:
        run = joblib.Parallel(return_as="generator_unordered", batch_size=1)
        yield from run([joblib.delayed(function)(*job) for job in jobs])


def attempt(name, setting, seed):
    """One cell's numbers on one thread, or its error, so that the others go on."""
    try:
        with threadpool_limits(1):
            return setting, seed, find(name).run(seed, **setting), None
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return setting, seed, None, f"{error!r} at {last.filename}:{last.lineno}"


def home(name):
    """The full name of a study's module: in this folder, unless it has a dot."""
    return name if "." in name else f"adamedu.studies.{name}"


def find(name):
    """A study's module."""
    return import_module(home(name))


def results(name, folder=RESULTS):
    """The rows of a finished study: dicts of texts and numbers."""
    with open(folder / f"{name}.csv", encoding="utf-8") as file:
        next(file)
        return [{k: number(v) for k, v in row.items()} for row in csv.DictReader(file)]


def number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def version(name):
    """The code of a study, by its hash, and what it ran on."""
    with extra("studies"):
        parts = [f"{of} {metadata.version(of)}" for of in NAMED]
    return ", ".join([code(name), *parts, f"python {platform.python_version()}"])


def code(name):
    """A study's name for all that its numbers depend on inside the package.

    That is the code which `run` reaches, and the study's plain constants, GRID and
    SEEDS among them, by their values. What only tells of code, as records of rules
    do, does not count.
    """
    module, held = home(name), vars(find(name))
    used = [key.removeprefix(f"{module}:") for key in reach(module, "run")]
    values = {
        f"{module}:{k}": plain(held[k])
        for k in sorted({"GRID", "SEEDS", *used})
        if k.isupper() and k in held
    }
    values = {key: text for key, text in values.items() if text}
    found = reach(module, "run", "GRID", "SEEDS", but=[*TELL, *values])
    return f"study {digest(found, *(f'{k} {text}' for k, text in values.items()))}"


def plain(value):
    """Numbers, texts and lists of them as text; None for what is code, or an array."""
    try:
        return json.dumps([*value] if isinstance(value, range) else value)
    except TypeError:
        return None


def stale(name, folder=RESULTS):
    """Whether a study's results are missing, or of other code than is there now."""
    path = folder / f"{name}.csv"
    return not path.exists() or made_by(path) != code(name)


def made_by(path):
    """The code that made a file of results, as `code` names it."""
    with open(path, encoding="utf-8") as file:
        return file.readline().removeprefix("# ").split(",")[0]


def key(setting, seed):
    return tuple([str(value) for value in (*setting.values(), seed)])


def line(values):
    """One CSV line; numbers as Python writes them, so that they come back the same."""
    made = []
    csv.writer(type("", (), {"write": made.append}), lineterminator="\n").writerow(
        values
    )
    return "".join(made)
