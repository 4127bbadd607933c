"""What a student is told: a page, or a mail, in the words of the set."""

from html import escape

from course.grade.intake import mark, source
from course.grade.markup import markdown
from course.grade.page import bullets, page, table
from course.grade.places import Places

LONG = 80  # characters of a sentence that is not said twice


def feedback(result, notebook, items):
    """The page of one student: points, what was found, and their own answers.

    `items` is the outline of the set; `notebook` None where nothing could be read.
    """
    body = [f"<p>{escape(text)}</p>" for text in summary(result, items)]
    (found, remarks), tasks = told(result, notebook, items), result["tasks"]
    if found:
        links = [f'<a href="#{key}">{escape(items[key].title)}</a>' for key in found]
        rows = [[link, points(tasks[key])] for link, key in zip(links, found)]
        body.append(table(["Task", "Points#"], rows))
    if remarks:
        body += ["<h2>Also noticed</h2>", bullets(remarks)]
    written = notebook["cells"] if notebook else []
    answers = {mark(cell, "grade_id"): cell for cell in written}
    for key, texts in found.items():
        one, item = tasks[key], items[key]
        body.append(f'<h2 id="{key}">{escape(item.title)}</h2>')
        body.append(f'<p class="{colour(one)}">{points(one)}</p>')
        body += [f"<p>{escape(text)}</p>" for text in texts]
        if one.get("comment"):
            body.append(f'<div class="wide">{markdown(one["comment"])}</div>')
        body += answer(answers.get(item.answer))
    return page(f"{result['assignment']}: {result['student']}", body)


def mail(result, notebook, items):
    """The same as plain text, without the answers."""
    lines = [f"{result['assignment']}: {result['student']}", ""]
    lines += [*summary(result, items), ""]
    found, remarks = told(result, notebook, items)
    for key, texts in found.items():
        one = result["tasks"][key]
        texts = [*texts, *one.get("comment", "").splitlines()]
        lines += [f"{items[key].title}: {points(one)}", *(f"  {t}" for t in texts), ""]
    lines += [f"- {text}" for text in remarks]
    return "\n".join(lines).rstrip() + "\n"


def summary(result, items):
    """The score in sentences: what it is, what lateness cost, what is still to come."""
    if result["score"] is None:
        return [f"Not graded: {result['status']}."]
    waiting = [k for k, one in result["tasks"].items() if one["points"] is None]
    so_far = " so far" if waiting else ""
    texts = [f"{result['score']:g} of {result['max']:g} points{so_far}."]
    if late := result.get("lateness"):
        texts.append(f"Handed in {late['words']}.")
        if late["off"]:
            texts[-1] += (
                f" That costs {late['off']:g} of your {result['earned']:g} points: "
                f"{late['rule']}, of {result['max']:g}."
            )
    if waiting:
        rest = sum(result["tasks"][key]["max"] for key in waiting)
        names = "; ".join(items[key].title for key in waiting)
        texts.append(f"Not graded yet, and worth {rest:g} points: {names}.")
    return texts


def told(result, notebook, items):
    """({key: what was found} in the set's order, remarks); each cause is told once,
    where it happened.
    """
    places = Places(notebook, items)
    causes, remarks = places.sorted(result["flags"] + result["notes"])
    blank = notebook["metadata"].get("blank", []) if notebook else []
    found, before = {}, {}
    for key, item in items.items():
        one, again = result["tasks"].get(key), key in result.get("again", ())
        if one is None:
            continue
        texts = [places.told(text, item.answer) for text in words(one, again, item)]
        if item.answer in causes and not one["right"] and not one.get("by_hand"):
            texts = [causes[item.answer]]
        if one["points"] is None and item.answer in blank:
            texts = ["There is no answer."]
        for n, text in enumerate(texts):
            if len(text) > LONG and text in before:
                texts[n] = f"The same as in {before[text]}."
            before.setdefault(text, item.title)
        found[key] = texts
    return found, remarks


def words(one, again, item):
    """What there is to say of one task."""
    if "override" in one:
        yield f"Changed by your teacher: {one['override']}"
    if one["points"] is None and item.by_hand:
        yield "A person will read it."
    elif again:
        yield "Given for an earlier answer; a person will look at the new one."
    elif one.get("by_hand"):
        yield "Graded by hand."
    elif one["words"]:
        yield "Right." if one["right"] else one["words"][:1].upper() + one["words"][1:]
    yield from one["notes"]


def points(one):
    if one["points"] is None:
        return f"not graded yet ({one['max']:g})"
    return f"{one['points']:g} of {one['max']:g}"


def colour(one):
    """How a page shows the points: right, wrong, or soft for what is in between."""
    if one["points"] is None or 0 < one["points"] < one["max"]:
        return "soft"
    return "right" if one["points"] >= one["max"] else "wrong"


def answer(cell):
    """A student's own answer: words with their formulas, or code."""
    if cell is None:
        return []
    if cell["cell_type"] == "markdown":
        return [f"<blockquote>{markdown(source(cell))}</blockquote>"]
    return [f"<pre>{escape(source(cell))}</pre>"]
