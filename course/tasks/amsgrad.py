"""AMSGrad: the largest v so far, and no bias correction, as its paper has it."""

import numpy as np

from course.tasks.adam import SPELT, averages, corrections, ratio
from course.tasks.shared.record import rule
from course.tasks.shared.rules import step
from course.tasks.shared.words import common, read


def amsgrad(wrong, theta, g, m=0, v=0, v_max=0, *,
            lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):  # fmt: skip
    if eps == 1e-8:
        eps = 1e-16 if "eps_1e16" in wrong else 1e-7 if "eps_1e7" in wrong else eps
    old_m, old_v, old_max = m, v, v_max
    m, v = averages(wrong, g, m, v, beta1, beta2)
    one, two = corrections(wrong, 1, beta1, beta2) if "no_power" in wrong else (1, 1)
    known = old_v if "max_lost" in wrong else old_max
    seen = g * g if "max_of_g2" in wrong else v
    v_max = np.minimum(seen, known) if "smallest" in wrong else np.maximum(seen, known)
    if "max_of_all" in wrong:
        v_max = v_max.max() * np.ones_like(v_max)
    used_v = old_max if "max_stale" in wrong else v if "no_max" in wrong else v_max
    used_m = g if "g_for_m" in wrong else old_m if "m_stale" in wrong else m
    theta = step(wrong, theta, ratio(wrong, used_m / one, used_v / two, two, eps), lr)
    if "lost_parenthesis" in wrong:
        theta = theta + eps
    if "m_v_swapped" in wrong:
        m, v = v, m
    v_max = v if "v_for_max" in wrong else v_max
    return theta, m, v_max if "max_is_v" in wrong else v, v_max


RARE = (*SPELT.split(), "v_dot", "minus_eps", "eps_max")
MISTAKES = {
    **common(
        "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
        "v_of_m v_centred m_sum v_sum m_forgets v_forgets m_stale m_roles v_roles "
        "betas_swapped g_for_m root_outside m_v_swapped eps_1e16 eps_1e7"
    ),
    **common(" ".join(RARE)),
    **read(
        "16 AMSGrad: Adam forgets too fast",
        no_max="The step uses v, not the largest v so far.",
        max_lost="The largest v is not kept: it is compared with the old v, so it "
        "forgets.",
        v_for_max="v is handed back in place of its maximum.",
        max_is_v="The maximum is stored as v itself; v must go on as an average.",
        smallest="The smallest v is kept where the largest belongs.",
        max_of_all="One maximum is taken over all parameters; each must have its own.",
        max_stale="The step uses the maximum of the step before.",
        max_of_g2="The maximum is taken of g², not of v.",
    ),
    **read(
        "16 Do its steps never grow?",
        no_power="m and v are divided by 1 − β. AMSGrad as the paper writes it has no "
        "bias correction.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import amsgrad as answer",
    "NumPy": """
def answer(theta, g, m=0, v=0, v_max=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    return theta - lr * m / (np.sqrt(v_max) + eps), m, v, v_max
""",
    "plain": """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = max(top, v)
    return theta - lr * m / (top**0.5 + eps), m, v, top
""",
    "NumPy and where": """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    top = np.where(v > top, v, top)
    return theta - lr * m / (top**0.5 + eps), m, v, top
""",
    "torch": """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = torch.lerp(g, m, beta1)
    v = torch.lerp(g * g, v, beta2)
    top = torch.maximum(top, v)
    return torch.addcdiv(theta, m, top.sqrt() + eps, value=-lr), m, v, top
""",
}
SLIP = ("(v_max**0.5", "(v**0.5", "no_max")
task = rule(__name__, amsgrad, MISTAKES, HONEST, SLIP, RARE)
