"""Known mistakes, told from one another by what they give.

A print of an answer is one weighted sum for each probe and each part (theta, m, v,
...); None where it is not finite. `task` is a table of signatures.json, which holds the
prints of each mistake and of each two. Plain Python, for MicroPython too.
"""

from adamedu.questions.follow import NAN, finite


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
