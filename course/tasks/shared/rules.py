"""What the rules' tasks share: lines with their mistakes, and what a rule is asked.

One step at one scale lets most mistakes pass (chapter 07, "What a check must see").
So: many steps, tiny and huge gradients, a large eps, zero gradients, a gradient that
changes its sign, one that is much larger than the rest, other settings than the
defaults, and a rate that changes. Starts are numbers that float32 holds
exactly, and near 0 where steps are small: float32 would lose them.
"""

import numpy as np

G = [[1.5, -0.25], [-0.7, 0.4], [0.3, -0.9], [2.1, 0.0], [-0.2, 0.6], [0.9, 1.3]]
OTHER = {"beta1": 0.8, "beta2": 0.95, "weight_decay": 0.3}
RATES = [0.05, 0.05, 0.05, 0.025, 0.025, 0.0125]
MIDWAY = {"m": [0.4, -0.2], "v": [0.5, 0.25], "v_max": [0.6, 0.3], "t": 1}
DRAWN = {
    "lr": lambda rng: float(rng.uniform(0.02, 0.2)),
    "beta1": lambda rng: float(rng.uniform(0.6, 0.95)),
    "beta2": lambda rng: float(rng.uniform(0.8, 0.99)),
    "weight_decay": lambda rng: float(rng.uniform(0.1, 0.5)),
}


def step(wrong, theta, g, lr):
    """theta - lr * g, with the mistakes that every rule can have."""
    move = g if "no_lr" in wrong else lr * g
    return theta + move if "uphill" in wrong else theta - move


def square(wrong, g):
    """What v collects."""
    if "v_dot" in wrong:
        return (g * g).sum() * np.ones_like(g)
    if "v_mean" in wrong:
        return (g * g).mean() * np.ones_like(g)
    return abs(g) if "v_abs" in wrong else g if "v_of_g" in wrong else g * g


def pooled(wrong, v):
    """The v that divides, with the mistake to take one for all parameters."""
    of = {"global": np.sum, "global_mean": np.mean, "global_max": np.max}
    for name in set(of).intersection(wrong):
        v = of[name](v) * np.ones_like(v)
    return v


def divisor(wrong, v, eps):
    """v**0.5 + eps, with the mistakes that every divisor can have."""
    root = v if "no_root" in wrong else v / 2 if "half_v" in wrong else v**0.5
    if "eps_max" in wrong:
        return np.maximum(root, eps)
    return root - eps if "minus_eps" in wrong else root + eps


def divide(wrong, theta, g, old, v, lr, eps):
    """theta - lr * g / (v**0.5 + eps), the last line of Adagrad and RMSprop."""
    used = pooled(wrong, old if "v_stale" in wrong else v)
    if "eps_inside" in wrong:
        used, eps = used + eps, 0
    if "no_eps" in wrong:
        eps = 0
    if "lost_parenthesis" in wrong:
        return step(wrong, theta, g / divisor(wrong, used, 0), lr) + eps
    return step(wrong, theta, g / divisor(wrong, used, eps), lr)


def probes(defaults, state):
    """What `check` asks of a rule with these settings and this state."""
    given = {name: value for name, value in OTHER.items() if name in defaults}

    def probe(about, theta, g, tag="", eps=None, lr=0.05, **settings):
        settings = {**given, "lr": lr, **settings}
        if eps and "eps" in defaults:
            settings["eps"] = eps
        return {"about": about, "tag": tag, "lr": defaults["lr"],
                "theta": theta, "g": g,
                "settings": {} if eps is None else settings}  # fmt: skip

    def scaled(factor, g=G):
        return [[factor * slope for slope in row] for row in g]

    midway = {name: MIDWAY[name] for name in state}
    short = {name: 0.2 for name in ("beta1", "beta2") if name in defaults}
    large, small = ["eps 0.01, ", "eps 0.001, "] if "eps" in defaults else ["", ""]

    return [
        probe("default settings, gradient 2 at each step", [1.375], [[2.0]] * 10,
              "plain"),
        probe("default settings, gradient 200 at each step", [1.375], [[200.0]] * 4,
              "scaled"),
        probe("default settings, gradients near 1e-8", [0.0, 0.0],
              scaled(1e-8, G[:5]), "tiny"),
        probe(f"two parameters, {large}a rate that falls", [1.0, -2.0], G, "given",
              eps=1e-2, lr=RATES),
        probe(f"gradients near 0.001, {small}24 steps", [2**-9, 2**-8],
              scaled(1e-3, G * 4), "small", eps=1e-3),
        probe("gradients that are 0", [2.0, -1.0], [[0.0, 0.0]] * 2, "zero", eps=1e-8),
        probe("two gradients, then zeros", [2.0, -1.0], G[:2] + [[0.0, 0.0]] * 4,
              "silent", eps=1e-3, lr=0.125),
        probe("one gradient of 50 among small ones", [0.25, 0.5],
              [[0.5, 0.1], [50.0, 0.2]] + [[0.3, -0.1]] * 8, "spike", eps=1e-2,
              lr=0.25),
        probe("a run that goes on after step 1, betas 0.2", [0.5, -0.75], G[1:4],
              "midway", eps=1e-2, lr=0.25, **short) | {"state": midway},
    ]  # fmt: skip


def draw(defaults, rng):
    """What the grader asks: a few kinds of gradients, and other numbers in them.

    Default settings, also with tiny gradients; gradients of several sizes, with eps as
    large as they are small; a rate that falls; gradients of zero, where only decay and
    momentum move.
    """
    size, asked = int(rng.integers(3, 8)), []
    kinds = [(1, None, 5), (1e-7, None, 5), (1, 1e-2, 20), (1e-3, 1e-3, 20),
             (1e-7, 2e-8, 5), (50, 1e-2, 10)]  # fmt: skip
    for scale, eps, steps in kinds:
        settings = {name: DRAWN[name](rng) for name in defaults if name in DRAWN}
        settings["lr"] = [settings["lr"]] * (steps // 2) + [settings["lr"] / 2] * steps
        if "eps" in defaults:
            settings["eps"] = eps
        theta = (min(scale, 1) * rng.normal(size=size)).astype(np.float32)
        g = scale * rng.normal(size=(steps, size))
        if steps == 20:
            g[10:13] = 0
        asked.append({
            "about": f"gradients near {scale:g}", "lr": defaults["lr"],
            "theta": theta.astype(float).tolist(), "g": g.tolist(),
            "settings": settings if eps else {},
        })  # fmt: skip
    return asked
