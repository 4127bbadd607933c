"""What there is to know about a rule, in one record; the rest is in its own text."""

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

HUES = {  # on white, and on the dark paper
    "grey": ("#595959", "#c9c9c9"),
    "orange": ("#c2500a", "#ff9a5c"),
    "purple": ("#a13c93", "#e79bdb"),
    "green": ("#00825f", "#4bd6a8"),
    "ochre": ("#96690a", "#ecc04a"),
    "blue": ("#0067a5", "#62b8f5"),
    "rose": ("#b0305c", "#ff8fb0"),
    "violet": ("#5a4fcf", "#b3abff"),
}
SOURCE = re.compile(r"([A-Z]\w+)(?:, [A-Z]\w+)*(?: & [A-Z]\w+| et al\.)? \((\d{4})\)")


@dataclass(frozen=True)
class Rule:
    """An update rule, and what there is to know about it.

    `looks_at` is "numbers" (each parameter for itself), "arrays" (a norm, a mean)
    or "matrices" (rows and columns). `biases` names the rule to which one for
    matrices leaves everything else. `family` is the rules that it stands beside,
    `chapter` the file that explains it, `formula` LaTeX with a line for each
    equation. `torch`, `optax` and `keras` are what one writes there to have it, ""
    where nothing is.
    """

    function: Callable
    looks_at: str
    family: str
    chapter: str
    style: dict
    formula: str
    torch: str = ""
    optax: str = ""
    keras: str = ""
    biases: str = ""

    @property
    def name(self):
        return self.function.__name__

    @property
    def state(self):
        """What it keeps, with the values at the start: {name: value}.

        0 stands for zeros of any shape; None for what the first call finds.
        """
        _, _, *rest = inspect.signature(self.function).parameters.values()
        return {p.name: p.default for p in rest if p.kind is not p.KEYWORD_ONLY}

    @property
    def settings(self):
        """Its settings with their defaults: {name: value}."""
        found = inspect.signature(self.function).parameters.values()
        return {p.name: p.default for p in found if p.kind is p.KEYWORD_ONLY}

    @property
    def papers(self):
        """Keys of the papers that the docstring's first line names: kingma2015."""
        first = self.function.__doc__.splitlines()[0]
        return [author.lower() + year for author, year in SOURCE.findall(first)]

    @property
    def helpers(self):
        """The functions of its module that it calls, without other rules."""
        home = vars(sys.modules[self.function.__module__])
        called = [home.get(name) for name in self.function.__code__.co_names]
        return [f for f in called if inspect.isfunction(f) and not is_rule(f)
                and f.__module__ == self.function.__module__]  # fmt: skip


def is_rule(function):
    """True for a function of parameters and their gradient."""
    return list(inspect.signature(function).parameters)[:2] == ["theta", "g"]


def style(hue, marker, width=1.8, dash=()):
    """How figures draw a line: {light, dark, dash, marker, width}.

    `hue` is one of HUES, or its colours on white and on the dark paper; `width` and
    the dashes and gaps of `dash` are in pixels.
    """
    light, dark = HUES.get(hue, hue)
    return {"light": light, "dark": dark, "dash": list(dash), "marker": marker,
            "width": width}  # fmt: skip
