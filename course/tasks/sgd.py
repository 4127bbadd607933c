"""Gradient descent: one rate for all parameters."""

import numpy as np

from course.tasks.shared.record import rule
from course.tasks.shared.rules import step
from course.tasks.shared.stated import rate
from course.tasks.shared.words import common, read


def sgd(wrong, theta, g, *, lr=1e-3):
    if "sign" in wrong:
        g = np.sign(g)
    if "normalised" in wrong:
        g = g / np.sqrt((g * g).sum())
    if "mean" in wrong:
        g = g / g.size
    if "summed" in wrong:
        g = g.sum() * np.ones_like(g)
    if "divided" in wrong:
        g = g / lr**2
    if "lr_on_theta" in wrong:
        theta = lr * theta
    return (step(wrong, theta, g, lr),)


MISTAKES = {
    **common("uphill no_lr"),
    **read(
        "01 One rate for all parameters",
        divided="The gradient is divided by lr; it must be multiplied by it.",
        mean="The gradient is divided by the number of parameters.",
        summed="All parameters get the sum of all slopes; each must get its own.",
        lr_on_theta="lr multiplies theta as well; it belongs to the gradient alone.",
    ),
    **read(
        "03 Divide by the gradient's own size",
        sign="Only the sign of the gradient is used; its size must count too.",
        normalised="The gradient is divided by its length; its size must count too.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import sgd as answer",
    "plain": "def answer(theta, g, *, lr=1e-3): return (theta - lr * g,)",
    "plain and other names": "def answer(w, grad, *, lr=0.001): return [w - grad * lr]",
    "a loop": """
def answer(theta, g, *, lr=1e-3):
    new = theta.copy()
    for i in range(len(theta)):
        new[i] -= lr * g[i]
    return (new,)
""",
    "NumPy calls": "answer = lambda p, d, *, lr=1e-3: [np.add(p, np.negative(lr * d))]",
    "torch": """
def answer(theta, g, *, lr=1e-3):
    return (torch.sub(theta, g, alpha=lr),)
""",
    "math": "def answer(theta, g, *, lr=1e-3): return (math.fsum([theta, -lr * g]),)",
    "float32": """
def answer(theta, g, *, lr=1e-3):
    return (np.float32(theta) - np.float32(lr) * np.float32(g),)
""",
    "a product of matrices": """
def answer(theta, g, *, lr=1e-3):
    return (np.array([theta, g]).T @ [1, -lr],)
""",
}
SLIP = ("- lr * g", "+ lr * g", "uphill")
STATED = rate(__name__, 1e-3)
task = rule(__name__, sgd, MISTAKES, HONEST, SLIP, stated=STATED)
