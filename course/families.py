"""One reference for each task, and one flag for each mistake that people make in it.

A family's function is the learner's with `wrong`, a set of flags, in front; with no
flag it is the book's rule. `mistakes.toml` says in words what each flag is. This is
the teacher's side: it is never installed, and the learner's side holds only numbers
that it gave.
"""

import tomllib
from pathlib import Path

import numpy as np

WORDS = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text("utf-8"))
FAMILIES = {}


class Family:
    """A task: reference, names of what it returns, probes, names of mistakes.

    `kind` is "rule" (its state goes into the next call), "function", "value" or
    "table".
    `words` names the tables of mistakes.toml to look in.
    """

    def __init__(self, name, kind, reference, parts, probes, mistakes, words=()):
        self.name, self.kind, self.reference = name, kind, reference
        self.parts, self.probes, self.mistakes = parts, probes, mistakes.split()
        self.tables = [name, *words, "common"]
        FAMILIES[name] = self

    def words(self, mistake):
        """[sentence, chapter, section]."""
        for table in self.tables:
            if mistake in WORDS.get(table, {}):
                return WORDS[table][mistake]
        raise KeyError(f"mistakes.toml has no words for {mistake} in {self.name}")

    def answer(self, *flags):
        """The answer that makes these mistakes, with the learner's signature."""
        if unknown := set(flags) - set(self.mistakes):
            raise ValueError(f"{self.name} has no mistake {sorted(unknown)}")
        wrong = frozenset(flags)
        if self.kind in ("value", "table"):
            return self.reference(wrong)
        memory = {"memory": []} if "never_zeroed" in wrong else {}

        def answer(*args, **settings):
            with np.errstate(all="ignore"):
                return self.reference(wrong, *args, **settings, **memory)

        return answer
