"""Averages, bias correction, schedules, backpropagation, and a number."""

import math

import numpy as np

from course.families import Family


def ema(wrong, m, x, *, beta=0.9):
    keep, share = (1 - beta, beta) if "m_roles" in wrong else (beta, 1 - beta)
    share = 1 if "m_sum" in wrong else -share if "minus" in wrong else share
    keep = 1 if "no_beta" in wrong else 0 if "m_forgets" in wrong else keep
    if "half" in wrong:
        keep = share = 0.5
    m = keep * m + share * x
    return m / (1 - beta) if "corrected" in wrong else m


CALLS = [[0.0, 2.0], [0.2, 2.0], [-1.5, 0.75], [3.0, 0.0], [0.25, -40.0]]
PROBES = [
    {"about": "default beta", "calls": CALLS, "settings": {}},
    {"about": "beta 0.6", "calls": CALLS, "settings": {"beta": 0.6}},
    {"about": "arrays, beta 0.75", "settings": {"beta": 0.75},
     "calls": [[[0.5, -1.0], [2.0, 3.0]], [[0.0, 4.0], [1.0, -2.0]]]},
]  # fmt: skip
EMA = "m_roles m_sum no_beta m_forgets corrected half minus"
Family("ema", "function", ema, ["m"], PROBES, EMA)


def bias_correction(wrong, m, t, *, beta=0.9):
    t = t + ("t_late" in wrong) - ("t_early" in wrong)
    power = t**beta if "swapped" in wrong else beta**t
    power = beta if "no_power" in wrong else power
    power = beta * t if "times_t" in wrong else power
    share = power if "only_power" in wrong else 1 - power
    share = np.float64(share) ** (0.5 if "root" in wrong else 1)
    share = 1 if "nothing" in wrong else share
    if "no_brackets" in wrong:
        return m / 1 - power
    return m * share if "multiplied" in wrong else m / share


CALLS = [[2.0, 1], [2.0, 2], [0.5, 10], [-3.0, 100]]
PROBES = [
    {"about": "default beta", "calls": CALLS, "settings": {}},
    {"about": "beta 0.6", "calls": CALLS, "settings": {"beta": 0.6}},
    {"about": "an array, beta 0.75", "settings": {"beta": 0.75},
     "calls": [[[0.5, -1.0], 3]]},
]  # fmt: skip
BIAS = "nothing no_power times_t multiplied only_power t_late t_early root swapped \
no_brackets"
Family("bias_correction", "function", bias_correction, ["m_hat"], PROBES, BIAS)


def schedule(fall, wrong, t, *, lr, steps, warmup=0, lr_end=0.0):
    """A warm-up, and then `fall` of the share that lies behind, from 1 to 0."""
    if "no_lr" in wrong:
        lr = 1
    if "no_warmup" in wrong:
        warmup = 0
    if t <= warmup:
        return lr * (t - 1 if "from_zero" in wrong else t) / warmup
    past = t - 1 - (0 if "unshifted" in wrong else warmup) + ("late" in wrong)
    length = steps - (0 if "not_stretched" in wrong else warmup)
    share = past / max(length - ("early_end" in wrong), 1)
    share = share if "goes_on" in wrong else min(share, 1)
    low = 0 if "no_end" in wrong else lr_end
    left = fall(wrong, share)
    left = 1 - left if "upside_down" in wrong else left
    return low + (lr if "end_added" in wrong else lr - low) * left


def wave(wrong, share):
    if "quarter" in wrong:
        return math.cos(math.pi / 2 * share)
    turn = 180 if "degrees" in wrong else math.pi * (1 + ("two_pi" in wrong))
    height = (0 if "no_one" in wrong else 1) + math.cos(turn * share)
    return height if "no_half" in wrong else height / 2


def straight(wrong, share):
    return (1 - share) ** (2 if "squared" in wrong else 1)


def cosine(wrong, t, **settings):
    return schedule(wave, wrong, t, **settings)


def warmup_linear(wrong, t, **settings):
    return schedule(straight, wrong, t, **settings)


