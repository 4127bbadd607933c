"""The lr that keeps the pace when beta1 goes from 0.9 (with lr 0.05) to 0.98."""

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def effective_rate(wrong, lr=0.05, beta1=0.9, new=0.98):
    pace = lr / (1 - beta1)
    if "pace" in wrong:
        return pace
    if "upside_down" in wrong:
        return lr * (1 - beta1) / (1 - new)
    return lr if "same_lr" in wrong else pace * (1 - new)


def draw(rng):
    return {
        "lr": int(rng.integers(2, 10)) / 100,
        "beta1": int(rng.integers(80, 92)) / 100,
        "new": int(rng.integers(940, 986)) / 1000,
    }


def said(lr, beta1, new):
    return [
        f"$\\beta_1 = {beta1}$ and $\\alpha = {lr}$",
        f"$\\beta_1 = {new}$",
        f"{lr} / (1 - {beta1}) * (1 - {new})",
        f"$\\alpha/(1-{new}) =$",
        f"(({lr}, {beta1}), (my_lr, {new}))",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = read(
    "02 A sum of past gradients",
    pace="That is the pace itself, lr/(1 − β₁). Which lr gives the same pace at "
    "the new β₁?",
    upside_down="That is upside down: a longer memory adds up more gradients, so "
    "lr must fall.",
    same_lr="With the same lr the pace becomes faster, because m adds up more "
    "gradients.",
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
task = number(__name__, effective_rate, MISTAKES, HONEST, SLIP, STATED)
