"""Adagrad: the sum of all squares."""

import numpy as np

from course.tasks.shared.record import rule
from course.tasks.shared.rules import divide, square
from course.tasks.shared.stated import rate
from course.tasks.shared.words import common, read

KEPT = {"averaged": 0.9, "averaged_99": 0.99, "averaged_999": 0.999, "half": 0.5}


def adagrad(wrong, theta, g, v=0, *, lr=1e-2, eps=1e-10):
    old, new = v, square(wrong, g)
    v = new + (0 if "v_forgets" in wrong else 1) * old
    for name, keep in KEPT.items():
        v = keep * old + (1 - keep) * new if name in wrong else v
    if "largest" in wrong:
        v = np.maximum(old, new)
    return divide(wrong, theta, g, old, v, lr, eps), v


SELDOM = "half_v global_mean global_max v_mean v_dot minus_eps eps_max"
RARE = (*SELDOM.split(), "averaged_99", "averaged_999", "half")
MISTAKES = {
    **common(
        "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
        "v_forgets v_stale"
    ),
    **common(SELDOM),
    **read(
        "03 Adagrad: the sum of squares",
        averaged_99="v is a running average, with 0.99 and 0.01; Adagrad adds up all "
        "squares.",
        averaged_999="v is a running average, with 0.999 and 0.001; Adagrad adds up "
        "all squares.",
        half="v is the mean of the old v and the new square; Adagrad adds up all "
        "squares.",
        averaged="v is a running average, as in RMSprop; Adagrad adds up all squares.",
        largest="v is the largest square so far; Adagrad adds up all squares.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import adagrad as answer",
    "NumPy": """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = v + g**2
    return theta - lr * g / (np.sqrt(v) + eps), v
""",
    "NumPy and a rate for each": """
def answer(theta, g, total=0, *, lr=1e-2, eps=1e-10):
    total = total + np.square(g)
    rate = lr / (total**0.5 + eps)
    return theta - rate * g, total
""",
    "plain": """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = v + abs(g) ** 2
    return theta - lr / (math.sqrt(v) + eps) * g, v
""",
    "torch": """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = torch.addcmul(v, g, g)
    return theta - lr * g / v.sqrt().add(eps), v
""",
}
SLIP = ("(v**0.5 + eps)", "(v + eps) ** 0.5", "eps_inside")
STATED = rate(__name__, 1e-2)
task = rule(__name__, adagrad, MISTAKES, HONEST, SLIP, RARE, stated=STATED)
