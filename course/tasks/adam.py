"""Adam, Algorithm 1 of its paper."""

import numpy as np

from course.tasks.shared.record import rule
from course.tasks.shared.rules import divisor, pooled, square, step
from course.tasks.shared.words import common


def averages(wrong, g, m, v, beta1, beta2):
    """The new m and v."""
    if "betas_swapped" in wrong:
        beta1, beta2 = beta2, beta1
    if "m_by_beta2" in wrong:
        beta1 = beta2
    if "v_by_beta1" in wrong:
        beta2 = beta1
    old = m
    keep, share = (1 - beta1, beta1) if "m_roles" in wrong else (beta1, 1 - beta1)
    m = keeps("m", wrong, keep) * m + shares("m", wrong, share, beta1) * g
    new = square(wrong, g)
    new = old**2 if "v_of_old_m" in wrong else new
    new = (g - old) ** 2 if "v_centred_early" in wrong else new
    new = (g - m) ** 2 if "v_centred" in wrong else m * m if "v_of_m" in wrong else new
    keep, share = (1 - beta2, beta2) if "v_roles" in wrong else (beta2, 1 - beta2)
    v = keeps("v", wrong, keep) * v + shares("v", wrong, share, beta2) * new
    return m, v


def keeps(name, wrong, keep):
    """With which factor the old average stays."""
    all_of_it = f"{name}_keeps_all" in wrong or f"{name}_adds_up" in wrong
    return 0 if f"{name}_forgets" in wrong else 1 if all_of_it else keep


def shares(name, wrong, share, beta):
    """With which factor the new number enters."""
    share = beta if f"{name}_beta_on_g" in wrong else share
    whole = f"{name}_sum" in wrong or f"{name}_adds_up" in wrong
    return -share if f"{name}_minus" in wrong else 1 if whole else share


def corrections(wrong, t, beta1, beta2):
    """What m and v are divided by."""
    early = any(name in wrong for name in ("t_early", "t_guarded", "t_held"))
    t = t + ("t_late" in wrong) - early
    if t == 0 and "t_guarded" in wrong:
        return np.float64(1), np.float64(1)
    t = max(t, 1) if "t_held" in wrong else t
    one, two = (1 - beta**t for beta in (beta1, beta2))
    if "times_t" in wrong:
        one, two = 1 - beta1 * t, 1 - beta2 * t
    if "no_power" in wrong:
        one, two = 1 - beta1, 1 - beta2
    one = 1 - beta1 * t if "times_t_m" in wrong else one
    two = 1 - beta2 * t if "times_t_v" in wrong else two
    one = 1 - beta1 if "no_power_m" in wrong else one
    two = 1 - beta2 if "no_power_v" in wrong else two
    one = 1 - beta2**t if "both_beta2" in wrong else one
    two = 1 - beta1**t if "both_beta1" in wrong else two
    if "power_outside" in wrong:
        one, two = (1 - beta1) ** t, (1 - beta2) ** t
    one = 1 / np.float64(one) if "multiplied_m" in wrong else one
    two = 1 / np.float64(two) if "multiplied_v" in wrong else two
    if "multiplied" in wrong:
        one, two = (1 / np.float64(part) for part in (one, two))
    if "corrections_swapped" in wrong:
        one, two = two, one
    if "root_on_m" in wrong:
        one = np.float64(one) ** 0.5
    if "root_on_v" in wrong:
        two = np.float64(two) ** 0.5
    if "no_correction" in wrong or "only_v" in wrong:
        one = 1
    if "no_correction" in wrong or "only_m" in wrong:
        two = 1
    return np.float64(one), np.float64(two)


def ratio(wrong, m, v, two, eps):
    """m / (v**0.5 + eps); `two` is v's correction, which is done already."""
    if "root_outside" in wrong:
        return np.sign(m) * (abs(m) / (v + eps)) ** 0.5
    v = pooled(wrong, v)
    if "no_eps" in wrong or "lost_parenthesis" in wrong:
        eps = 0
    if "eps_inside" in wrong:
        v, eps = v + eps, 0
    if "eps_hat" in wrong:
        eps = eps / two**0.5
    return m / divisor(wrong, v, eps)


def adam(wrong, theta, g, m=0, v=0, t=0, *,
         lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, decay=0):  # fmt: skip
    if eps == 1e-8:  # a default that is wrong
        eps = 1e-16 if "eps_1e16" in wrong else 1e-7 if "eps_1e7" in wrong else eps
    if "all_swapped" in wrong:
        beta1, beta2 = beta2, beta1
    if "defaults_swapped" in wrong and (beta1, beta2) == (0.9, 0.999):
        beta1, beta2 = beta2, beta1
    beta1 = beta2 if "m_all_beta2" in wrong else beta1
    beta2 = beta1 if "v_all_beta1" in wrong else beta2
    old_m, old_v, was = m, v, t
    t = t + (2 if "t_by_two" in wrong else 1)
    m, v = averages(wrong, g, m, v, beta1, beta2)
    one, two = corrections(wrong, t, beta1, beta2)
    m_hat = (old_m if "m_stale" in wrong else m) / one
    v_hat = (old_v if "v_stale" in wrong else v) / two
    if "no_brackets" in wrong:
        m_hat, v_hat = m - beta1**t, v - beta2**t
    if "stored_hats" in wrong or "stored_m_hat" in wrong:
        m = m_hat
    if "stored_hats" in wrong or "stored_v_hat" in wrong:
        v = v_hat
    used = g if "g_for_m" in wrong else g / one if "g_hat" in wrong else m_hat
    lr = lr / t**0.5 if "rate_root_t" in wrong else lr / t if "rate_t" in wrong else lr
    theta = step(wrong, theta, ratio(wrong, used + decay, v_hat, two, eps), lr)
    if "lost_parenthesis" in wrong:
        theta = theta + eps
    if "m_v_swapped" in wrong:
        m, v = v, m
    t = t + ("t_raised_twice" in wrong)
    return theta, m, v, was if "t_stuck" in wrong else t


