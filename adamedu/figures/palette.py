"""The house palette: how a figure draws what it names.

PALETTE holds a style (`adamedu.rules.record.style`) for each rule, and for what is no
rule: schedules, "theory" for a reference, "sample" for one of many.
"""

from adamedu.rules import RULES
from adamedu.rules.record import style

PALETTE = {
    "sign": style("rose", "down", dash=(6, 2, 2, 2)),
    "uncorrected": style("rose", "left", dash=(5, 2, 1, 2)),
    "sample": style(("#8c8c8c", "#8c8c8c"), "bar", 1),
    "constant": style("grey", "square"),
    "step": style("rose", "diamond", dash=(6, 2, 2, 2)),
    "cosine": style("violet", "circle", 2.4),
    "theory": style(("#6f6f6f", "#a9a9a9"), "circle", 1.4, (2, 4)),
    "one_side": style(("#1a1a1a", "#f2f2f2"), "circle"),
    "other_side": style(("#c2500a", "#ff9a5c"), "cross"),
    "minimum": style(("#1a1a1a", "#f2f2f2"), "cross", 1.4),
    "linear": style("green", "down", dash=(9, 3, 2, 3)),
    "wsd": style("purple", "star", 2.2, (2, 2.5)),
    "warmup": style("orange", "triangle", 2, (7, 3)),
    "schedule_free": RULES["schedule_free_adamw"].style,  # its name in figures
    **{rule.name: rule.style for rule in RULES.values()},
}