DAYS = [[t] for t in (1, 2, 3, 4, 5, 6, 8, 10, 13, 20, 21, 24, 30)]
PLANS = [
    {"about": "20 steps, 4 of warm-up", "calls": DAYS,
     "settings": {"lr": 0.5, "steps": 20, "warmup": 4}},
    {"about": "20 steps, no warm-up", "calls": DAYS,
     "settings": {"lr": 0.2, "steps": 20}},
    {"about": "20 steps, 5 of warm-up, lr_end 0.1", "calls": DAYS,
     "settings": {"lr": 0.5, "steps": 20, "warmup": 5, "lr_end": 0.1}},
]  # fmt: skip
PLAN = "from_zero no_warmup unshifted not_stretched late early_end no_end end_added "
PLAN += "goes_on no_lr upside_down "
WAVE = PLAN + "no_half no_one degrees two_pi quarter"
Family("cosine", "function", cosine, ["rate"], PLANS, WAVE, ["schedule"])
LINE = PLAN + "squared"
Family("warmup_linear", "function", warmup_linear, ["rate"], PLANS, LINE, ["schedule"])


def backprop(wrong, theta, x, y, memory=None):
    w1, b1, w2, b2 = theta
    z1 = x @ w1 + b1
    h = np.maximum(z1, 0)
    z2 = h @ w2 + b2
    rows = np.arange(len(x))
    top = 0 if "overflow" in wrong else z2.max(1, keepdims=True)
    e = np.exp(z2 - top)
    p = e / e.sum(1, keepdims=True)
    losses = np.log(e.sum(1)) - (z2 - top)[rows, y]
    loss = losses.sum() if "loss_sum" in wrong else losses.mean()
    dz2 = p.copy()
    if "target_forgotten" not in wrong:
        dz2[rows, y] -= 1
    dz2 = dz2 if "mean_forgotten" in wrong else dz2 / len(x)
    dz2 = -dz2 if "sign" in wrong else dz2
    dz2 = dz2 * (z2 > 0) if "both_masks" in wrong else dz2
    dh = dz2 @ w2.T
    mask = dh > 0 if "mask_of_dh" in wrong else z1 > 0
    dz1 = dh if "mask_missing" in wrong else dh * mask
    column = np.mean if "bias_mean" in wrong else np.sum
    grads = [x.T @ dz1, column(dz1, 0),
             (z1 if "x_for_h" in wrong else h).T @ dz2, column(dz2, 0)]  # fmt: skip
    for place, name in ((1, "no_db1"), (3, "no_db2")):
        if name in wrong:
            grads[place] = 0 * grads[place]
    if memory is not None:
        grads = [a + b for a, b in zip(grads, memory or [0, 0, 0, 0])]
        memory[:] = grads
    return loss, grads


def network(scale):
    """Weights, inputs and classes, rounded: 3 inputs, 4 hidden units, 3 classes."""
    rng = np.random.default_rng(6)

    def draw(*shape):
        return (rng.integers(-8, 9, shape) / 8).tolist()

    theta = [draw(3, 4), draw(4), (scale * np.array(draw(4, 3))).tolist(), draw(3)]
    return [theta, draw(5, 3), [0, 2, 1, 1, 0]]


PROBES = [
    {"about": "a batch of five", "calls": [network(1)] * 2, "settings": {}},
    {"about": "large weights", "calls": [network(1024)], "settings": {}},
]
BACKPROP = "mean_forgotten bias_mean mask_missing target_forgotten never_zeroed sign "
BACKPROP += "loss_sum mask_of_dh x_for_h no_db1 no_db2 both_masks overflow"
SLOPES = ["loss", "dW1", "db1", "dW2", "db2"]
Family("backprop", "function", backprop, SLOPES, PROBES, BACKPROP)


def first_step(wrong):
    """Adam's first step in units of lr, without bias correction, default betas."""
    above, below = 1 - 0.9, (1 - 0.999) ** 0.5
    if "corrected" in wrong:
        return 1.0
    above = 1 if "only_below" in wrong else above
    below = 1 if "only_above" in wrong else below
    below = 1 - 0.999 if "no_root" in wrong else below
    return below / above if "upside_down" in wrong else above / below


STEP = "corrected upside_down only_above only_below no_root"
PROBES = [{"about": "the number", "calls": [[]], "settings": {}}]
Family("adam_first_step", "value", first_step, ["number"], PROBES, STEP)
