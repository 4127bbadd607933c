"""Adam's first step in units of lr, without bias correction, default betas."""

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def first_step(wrong, beta1=0.9, beta2=0.999):
    above, below = 1 - beta1, (1 - beta2) ** 0.5
    if "corrected" in wrong:
        return 1.0
    above = 1 if "only_below" in wrong else above
    below = 1 if "only_above" in wrong else below
    below = 1 - beta2 if "no_root" in wrong else below
    return below / above if "upside_down" in wrong else above / below


def draw(rng):
    beta1, beta2 = int(rng.integers(80, 96)) / 100, int(rng.integers(9900, 9996)) / 1e4
    return {"beta1": beta1, "beta2": beta2}


def said(beta1, beta2):
    return [
        f"$\\beta_1 = {beta1}$",
        f"$\\beta_2 = {beta2}$",
        f"(1 - {beta1}) / (1 - {beta2}) ** 0.5",
        f"beta={beta1}",
        f"beta={beta2}",
    ]


STATED = Stated(__name__, draw, said)


MISTAKES = read(
    "05 Too small or too large?",
    corrected="1 is the step with bias correction; the question leaves the "
    "correction out.",
    upside_down="That is the right number upside down: m stands above the line, "
    "√v below.",
    only_above="That is only 1 − β₁, the numerator: the divisor √v is too small "
    "as well.",
    only_below="That is 1/√(1 − β₂), with m corrected: m is too small as well.",
    no_root="That is (1 − β₁)/(1 − β₂): the root of v is missing.",
)
HONEST = {
    "book": "answer = (1 - 0.9) / (1 - 0.999) ** 0.5",
    "three digits": "answer = 3.16",
    "another rule's": """
from adamedu.rules import amsgrad

answer = -amsgrad(0.0, 1.0, lr=1.0, eps=0.0)[0]
""",
}
SLIP = (" ** 0.5", "", "no_root")
task = number(__name__, first_step, MISTAKES, HONEST, SLIP, STATED)
