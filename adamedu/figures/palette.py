"""The house palette: one style, one meaning, in the whole book.

PALETTE holds a style (`adamedu.rules.record.style`) for each name that a scene may use.
A rule has its own line and marker in every figure, and so have schedules, quantities
and references. The hues of rules draw nothing else but what a rule keeps: its momentum
m is orange as momentum is, its v is ochre as RMSprop is. What has no name of its own,
cases that a figure compares, is "first" to "sixth". Settings of a rule are its SHADED:
"adam_faint", "adam", "adam_strong". CALLED says what else figures call a style.
"""

from difflib import get_close_matches

from adamedu.rules import RULES
from adamedu.rules.record import style

INK = ("#1a1a1a", "#f2f2f2")  # hues that no rule has, on white and on the dark paper
SLATE = ("#43546a", "#a9bbd2")
BROWN = ("#7d4a21", "#d0a37e")
TEAL = ("#00787f", "#5cd0d6")
OLIVE = ("#66750f", "#bccb5a")
DUST = ("#8c8c8c", "#8c8c8c")
GREY = ("#6f6f6f", "#a9a9a9")

NEAR_RULES = {
    "sign": style("rose", "down", dash=(9, 3, 2, 3)),
    "uncorrected": style("rose", "left", dash=(5, 2, 1, 2)),
    "schedule_free": RULES["schedule_free_adamw"].style,  # its name in figures
}
SCHEDULES = {
    "constant": style(SLATE, "square"),
    "step": style(TEAL, "diamond", dash=(6, 2, 2, 2)),
    "cosine": style(BROWN, "circle", 2.4),
    "linear": style(OLIVE, "down", dash=(9, 3, 2, 3)),
    "wsd": style(INK, "star", 2.2, (2, 2.5)),
    "warmup": style(TEAL, "triangle", 2, (7, 3)),
    "inverse_sqrt": style(OLIVE, "left", dash=(4, 2)),
}
QUANTITIES = {
    "gradient": style(SLATE, "bar", 1),
    "m": style("orange", "circle"),
    "v": style("ochre", "diamond", dash=(6, 2, 2, 2)),
    "ground": style(INK, "bar", 1.2),  # a loss over θ, on which rules move
}
REFERENCES = {
    "theory": style(GREY, "circle", 1.4, (2, 4)),
    "other_theory": style(GREY, "bar", 1.4, (8, 4)),
    "sample": style(DUST, "bar", 1),  # one of many
    "minimum": style(INK, "cross", 1.4),
    "one_side": style(INK, "circle"),
    "other_side": style(BROWN, "cross"),
}
CASES = {
    "first": style(INK, "circle", 2),
    "second": style(BROWN, "square", dash=(7, 3)),
    "third": style(TEAL, "triangle", 2, (2, 2.5)),
    "fourth": style(OLIVE, "star", dash=(9, 3, 2, 3)),
    "fifth": style(SLATE, "cross", dash=(6, 2, 2, 2)),
    "sixth": style(DUST, "diamond", dash=(4, 2)),
}
SHADED = ("sgd", "momentum", "adam", "cosine")
CALLED = {
    "sgd": ["gradient descent", "GD"],
    "momentum": ["SGD with momentum", "heavy ball"],
    "adam": ["step / lr"],
    "adam_l2": ["Adam + L2"],
    "uncorrected": ["no correction", "only m corrected", "only v corrected",
                    "both corrected"],
    "amsgrad_torch": ["AMSGrad (torch)", "AMSGrad, torch", "torch's"],
    "adam_atan2": ["Adam-atan2"],
    "adam_mini": ["Adam-mini"],
    "schedule_free": ["schedule-free"],
    "warmup": ["warm-up", "linear warm-up"],
    "gradient": ["its gradient g"],
    "m": ["m̂"],
    "v": ["√v̂", "√v"],
    "ground": ["loss"],
}  # fmt: skip


def shades(name, look):
    """A style nearer to the paper and one further from it, in both themes."""
    light, dark = look["light"], look["dark"]
    near = mixed(light, "#ffffff", 0.25), mixed(dark, "#14181e", 0.4)
    far = mixed(light, "#000000", 0.45), mixed(dark, "#ffffff", 0.45)
    return {f"{name}_{word}": {**look, "light": a, "dark": b}
            for word, (a, b) in (("faint", near), ("strong", far))}  # fmt: skip


def mixed(colour, other, share):
    """A colour with a share of another one in it."""
    pairs = [[int(c[k : k + 2], 16) for c in (colour, other)] for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


class Styles(dict):
    """Styles by name."""

    def __missing__(self, name):
        near = get_close_matches(str(name), self) or ["first", "second", "theory"]
        raise ValueError(f"style must be a name of the palette, such as "
                         f"{', '.join(near)}, got {name!r}")  # fmt: skip


PALETTE = Styles({
    **NEAR_RULES, **SCHEDULES, **QUANTITIES, **REFERENCES, **CASES,
    **{rule.name: rule.style for rule in RULES.values()},
})  # fmt: skip
for _name in SHADED:
    PALETTE |= shades(_name, PALETTE[_name])
