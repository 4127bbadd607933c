"""Answers that look alike: a hint to read both, and no proof of anything.

Right answers to a short task are alike anyway. So what counts is what hardly anybody
else wrote: runs of eight tokens, or of six words, that two or three students share.
"""

import io
import keyword
import re
import tokenize
from collections import defaultdict
from itertools import combinations

from course.grade.intake import source

RARE = 3  # students who share a run, and at most a quarter of the class
FEWEST, SHARE = 20, 0.3  # shared runs, and their share of the shorter answer
LONGEST = 20_000  # characters
LAYOUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
}  # fmt: skip


def pairs(answers):
    """[(share, how, key, one, other)], the most alike first.

    `answers` is {key: {student: cell}}. `how` says whether two answers share their
    words, or their words but for the names.
    """
    found = {}
    for key, cells in answers.items():
        for how, read in (("word for word", tokens), ("but for the names", nameless)):
            for share, one, other in alike({who: read(c) for who, c in cells.items()}):
                found.setdefault((key, one, other), (share, how))
    made = [(share, how, *where) for where, (share, how) in found.items()]
    return sorted(made, key=lambda each: (-each[0], each[2:]))


def alike(answers):
    """(share, one, other) for each pair that shares enough of what is rare."""
    runs, holders, shared = {}, defaultdict(list), defaultdict(int)
    for who, (size, words) in sorted(answers.items()):
        places = range(len(words) - size + 1)
        runs[who] = {tuple(words[n : n + size]) for n in places}
        for run in runs[who]:
            holders[run].append(who)
    for who in holders.values():
        if len(who) <= min(RARE, len(answers) / 4):
            for pair in combinations(who, 2):
                shared[pair] += 1
    for (one, other), count in shared.items():
        share = count / min(len(runs[one]), len(runs[other]))
        if count >= FEWEST and share >= SHARE:
            yield share, one, other


def tokens(cell):
    """(how many make a run, a program's tokens or a text's words), without layout."""
    text = source(cell)[:LONGEST]
    if cell["cell_type"] == "code":
        try:
            made = list(tokenize.generate_tokens(io.StringIO(text).readline))
            return 8, [one.string for one in made if one.type not in LAYOUT]
        except (SyntaxError, tokenize.TokenError):
            return 8, re.findall(r"\w+|[^\w\s]", text)
    return 6, re.findall(r"\w+", text.lower())


def nameless(cell):
    """The same with every name of a program in place of every other; of texts none."""
    size, words = tokens(cell)
    if cell["cell_type"] != "code":
        return size, []
    keep = keyword.kwlist
    return size, ["x" if w.isidentifier() and w not in keep else w for w in words]
