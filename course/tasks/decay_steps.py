"""Steps until AdamW has halved a weight with no gradient: lr 3e-4, decay 0.1."""

import math

from course.tasks.shared.record import number
from course.tasks.shared.words import read


def decay_steps(wrong):
    share = 0.1 if "without_lr" in wrong else 3e-4 * 0.1
    if "to_e" in wrong:
        return 1 / share
    return 0.5 / share if "straight" in wrong else math.log(2) / share


MISTAKES = {
    **read(
        "09 One word, three forms",
        without_lr="That would be so if weight_decay alone were taken away; torch "
        "takes lr times weight_decay.",
    ),
    **read(
        "09 How long does a decay take?",
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
task = number(__name__, decay_steps, MISTAKES, HONEST, SLIP)
