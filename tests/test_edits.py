"""A thousand slips: the notebook and the page say the same, and nothing that is false.

Each kind of sentence is held against numbers of its own: not those of the probes, and
computed here.
"""

import re

import numpy as np
import pytest

from adamedu.questions.checks import diagnose
from adamedu.questions.refused import taken
from adamedu.questions.tables import in_arrays, signatures
from course.tasks import TASKS
from tests.answers import made
from tests.claims import Claims, fresh, numbers, steps_of
from tests.edits import edits
from tests.machines import page

COUNT = 1000
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def digits(text):
    return float("nan") if text.startswith("not a") else float(text)


def same(a, text):
    """A number as it is told, with at least four digits."""
    b = digits(text)
    return np.isnan(b) and not np.isfinite(a) or abs(a - b) <= 1e-3 * abs(b) + 1e-12


def words(*texts):
    """A list in words: "m, v and t"."""
    return [one for one in re.split(r", | and ", texts[0]) if one]


CLAIMS = {
    r"Right\.": lambda c: c.like(tolerance=1e-6),
    r"Right, to single precision\.": lambda c: c.like(tolerance=1e-4),
    r"Right: ([\w, ]+)\.": lambda c, a: any(
        c.like(tolerance=1e-6, parts=words(a), lost=lost) for lost in (False, True)
    ),
    r"Right to single precision: ([\w, ]+)\.":
        lambda c, a: c.like(tolerance=1e-4, parts=words(a)),
    r"Wrong: ([\w, ]+)\.":
        lambda c, a: not any(c.like(tolerance=1e-9, parts=[one]) for one in words(a)),
    r"First step from theta 1\.375 with gradient 2: it is (\S+) lr(?:, uphill)?; "
    r"right is (\S+) lr\.":
        lambda c, a, b: same(c.steps(2.0, 1)[0][0], a)
        and same(c.steps(2.0, 1, c.task.answer())[0][0], b),
    r"(\w+) stays at (\S+) from step to step\.":
        lambda c, part, x: all(same(y, x) for y in c.steps(2.0, 9)[1][part][:, 0]),
    r"With gradients of 0 theta moves; it must stay\.":
        lambda c: c.steps(0.0, 2, theta=1.7)[0].any()
        and not c.steps(0.0, 2, c.task.answer())[0].any(),
    r"From theta (\S+) with gradients of 0 and a decay of (\S+) step (\d+) is (\S+) "
    r"lr; right is (\S+) lr\.":
        lambda c, x, decay, k, a, b: decayed(c, digits(x), digits(decay), int(k), a, b),
    r"From theta 1\.375 with gradients of 2 the second step is (\S+) lr, with "
    r"gradients of 200 (\S+) lr; they must be equal\.":
        lambda c, a, b: same(c.steps(2.0, 2)[0][1], a)
        and same(c.steps(200.0, 2)[0][1], b)
        and unlike([c.steps(x, 2)[0][1] for x in (2.0, 200.0)])
        and not unlike([c.steps(x, 2, c.task.answer())[0][1] for x in (2.0, 200.0)]),
    r"Right where settings are the defaults, wrong where others are given\.":
        lambda c: c.like(only=lambda p: not p["settings"])
        and not c.like(only=lambda p: p["settings"]),
    r"Right where settings are given, wrong where they are the defaults\.":
        lambda c: c.like(only=lambda p: p["settings"])
        and not c.like(only=lambda p: not p["settings"]),
    r"It hands back what it gets, or 0: nothing seems to be written yet\.":
        lambda c: unchanged(c),
    r"This is like no mistake that the check knows\.":
        lambda c: not any(c.like(one, tolerance=1e-9) for one in c.task.mistakes),
    r"(?P<about>[^:]+): (?P<parts>[\w, ]+?) (?:is not a finite number|are not finite "
    r"numbers)(?: in step (?P<k>\d+))?\.":
        lambda c, about, parts, k: all(
            not np.isfinite(numbers(c.task, c.answer, c.probe(about))[part]
                            [slice(int(k) - 1, int(k)) if k else slice(None)]).all()
            for part in words(parts)
        ),
    r"It returns nothing: is the return missing\?": lambda c: c.returned() is None,
    r"It uses a name that has no value yet: look at the order of the lines\.":
        lambda c: c.raises("NameError"),
    r"It uses the name (\w+), which is not defined\.":
        lambda c, name: c.raises("NameError"),
    r"A function gets more or fewer arguments than it takes\.":
        lambda c: c.raises("TypeError"),
    r"(?:There is no math|A plain number has no )\.\w+ here\.":
        lambda c: c.raises("AttributeError"),
    r"It stops with an error\.": lambda c: c.raises(),
    r"Something is used as a dictionary that is none\.":
        lambda c: c.raises("TypeError"),
    r"(\w+) must hold numbers\.": lambda c, part: no_numbers(c, part),
    r"It returns (\d+) values?; it must return (\d+) values, in this order: .*\.":
        lambda c, a, b: len(c.returned()) == int(a) != int(b) == len(c.task.parts),
    r"(\w+) (?:has the shape|is a single number).*; it must .*\.":
        lambda c, part: misshapen(c, part),
    r"It returns a (tuple|list); it must return .*":
        lambda c, kind: type(c.returned()).__name__ == kind,
    r"It returns True or False; it must return .*":
        lambda c: type(c.returned()).__name__ in ("bool", "bool_"),
    r"A function gets the setting \w+, which it does not take\. If it is yours, keep "
    r"the signature of the task\.": lambda c: c.raises("TypeError"),
    r"It agrees in single precision \(float32\) only; this task needs double\.":
        lambda c: c.like(tolerance=1e-4) and not c.like(tolerance=1e-12),
    r"It returns one value; it must return .*":
        lambda c: not isinstance(c.returned(), tuple),
    r"t must be one number, the same for all parameters\.": lambda c: t_differs(c),
}  # fmt: skip
NUMBER = {
    r"(?P<about>[^:]+): your step (\d+) is (.+?)(?: lr)?, right is (\S+) lr\.":
        lambda c, about, k, a, b: shown(c, about, "theta", k, a, b),
    r"(?P<about>[^:]+): your (\w+) after step (\d+) is (.+?), right is (\S+)\.":
        lambda c, about, part, k, a, b: shown(c, about, part, k, a, b),
    r"(?P<about>[^:]+): (?:with (.*) )?your (\w+) is (.+?), right is (\S+)\.":
        lambda c, *told: shown_call(c, *told),
}  # fmt: skip


