"""SGD, momentum, Nesterov, Adagrad, RMSprop: the rules before Adam."""

import numpy as np

from course.families import Family
from course.probes import probes


def step(wrong, theta, g, lr):
    """theta - lr * g, with the mistakes that every rule can have."""
    move = g if "no_lr" in wrong else lr * g
    return theta + move if "uphill" in wrong else theta - move


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


SGD = "uphill no_lr divided sign normalised mean summed lr_on_theta"
Family("sgd", "rule", sgd, ["theta"], probes({"lr": 1e-3}), SGD)


def velocity(wrong, g, m, lr, beta1):
    """The new m, and what was added to it."""
    new = (1 - beta1) * g if "ema" in wrong else g
    new = beta1 * new if "beta_on_g" in wrong else new
    new = lr * new if "lr_inside" in wrong else new
    new = -new if "minus_m" in wrong else new
    keep = 1 - beta1 if "m_roles" in wrong else 1 if "no_beta" in wrong else beta1
    return (0 if "m_forgets" in wrong else keep) * m + new, new


def momentum(wrong, theta, g, m=0, *, lr=1e-3, beta1=0.9):
    old = m
    m, new = velocity(wrong, g, m, lr, beta1)
    used = old if "m_stale" in wrong else new if "g_for_m" in wrong else m
    if "look_ahead" in wrong:
        used = new + beta1 * used
    used = -used if "minus_m" in wrong else used
    return step(wrong, theta, used, 1 if "lr_inside" in wrong else lr), m


IN_M = "uphill no_lr ema m_forgets m_roles no_beta beta_on_g m_stale g_for_m "
BETA = probes({"lr": 1e-3, "beta1": 0.9})
MOMENTUM = IN_M + "lr_inside minus_m look_ahead"
Family("momentum", "rule", momentum, ["theta", "m"], BETA, MOMENTUM)
Family("momentum_bug", "rule", momentum, ["theta", "m"], BETA, MOMENTUM, ["momentum"])


def nesterov(wrong, theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m, _ = velocity(wrong, g, m, lr, beta1)
    first = (1 - beta1) * g if "averaged" in wrong else g
    first = m if "twice" in wrong else first
    ahead = beta1 * m
    if "no_beta_ahead" in wrong:
        ahead = ahead / beta1
    if "beta_ahead_on_g" in wrong:
        first, ahead = beta1 * first, ahead / beta1
    used = m if "heavy_ball" in wrong else g if "g_for_m" in wrong else first + ahead
    return step(wrong, theta, used, lr), m


NESTEROV = (
    IN_M.replace("m_stale ", "")
    + "heavy_ball no_beta_ahead twice beta_ahead_on_g averaged"
)
Family("nesterov", "rule", nesterov, ["theta", "m"], BETA, NESTEROV)


def square(wrong, g):
    """What v collects."""
    return abs(g) if "v_abs" in wrong else g if "v_of_g" in wrong else g * g


def divide(wrong, theta, g, old, v, lr, eps):
    """theta - lr * g / (v**0.5 + eps), the last line of Adagrad and RMSprop."""
    used = old if "v_stale" in wrong else v
    if "global" in wrong:
        used = used.sum() * np.ones_like(used)
    if "eps_inside" in wrong:
        used, eps = used + eps, 0
    if "no_eps" in wrong:
        eps = 0
    root = used if "no_root" in wrong else used**0.5
    if "lost_parenthesis" in wrong:
        return step(wrong, theta, g / root, lr) + eps
    return step(wrong, theta, g / (root + eps), lr)


DIVIDED = "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
DIVIDED += "v_forgets v_stale "


def adagrad(wrong, theta, g, v=0, *, lr=1e-2, eps=1e-10):
    old, new = v, square(wrong, g)
    v = new + (0 if "v_forgets" in wrong else 1) * old
    if "averaged" in wrong:
        v = 0.9 * old + 0.1 * new
    if "largest" in wrong:
        v = np.maximum(old, new)
    return divide(wrong, theta, g, old, v, lr, eps), v


PROBES = probes({"lr": 1e-2, "eps": 1e-10})
Family("adagrad", "rule", adagrad, ["theta", "v"], PROBES, DIVIDED + "averaged largest")


def rmsprop(wrong, theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    if "beta2_09" in wrong and beta2 == 0.99:
        beta2 = 0.9
    old, new = v, square(wrong, g)
    keep, share = beta2, 1 - beta2
    if "v_roles" in wrong:
        keep, share = share, keep
    if "v_sum" in wrong or "summed" in wrong:
        share = 1
    if "summed" in wrong:
        keep = 1
    v = (0 if "v_forgets" in wrong else keep) * old + share * new
    return divide(wrong, theta, g, old, v, lr, eps), v


PROBES = probes({"lr": 1e-2, "beta2": 0.99, "eps": 1e-8})
RMSPROP = DIVIDED + "summed v_sum v_roles beta2_09"
Family("rmsprop", "rule", rmsprop, ["theta", "v"], PROBES, RMSPROP)
