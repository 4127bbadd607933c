"""What an answer gives on numbers that no probe has, for the sentences said of it."""

from functools import cache, cached_property

import numpy as np

from adamedu.questions import given
from adamedu.questions.refused import taken
from adamedu.questions.tables import in_arrays, signatures
from course.tasks import TASKS
from tests.answers import made


def step(answer, args, settings, parts):
    """The parts, or NaN where it divides by 0."""
    try:
        result = answer(*args, **settings)
    except (ZeroDivisionError, OverflowError):
        return [np.nan] * parts
    result = result if isinstance(result, (tuple, list)) else [result]
    return [np.nan if isinstance(x, complex) else x for x in result]


def walked(task, answer, probe, whole=False):
    """{part: its values, a row for each step} of a rule on a probe; with `whole` the
    answer gets arrays, else one parameter after the other."""
    runs, names = [], task.parts[1:]
    width = len(probe["theta"])
    for i in [None] if whole else range(width):
        pick = np.array if whole else lambda x, i=i: np.float64(x[i])
        theta, begun = pick(probe["theta"]), probe.get("state", {})
        state = [
            begun.get(n, 0) if n == "t" else pick(begun.get(n, [0.0] * width))
            for n in names
        ]
        rows = []
        for k, g in enumerate(probe["g"]):
            given = probe["settings"].items()
            now = {n: x[k] if isinstance(x, list) else x for n, x in given}
            theta, *state = step(answer, [theta, pick(g), *state], now, len(task.parts))
            rows.append([theta, *state])
        runs.append(rows)
    found = {}
    for p, name in enumerate(task.parts):
        if whole:
            values = [row[p] for row in runs[0]]
            values = [np.full(1 if name == "t" else width, v) for v in values]
        else:
            values = [[run[k][p] for run in runs] for k in range(len(probe["g"]))]
            values = [v[:1] if name == "t" else v for v in values]
        found[name] = np.array(values, float)
    return found


def called(task, answer, probe, whole=False):
    """The same for a function: a row for each call."""
    rows, arrays = [], in_arrays(task.table(task.probes))
    for args in probe["calls"]:
        if arrays:
            row = step(answer, with_arrays(args), probe["settings"], len(task.parts))
            row = taken(task.parts, tuple(row) if len(row) > 1 else row[0])
        elif whole or not isinstance(args[0], list):
            args = [np.array(a) if isinstance(a, list) else a for a in args]
            row = step(answer, args, probe["settings"], 1)
        else:
            each = [[np.float64(a[i]) if isinstance(a, list) else a for a in args]
                    for i in range(len(args[0]))]  # fmt: skip
            row = [[step(answer, one, probe["settings"], 1)[0] for one in each]]
        rows.append([np.ravel(np.array(part, float)) for part in row])
    found = {}
    for name, parts in zip(task.parts, zip(*rows, strict=True), strict=True):
        width = max(map(len, parts))
        found[name] = np.array([np.resize(part, width) for part in parts])
    return found


def with_arrays(args):
    return [given.made(one, np.array) for one in args]


def numbers(task, answer, probe, whole=False):
    with np.errstate(all="ignore"):
        return (walked if task.kind == "rule" else called)(task, answer, probe, whole)


def fresh(task):
    """Probes with numbers of their own."""
    return [one for seed in (1, 2) for one in task.draw(np.random.default_rng(seed))]


@cache
def reference(name, *flags):
    task = TASKS[name]
    return [numbers(task, task.answer(*flags), probe, True) for probe in fresh(task)]


def steps_of(values, probe):
    """What theta went, in units of lr."""
    lr = np.ravel(probe["settings"].get("lr", probe["lr"]))
    lr = np.resize(lr, max(len(lr), len(values)))
    before = np.vstack([probe["theta"], values[:-1]])
    return (before - values) / lr[: len(values), None]


def near(mine, right, part, probe, tolerance, lost):
    """Equal up to rounding, NaN like NaN; with `lost` as far as both are finite."""
    a, b = mine[part], right[part]
    if part == "theta":
        a, b = steps_of(a, probe), steps_of(b, probe)
    known = np.isfinite(b) & (np.isfinite(a) if lost else True)
    if not lost and (np.isfinite(a) != known).any():
        return False
    top = np.abs(b[known]).max(initial=0)
    return bool((np.abs(a - b)[known] <= tolerance * (np.abs(b[known]) + top)).all())


class Claims:
    """The sentences about one answer, each a predicate."""

    def __init__(self, name, text):
        self.name, self.task, self.answer = name, TASKS[name], made(text)
        self.rng = np.random.default_rng(3)

    @cached_property
    def fresh(self):
        """Its numbers on probes of their own; None where it stops with an error."""
        found = []
        for probe in fresh(self.task):
            try:
                found.append(numbers(self.task, self.answer, probe))
            except Exception:
                found.append(None)
        return found

    def like(self, *flags, tolerance=1e-5, parts=None, only=lambda probe: True,
             lost=False):  # fmt: skip
        """Whether all its fresh numbers are those of these mistakes; with `lost`, if
        some are not finite, all others."""
        if lost and all(
            np.isfinite(part).all() for mine in self.fresh if mine
            for part in mine.values()
        ):  # fmt: skip
            return False
        compared = [
            near(mine, right, part, probe, tolerance, lost)
            for mine, right, probe in zip(
                self.fresh, reference(self.name, *flags), fresh(self.task), strict=True
            )
            if mine and only(probe)
            for part in parts or self.task.parts
        ]
        return bool(compared) and all(compared)

    def steps(self, gradient, count, answer=None, theta=1.375):
        """Steps in lr with the default settings."""
        theta = [theta]
        default = next(p for p in signatures(self.name)["probes"] if not p["settings"])
        probe = {"theta": theta, "g": [[gradient]] * count, "settings": {},
                 "lr": default["lr"]}  # fmt: skip
        found = numbers(self.task, answer or self.answer, probe, bool(answer))
        return steps_of(found["theta"], probe)[:, 0], found

    def probe(self, about):
        for probe in signatures(self.name)["probes"]:
            if probe["about"].lower() == about.lower():
                return probe
        raise AssertionError(about)

    def raises(self, *kinds):
        try:
            for probe in [*fresh(self.task), *signatures(self.name)["probes"]]:
                numbers(self.task, self.answer, probe)
        except Exception as error:
            names = [one.__name__ for one in type(error).__mro__]
            return not kinds or any(kind in names for kind in kinds)
        return False

    def returned(self, x=0.1, of=None):
        """What one call returns, of a plan the last."""
        task, probe, answer = self.task, fresh(self.task)[0], of or self.answer
        if task.kind != "rule":
            return answer(*with_arrays(probe["calls"][-1]), **probe["settings"])
        state = [1 if name == "t" else np.float64(x + 0.2) for name in task.parts[1:]]
        return answer(np.float64(x), np.float64(x), *state)
