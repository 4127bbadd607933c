"""What is measured of an answer's numbers, in sentences: each says what was asked and
what came, and no more. Plain Python, for MicroPython too.
"""

from adamedu.questions.follow import finite, settings_at

TOLERANCES = {  # in units of the right number plus the largest of its part
    "double": 1e-8,
    "single": 2e-5,  # float32, beside its rounding of theta; right rules need 1.2e-5
    "print": 2e-6,  # the prints of a known mistake, which are stored in short
    "single print": 3e-4,  # those of an answer in float32, with its rounding of theta
    "value": 2.5e-3,  # an answer that is one number
    "table": 1e-3,  # mean and interval of a table, in points or as a share
    "trained": 0.3,  # points of error, where the grader trains again
}


def close(a, b, top, tolerance, rounding=0.0):
    return finite(a) and abs(a - b) <= tolerance * (abs(b) + top) + rounding


def rate(probe, k):
    return settings_at(probe["settings"], k).get("lr", probe["lr"])


def thetas(probe, mine):
    """theta after each step, cut to float32 where that differs no more than what the
    step's division by lr can have changed."""
    theta, found = probe["theta"], []
    for k, row in enumerate(mine):
        theta = [x - rate(probe, k) * step for x, step in zip(theta, row[0])]
        theta = [cut(x) if abs(x - cut(x)) <= 1e-14 * abs(x) else x for x in theta]
        found.append(theta)
    return found


def roundings(probe, mine):
    """What float32's rounding of theta may change in each step, in units of lr; 0 where
    theta is none of float32's."""
    return [
        [2**-23 * abs(x) / rate(probe, k) if x == cut(x) else 0.0 for x in theta]
        for k, theta in enumerate(thetas(probe, mine))
    ]


def in_single(task, numbers):
    """All numbers of some part, whole ones aside, are those of single precision."""
    for p in range(len(task["parts"])):
        found = [x for probe in numbers for row in probe for x in row[p]]
        if task["kind"] == "rule" and p == 0:
            pairs = zip(task["probes"], numbers)
            found = [x for one, mine in pairs for row in thetas(one, mine) for x in row]
        found = [x for x in found if finite(x) and x % 1 != 0]
        if found and all([x == cut(x) for x in found]):
            return True
    return False


def cut(x):
    """x to 24 bits: Veltkamp's way (Dekker 1971, section 5)."""
    y = (2**29 + 1) * x
    return y - (y - x)


def top_of(task, which, p):
    """The largest right number of a part in a probe."""
    return max([abs(x) for row in task["right"][which] for x in row[p]])


def is_right(task, numbers, precision="double", only=None, probes=None):
    """All numbers are right in "double" or "single" precision; `only` names one part,
    `probes` some probes."""
    for which, mine in enumerate(numbers):
        if probes is not None and which not in probes:
            continue
        for p, name in enumerate(task["parts"]):
            if only in (None, name) and not right_part(task, which, p, mine, precision):
                return False
    return True


def right_part(task, which, p, mine, precision):
    """All numbers of one part in one probe are right."""
    right, top = task["right"][which], top_of(task, which, p)
    more = [[0.0] * len(row[p]) for row in right]
    if precision == "single" and p == 0 and task["kind"] == "rule":
        more = roundings(task["probes"][which], mine)
    return all(
        close(a, b, top, TOLERANCES[precision], rounding)
        for one, other, roughly in zip(mine, right, more)
        for a, b, rounding in zip(one[p], other[p], roughly)
    )


def flat(numbers):
    return [x for probe in numbers for row in probe for part in row for x in part]


def short(x, digits=4):
    """A number in words; halves are rounded away from 0, in all Pythons."""
    if not finite(x):
        return "not a finite number"
    return f"{x * (1 + 1e-12) if digits <= 8 else x:.{digits}g}"


def apart(a, b):
    """Both in short, with as many digits as it takes to tell them apart."""
    for digits in (4, 8, 12, 17):
        one, other = short(a, digits), short(b, digits)
        if one != other:
            break
    return one, other


def about(probe):
    return probe["about"][0].upper() + probe["about"][1:] + ": "


def shown(task, numbers, drawn=""):
    """The first number that is clearly wrong, beside the right one; if there is one in
    the probe that is drawn, from there."""
    alike = [probe["about"] == drawn for probe in task["probes"]]
    places = [k for k, one in enumerate(alike) if one]
    places += [k for k, one in enumerate(alike) if not one]
    for least in (0.02, 1e-4, TOLERANCES["double"]):
        for which in places:
            for p in range(len(task["parts"])):
                top = top_of(task, which, p)
                for k, row in enumerate(numbers[which]):
                    for a, b in zip(row[p], task["right"][which][k][p]):
                        if not close(a, b, top, least):
                            return sentence(task, which, k, p, a, b)
    return ""


def sentence(task, which, k, p, mine, right):
    probe, name = task["probes"][which], task["parts"][p]
    a, b = apart(mine, right)
    if task["kind"] == "rule" and p == 0:
        a += " lr" if finite(mine) else ""
        return about(probe) + f"your step {k + 1} is {a}, right is {b} lr."
    if task["kind"] == "rule":
        return about(probe) + f"your {name} after step {k + 1} is {a}, right is {b}."
    given = zip(task.get("takes", []), probe["calls"][k])
    told = [f"{arg} = {short(x)}" for arg, x in given if not isinstance(x, (list, str))]
    asked = f"with {', '.join(told)} " if told else ""
    return about(probe) + f"{asked}your {name} is {a}, right is {b}."


