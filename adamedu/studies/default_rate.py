"""How much does a rule lose at one fixed rate, over eight problems?

A run trains for 500 steps at fourteen rates. Seeds vary the data, the order of the
minibatches and the start. Rates are tuned on seeds 0 to 9; what is reported comes
from seeds 10 to 19. Schmidt, Schneider & Hennig (2021) ask this on a larger scale.
"""

import numpy as np

from adamedu.descent import descend
from adamedu.landscapes import rosenbrock
from adamedu.nn.datasets import digits, mnist1d
from adamedu.nn.fit import fit
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, momentum, rmsprop, sgd
from adamedu.studies import protocol

STEPS, BATCH, ALL = 500, 32, 17  # 17 digits are all of them
RATES = protocol.log_grid(range(-10, 4), 2)
SEEDS, TUNE, REPORT = range(20), range(10), range(10, 20)
RULES = {"sgd": sgd, "momentum": momentum, "rmsprop": rmsprop, "adam": adam}


def turned_ravine(rng):
    """20 numbers, curvatures from 0.001 to 1 in a random rotation."""
    q = np.linalg.qr(rng.standard_normal((20, 20)))[0]
    h = q * np.logspace(-3, 0, 20) @ q.T
    return rng.standard_normal(20), lambda p: p @ h @ p / 2, lambda p: h @ p


def valley(rng):
    """Rosenbrock's function."""
    land = rosenbrock()
    start = np.array([-1.5, 2.5]) + 0.3 * rng.standard_normal(2)
    return start, land.f, lambda p: np.array(land.grad(p))


def raw_target(rng):
    """Linear regression on 10 features; the target is near 150, not 0."""
    x = np.column_stack([rng.standard_normal((400, 9)), np.ones(400)])
    y = 150 + 50 * (
        x @ rng.standard_normal((10, 1)) / 3 + rng.standard_normal((400, 1))
    )
    return MLP([10, 1], loss="squared"), x, y


def rare_words(rng):
    """Logistic regression on 200 words, the k-th present with probability 1/k."""
    x = (rng.random((1000, 200)) < 1 / np.arange(1, 201)).astype(float)
    z = x @ rng.standard_normal(200)
    return MLP([200, 2]), x, (rng.random(1000) < 1 / (1 + np.exp(-z))).astype(int)


def half_of(rng, x, y):
    rows = rng.permutation(len(x))[: len(x) // 2]
    return x[rows], y[rows]


def digits_network(rng):
    """Handwritten digits, 48 hidden units."""
    return MLP([64, 48, 10]), *half_of(rng, *digits())


def raw_digits(rng):
    """Softmax regression on pixels from 0 to 16, as they are stored."""
    x, y = half_of(rng, *digits())
    return MLP([64, 10]), 16 * x, y


def autoencoder(rng):
    """Digits through 16 hidden units and back."""
    x, _ = half_of(rng, *digits())
    return MLP([64, 16, 64], "tanh", "squared"), x, x


def signals(rng):
    """MNIST-1D, two hidden layers of 32."""
    return MLP([40, 32, 32, 10]), *half_of(rng, *mnist1d()[:2])


PROBLEMS = [turned_ravine, valley, raw_target, rare_words, digits_network, raw_digits,
            autoencoder, signals]  # fmt: skip
GRID = [{"problem": p.__name__, "rule": rule} for p in PROBLEMS for rule in RULES]
tolerance = protocol.low_rates


def run(seed, problem, rule):
    """The loss at the start, and after a run at each rate; inf if it diverged."""
    rule, rng = RULES[rule], np.random.default_rng(seed)
    (make,) = [p for p in PROBLEMS if p.__name__ == problem]
    parts = make(rng)
    trained = network(seed, rng, *parts) if isinstance(parts[0], MLP) else walk(*parts)
    with np.errstate(all="ignore"):
        ends = [trained(rule, lr, STEPS) for lr in RATES]
    first = trained(rule, RATES[0], 0)
    names = [f"lr {lr}" for lr in RATES]
    return {"start": first, **dict(zip(names, ends))}


def walk(start, f, grad):
    def end(rule, lr, steps):
        *_, theta = descend(rule, start, grad, steps, lr=lr)
        return protocol.kept(f(theta), ALL)

    return end


def network(seed, rng, net, x, y):
    start = net.init(rng)

    def end(rule, lr, steps):
        try:
            theta, _ = fit(
                net, start, x, y, rule, steps=steps, batch=BATCH, seed=seed, lr=lr
            )
        except FloatingPointError:
            return float("inf")
        return protocol.kept(net.loss(theta, x, y), ALL)

    return end


def shortfall(rows):
    """{rule: array (problem, rate)}: the median part of the way that is missing.

    The way leads from the first loss to that of the best rule and rate; these are
    chosen on seeds below 10, all else is of the other seeds. 0 is tuned, 1 is nothing.
    """
    found = {rule: [] for rule in RULES}
    for problem in [p.__name__ for p in PROBLEMS]:
        ends = {rule: losses(rows, problem, rule, TUNE) for rule in RULES}
        tuned = {rule: np.median(ends[rule], axis=0) for rule in RULES}
        best = min(RULES, key=lambda rule: tuned[rule].min())
        rate = tuned[best].argmin()
        target = losses(rows, problem, best, REPORT)[:, rate]
        start = losses(rows, problem, best, REPORT, ["start"])[:, 0]
        for rule in RULES:
            end = losses(rows, problem, rule, REPORT)
            missing = (end - target[:, None]) / (start - target)[:, None]
            found[rule].append(np.median(np.clip(missing, 0, 1), axis=0))
    return {rule: np.array(parts) for rule, parts in found.items()}


def losses(rows, problem, rule, seeds, names=None):
    names = names or [f"lr {lr}" for lr in RATES]
    return protocol.table(rows, names, seeds, problem=problem, rule=rule)


def summary(rows):
    """For each rule and fixed rate: on how many problems it is within 5 % of tuned."""
    text = "within 5 % of tuned, of 8 problems, and mean shortfall\n          "
    text += "".join(f"{lr:>10.1g}" for lr in RATES)
    for rule, missing in shortfall(rows).items():
        text += f"\n{rule:10}" + "".join(f"{n:10d}" for n in (missing <= 0.05).sum(0))
        text += "\n          " + "".join(f"{m:10.2f}" for m in missing.mean(0))
    return text