def decayed(c, theta, decay, k, a, b):
    """That step, with gradients of 0 and a decay, and the right one beside it."""
    given = c.probe("gradients that are 0")["settings"]
    assert given["weight_decay"] == decay
    probe = {"theta": [theta], "g": [[0.0]] * k, "lr": given["lr"], "settings": given}
    found = [
        numbers(c.task, answer, probe, whole)["theta"]
        for answer, whole in ((c.answer, False), (c.task.answer(), True))
    ]
    mine, right = [steps_of(values, probe)[-1, 0] for values in found]
    return same(mine, a) and same(right, b) and not same(mine, b)


def unlike(steps):
    return not abs(steps[0] - steps[1]) <= 1e-3 * abs(steps[0])


def unchanged(c):
    for mine, probe in zip(c.fresh, fresh(c.task), strict=True):
        if c.task.kind == "rule":
            rows = [mine["theta"] - probe["theta"]]
            rows += [mine[part] for part in c.task.parts[1:]]
            ok = not any(row.any() for row in rows)
        else:
            given = [[0.0, *probe["settings"].values()] for _ in probe["calls"]]
            if not in_arrays(signatures(c.name)):
                given = [[a[0], *one] for a, one in zip(probe["calls"], given)]
            ok = all(
                any(np.allclose(row, np.ravel(one)) for one in some)
                for rows in mine.values()
                for row, some in zip(rows, given, strict=True)
            )
        if not ok:
            return False
    return True


def no_numbers(c, part):
    """A part of what is returned makes no array of numbers."""
    found = taken(c.task.parts, c.returned())[c.task.parts.index(part)]
    try:
        return np.asarray(found).dtype.kind not in "fiubc"
    except ValueError:
        return True


def misshapen(c, part):
    """A part has another shape than the right one."""
    both = (taken(c.task.parts, c.returned(of=one))
            for one in (c.answer, c.task.answer()))  # fmt: skip
    found, right = (one[c.task.parts.index(part)] for one in both)
    return np.shape(found) != np.shape(right)


def t_differs(c):
    """Two parameters get two values of t."""
    return c.returned(0.1)[-1] != c.returned(0.2)[-1]


