"""Answers one slip away from a right one: a symbol, a name, a number, a line."""

import ast
import io
import token
import tokenize
from random import Random

import nbformat

from course import SETS
from course.tasks import TASKS

SYMBOLS = ["+", "-", "*", "/", "**", "//"]
COMPARED = ["<=", "<", ">", ">="]
NUMBERS = ["0", "1", "2", "0.5", "3"]
ASKED = ["sgd", "momentum", "nesterov", "ema", "bias_correction", "adagrad"]
ASKED += ["rmsprop", "adam", "adamw", "cosine", "warmup_linear"]


def references():
    """[(task, text that defines `answer`)]: the sets' solutions, and plain answers."""
    found = []
    for path in sorted(SETS.glob("ps*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in ASKED:
                lines = [x for x in cell.source.split("\n") if "###" not in x]
                text = "\n".join(lines).partition("(")
                found.append((name, f"def answer({text[2]}\n"))
    for name, task in TASKS.items():
        plain = [text for how, text in task.honest.items() if how.startswith("plain")]
        if task.kind == "rule" and not task.like:
            found += [(name, text.lstrip()) for text in plain]
    return found


def edits(count, seed=0):
    """That many different edits of the references, [(task, text)]."""
    rng, known, made = Random(seed), references(), {}
    while len(made) < count:
        name, text = rng.choice(known)
        kind = rng.choice((symbol, symbol, named, named, number, moved, deleted))
        new = kind(text, rng)
        if new and (name, new) not in made and (name, new) not in known and fine(new):
            made[name, new] = None
    return list(made)


def fine(text):
    """Is it valid Python, and the same in every Python?"""
    try:
        compile(text, "answer", "exec")
    except SyntaxError:
        return False
    return not any(twice(one) for one in ast.walk(ast.parse(text))
                   if isinstance(one, ast.Assign))  # fmt: skip


def twice(line):
    """`a, a = …`, whose last value wins, but not in CPython 3.11.2."""
    names = [one.id for one in ast.walk(line.targets[0]) if isinstance(one, ast.Name)]
    return len(set(names)) < len(names)


def tokens(text, kinds):
    """(type, string, start, end) as places in the text."""
    lines, places = text.splitlines(keepends=True), [0]
    for line in lines:
        places.append(places[-1] + len(line))
    for one in tokenize.generate_tokens(io.StringIO(text).readline):
        if one.type in kinds:
            ends = [places[row - 1] + column for row, column in (one.start, one.end)]
            yield one.string, *ends


def put(text, place, new):
    return text[: place[1]] + new + text[place[2] :]


def symbol(text, rng):
    found = [t for t in tokens(text, [token.OP]) if t[0] in SYMBOLS + COMPARED]
    one = rng.choice(found) if found else None
    if not one or text[one[2]] == "," and one[0] == "*":
        return None
    others = COMPARED if one[0] in COMPARED else SYMBOLS
    return put(text, one, rng.choice([s for s in others if s != one[0]]))


def named(text, rng):
    body = text.index("):") if "):" in text else 0
    names = list(tokens(text, [token.NAME]))
    scope = {
        t[0] for t in names
        if not hasattr(__builtins__, t[0]) and t[0] not in
        ("def", "return", "if", "answer", "min", "max", "abs", "math", "sqrt", "else")
    }  # fmt: skip
    found = [t for t in names if t[0] in scope and t[1] > body]
    one = rng.choice(found)
    return put(text, one, rng.choice(sorted(scope - {one[0]})))


def number(text, rng):
    found = list(tokens(text, [token.NUMBER]))
    if not found:
        return None
    one = rng.choice(found)
    value = float(one[0])
    others = [*NUMBERS, f"{2 * value:g}", f"{value / 10:g}"]
    return put(text, one, rng.choice([n for n in others if float(n) != value]))


def body_of(text):
    lines = text.rstrip("\n").split("\n")
    first = next(k for k, line in enumerate(lines) if line.rstrip().endswith("):")) + 1
    return lines, first


def moved(text, rng):
    if "):\n" not in text:
        return None
    lines, first = body_of(text)
    if len(lines) - first < 2:
        return None
    line = lines.pop(rng.randrange(first, len(lines)))
    lines.insert(rng.randrange(first, len(lines) + 1), line)
    return "\n".join(lines) + "\n"


def deleted(text, rng):
    if "):\n" not in text:
        return None
    lines, first = body_of(text)
    del lines[rng.randrange(first, len(lines))]
    return "\n".join(lines) + "\n"
