"""Does training end where its step is just too long to be stable?

Gradient descent on a quadratic of curvature s is stable as long as s < 2 / lr. The
largest curvature of a network's loss, the sharpness, is no constant: it grows until it
reaches that threshold, and stays there (Cohen et al., 2021). With Adam the Hessian H
is first divided by what Adam divides by (Cohen et al., 2022): the sharpness is the
largest eigenvalue of D^-1/2 H D^-1/2, D = (1 - beta1^t) (sqrt(v_hat) + eps).

The whole batch, 500 digits, a tanh network 64-32-32-10 and squared loss, 2000 steps,
float64. Seeds vary the digits and the start; nothing is tuned.

A cell holds at every 50th step t = 50, 100, ..., 2000 "ratio t", sharpness over
threshold, and "loss t", both where the gradient of step t was taken; "threshold";
"reached", the first such t with a ratio above 0.95, 0 if none; "last quarter", the
median ratio over t > 1500.
"""

import numpy as np

from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import digits
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, momentum, sgd
from adamedu.studies import protocol

SIZES, IMAGES, STEPS, EVERY = [64, 32, 32, 10], 500, 2000, 50
TIMES = list(range(EVERY, STEPS + 1, EVERY))
LANCZOS, EPS, BETA2 = 20, 1e-8, 0.999
SEEDS = range(5)
RULES = {"sgd": sgd, "momentum": momentum, "adam": adam}
GRID = [
    {"rule": "adam", "beta1": 0.9, "lr": 4e-3},
    {"rule": "adam", "beta1": 0.9, "lr": 8e-3},
    {"rule": "adam", "beta1": 0.9, "lr": 1e-3},
    {"rule": "adam", "beta1": 0.5, "lr": 1e-3},
    {"rule": "sgd", "beta1": 0.0, "lr": 0.4},
    {"rule": "sgd", "beta1": 0.0, "lr": 0.02},
    {"rule": "momentum", "beta1": 0.9, "lr": 0.4},
]


def threshold(rule, beta1, lr):
    """The curvature of a quadratic beyond which the rule is unstable.

    Of gradient descent 2 / lr; heavy ball (2 + 2 beta1) / lr; Adam's m has the factor
    1 - beta1, so (2 + 2 beta1) / ((1 - beta1) lr): Cohen et al. (2022).
    """
    return (2 + 2 * beta1) / ((1 - beta1) * lr if rule == "adam" else lr)


