"""The plain window that is as calm as a moving average with beta 0.98."""

import math

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def ema_window(wrong, beta=0.98):
    if "half_life" in wrong:
        return math.log(2) / -math.log(beta)
    if "most" in wrong:
        return math.log(0.05) / math.log(beta)
    if "mean_age" in wrong:
        return beta / (1 - beta)
    return (1 if "rule_of_thumb" in wrong else 1 + beta) / (1 - beta)


STATED = Stated(
    of=__name__,
    draw=lambda rng: {"beta": int(rng.integers(930, 991)) / 1000},
    said=lambda beta: [f"$\\beta = {beta}$", f"(1 + {beta}) / (1 - {beta})",
                       f"beta={beta}"],
)  # fmt: skip


MISTAKES = read(
    "04 An average that forgets",
    rule_of_thumb="That is 1/(1 − β), the rule of thumb. A plain window of that "
    "length lets more noise through.",
    half_life="That is the half-life, the age at which a weight has fallen to one "
    "half.",
    most="That many numbers hold 95 percent of the weight. The question is how "
    "much noise gets through.",
    mean_age="That is the mean age, β/(1 − β). The question is how much noise "
    "gets through.",
)
HONEST = {
    "book": "answer = (1 + 0.98) / (1 - 0.98)",
    "two digits": "answer = 99",
    "summed": "answer = 1 / sum([(0.02 * 0.98**k) ** 2 for k in range(2000)])",
}
SLIP = ("(1 + 0.98)", "1", "rule_of_thumb")
task = number(__name__, ema_window, MISTAKES, HONEST, SLIP, STATED)
