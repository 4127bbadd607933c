"""The form of a record."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from adamedu.questions import mistakes
from adamedu.questions.ask import caller
from adamedu.questions.follow import follow
from course.tasks.shared import rules
from course.tasks.shared.stated import Stated


@dataclass(frozen=True, kw_only=True)
class Task:
    """All that is known of a task but its question, hints and points, which stand in
    the set's notebook.

    `reference` is the right answer, with `wrong`, a set of flags, in front of the
    learner's arguments; each flag makes a mistake. Raises ValueError for a task
    without honest answers, a book answer among them, or without a named mistake.
    """

    module: str  # where the record stands: its last part is the task's name
    kind: (
        str  # "rule" (its state goes into the next call), "function", "value", "table"
    )
    reference: Callable
    parts: list  # names of what it returns
    probes: list  # what `check` asks
    mistakes: dict  # {flag: (sentence, chapter, section to read)}
    honest: dict  # {how: text that defines `answer`, a right one}
    slip: tuple  # in the set's solution: what stands there, what instead, its flag
    draw: Callable | None = None  # draw(rng): probes as the grader asks them
    again: Callable | None = None  # again(asked, rng): what else the grader does
    rare: tuple = ()  # mistakes that are not looked for in pairs
    single: bool = True  # whether single precision (float32) is right
    like: "Task | None" = None  # in a bug hunt, the task that is hunted
    stated: Stated | None = None  # its numbers, if a course may draw others
    known: dict | None = None  # then: the table by which that course's `check` judges

    def __post_init__(self):
        for what, there in (
            ("honest answers", self.honest),
            ("book answer", self.honest.get("book")),
            ("named mistakes", self.mistakes),
            ("slip that is a named mistake", self.slip[2] in self.mistakes),
        ):
            if not there:
                raise ValueError(f"the task {self.name} has no {what}")

    @property
    def name(self):
        return self.module.rpartition(".")[2]

    @property
    def takes(self):
        """The names of what it is called with; those of settings stand in the call."""
        _, *rest = inspect.signature(self.reference).parameters.values()
        return [one.name for one in rest if one.kind is one.POSITIONAL_OR_KEYWORD]

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

    def having(self, numbers):
        """The same task about other numbers."""
        reference = partial(self.reference, **numbers)
        if self.kind != "rule":
            return replace(self, reference=reference)
        return rule(self.module, reference, self.mistakes, self.honest, self.slip,
                    self.rare, self.stated)  # fmt: skip

    def numbers(self, table, *flags):
        """What an answer with these mistakes gives on a table's probes."""
        return follow(table, caller(table, self.answer(*flags)))

    def table(self, probes, **more):
        """What `judge` needs to know of these probes."""
        table = {"kind": self.kind, "parts": self.parts, "probes": probes}
        if self.kind in ("rule", "function"):
            table["single"] = self.single
        if self.kind == "function":
            table["takes"] = self.takes
        return table | more

    def drawn(self, rng):
        """The table of a student's own numbers."""
        table = self.table(self.draw(rng), drawn=True, mistakes={}, order=[], pairs=[])
        table["right"] = self.numbers(table)
        return table | {"scales": mistakes.scales(table)}


def rule(module, reference, mistakes, honest, slip, rare=(), stated=None):
    """The task to write an update rule."""
    _, _, _, *rest = inspect.signature(reference).parameters.values()
    state = [one.name for one in rest if one.kind is not one.KEYWORD_ONLY]
    given = {one.name: one.default for one in rest if one.kind is one.KEYWORD_ONLY}
    return Task(
        module=module, kind="rule", reference=reference, parts=["theta", *state],
        probes=rules.probes(given, state), draw=lambda rng: rules.draw(given, rng),
        mistakes=mistakes, honest=honest, slip=slip, rare=tuple(rare), stated=stated,
    )  # fmt: skip


def number(module, reference, mistakes, honest, slip, stated=None):
    """The task to find a number, by thinking or by measuring."""
    probes = [{"about": "the number", "calls": [[]], "settings": {}}]
    return Task(
        module=module, kind="value", reference=reference, parts=["number"],
        probes=probes, mistakes=mistakes, honest=honest, slip=slip, stated=stated,
    )  # fmt: skip


def hunt(module, task, slip):
    """The task to find the bugs in an answer to another one; none is named."""
    return replace(task, module=module, like=task, slip=slip)
