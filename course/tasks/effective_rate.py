"""The lr that keeps the pace when beta1 goes from 0.9 (with lr 0.05) to 0.98."""

from course.tasks.shared.record import number
from course.tasks.shared.words import read


def effective_rate(wrong):
    pace = 0.05 / (1 - 0.9)
    if "pace" in wrong:
        return pace
    if "upside_down" in wrong:
        return 0.05 * (1 - 0.9) / (1 - 0.98)
    return 0.05 if "same_lr" in wrong else pace * (1 - 0.98)


MISTAKES = read(
    "02 A sum of past gradients",
    pace="That is the pace itself, lr/(1 − β₁). Which lr gives the same pace at "
    "the new β₁?",
    upside_down="That is upside down: a longer memory adds up more gradients, so "
    "lr must fall.",
    same_lr="With the same lr the pace becomes five times as fast, because m adds "
    "up more gradients.",
)
HONEST = {
    "book": "answer = 0.05 / (1 - 0.9) * (1 - 0.98)",
    "by factors": "answer = 0.05 / 5",
    "measured": """
from adamedu.rules import momentum

m = 0.0
for _ in range(2000):
    _, m = momentum(0.0, 1.0, m, beta1=0.98)
answer = 0.5 / m
""",
}
SLIP = ("my_lr = 0.05 /", "my_lr = 0.05  #", "same_lr")
task = number(__name__, effective_rate, MISTAKES, HONEST, SLIP)