def run(seed, rule, beta1, lr, steps=STEPS):
    """Sharpness over threshold, and the loss, at every 50th step."""
    net, theta, x, y = problem(seed)
    settings = {"sgd": {"lr": lr}, "momentum": {"lr": lr, "beta1": beta1}}
    settings["adam"] = {"lr": lr, "beta1": beta1, "beta2": BETA2, "eps": EPS}
    limit = threshold(rule, beta1, lr)
    lifted, state, numbers = each(RULES[rule]), None, {"threshold": limit}
    start = np.random.default_rng([seed, 2]).standard_normal(flat(theta).size)
    for t in range(1, steps + 1):
        loss, g = net.gradient(theta, x, y)
        before = theta
        theta, state = lifted(theta, g, state, **settings[rule])
        if t % EVERY == 0:
            d = divisor(state, beta1) if rule == "adam" else np.ones_like(start)
            value, start = sharpness(net, before, x, y, d, start)
            numbers[f"ratio {t}"] = protocol.kept(value / limit)
            numbers[f"loss {t}"] = protocol.kept(loss)
    found = np.array([numbers[f"ratio {t}"] for t in TIMES if t <= steps])
    above = np.flatnonzero(found > 0.95)
    numbers["reached"] = int(TIMES[above[0]]) if len(above) else 0
    last = found[-max(1, len(found) // 4) :]
    return {**numbers, "last quarter": protocol.kept(np.median(last))}


def problem(seed):
    """A network, its start, and 500 digits less their mean with one-hot targets."""
    (x, y), _ = protocol.split(seed, IMAGES, *digits())
    net = MLP(SIZES, "tanh", "squared")
    return net, protocol.start(net, seed), x - x.mean(0), np.eye(SIZES[-1])[y]


def divisor(state, beta1):
    """What Adam divides the average gradient by: D of the docstring, as one vector."""
    v, t = flat([s[1] for s in state]), state[0][2]
    return (1 - beta1**t) * (np.sqrt(v / (1 - BETA2**t)) + EPS)


def sharpness(net, theta, x, y, d, start, steps=LANCZOS):
    """The largest eigenvalue of D^-1/2 H D^-1/2, and its direction in theta.

    Lanczos: H is seen only through products with vectors, and the largest eigenvalue
    of a small tridiagonal matrix is that of H once `steps` is large enough. `start`
    may be the direction found last: the next one is close to it.
    """
    root = np.sqrt(d)
    q = [start * root / np.linalg.norm(start * root)]
    alpha, beta = [], []
    for _ in range(steps):
        p = hessian_times(net, theta, x, y, q[-1] / root) / root
        alpha.append(p @ q[-1])
        for _ in range(2):  # once is not enough against rounding
            p = p - sum((p @ u) * u for u in q)
        beta.append(np.linalg.norm(p))
        if beta[-1] < 1e-10 * abs(alpha[0]):
            break
        q.append(p / beta[-1])
    k = len(alpha)
    small = np.diag(alpha) + np.diag(beta[: k - 1], 1) + np.diag(beta[: k - 1], -1)
    values, vectors = np.linalg.eigh(small)
    return float(values[-1]), vectors[:, -1] @ np.array(q[:k]) / root


def hessian_times(net, theta, x, y, u, h=1e-4):
    """H u: the change of the gradient from theta - h u to theta + h u, over 2 h."""
    h = h / np.linalg.norm(u)
    sides = []
    for sign in (1, -1):
        moved = [p + sign * h * part for p, part in zip(theta, shaped(u, theta))]
        sides.append(flat(net.gradient(moved, x, y)[1]))
    return (sides[0] - sides[1]) / (2 * h)


def flat(parts):
    """A list of arrays as one vector."""
    return np.concatenate([np.ravel(p) for p in parts])


def shaped(vector, like):
    """The vector in arrays of the shapes of `like`."""
    ends = np.cumsum([p.size for p in like])[:-1]
    return [part.reshape(p.shape) for part, p in zip(np.split(vector, ends), like)]


def curves(rows, what, **setting):
    """Array (seed, record) of "ratio" or "loss", at the steps TIMES."""
    return protocol.table(rows, [f"{what} {t}" for t in TIMES], **setting)


def last_quarter(rows, **setting):
    """For each seed the median ratio over the last quarter."""
    return protocol.table(rows, ["last quarter"], **setting)[:, 0]


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it.

    Up to the edge, 0.1 %. At the edge every step overshoots along one direction, and
    rounding errors grow: another processor gives another path, so single records
    are not compared, but the median of the last quarter is: to 5 %, and with momentum,
    whose sharpness climbs to the edge, falls back and climbs again, to 15 %.
    """
    if name == "last quarter" and row["reached"]:
        return 0.15 if row["rule"] == "momentum" else 0.05
    if name.split()[0] in ("ratio", "loss"):
        t = int(name.split()[1])
        return 1e-3 if not row["reached"] or t < row["reached"] else np.inf
    return 1e-3 if name == "threshold" or not row["reached"] else 0.25


def summary(rows):
    """The last quarter over the seeds, when the edge was reached, and the loss."""
    text = "sharpness / threshold in the last quarter: median [min, max]"
    for s in GRID:
        v = last_quarter(rows, **s)
        near = (np.abs(v - 1) < 0.05).sum()
        reached = protocol.table(rows, ["reached"], **s)[:, 0].tolist()
        text += f"\n{s['rule']:9} beta1 {s['beta1']:<4} lr {s['lr']:<7}"
        text += f" threshold {threshold(**s):<8.4g}"
        text += f"  {spread(v, '.3f')}  within 5 %: {near} of {len(v)}"
        text += f"  reached {reached}"
        text += f"  loss {np.median(curves(rows, 'loss', **s)[:, -1]):.2g}"
    return text
