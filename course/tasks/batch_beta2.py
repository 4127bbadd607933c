"""β₂ that remembers as many examples when the batch grows eightfold."""

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def batch_beta2(wrong, beta2=0.95, times=8):
    if "linear" in wrong:
        return 1 - times * (1 - beta2)
    power = 1 / times if "inverse" in wrong else times
    power = times**0.5 if "root" in wrong else power
    return beta2 if "unchanged" in wrong else beta2**power


def draw(rng):
    return {"beta2": int(rng.integers(93, 98)) / 100, "times": int(rng.integers(3, 9))}


def said(beta2, times):
    return [
        f"from 32 examples to {32 * times}, and $\\beta_2$ was {beta2}.",
        f"my_beta2 = {beta2}**{times}",
        f"beta2, times = {beta2}, {times}",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = read(
    "11 β₂ counts in tokens",
    unchanged="Then v remembers as many steps as before, and so more examples: each "
    "step has more of them now.",
    linear="That is the first term only: it holds while the new 1 − β₂ is small.",
    inverse="That way v remembers more steps. Each step has more examples, so fewer "
    "steps must do.",
    root="The root is for the rate. An average fades by a factor in each step, and "
    "factors multiply.",
)
HONEST = {
    "book": "answer = 0.95**8",
    "by the half-life": "answer = 2 ** (8 * math.log2(0.95))",
    "three digits": "answer = 0.6634",
}
SLIP = ("0.95**8", "1 - 8 * (1 - 0.95)", "linear")
task = number(__name__, batch_beta2, MISTAKES, HONEST, SLIP, STATED)
