"""Steps until AdamW has halved a weight with no gradient: lr 3e-4, decay 0.1."""

import math

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated, code, tenths, tex
from course.tasks.shared.words import read


def decay_steps(wrong, lr=3e-4, weight_decay=0.1):
    share = weight_decay if "without_lr" in wrong else lr * weight_decay
    if "to_e" in wrong:
        return 1 / share
    return 0.5 / share if "straight" in wrong else math.log(2) / share


def draw(rng):
    lr = float(f"{tenths(rng, 3.1, 9.9)}e-4")
    return {"lr": lr, "weight_decay": int(rng.integers(8, 20)) / 100}


def said(lr, weight_decay):
    return [
        f"`lr` is ${tex(lr)}$, `weight_decay` is {weight_decay}.",
        f"({code(lr)} * {weight_decay})",
        f"1 - {tex(lr * weight_decay)}$",
        f"lr={code(lr)}, weight_decay={weight_decay}",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = {
    **read(
        "10 One word, three forms",
        without_lr="That would be so if weight_decay alone were taken away; torch "
        "takes lr times weight_decay.",
    ),
    **read(
        "10 How long does a decay take?",
        to_e="That many steps leave 1/e of the weight. The question is one half.",
        straight="That takes the same amount away at each step. The decay takes a "
        "share of what is left.",
    ),
}
HONEST = {
    "book": "answer = math.log(2) / (3e-4 * 0.1)",
    "three digits": "answer = 23100",
    "counted": """
from adamedu.rules import adamw

theta, state, answer = 1.0, (), 0
while theta > 0.5:
    theta, *state = adamw(theta, 0.0, *state, lr=3e-4, weight_decay=0.1)
    answer += 1
""",
}
SLIP = ("math.log(2)", "1", "to_e")
task = number(__name__, decay_steps, MISTAKES, HONEST, SLIP, STATED)