def shown(c, about, part, k, a, b):
    """Some number of that step is so, and the right one beside it."""
    probe, k = c.probe(about), int(k) - 1
    found = []
    for answer, whole in ((c.answer, False), (c.task.answer(), True)):
        values = numbers(c.task, answer, probe, whole)[part]
        found.append(steps_of(values, probe)[k] if part == "theta" else values[k])
    pairs = zip(*found, strict=True)
    return a != b and any(same(x, a) and same(y, b) for x, y in pairs)


def shown_call(c, about, args, part, a, b):
    """Some number of a call with these arguments is so, and the right one beside it."""
    probe, pairs = c.probe(about), []
    told = [one.split(" = ") for one in args.split(", ")] if args else []
    found = [numbers(c.task, one, probe)[part] for one in (c.answer, c.task.answer())]
    for call, *rows in zip(probe["calls"], *found, strict=True):
        if all(same(dict(zip(c.task.takes, call))[name], x) for name, x in told):
            pairs += zip(*map(np.ravel, rows), strict=True)
    return a != b and any(same(x, a) and same(y, b) for x, y in pairs)


def sentences(text, table):
    """The sentences of a text, the longest known pattern first."""
    rest = text.strip()
    while rest:
        for pattern in table:
            fits = re.match(pattern + r"(?:\s|$)", rest)
            if fits:
                yield pattern, fits.groups()
                rest = rest[fits.end() :].strip()
                break
        else:
            raise AssertionError(f"nobody has proved: {rest}")


def false_value(task, value, finding):
    """The same for a number, which is right to half a percent."""
    if finding.mistake == "bad answer":
        said = "a complex number" if isinstance(value, complex) else str(value)
        ok = finding.words == f"A number is needed; this is {said}."
    elif finding.right or finding.where:
        flags = [finding.mistake] if finding.where else []
        known = task.answer(*flags)
        ok = finding.words == (task.mistakes[flags[0]][0] if flags else "Right.")
        ok = ok and abs(value - known) <= 5.01e-3 * abs(known)
        ok = ok and (not flags or same(value, finding.number[len("You have ") : -1]))
    else:
        said = finding.words.removesuffix(" is not right.")
        ok = same(value, said) and not abs(value / task.answer() - 1) <= 4e-3
    return [] if ok else [finding.words]


def false_words(name, text, finding):
    """The sentences of a finding that do not hold."""
    if TASKS[name].kind == "value":
        return false_value(TASKS[name], made(text)(), finding)
    c, said = Claims(name, text), finding.words
    wrong = []
    if finding.where:  # named mistakes
        flags = finding.mistake.split(" + ")
        told = [TASKS[name].mistakes[one][0] for one in flags]
        begin = told[0]
        if len(told) == 2:
            begin = f"Two mistakes. (1) {told[0]} (2) {told[1]}"
        assert said.startswith(begin)
        said = said[len(begin) :]
        if not said and not c.like(*flags) and not c.like(*flags, lost=True):
            wrong.append(begin)
    for where, table in ((said, CLAIMS), (finding.number, NUMBER)):
        if finding.mistake == "bad answer" and table is NUMBER:
            continue
        for pattern, groups in sentences(where, table):
            if not table[pattern](c, *groups):
                wrong.append(f"{pattern} {groups}")
    return wrong


def here(name, text):
    """What the notebook finds; None where its cell stops with an error."""
    answer = made(text)
    if TASKS[name].kind != "value":
        return diagnose(name, answer)
    try:
        return diagnose(name, answer())
    except Exception:
        return None


def told_apart(finding, said):
    """Is another thing said in the page? It may say what it lacks, and its loop over a
    range takes a float."""
    mine = [finding.right, finding.mistake, finding.words, finding.number,
            finding.where, finding.notes]  # fmt: skip
    if finding.mistake == "bad answer":  # Python's own words differ
        if "cannot be interpreted as an integer" in finding.number:
            return False
        mine[3] = said[3] = ""
    lacks = "small NumPy", "There is no math.", "A plain number has no ."
    return mine != said and not any(one in said[2] for one in lacks)


def test_a_thousand_slips():
    asked = edits(COUNT)
    there = page.findings(asked)
    differ, false = [], []
    for (name, text), said in zip(asked, there, strict=True):
        finding = here(name, text)
        if finding is None:
            continue
        if told_apart(finding, said):
            differ.append((name, text, vars(finding), said))
        elif wrong := false_words(name, text, finding):
            false.append((name, text, finding.words, finding.number, wrong))
    report = "\n".join("\n".join(map(str, one)) for one in (differ + false)[:8])
    assert not differ and not false, (
        f"{len(differ)} differ, {len(false)} false\n{report}"
    )
