"""Adam, AdamW, AMSGrad."""

import numpy as np

from course.families import Family
from course.families_simple import square, step
from course.probes import probes


def averages(wrong, g, m, v, beta1, beta2):
    """The new m and v."""
    if "betas_swapped" in wrong:
        beta1, beta2 = beta2, beta1
    keep, share = (1 - beta1, beta1) if "m_roles" in wrong else (beta1, 1 - beta1)
    keep = 0 if "m_forgets" in wrong else keep
    m = keep * m + (1 if "m_sum" in wrong else share) * g
    new = square(wrong, g)
    new = (g - m) ** 2 if "v_centred" in wrong else m * m if "v_of_m" in wrong else new
    keep, share = (1 - beta2, beta2) if "v_roles" in wrong else (beta2, 1 - beta2)
    keep = 0 if "v_forgets" in wrong else keep
    return m, keep * v + (1 if "v_sum" in wrong else share) * new


def corrections(wrong, t, beta1, beta2):
    """What m and v are divided by."""
    t = t + ("t_late" in wrong) - ("t_early" in wrong)
    one, two = (1 - beta**t for beta in (beta1, beta2))
    if "times_t" in wrong:
        one, two = 1 - beta1 * t, 1 - beta2 * t
    if "no_power" in wrong:
        one, two = 1 - beta1, 1 - beta2
    if "multiplied" in wrong:
        one, two = (1 / np.float64(part) for part in (one, two))
    if "corrections_swapped" in wrong:
        one, two = two, one
    if "no_correction" in wrong or "only_v" in wrong:
        one = 1
    if "no_correction" in wrong or "only_m" in wrong:
        two = 1
    return np.float64(one), np.float64(two)


def ratio(wrong, m, v, two, eps):
    """m / (v**0.5 + eps); `two` is v's correction, which is done already."""
    if "root_outside" in wrong:
        return np.sign(m) * (abs(m) / (v + eps)) ** 0.5
    if "global" in wrong:
        v = v.sum() * np.ones_like(v)
    if "no_eps" in wrong or "lost_parenthesis" in wrong:
        eps = 0
    if "eps_inside" in wrong:
        v, eps = v + eps, 0
    if "eps_hat" in wrong:
        eps = eps / two**0.5
    return m / ((v if "no_root" in wrong else v**0.5) + eps)


def adam(wrong, theta, g, m=0, v=0, t=0, *,
         lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, decay=0):  # fmt: skip
    if eps == 1e-8:  # a default that is wrong
        eps = 1e-16 if "eps_1e16" in wrong else 1e-7 if "eps_1e7" in wrong else eps
    old_m, old_v, was = m, v, t
    t = t + 1
    m, v = averages(wrong, g, m, v, beta1, beta2)
    one, two = corrections(wrong, t, beta1, beta2)
    m_hat = (old_m if "m_stale" in wrong else m) / one
    v_hat = (old_v if "v_stale" in wrong else v) / two
    if "stored_hats" in wrong:
        m, v = m_hat, v_hat
    used = g if "g_for_m" in wrong else m_hat
    theta = step(wrong, theta, ratio(wrong, used + decay, v_hat, two, eps), lr)
    if "lost_parenthesis" in wrong:
        theta = theta + eps
    if "m_v_swapped" in wrong:
        m, v = v, m
    return theta, m, v, was if "t_stuck" in wrong else t


AVERAGES = (
    "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
)
AVERAGES += "v_of_m v_centred m_sum v_sum m_forgets v_forgets m_stale v_stale m_roles "
AVERAGES += "v_roles betas_swapped g_for_m root_outside m_v_swapped eps_1e16 eps_1e7 "
ADAM = AVERAGES + "no_correction only_m only_v no_power times_t multiplied t_late "
ADAM += "t_early t_stuck stored_hats eps_hat corrections_swapped"
STATE = ["theta", "m", "v", "t"]
PROBES = probes({"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8})
Family("adam", "rule", adam, STATE, PROBES, ADAM)
Family("adam_bugs", "rule", adam, STATE, PROBES, ADAM)


def adamw(wrong, theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999,
          eps=1e-8, weight_decay=1e-2):  # fmt: skip
    if "decay_default" in wrong and weight_decay == 1e-2:
        weight_decay = 0
    given = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    if "l2" in wrong:
        return adam(wrong, theta, g + weight_decay * theta, m, v, t, **given)
    if "decay_divided" in wrong:
        pull = weight_decay * theta
        return adam(wrong, theta, g, m, v, t, decay=pull, **given)
    shrink = 1 - lr * weight_decay
    if "decay_without_lr" in wrong:
        shrink = 1 - weight_decay
    if "decay_grows" in wrong:
        shrink = 2 - shrink
    if "decay_only_theta" in wrong:
        shrink = 1 - shrink
    if "no_decay" in wrong:
        shrink = 1
    if "decay_after" in wrong:
        theta, *state = adam(wrong, theta, g, m, v, t, **given)
        return shrink * theta, *state
    return adam(wrong, shrink * theta, g, m, v, t, **given)


DECAY = " l2 decay_without_lr no_decay decay_divided decay_after decay_grows "
DECAY += "decay_only_theta decay_default"
PROBES = probes({"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
                 "weight_decay": 1e-2})  # fmt: skip
Family("adamw", "rule", adamw, STATE, PROBES, ADAM + DECAY)


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
    return theta, m, v_max if "max_is_v" in wrong else v, v_max


MAX = AVERAGES.replace("v_stale ", "") + "no_max max_lost max_is_v smallest "
MAX += "max_of_all max_stale max_of_g2 no_power"
PROBES = probes({"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8})
Family("amsgrad", "rule", amsgrad, ["theta", "m", "v", "v_max"], PROBES, MAX)
