"""`python -m course.signatures`: families -> adamedu/questions/signatures.json.

For each task: what it is asked, the right numbers, and the prints of each mistake and
of each two mistakes that are not like one. Numbers only: no rule can be read off.
"""

import json
from itertools import combinations
from pathlib import Path

from adamedu.questions import judge
from adamedu.questions.ask import caller
from adamedu.questions.follow import follow
from course import (
    families_adam,
    families_comparison,
    families_functions,
    families_measured,
    families_simple,
    families_values,
)
from course.families import FAMILIES

FILE = Path(judge.__file__).with_name("signatures.json")
DEFINE = (families_simple, families_functions, families_adam, families_values,
          families_measured, families_comparison)  # fmt: skip
LIKE = {"momentum_bug": "momentum", "adam_bugs": "adam"}


def numbers(task, family, *flags):
    """What an answer with these mistakes gives on all probes."""
    return follow(task, caller(task, family.answer(*flags), trusted=True))


def rounded(value, digits):
    """Lists of numbers with few digits; None for what is not finite."""
    if isinstance(value, list):
        return [rounded(one, digits) for one in value]
    if not judge.finite(value):
        return None
    short = float(f"{value:.{digits}g}")
    return int(short) if abs(short) < 1e6 and short == int(short) else short


def signature(family):
    """All that is stored for one task."""
    task = {"kind": family.kind, "parts": family.parts, "probes": family.probes}
    if family.kind == "table":  # its faults are found by `adamedu.questions.comparison`
        return task | {"mistakes": {n: family.words(n) for n in family.mistakes}}
    right = numbers(task, family)
    task["right"] = rounded(right, 10)
    task["scales"] = rounded(judge.scales(task), 6)
    prints = {
        (name,): judge.prints(task, numbers(task, family, name))
        for name in family.mistakes
    }
    single = list(prints)
    known = [judge.prints(task, right), *prints.values()]
    for pair in combinations(family.mistakes, 2):
        found = judge.prints(task, numbers(task, family, *pair))
        if not any(judge.alike(task, found, one, 1e-6) for one in known):
            prints[pair] = found
    task["mistakes"] = {
        name: [*family.words(name), rounded(prints[name,], 8)] for (name,) in single
    }
    task["columns"] = columns = telling(list(prints.values()))
    task["pairs"] = [
        [*map(family.mistakes.index, names), rounded([found[c] for c in columns], 7)]
        for names, found in prints.items()
        if len(names) == 2
    ]
    task["order"] = family.mistakes
    return task


def telling(prints, least=8):
    """Columns that tell prints apart as well as all of them do, and at least a few."""
    keys = [tuple(rounded(one, 5)) for one in prints]
    everything, chosen = len(set(keys)), []

    def apart(columns):
        return len({tuple(key[c] for c in columns) for key in keys})

    while len(chosen) < min(least, len(keys[0])) or apart(chosen) < everything:
        rest = [c for c in range(len(keys[0])) if c not in chosen]
        chosen.append(max(rest, key=lambda c: apart([*chosen, c])))
    return chosen


def signatures():
    """The tables of all tasks by name; a task that is like another one names it."""
    return {
        name: {"like": LIKE[name]} if name in LIKE else signature(family)
        for name, family in FAMILIES.items()
    }


def text():
    return json.dumps(signatures(), separators=(",", ":"), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")
