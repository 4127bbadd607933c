"""The one judge of answers: the notebook's `check`, the page's and the grader's.

Plain Python on lists of numbers, so that the page's MicroPython runs it too. `task` is
a table of signatures.json, or one that the grader drew: probes, the right numbers, and
the prints of mistakes. A number is None where it is not finite.
"""

from adamedu.questions.follow import NAN, finite
from adamedu.questions.mistakes import named, place, prints, told

TOLERANCES = {  # in units of the right number plus the largest of its part
    "double": 1e-8,
    "single": 3e-4,  # where the task allows single precision
    "print": 2e-6,  # the prints of a known mistake, which are stored in short
    "value": 2.5e-3,  # an answer that is one number
    "table": 1e-3,  # mean and interval of a table, in points or as a share
    "trained": 0.3,  # points of error, where the grader trains again
}
DRAWN = 10  # as many times as much on drawn numbers, which may round worse than ours
UNKNOWN = "This is like no mistake that the check knows."
SINGLE = "Right, in single precision."
ROUGH = "It agrees in single precision (float32) only; this task needs double."
EMPTY = "It does nothing with what it gets, so nothing seems to be written yet."


class Finding:
    """What was found: right or not, the mistake's name, what to say, what to draw."""

    def __init__(self, right=False, mistake="", words="", number="", where="",
                 notes=(), path=None):  # fmt: skip
        self.right, self.mistake, self.words = right, mistake, words
        self.number, self.where, self.notes = number, where, list(notes)
        self.path = path


def is_right(task, numbers, tolerance, only=None):
    """All numbers are right; `only` names one part."""
    for mine, right in zip(numbers, task["right"]):
        for p, name in enumerate(task["parts"]):
            top = max([abs(x) for row in right for x in row[p]])
            if only in (None, name) and not all(
                close(a, b, top, tolerance)
                for one, other in zip(mine, right)
                for a, b in zip(one[p], other[p])
            ):
                return False
    return True


def close(a, b, top, tolerance):
    return finite(a) and abs(a - b) <= tolerance * (abs(b) + top)


def judge(task, numbers):
    """The Finding for the numbers that `follow` gave."""
    if task["kind"] == "value":
        return judge_value(task, numbers)
    double, single = [
        TOLERANCES[name] * (DRAWN if task.get("drawn") else 1)
        for name in ("double", "single")
    ]
    if is_right(task, numbers, double):
        return Finding(right=True, words="Right.")
    found = prints(task, numbers)
    names = named(task, found, TOLERANCES["print"])
    if not names and is_right(task, numbers, single):
        if task["single"]:
            return Finding(right=True, words=SINGLE)
        return Finding(mistake="single precision", words=ROUGH)
    names = names or named(task, found, TOLERANCES["single"])
    if names:
        return Finding(
            mistake=" + ".join(names),
            words=told(task, names),
            number=shown(task, numbers),
            where=place(task, names),
            path=path(task, numbers),
        )
    said = [EMPTY] if empty(task, numbers) else properties(task, numbers)
    return Finding(
        mistake="unknown",
        words=" ".join(said) or UNKNOWN,
        number=shown(task, numbers),
        path=path(task, numbers),
    )


def empty(task, numbers):
    """All is 0, or the first argument comes back."""
    calls = [args[0] for probe in task["probes"] for args in probe.get("calls", [])]
    given = [x for one in calls for x in (one if isinstance(one, list) else [one])]
    return flat(numbers) == given or all(x == 0 for x in flat(numbers))


def judge_value(task, numbers):
    """A number is right, or wrong in a known way."""
    if is_right(task, numbers, TOLERANCES["value"]):
        return Finding(right=True, words="Right.")
    (mine,) = flat(numbers)
    if not finite(mine):
        return Finding(mistake="unknown", words="Your number is not finite.")
    for name in task["order"]:
        words, chapter, section, (known,) = task["mistakes"][name]
        known = known / 0.5  # a print weighs its first number by one half
        if close(mine, known, abs(known), TOLERANCES["value"]):
            where = f"chapter {chapter}, “{section}”"
            return Finding(False, name, words, f"You have {short(mine)}.", where)
    return Finding(mistake="unknown", words=f"{short(mine)} is not right.")


def shown(task, numbers):
    """The first number that is clearly wrong, beside the right one."""
    for least in (0.02, 1e-4, 0.0):
        for which, probe in enumerate(numbers):
            for p, name in enumerate(task["parts"]):
                right = task["right"][which]
                top = max([abs(x) for row in right for x in row[p]])
                for k, row in enumerate(probe):
                    for a, b in zip(row[p], right[k][p]):
                        if not close(a, b, top, least):
                            return sentence(task, which, k, name, a, b)
    return ""


