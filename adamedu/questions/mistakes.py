"""Known mistakes, told from one another by what they give.

A print of an answer is one weighted sum for each probe and each part (theta, m, v,
...); None where it is not finite. `task` is a table of signatures.json, which holds the
prints of each mistake, and of each two their digest. Plain Python, for MicroPython too.
"""

from math import log

from adamedu.questions.follow import NAN, finite
from adamedu.questions.measured import TOLERANCES


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
    return all(near(x, y, s, tolerance) for x, y, s in zip(a, b, task["scales"]))


def near(x, y, scale, tolerance):
    if not finite(x) or not finite(y):
        return finite(x) == finite(y)
    return abs(x - y) <= tolerance * (abs(y) + scale)


def digest(task, found):
    """Two numbers for a whole print: sums of all its numbers, each on a scale where an
    error of a share counts the same for small numbers and large ones.
    """
    sums = [0.0, 0.0]
    for k, (x, scale) in enumerate(zip(found, task["scales"])):
        size = 40.0
        if finite(x):
            x = x / (scale or 1)
            size = log(2 * abs(x)) if abs(x) > 1e8 else log(abs(x) + (x * x + 1) ** 0.5)
            size = -size if x < 0 else size
        sums[0] += (0.5 + (0.618034 * k) % 1) * size
        sums[1] += (0.5 + (0.414214 * k) % 1) * size
    return sums


def named(task, found, kind="print"):
    """The mistake that gives these prints; [] for none."""
    for name in task["order"]:
        if alike(task, found, task["mistakes"][name][3], TOLERANCES[kind]):
            return [name]
    return []


def named_pair(task, found):
    """The two mistakes that give these prints; [] for none."""
    if None in found and fits(task, found, prints(task, task["right"])):
        return []  # what is left of it is right
    a, b = digest(task, found)
    most = 4 * TOLERANCES["print"] + 1e-5  # they are stored with five places
    for first, second, c, d in task["pairs"]:
        if abs(a - c) <= most and abs(b - d) <= most:
            return [task["order"][first], task["order"][second]]
    return []


def fits(task, found, other):
    """The prints are the same where `found` is finite."""
    return all(
        near(x, y, s, TOLERANCES["print"])
        for x, y, s in zip(found, other, task["scales"])
        if finite(x)
    )


def named_in_part(task, found):
    """The mistake that gives these prints where they are finite, if it is the only one,
    or the only one that loses most of the others too.
    """

    def lost(name):
        print_ = task["mistakes"][name][3]
        return len([x for x, y in zip(found, print_) if x is None and y is None])

    every = task["order"]
    names = [n for n in every if fits(task, found, task["mistakes"][n][3])]
    most = max([lost(n) for n in names] + [0])
    names = [n for n in names if lost(n) == most]
    right = fits(task, found, prints(task, task["right"]))
    return names if len(names) == 1 and not right else []


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
