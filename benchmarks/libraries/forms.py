"""Rules of the book in forms that only libraries have."""

import ast
import inspect
import math

import numpy as np

from adamedu import rules


def averages(g, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def corrected(lr, t, beta1=0.9, beta2=0.999):
    """The rate that corrects both averages of Adam, but not eps."""
    return lr * (1 - beta2**t) ** 0.5 / (1 - beta1**t)


def adam_hat(theta, g, m=0, v=0, t=0, *, lr, eps, beta1=0.9, beta2=0.999):
    """Kingma & Ba (2015), before section 2.1: eps is added before the correction."""
    m, v = averages(g, m, v, beta1, beta2)
    rate = corrected(lr, t + 1, beta1, beta2)
    return theta - rate * m / (v**0.5 + eps), m, v, t + 1


def amsgrad_hat(theta, g, m=0, v=0, v_max=0, t=0, *, lr, eps):
    m, v = averages(g, m, v, 0.9, 0.999)
    v_max = np.maximum(v_max, v)
    theta = theta - corrected(lr, t + 1) * m / (v_max**0.5 + eps)
    return theta, m, v, v_max, t + 1


def adam_uncorrected(theta, g, m=0, v=0, *, lr, eps=1e-8):
    m, v = averages(g, m, v, 0.9, 0.999)
    return theta - lr * m / (v**0.5 + eps), m, v


def adagrad_inside(theta, g, v=0, *, lr, eps):
    v = v + g**2
    return theta - lr * g / (v + eps) ** 0.5, v


def rmsprop_inside(theta, g, v=0, *, lr, beta2, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    return theta - lr * g / (v + eps) ** 0.5, v


def adamax_added(theta, g, m=0, u=0, t=0, *, lr, eps):
    """With eps beside u, where the usual form has it under the maximum."""
    m, u = 0.9 * m + 0.1 * g, np.maximum(0.999 * u, abs(g))
    return theta - lr / (1 - 0.9 ** (t + 1)) * m / (u + eps), m, u, t + 1


def nadam_fast(theta, g, m=0, v=0, t=0, mu_all=1.0, *, lr, eps):
    """Its momentum rises with 0.96^t, 250 times as fast as in the paper."""
    return rules.nadam(theta, g, m, v, t, mu_all, lr=lr, eps=eps, momentum_decay=1.0)


def muon_rms(theta, g, m=0, *, lr):
    """Liu et al. (2025): a step has 0.2 as root mean square, as Adam's may have."""
    rows, columns = theta.shape
    lr = lr * 0.2 * max(rows, columns) ** 0.5 / max(1, rows / columns) ** 0.5
    return rules.muon(theta, g, m, lr=lr)


def muon_columns(theta, g, m=0, *, lr):
    """The factor for the shape of a weight that is stored transposed."""
    rows, columns = theta.shape
    turned = max(1, columns / rows) / max(1, rows / columns)
    return rules.muon(theta, g, m, lr=lr * math.sqrt(turned))


def parse(written):
    """The rule and its settings, of a text like "adam_hat(eps=1e-7)"."""
    call = ast.parse(written, mode="eval").body
    name = call.func.id
    rule = globals().get(name) or getattr(rules, name)
    return rule, {k.arg: eval(ast.unparse(k.value), {}) for k in call.keywords}


def walk(rule, theta, gradients, **settings):
    """The thetas of a rule; a setting that is a state's name is its start."""
    _, _, *kept = inspect.signature(rule).parameters.values()
    kept = [p for p in kept if p.kind is not p.KEYWORD_ONLY]
    state = [settings.pop(p.name, p.default) for p in kept]
    path = [theta]
    for g in gradients:
        theta, *state = rule(theta, g, *state, **settings)
        path.append(theta)
    return np.array(path)