def sentence(task, which, k, name, mine, right):
    probe = task["probes"][which]
    a, b = short(mine), short(right)
    if a == b:
        a, b = short(mine, 8), short(right, 8)
    about = probe["about"][0].upper() + probe["about"][1:] + ": "
    if task["kind"] == "rule" and name == "theta":
        return about + f"your step {k + 1} is {a} lr, right is {b} lr."
    if task["kind"] == "rule":
        return about + f"your {name} after step {k + 1} is {a}, right is {b}."
    args = ["…" if isinstance(x, (list, str)) else short(x) for x in probe["calls"][k]]
    return about + f"for ({', '.join(args)}) your {name} is {a}, right is {b}."


def short(x, digits=4):
    return f"{x:.{digits}g}" if finite(x) else "not a finite number"


def path(task, numbers, always=False):
    """(about, xlabel, ylabel, x, mine, right) of the first probe that goes wrong, or,
    with `always`, of the first one; None for no such probe, or one that can't be drawn.
    """
    rule = task["kind"] == "rule"
    for probe, mine, right in zip(task["probes"], numbers, task["right"]):
        if not rule and any(len(row[0]) > 1 for row in right):
            continue
        lines = [curve(rows, rule) for rows in (mine, right)]
        top = max([abs(x) for x in lines[1]])
        pairs = list(zip(*lines))
        wrong = any(not close(a, b, top, 0.02) for a, b in pairs)
        if len(pairs) < 4 or not (wrong or always):
            continue
        if not all(finite(a) and abs(a) < 1e3 * (top + 1e-30) for a, _ in pairs):
            continue
        x, labels = list(range(1, len(pairs) + 1)), ("step", "way gone, in lr")
        if not rule:
            x = [args[-1] for args in probe["calls"]]
            one = all(args[:-1] == probe["calls"][0][:-1] for args in probe["calls"])
            if not one or x != sorted(x):  # several cases are no curve
                continue
            labels = ("t", task["parts"][0])
        return (probe["about"],) + labels + (x, lines[0], lines[1])
    return None


def curve(rows, summed):
    total, found = 0.0, []
    for row in rows:
        x = row[0][0]
        total = (total if summed else 0.0) + (x if finite(x) else NAN)
        found.append(total)
    return found


def properties(task, numbers):
    """What an answer violates that is like no known mistake; most telling first."""
    if task["kind"] != "rule" or task.get("drawn"):
        return general(task, numbers)
    by_tag = {p["tag"]: n for p, n in zip(task["probes"], numbers)}
    right = {p["tag"]: n for p, n in zip(task["probes"], task["right"])}
    said = []
    for name in task["parts"][1:]:
        p = task["parts"].index(name)
        rows = by_tag["plain"]
        if (
            all(row[p] == rows[0][p] for row in rows)
            and rows[0][p] != right["plain"][-1][p]
        ):
            said.append(f"State not kept: {name} stays at {short(rows[0][p][0])}.")
    first, fit = by_tag["plain"][0][0][0], right["plain"][0][0][0]
    if finite(first) and first * fit < 0:
        said.append("Sign: the first step goes uphill.")
    elif finite(first) and not close(first, fit, abs(fit), 0.005):
        said.append(f"First step: it is {short(first)} lr, right is {short(fit)} lr.")
    if any(x != y and not close(x, y, 1e-9, TOLERANCES["print"]) for x, y in
           zip(steps(by_tag["zero"]), steps(right["zero"]))):  # fmt: skip
        said.append("Fixed point: with gradients of 0 theta moves as it must not.")
    a, b = (by_tag[tag][1][0][0] for tag in ("plain", "scaled"))
    c, d = (right[tag][1][0][0] for tag in ("plain", "scaled"))
    if close(c, d, abs(d), 0.005) and not close(a, b, abs(c), 0.01):
        said.append("Scale: 100 times larger gradients must give the same steps.")
    defaults = [right_on(task, numbers, k) for k, p in enumerate(task["probes"])
                if not p["settings"]]  # fmt: skip
    given = [
        right_on(task, numbers, k)
        for k, p in enumerate(task["probes"])
        if p["settings"] and p["tag"] != "zero"
    ]
    if all(given) and not all(defaults):
        said = ["With all settings given it is right, so a default value is wrong."]
    elif all(defaults) and not any(given):
        said = ["With the default settings it is right: does it use its settings?"]
    return said + general(task, numbers)


def steps(rows):
    return [x for row in rows for x in row[0]]


def right_on(task, numbers, k):
    one = {"parts": task["parts"], "right": [task["right"][k]]}
    return is_right(one, [numbers[k]], TOLERANCES["single"])


def flat(numbers):
    return [x for probe in numbers for row in probe for part in row for x in part]


def general(task, numbers):
    said = []
    if not all(finite(x) for x in flat(numbers)):
        said.append("Some numbers are not finite (NaN or infinite).")
    if len(task["parts"]) > 1:
        good = [
            n for n in task["parts"] if is_right(task, numbers, TOLERANCES["single"], n)
        ]
        bad = [n for n in task["parts"] if n not in good]
        if good:
            said.append(f"Right: {', '.join(good)}. Wrong: {', '.join(bad)}.")
    return said
