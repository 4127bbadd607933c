"""A report on the class: how it did, in the words of the set, and whom to see."""

import math
from collections import Counter
from html import escape
from statistics import mean, median

from course.grade.files import file_name
from course.grade.page import bullets, page, table
from course.grade.tables import reasons, waits
from course.tasks import TASKS

LOW = 0.5  # of the points: below that, somebody should talk with the student
OFTEN = 3  # mistakes that are told of a task
BARS = 10  # at most, in a histogram
PAIRS = 30  # of similar answers, at most


def report(assignment, results, items, changed=(), alike=()):
    """The page. `items` is the set's outline, `changed` the last rows of changes.csv,
    `alike` what `similar.pairs` found.
    """
    body = [*overview(results), *by_task(results, items)]
    body += hands(results, items)
    body += to_see(results, items)
    body += moved(changed)
    body += similar(alike, items)
    body += everybody(results, items)
    return page(f"{assignment}: the class", body)


def overview(results):
    statuses = Counter(one["status"] for one in results)
    told = ", ".join(f"{count} {name}" for name, count in statuses.items())
    body = [f"<p>{len(results)} students: {escape(told)}.</p>"]
    scores = [one["score"] for one in results if one["score"] is not None]
    if scores:
        most = max(one.get("max") or 0 for one in results)
        body.append(
            f"<p>Mean {mean(scores):.3g}, median {median(scores):g} of {most:g} "
            "points. How many students have how many points:</p>"
        )
        body.append(histogram(scores, most))
    return body


def histogram(values, most):
    """Bars from 0 to `most`, with a text that says the same."""
    unit = 1 if all(value == int(value) for value in [*values, most]) else 0.5
    width = math.ceil((most / unit + 1) / BARS) * unit
    count = math.ceil((most + unit) / width)
    places = Counter(min(int(value // width), count - 1) for value in values)
    counts = [places[k] for k in range(count)]
    lows = [k * width for k in range(count)]
    names = [span(low, min(low + width - unit, most)) for low in lows]
    told = "; ".join(f"{name}: {n}" for name, n in zip(names, counts) if n)
    bars = "".join(
        f'<span style="height:{100 * n / max(counts):.0f}%"></span>' for n in counts
    )
    axis = "".join(f"<span>{name}</span>" for name in names)
    return (
        f'<div role="img" aria-label="{escape(told)}"><div class="bars">{bars}</div>'
        f'<div class="axis">{axis}</div></div>'
    )


def span(low, high):
    """What a bar counts: 4, or 4–6."""
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def by_task(results, items):
    """Of each task: mean, histogram, and the mistakes that were made most."""
    body = ["<h2>Task by task</h2>"]
    for key, item in items.items():
        marks = [one["tasks"][key] for one in results if key in one["tasks"]]
        given = [one["points"] for one in marks if one["points"] is not None]
        body.append(f"<h3>{escape(item.title)}</h3>")
        if not given:
            body.append("<p>No points yet.</p>")
            continue
        full = sum(one["points"] == one["max"] for one in marks)
        body.append(
            f"<p>Mean {mean(given):.2g} of {item.max:g}; {full} of {len(marks)} have "
            "all points.</p>"
        )
        body.append(histogram(given, item.max))
        body += made(marks, item)
    return body


def made(marks, item):
    """The mistakes that were made most, in words."""
    texts = Counter(
        in_words(one["mistake"], item)
        for one in marks
        if one["points"] is not None and not one["right"] and not one.get("by_hand")
    )
    shown = sorted(texts.items(), key=lambda each: (-each[1], each[0]))[:OFTEN]
    return [bullets([f"{count} × {text}" for text, count in shown])] if shown else []


def in_words(mistake, item):
    """A named mistake as the record of the task tells it."""
    known = TASKS[item.name].mistakes if item.name in TASKS else {}
    names = mistake.split(" + ")
    if mistake and all(name in known for name in names):
        return " ".join(known[name][0] for name in names)
    return mistake or "wrong in another way"


def hands(results, items):
    """Which written answers wait for a person."""
    lines = []
    for key, item in items.items():
        new = sum(waits(one["tasks"], key, item) for one in results)
        again = [one["student"] for one in results if key in one.get("again", ())]
        if new:
            lines.append(f"{item.title}: {new} not graded yet")
        if again:
            lines.append(f"{item.title}: look again at {', '.join(again)}")
    if not lines:
        return ["<h2>Waits for hands</h2>", "<p>Nothing.</p>"]
    return ["<h2>Waits for hands</h2>", bullets(lines)]


def to_see(results, items):
    """Students with whom, or at whose work, somebody should look."""
    rows = []
    for one in results:
        why = [] if one["status"] == "graded" else [one["status"]]
        why += reasons(one, items)
        marks = one["tasks"].values()
        given = sum(each["max"] for each in marks if each["points"] is not None)
        if one["score"] is not None and one["score"] < LOW * given:
            why.append(f"{one['score']:g} of {given:g} points")
        if one.get("lateness"):
            why.append(one["lateness"]["words"])
        if why:
            rows.append([link(one), "<br>".join(map(escape, why))])
    if not rows:
        return []
    return ["<h2>Whom to see</h2>", table(["Student", "Why"], rows)]


def moved(changed):
    """The last changes, when there were some."""
    rows = [
        [escape(who), escape(before), escape(now)]
        for _, who, task, before, now in changed
        if task == "score"
    ]
    if not rows:
        return []
    head = ["Student", "Score before#", "Now#"]
    return [
        f"<h2>Changed on {escape(changed[0][0])}</h2>",
        "<p>Each task is in changes.csv.</p>",
        table(head, rows),
    ]


def similar(alike, items):
    """Answers that share what hardly anybody else wrote."""
    if not alike:
        return []
    rows = [
        [
            f"{escape(one)} and {escape(other)}",
            f"{escape(items[key].title)}: {share:.0%}, {how}",
        ]
        for share, how, key, one, other in alike[:PAIRS]
    ]
    return [
        "<h2>Answers that look alike</h2>",
        "<p>A hint to read both, and no proof: two students may have learned together, "
        "or from one page. Counted is what hardly anybody else wrote.</p>",
        table(["Who", "Where, and how much"], rows),
    ]


def everybody(results, items):
    rows = []
    for one in results:
        got = "" if one["score"] is None else f"{one['score']:g}"
        rows.append([link(one), got, escape(one["status"])])
    return ["<h2>Everybody</h2>", table(["Student", "Score#", "Status"], rows)]


def link(result):
    where = f"feedback/{file_name(result['student'])}.html"
    return f'<a href="{escape(where)}">{escape(result["student"])}</a>'
