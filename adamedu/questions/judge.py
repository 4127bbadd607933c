"""The one judge of answers: the notebook's `check`, the page's and the grader's.

Plain Python on lists of numbers, so that the page's MicroPython runs it too. `task` is
a table of signatures.json, or one that the grader drew: probes, the right numbers, and
the prints of mistakes. A number is None where it is not finite.
"""

from adamedu.questions.follow import NAN, finite, follow
from adamedu.questions.measured import (
    TOLERANCES,
    apart,
    close,
    empty,
    flat,
    in_single,
    is_right,
    not_finite,
    properties,
    short,
    shown,
)
from adamedu.questions.mistakes import (
    named,
    named_in_part,
    named_pair,
    place,
    prints,
    told,
)
from adamedu.questions.refused import BadAnswer, for_numbers, retried

UNKNOWN = "This is like no mistake that the check knows."
SINGLE = "Right, to single precision."
ROUGH = "It agrees in single precision (float32) only; this task needs double."
EMPTY = "It hands back what it gets, or 0: nothing seems to be written yet."
KEPT = (
    "The same arguments gave two different results, so something is kept between the "
    "calls (in a global name, an object, an attribute) or drawn at random. What it "
    "must remember comes in as arguments and goes back with the result."
)


class Finding:
    """What was found: right or not, the mistake's name, what to say, what to draw."""

    def __init__(self, right=False, mistake="", words="", number="", where="",
                 notes=(), path=None):  # fmt: skip
        self.right, self.mistake, self.words = right, mistake, words
        self.number, self.where, self.notes = number, where, list(notes)
        self.path, self.numbers = path, None


class Kept(Exception):  # noqa: N818  a learner's, not ours
    """An answer that gives something else when asked again."""

    def __init__(self, finding):
        self.finding = finding


def examine(task, ways, arrays=0):
    """The Finding for an answer, asked in the first of these ways that it takes all
    along; each asks a call, as `follow` needs it. Of several errors that of arrays is
    told, which are the way at the place `arrays`. Raises BadAnswer.
    """
    errors = []
    for call in ways:
        try:
            return examined(task, call)
        except BadAnswer as error:
            errors.append(error)
            if not retried(error):
                break
    errors = errors[arrays:] + errors[:arrays]
    told = errors[0]
    for other in errors[1:]:
        if for_numbers(told) and "Tensor" not in other.detail:
            told = other
    raise told


def examined(task, call):
    """The Finding for an answer that is asked in one way.

    Where the notebook has arrays and the page plain numbers, the second call is made
    twice at once, while both have asked the same.
    """
    asked, at_once = [], of_numbers(task)

    def noted(args, settings):
        parts = call(args, settings)
        if len(asked) < 2:
            asked.append((args, settings, parts))
            changed = at_once and asked[1:] and asked_again(task, call, asked[1])
            if changed:
                raise Kept(changed)
        return parts

    try:
        numbers = follow(task, noted)
    except Kept as kept:
        return kept.finding
    except BadAnswer as error:
        changed = asked and not error.final and asked_again(task, call, asked[-1])
        if changed:
            return changed
        raise
    finding = judge(task, numbers)
    finding.numbers = numbers
    if finding.mistake in ("", "unknown"):
        finding = asked_again(task, call, asked[-1]) or finding
    return finding


def of_numbers(task):
    """Whether the page asks with plain numbers: a rule, and a function of such."""
    if task["kind"] == "function":
        return isinstance(task["probes"][0]["calls"][0][0], (float, int))
    return task["kind"] == "rule"


def asked_again(task, call, asked):
    """The Finding if a call gives something else than it gave before; else None."""
    args, settings, first = asked
    try:
        later = call(args, settings)
    except BadAnswer as error:
        if error.final:
            raise
        words = "It gave an answer at first, and none when asked again. " + str(error)
        return Finding(mistake="state kept", words=KEPT, number=words)
    if same(first, later):
        return None
    at_first, then = unlike(task, first, later)
    words = "It was " + at_first + " at first, and " + then + " when asked again."
    return Finding(mistake="state kept", words=KEPT, number=words)


def refused(error):
    """The Finding for a BadAnswer."""
    return Finding(mistake="bad answer", words=str(error), number=error.detail)


def same(first, later):
    """The parts of two answers to one call are the same, NaN being like NaN."""
    if first is None or later is None:
        return first is later
    return all(
        a == b or (a != a and b != b)
        for one, other in zip(first, later)
        for a, b in zip(one, other)
    )


def unlike(task, first, later):
    """The first two numbers that differ, with their name."""
    if first is None or later is None:
        return ["a division by 0" if one is None else "none" for one in (first, later)]
    for name, one, other in zip(task["parts"], first, later):
        for a, b in zip(one, other):
            if a != b and (a == a or b == b):
                a, b = apart(a, b)
                return name + " = " + a, b
    return "", ""


def judge(task, numbers):
    """The Finding for the numbers that `follow` gave."""
    if task["kind"] == "value":
        return judge_value(task, numbers)
    if is_right(task, numbers):
        return Finding(right=True, words="Right.")
    found = prints(task, numbers)
    names, rough = named(task, found), in_single(task, numbers)
    if not (names or rough):
        names = named_pair(task, found)
    if not names and is_right(task, numbers, "single"):
        if task["single"]:
            return Finding(right=True, words=SINGLE)
        return Finding(mistake="single precision", words=ROUGH)
    if not names and rough:
        names = named(task, found, "single print")
    said = [told(task, names)] if names else []
    if not names and None in found:
        names = named_in_part(task, found)
        said = [told(task, names)] if names else []
        said += not_finite(task, numbers)
    if not names and empty(task, numbers):
        said = [EMPTY]
    elif not names:
        said += properties(task, numbers)
    drawn = path(task, numbers)
    return Finding(
        mistake=" + ".join(names) or "unknown",
        words=" ".join(said) or UNKNOWN,
        number=shown(task, numbers, drawn[0] if drawn else ""),
        where=place(task, names),
        path=drawn,
    )


def judge_value(task, numbers):
    """A number is right, or wrong in a known way."""
    if is_right(task, numbers, "value"):
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
        x = list(range(1, len(pairs) + 1))
        labels = ("step", "distance moved, in units of lr")
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
