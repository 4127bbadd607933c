"""The figure of the page: a log with what is found in it, beside an example of that."""

from adamedu.doctor.advice import ADVICE
from adamedu.doctor.diagnosis import diagnose, told
from adamedu.doctor.examples import RATES, example
from adamedu.doctor.levels import is_finite, least, most
from adamedu.doctor.logs import read
from adamedu.scene import guide, line, panel, scene

DRAWN = 150  # parts of a log, of each its lowest and its highest value
CHOICES = [(ADVICE[name][0], name) for name in RATES]


def examine(log, example_of):
    """The scene of a log's text; without any, of an example, by its name in RATES."""
    if not log.strip():
        return pictured(example(example_of), "example: ")
    try:
        seen = read(log)
    except ValueError as error:
        words = f"This log can't be read: {error}."
        return scene(alt=words, text=words)
    return pictured(seen, "your ")


def pictured(log, whose):
    """The scene of a Log."""
    findings = diagnose(log)
    name, at = findings[0]["name"], findings[0]["at"]
    panels = [plot(log, log.loss, whose + "loss", "loss", "first", at)]
    if whose == "your " and name in RATES:
        like = example(name)
        short = ADVICE[name][0].split(",")[0].split(":")[0]
        title = f"example: {short}"
        panels.append(plot(like, like.loss, title, "loss", "theory", None))
    if log.grad_norm:
        panels.append(plot(log, log.grad_norm, whose + "gradient norm",
                           "gradient norm", "gradient", at))  # fmt: skip
    words = told(findings)
    made = scene(*[one for one in panels if one], alt=words, text=words)
    made["see"] = f"doctor-{name.replace('_', '-')}"
    return made


def plot(log, values, title, label, style, at):
    """A panel with one column over the steps, or None where nothing is finite."""
    rows = [k for k, v in enumerate(values) if is_finite(v)]
    if not rows:
        return None
    rows = ends(rows, values)
    y = [values[k] for k in rows]
    marks = [line([log.step[k] for k in rows], y, style)]
    if at is not None:
        marks.append(guide(x=at, label="here"))
    wide = least(y) > 0 and most(y) > 30 * least(y)
    return panel(*marks, title=title, xlabel="step", ylabel=label,
                 yscale="log" if wide else "linear")  # fmt: skip


def ends(rows, values):
    """Few of many rows: of each part the one with the lowest value and the highest."""
    size = -(-len(rows) // DRAWN)
    if size < 3:
        return rows
    kept = []
    for k in range(0, len(rows), size):
        part = rows[k : k + size]
        low = high = part[0]
        for one in part:
            low = one if values[one] < values[low] else low
            high = one if values[one] > values[high] else high
        kept += [low] if low == high else sorted([low, high])
    return kept
