"""Pages that people read: feedback for a student, and a report on the class."""

import io
from collections import Counter
from html import escape
from statistics import median

from matplotlib import rc_context
from matplotlib.figure import Figure

from course.grade.files import file_name, write
from course.grade.intake import mark, source

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto;
  padding: 0 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ padding: 0.3rem 0.8rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid #8884; }}
td:nth-child(2), th:nth-child(2) {{ white-space: nowrap; }}
pre {{ overflow-x: auto; padding: 0.8rem; background: #8882; }}
svg {{ max-width: 100%; height: auto; background: white; }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


def feedback(result, notebook=None):
    """What a student reads: points, what was found, their own code beside it."""
    body = [f"<p>{score(result)}</p>"]
    body += listed("For your teacher to look at", result["flags"])
    if result["tasks"]:
        rows = [
            f"<tr><td>{escape(name)}</td><td>{points(one)}</td><td>{told(one)}</td></tr>"
            for name, one in result["tasks"].items()
        ]
        head = "<tr><th>Task</th><th>Points</th><th>What was found</th></tr>"
        body.append(f"<table>{head}{''.join(rows)}</table>")
    body += listed("Notes", result["notes"])
    for cell in notebook["cells"] if notebook else []:
        if mark(cell, "solution"):
            body.append(f"<h2>{escape(str(mark(cell, 'grade_id')))}</h2>")
            body.append(f"<pre>{escape(source(cell))}</pre>")
    title = f"{result['assignment']}: {result['student']}"
    return PAGE.format(title=escape(title), body="\n".join(body))


def score(result):
    if result["score"] is None:
        return f"Not graded ({result['status']})."
    by_hand = [one for one in result["tasks"].values() if one["points"] is None]
    text = f"{result['score']:g} of {result['max']:g} points."
    if by_hand:
        rest = sum(one["max"] for one in by_hand)
        text += f" {rest:g} of them are still to be given by hand."
    return text


def points(one):
    earned = "by hand" if one["points"] is None else f"{one['points']:g}"
    return f"{earned} / {one['max']:g}"


def told(one):
    return "<br>".join(escape(text) for text in [one["words"], *one["notes"]])


def listed(title, texts):
    if not texts:
        return []
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return [f"<h2>{title}</h2><ul>{items}</ul>"]


def class_report(assignment, results, folder):
    """report.html: how the class did, which mistakes it made, who needs a look."""
    statuses = Counter(one["status"] for one in results)
    scores = [one["score"] for one in results if one["score"] is not None]
    told = ", ".join(f"{count} {name}" for name, count in statuses.items())
    body = [f"<p>{len(results)} students: {told}."]
    if scores:
        most = max(one.get("max") or 0 for one in results)
        body.append(f"Median score {median(scores):g} of {most:g}.")
    body.append("</p>" + mistakes_figure(results))
    rows = []
    for one in results:
        link = f"feedback/{file_name(one['student'])}.html"
        name = f'<a href="{escape(link)}">{escape(one["student"])}</a>'
        got = "" if one["score"] is None else f"{one['score']:g}"
        why = "<br>".join(escape(text) for text in one["flags"])
        cells = [name, got, escape(one["status"]), why]
        rows.append("<tr>" + "".join(f"<td>{each}</td>" for each in cells) + "</tr>")
    head = "<tr><th>Student</th><th>Score</th><th>Status</th><th>Why</th></tr>"
    body.append(f"<table>{head}{''.join(rows)}</table>")
    page = PAGE.format(title=f"{escape(assignment)}: the class", body="\n".join(body))
    write(folder / "report.html", page)


def mistakes(results):
    """How often each mistake was made: {(task, mistake): students}, the most first."""
    made = Counter(
        (name, one["mistake"] or "wrong in another way")
        for result in results
        for name, one in result["tasks"].items()
        if one["points"] is not None and not one["right"]
    )
    return dict(sorted(made.items(), key=lambda item: (-item[1], item[0])))


def mistakes_figure(results):
    """Bars, as SVG with a text that says the same."""
    made = mistakes(results)
    if not made:
        return "<p>No mistakes.</p>"
    names = [f"{task}: {name}" for task, name in made]
    counts = list(made.values())
    figure = Figure(figsize=(8, 0.8 + 0.35 * len(made)), layout="constrained")
    axes = figure.subplots()
    axes.barh(names[::-1], counts[::-1], color="#4477aa")
    axes.set_xlabel("students")
    axes.xaxis.get_major_locator().set_params(integer=True)
    file = io.StringIO()
    with rc_context({"svg.hashsalt": "class"}):  # the same figure, the same file
        figure.savefig(file, format="svg", metadata={"Date": None})
    svg = file.getvalue()
    alt = "; ".join(f"{name} {count}" for name, count in zip(names, counts))
    label = escape(f"How many students made which mistake: {alt}", quote=True)
    svg = svg[svg.index("<svg") :].replace(
        "<svg", f'<svg role="img" aria-label="{label}"', 1
    )
    return f"<h2>Mistakes</h2>{svg}"