SPELT = (  # as another writes them
    "m_minus m_keeps_all v_keeps_all m_adds_up v_adds_up m_beta_on_g v_beta_on_g "
    "m_by_beta2 v_by_beta1 v_of_old_m v_centred_early half_v global_mean global_max "
    "v_mean"
)
RARE = (
    *SPELT.split(), "all_swapped", "defaults_swapped", "m_all_beta2", "v_all_beta1",
    "g_hat", "t_by_two", "t_raised_twice", "rate_t", "stored_m_hat", "stored_v_hat",
    "no_power_m", "no_power_v", "times_t_m", "times_t_v", "power_outside",
    "no_brackets", "both_beta1", "both_beta2", "multiplied_m", "multiplied_v",
    "v_dot", "minus_eps", "eps_max", "t_guarded", "t_held", "root_on_m", "root_on_v",
    "rate_root_t",
)  # fmt: skip
MISTAKES = {
    **common(
        "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
        "v_of_m v_centred m_sum v_sum m_forgets v_forgets m_stale v_stale m_roles "
        "v_roles betas_swapped g_for_m root_outside m_v_swapped eps_1e16 eps_1e7 "
        "no_correction only_m only_v no_power times_t multiplied t_late t_early "
        "t_stuck stored_hats eps_hat corrections_swapped"
    ),
    **common(" ".join(RARE)),
}
HEAD = """
def answer(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
"""
HONEST = {
    "book": "from adamedu.rules import adam as answer",
    "plain": HEAD
    + """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * m_hat / (v_hat**0.5 + eps), m, v, t
""",
    "NumPy and one rate": HEAD
    + """
    t += 1
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (np.square(g) - v)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + eps * root), m, v, t
""",
    "lists": HEAD
    + """
    new = [[], [], []]
    for th, d, a, b in zip(theta, g, m, v):
        a = beta1 * a + (1 - beta1) * d
        b = beta2 * b + (1 - beta2) * d * d
        step = a / (1 - beta1 ** (t + 1)) / (
            math.sqrt(b / (1 - beta2 ** (t + 1))) + eps)
        for kept, value in zip(new, (th - lr * step, a, b)):
            kept.append(value)
    return (*map(np.array, new), t + 1)
""",
    "torch": HEAD
    + """
    t = t + 1
    m = torch.lerp(g, m, beta1)
    v = beta2 * v + (1 - beta2) * g * g
    denominator = (v / (1 - beta2**t)).sqrt() + eps
    return theta - lr / (1 - beta1**t) * m / denominator, m, v, t
""",
    "float32": HEAD
    + """
    theta, g, m, v = (np.asarray(part, np.float32) for part in (theta, g, m, v))
    t = t + 1
    m = np.float32(beta1) * m + np.float32(1 - beta1) * g
    v = np.float32(beta2) * v + np.float32(1 - beta2) * g * g
    step = m / np.float32(1 - beta1**t)
    root = np.sqrt(v / np.float32(1 - beta2**t)) + np.float32(eps)
    return theta - np.float32(lr) * step / root, m, v, t
""",
    "NumPy calls": HEAD
    + """
    def unbiased(average, beta, steps):
        return average / (1 - math.exp(steps * math.log(beta)))
    m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1])
    v = np.average([v, g**2], axis=0, weights=[beta2, 1 - beta2])
    step = unbiased(m, beta1, t + 1) / (unbiased(v, beta2, t + 1) ** 0.5 + eps)
    return theta - lr * step, m, v, t + 1
""",
    "the rest in **": """
def answer(params, grads, first=0, second=0, step=0, *, lr=0.001, **rest):
    beta1, beta2 = rest.get("beta1", 0.9), rest.get("beta2", 0.999)
    step += 1
    first = beta1 * first + (1 - beta1) * grads
    second = beta2 * second + (1 - beta2) * grads * grads
    update = first / (1 - beta1**step)
    update = update / (np.sqrt(second / (1 - beta2**step)) + rest.get("eps", 1e-8))
    return params - lr * update, first, second, step
""",
    "in place on copies": HEAD
    + """
    theta, m, v = theta.copy(), m.copy(), v.copy()
    t = t + 1
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    theta -= lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, m, v, t
""",
    "plain and careful": HEAD
    + """
    if v > 1e300:
        raise OverflowError
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = math.sqrt(v / (1 - beta2**t))
    return theta - lr * m / (1 - beta1**t) / (root + eps), m, v, t
""",
}
SLIP = ("m_hat = m / (1 - beta1**t)", "m_hat = m", "only_v")
task = rule(__name__, adam, MISTAKES, HONEST, SLIP, RARE)
