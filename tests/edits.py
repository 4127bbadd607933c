"""Answers one slip away from a right one: a symbol, a name, a number, a line."""

import ast
import builtins
import io
import keyword
import token
import tokenize
from random import Random

import nbformat

from course import SETS
from course.grade.outline import asked_in, is_check
from course.tasks import TASKS

SYMBOLS = ["+", "-", "*", "/", "**", "//"]
COMPARED = ["<=", "<", ">", ">="]
NUMBERS = ["0", "1", "2", "0.5", "3"]
ALSO = {  # answers on whole arrays; others take the page long
    ("backprop", "NumPy"), ("gradient_check", "NumPy"), ("train_loop", "part by part"),
    ("paired_interval", "sums"),
}  # fmt: skip


def references():
    """[(task, text that defines `answer`)] of every task that has an editor in the
    page: the sets' solutions, of a bug hunt the listing, and honest answers."""
    found = []
    for path in sorted(SETS.glob("ps*.ipynb")):
        solved = nbformat.read(path, as_version=4)
        asked = dict(map(asked_in, filter(is_check, solved.cells)))
        title = ""
        for cell in solved.cells:
            title = cell.source if cell.source.startswith("## ") else title
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in asked and (TASKS[name].kind != "value" or "Predict:" in title):
                found.append((name, solution(cell.source, TASKS[name], asked[name])))
    for name, task in TASKS.items():
        for how, text in task.honest.items():
            here = task.kind == "rule" and how.startswith("plain") and not task.like
            if here or (name, how) in ALSO:
                found.append((name, text.lstrip()))
    return [one for one in found if TASKS[one[0]].kind != "table"]


def solution(source, task, answer):
    """A cell's solution as `answer`; of a bug hunt, what is there without it."""
    before, _, rest = source.partition("### BEGIN SOLUTION")
    inside, _, after = rest.partition("### END SOLUTION")
    text = before.rstrip() + ("" if task.like else inside.rstrip()) + after
    if task.kind != "value":
        return text.replace(f"def {answer}(", "def answer(", 1).rstrip() + "\n"
    lines = [*text.strip().split("\n"), f"return {answer}"]
    return "def answer():\n" + "".join(f"    {line}\n" for line in lines)


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
    return not any(map(apart, ast.walk(ast.parse(text))))


def apart(one):
    """`a, a = …`, whose last value wins, but not in CPython 3.11.2; and `return *a, b`,
    which MicroPython does not know."""
    if isinstance(one, ast.Assign):
        names = [x.id for x in ast.walk(one.targets[0]) if isinstance(x, ast.Name)]
        return len(set(names)) < len(names)
    if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple):
        return any(isinstance(x, ast.Starred) for x in one.value.elts)
    return False


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
    names = [t for t in tokens(text, [token.NAME])
             if text[t[1] - 1] != "." and not named_here(text[t[2] :])]  # fmt: skip
    scope = {
        t[0] for t in names
        if not hasattr(builtins, t[0]) and not keyword.iskeyword(t[0])
        and t[0] not in ("answer", "np", "math", "sqrt")
    }  # fmt: skip
    found = [t for t in names if t[0] in scope and t[1] > body]
    one = rng.choice(found) if found and len(scope) > 1 else None
    return one and put(text, one, rng.choice(sorted(scope - {one[0]})))


def named_here(after):
    """A setting's name, as in `axis=0`."""
    return after[:1] == "=" and after[:2] != "=="


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
