"""Is Adam's lead over SGD its adaptivity, its momentum, or the sign it takes?

Rules that have only some of Adam's parts train one network on digits, by minibatches
of 16 up to all 768 rows, for 150 steps. Seeds vary the rows, the start and the order
of the minibatches. Rates are tuned on seeds 0 to 4; what is reported comes from seeds
5 to 9. After Kunstner et al. (2023), who compare such rules at the full batch.

All rates of a cell train at once: the parameters are stacked along a first axis, and
the rules, which are arithmetic, do not notice. Doubles, one thread. In the first 20
steps rounding errors stay small; later, a flipped sign or a rate beyond stability
makes them grow, so another processor may give other losses at the end (`tolerance`).
"""

import numpy as np

from adamedu import rules, schedules
from adamedu.descent import each
from adamedu.nn.datasets import digits
from adamedu.nn.extras import extra
from adamedu.nn.fit import minibatch
from adamedu.nn.mlp import MLP
from adamedu.ops import sign

with extra("torch"):
    import torch

SIZES, TRAIN, STEPS, EARLY = [64, 48, 48, 10], 768, 150, 20
BATCHES = [16, 64, 256, 768]
SEEDS, TUNE, REPORT = range(10), range(5), range(5, 10)


def sign_descent(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    """The sign of an average: Signum of Bernstein et al. (2018), Algorithm 2."""
    m = beta1 * m + (1 - beta1) * g
    theta = theta - lr * sign(m)
    return theta, m


def normalised(theta, g, states=None, *, lr=1e-3, beta1=0.9):
    """A step of length lr along an average of the gradient, over all parameters."""
    m = [beta1 * (s[0] if s else 0) + (1 - beta1) * g_i
         for s, g_i in zip(states or [()] * len(g), g)]  # fmt: skip
    length = sum((m_i**2).sum((1, 2), keepdim=True) for m_i in m) ** 0.5
    theta = [p - lr * m_i / (length + 1e-300) for p, m_i in zip(theta, m)]
    return theta, [(m_i,) for m_i in m]


def grid(low, count=9):
    """Rates from `low` up, three to a factor of ten."""
    return [float(f"{low * 10 ** (k / 3):.2g}") for k in range(count)]


RULES = {
    "gd": (each(rules.sgd), {}, grid(1e-2)),
    "momentum": (each(rules.momentum), {}, grid(2.2e-3)),
    "normalised": (normalised, {}, grid(1e-2)),
    "sign": (each(sign_descent), {}, grid(1e-4)),
    "sign, no momentum": (each(sign_descent), {"beta1": 0.0}, grid(4.6e-4)),
    "lion": (each(rules.lion), {"weight_decay": 0.0}, grid(1e-4)),
    "adam": (each(rules.adam), {}, grid(4.6e-4)),
    "adam, beta1 = 0": (each(rules.adam), {"beta1": 0.0}, grid(4.6e-4)),
    "adam, beta2 = 0.9": (each(rules.adam), {"beta2": 0.9}, grid(4.6e-4)),
}
CONSTANT = ["momentum", "sign", "adam"]
GRID = [{"rule": r, "batch": b, "plan": "linear"} for r in RULES for b in BATCHES]
GRID += [{"rule": r, "batch": b, "plan": "constant"} for r in CONSTANT for b in BATCHES]


def run(seed, rule, batch, plan):
    """Training loss early and at the end and the test error, for each rate."""
    torch.set_num_threads(1)
    lifted, settings, rates = RULES[rule]
    x, y, test = split(seed)
    theta, state = start(seed, len(rates)), None
    lr, early = torch.tensor(rates, dtype=torch.float64).view(-1, 1, 1), None
    for t in range(1, STEPS + 1):
        rows = minibatch(TRAIN, batch, seed, t)
        theta = [p.requires_grad_() for p in theta]
        g = torch.autograd.grad(losses(theta, x[rows], y[rows]).sum(), theta)
        theta = [p.detach() for p in theta]
        now = schedules.linear(t, lr=lr, steps=STEPS) if plan == "linear" else lr
        theta, state = lifted(theta, g, state, lr=now, **settings)
        early = losses(theta, x, y) if t == EARLY else early
    wrong = (forward(theta, test[0]).argmax(-1) != test[1]).double().mean(1)
    return {f"{name} {k}": kept(value)
            for name, column in (("early", early), ("loss", losses(theta, x, y)),
                                 ("error", wrong))
            for k, value in enumerate(column.tolist())}  # fmt: skip


def split(seed):
    """Digits to train with, and digits to test with."""
    x, y = digits()
    rows = np.random.default_rng([seed, 0]).permutation(len(x))
    x, y = torch.from_numpy(x[rows]), torch.from_numpy(y[rows])
    return x[:TRAIN], y[:TRAIN], (x[TRAIN:], y[TRAIN:])


def start(seed, copies):
    """One random start for all: w is (copies, in, out), b (copies, 1, out)."""
    theta = MLP(SIZES).init(np.random.default_rng([seed, 1]))
    return [torch.from_numpy(np.stack([np.atleast_2d(p)] * copies)) for p in theta]


def forward(theta, x):
    for k in range(0, len(theta), 2):
        x = x @ theta[k] + theta[k + 1]
        x = x.relu() if k + 2 < len(theta) else x
    return x


def losses(theta, x, y):
    """The mean cross-entropy of each copy."""
    z = forward(theta, x)
    return z.logsumexp(-1).mean(1) - z[:, torch.arange(len(y)), y].mean(1)


def kept(value):
    """Five digits; a diverged run counts as infinite."""
    return float(f"{value:.5g}") if np.isfinite(value) else float("inf")


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it."""
    return 1e-3 if name.startswith("early") else np.inf


def table(rows, rule, batch, plan="linear", what="loss"):
    """Array (seed, rate)."""
    found = [r for r in rows
             if (r["rule"], r["batch"], r["plan"]) == (rule, batch, plan)]  # fmt: skip
    count = len(RULES[rule][2])
    return np.array([[r[f"{what} {k}"] for k in range(count)] for r in found])


def best(rows, rule, batch, plan="linear"):
    """The place of the tuned rate: lowest geometric mean over the tuning seeds."""
    ends = table(rows, rule, batch, plan)[TUNE] + 1e-300
    return int(np.log(ends).mean(0).argmin())


def tuned(rows, rule, batch, plan="linear", what="loss"):
    """One number for each reported seed, at the tuned rate."""
    k = best(rows, rule, batch, plan)
    return table(rows, rule, batch, plan, what)[REPORT][:, k]


def summary(rows):
    """Training loss after 150 steps at the tuned rate, median [min, max]."""
    text = f"{'':28}" + "".join(f"{f'batch {b}':>30}" for b in BATCHES)
    for plan, tried in (("linear", RULES), ("constant", CONSTANT)):
        for rule in tried:
            text += f"\n{rule + ', ' + plan:28}"
            for b in BATCHES:
                v, k = tuned(rows, rule, b, plan), best(rows, rule, b, plan)
                edge = "*" if k in (0, len(RULES[rule][2]) - 1) else " "
                shown = f"{np.median(v):.1e} [{v.min():.0e}, {v.max():.0e}]"
                text += f"{shown + edge:>30}"
    return text
