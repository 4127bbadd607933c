"""Compare what an answer gives with what right and wrong answers give.

Plain Python on lists of numbers, so that the page's MicroPython runs it too. `task` is
a table of signatures.json: probes, the right numbers, and the prints of mistakes. A
print is one weighted sum for each probe and each part (theta, m, v, ...). A number is
None where it is not finite.
"""

from adamedu.questions.follow import NAN

TIGHT, LOOSE = 2e-6, 3e-4  # double and single precision
NUMBERS = 5e-3  # how exact an answer that is a number must be
UNKNOWN = "This is like no mistake that the check knows."
EMPTY = "It does nothing with what it gets, so nothing seems to be written yet."


class Finding:
    """What was found: right or not, the mistake's name, what to say, what to draw."""

    def __init__(self, right=False, mistake="", words="", number="", where="",
                 notes=(), path=None):  # fmt: skip
        self.right, self.mistake, self.words = right, mistake, words
        self.number, self.where, self.notes = number, where, list(notes)
        self.path = path


def finite(x):
    return x is not None and x - x == 0


def scales(task):
    """The largest right number of each part of each probe, summed over its rows."""
    found = []
    for probe in task["right"]:
        for part in range(len(probe[0])):
            found.append(sum([max([abs(x) for x in row[part]]) for row in probe]))
    return found


def prints(task, numbers):
    """One weighted sum for each part of each probe."""
    found = []
    for probe in numbers:
        for part in range(len(probe[0])):
            total, k = 0.0, 0
            for row in probe:
                for x in row[part]:
                    total += (0.5 + (0.618034 * k) % 1) * x if finite(x) else NAN
                    k += 1
            found.append(total if finite(total) else None)
    return found


def alike(task, a, b, tolerance):
    """Two prints are the same."""
    return near(a, b, task["scales"], tolerance)


def near(a, b, scales, tolerance):
    for x, y, scale in zip(a, b, scales):
        if not finite(x) or not finite(y):
            if finite(x) or finite(y):
                return False
        elif not abs(x - y) <= tolerance * (abs(y) + scale):
            return False
    return True


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
    if is_right(task, numbers, TIGHT):
        return Finding(right=True, words="Right.")
    found = prints(task, numbers)
    for tolerance in (TIGHT, LOOSE):
        if tolerance == LOOSE and is_right(task, numbers, LOOSE):
            return Finding(True, words="Right, in single precision.")
        names = named(task, found, tolerance)
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
    """A number is right, or wrong in a known way, to NUMBERS."""
    if is_right(task, numbers, NUMBERS / 2):
        return Finding(right=True, words="Right.")
    (mine,) = flat(numbers)
    if not finite(mine):
        return Finding(mistake="unknown", words="Your number is not finite.")
    for name in task["order"]:
        words, chapter, section, (known,) = task["mistakes"][name]
        known = known / 0.5  # a print weighs its first number by one half
        if abs(mine - known) <= NUMBERS * abs(known):
            where = f"chapter {chapter}, “{section}”"
            return Finding(False, name, words, f"You have {short(mine)}.", where)
    return Finding(mistake="unknown", words=f"{short(mine)} is not right.")


def named(task, found, tolerance):
    """The mistake, or the two, that give these prints; [] for none."""
    for name in task["order"]:
        if alike(task, found, task["mistakes"][name][3], tolerance):
            return [name]
    columns = task["columns"]
    some, sizes = [found[c] for c in columns], [task["scales"][c] for c in columns]
    for first, second, other in task["pairs"]:
        if near(some, other, sizes, tolerance):
            return [task["order"][first], task["order"][second]]
    return []


def told(task, names):
    words = [task["mistakes"][name][0] for name in names]
    if len(words) == 1:
        return words[0]
    return "Two mistakes. (1) " + words[0] + " (2) " + words[1]


def place(task, names):
    seen = []
    for name in names:
        _, chapter, section, _ = task["mistakes"][name]
        text = "chapter " + chapter + ", “" + section + "”"
        if text not in seen:
            seen.append(text)
    return "; ".join(seen)


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
    args = [short(x) if not isinstance(x, list) else "…" for x in probe["calls"][k]]
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
            times = [args[-1] for args in probe["calls"]]
            in_turn = times == sorted(times)
            if not (in_turn or always):
                continue
            x, labels = (times, ("t",)) if in_turn else (x, ("question",))
            labels = labels + (task["parts"][0],)
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
    if task["kind"] != "rule":
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
    if any(x != y and not close(x, y, 1e-9, TIGHT) for x, y in
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
    return is_right(one, [numbers[k]], LOOSE)


def flat(numbers):
    return [x for probe in numbers for row in probe for part in row for x in part]


def general(task, numbers):
    said = []
    if not all(finite(x) for x in flat(numbers)):
        said.append("Some numbers are not finite (NaN or infinite).")
    if len(task["parts"]) > 1:
        good = [n for n in task["parts"] if is_right(task, numbers, LOOSE, n)]
        bad = [n for n in task["parts"] if n not in good]
        if good:
            said.append(f"Right: {', '.join(good)}. Wrong: {', '.join(bad)}.")
    return said
