"""Nesterov's rule: look ahead."""

from course.tasks.momentum import velocity
from course.tasks.shared.record import rule
from course.tasks.shared.rules import step
from course.tasks.shared.stated import rate
from course.tasks.shared.words import common, read


def nesterov(wrong, theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m, _ = velocity(wrong, g, m, lr, beta1)
    first = (1 - beta1) * g if "averaged" in wrong else g
    first = m if "twice" in wrong else first
    ahead = beta1 * m
    ahead = -ahead if "ahead_minus" in wrong else ahead
    if "no_beta_ahead" in wrong:
        ahead = ahead / beta1
    if "beta_ahead_on_g" in wrong:
        first, ahead = beta1 * first, ahead / beta1
    used = m if "heavy_ball" in wrong else g if "g_for_m" in wrong else first + ahead
    return step(wrong, theta, used, lr), m


MISTAKES = {
    **common("uphill no_lr m_forgets m_minus"),
    **read(
        "02 A sum of past gradients",
        ema="The gradient enters m with the factor 1 − β₁; in this form it enters "
        "whole.",
        m_roles="The old m is multiplied by 1 − β₁; it must be multiplied by β₁.",
        no_beta="m never fades: its old value must be multiplied by β₁.",
        beta_on_g="The gradient is multiplied by β₁ when it enters m.",
    ),
    **read(
        "02 Is Nesterov's better?",
        g_for_m="theta moves by the gradient; m is computed and not used.",
        heavy_ball="This is the heavy ball: Nesterov's step is g + β₁·m with the new "
        "m. (With the old m that is the heavy ball again.)",
        no_beta_ahead="The look-ahead lacks β₁: the step is g + β₁·m.",
        ahead_minus="The step is g − β₁·m; it must be g + β₁·m.",
        twice="The step is m + β₁·m; the first term must be g.",
        beta_ahead_on_g="β₁ multiplies g in the step; it must multiply m.",
        averaged="g enters the step with the factor 1 − β₁; it must enter whole.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import nesterov as answer",
    "plain": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = beta1 * m + g
    return theta - lr * (g + beta1 * m), m
""",
    "plain and multiplied out": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    ahead = (1 + beta1) * g + beta1**2 * m
    return theta - lr * ahead, g + beta1 * m
""",
    "plain in two steps": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    new = g + beta1 * m
    theta = theta - lr * g
    theta = theta - lr * beta1 * new
    return theta, new
""",
    "float32": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    theta, g, m = (np.float32(part) for part in (theta, g, m))
    m = np.float32(beta1) * m + g
    return theta - np.float32(lr) * (g + np.float32(beta1) * m), m
""",
    "torch": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = torch.add(g, m, alpha=beta1)
    return theta.sub(g.add(m, alpha=beta1), alpha=lr), m
""",
}
SLIP = ("(g + beta1 * m)", "m", "heavy_ball")
STATED = rate(__name__, 1e-3)
task = rule(
    __name__, nesterov, MISTAKES, HONEST, SLIP, ("m_minus", "ahead_minus"), STATED
)