def empty(task, numbers):
    """All is 0, or an argument or a setting comes back each time."""
    if all(x == 0 for x in flat(numbers)):
        return True
    if task["kind"] == "rule":
        return unmoved(task, numbers)
    calls = [(a, p["settings"]) for p in task["probes"] for a in p.get("calls", [])]
    rows = [row for probe in numbers for row in probe]
    names = [0] + list(calls[0][1]) if calls else []
    return any(
        all(row == [listed(given.get(n) if n else args[0])]
            for row, (args, given) in zip(rows, calls))
        for n in names
    )  # fmt: skip


def listed(x):
    return x if isinstance(x, list) else [x]


def unmoved(task, numbers):
    """A rule hands back theta and its state as they came."""
    for probe, rows in zip(task["probes"], numbers):
        begun = probe.get("state", {})
        for row in rows:
            for name, part in zip(["steps"] + task["parts"][1:], row):
                if part != listed(begun.get(name, [0] * len(part))):
                    return False
    return True


def not_finite(task, numbers):
    """Where numbers are lost, for each part the first place."""
    for which, probe in enumerate(task["probes"]):
        for k, row in enumerate(numbers[which]):
            names = [
                name for name, part in zip(task["parts"], row)
                if not all(finite(x) for x in part)
            ]  # fmt: skip
            if names:
                lost = " and ".join([", ".join(names[:-1])] * (len(names) > 1)
                                    + names[-1:])  # fmt: skip
                verb = " is not a finite number" if len(names) == 1 else (
                    " are not finite numbers")  # fmt: skip
                when = f" in step {k + 1}" if task["kind"] == "rule" else ""
                return [about(probe) + lost + verb + when + "."]
    return []


def properties(task, numbers):
    """What an answer violates that is like no known mistake; most telling first."""
    said = []
    if task["kind"] == "rule" and not task.get("drawn"):
        said = stays(task, numbers) + first_step(task, numbers)
        said += zeros(task, numbers) + scale(task, numbers)
        said = settings(task, numbers) or said
    return said + parts(task, numbers)


def tagged(task, numbers, tag):
    """(mine, right) of the probe of that name."""
    for probe, mine, right in zip(task["probes"], numbers, task["right"]):
        if probe.get("tag") == tag:
            return mine, right


def stays(task, numbers):
    mine, right = tagged(task, numbers, "plain")
    said = []
    for p, name in enumerate(task["parts"]):
        x = mine[0][p][0]
        alike = all(row[p][0] == x for row in mine)
        if p and alike and finite(x) and right[0][p] != right[-1][p]:
            said.append(f"{name} stays at {short(x)} from step to step.")
    return said


def first_step(task, numbers):
    mine, right = tagged(task, numbers, "plain")
    a, b = mine[0][0][0], right[0][0][0]
    if not finite(a) or close(a, b, abs(b), 0.005):
        return []
    a, b = apart(a, b)
    uphill = ", uphill" if a.startswith("-") and not b.startswith("-") else ""
    where = f"First step from theta {start(task)} with gradient 2: "
    return [where + f"it is {a} lr{uphill}; right is {b} lr."]


def start(task):
    """Where the probes with gradients of one size begin."""
    return short([p for p in task["probes"] if p["tag"] == "plain"][0]["theta"][0])


def zeros(task, numbers):
    """Gradients of 0, from a state of 0: theta moves by its decay alone."""
    mine, right = tagged(task, numbers, "zero")
    (probe,) = [one for one in task["probes"] if one.get("tag") == "zero"]
    for k, (row, fit) in enumerate(zip(mine, right)):
        for x, a, b in zip(probe["theta"], row[0], fit[0]):
            if finite(a) and not close(a, b, 1, TOLERANCES["print"]):
                if b == 0:
                    return ["With gradients of 0 theta moves; it must stay."]
                a, b = apart(a, b)
                x, decay = short(x), short(probe["settings"]["weight_decay"])
                where = f"From theta {x} with gradients of 0 and a decay of {decay} "
                return [where + f"step {k + 1} is {a} lr; right is {b} lr."]
    return []


def scale(task, numbers):
    pairs = [tagged(task, numbers, tag) for tag in ("plain", "scaled")]
    (a, c), (b, d) = [(mine[1][0][0], right[1][0][0]) for mine, right in pairs]
    if not close(c, d, abs(d), 0.005) or not finite(a) or not finite(b):
        return []
    if close(b, a, abs(c), 0.01):
        return []
    a, b = apart(a, b)
    return [
        f"From theta {start(task)} with gradients of 2 the second step is {a} lr, with "
        f"gradients of 200 {b} lr; they must be equal."
    ]


def settings(task, numbers):
    """Right with the default settings only, or with others only."""
    probes = task["probes"]
    right = [is_right(task, numbers, probes=[k]) for k in range(len(probes))]
    default = [r for r, p in zip(right, probes) if not p["settings"]]
    given = [r for r, p in zip(right, probes) if p["settings"] and p["tag"] != "zero"]
    if all(given) and not all(default):
        return ["Right where settings are given, wrong where they are the defaults."]
    if all(default) and not any(given):
        return ["Right where settings are the defaults, wrong where others are given."]
    return []


def parts(task, numbers):
    """Which parts are right."""
    good, rough, bad = [], [], []
    for name in task["parts"]:
        if is_right(task, numbers, "double", name):
            good.append(name)
        elif is_right(task, numbers, "single", name):
            rough.append(name)
        else:
            bad.append(name)
    if not (good or rough):
        return []
    said = [("Right", good), ("Right to single precision", rough), ("Wrong", bad)]
    return [" ".join([f"{word}: {', '.join(one)}." for word, one in said if one])]
