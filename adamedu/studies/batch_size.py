"""What changes when the batch grows, in the best rate, the loss and the best beta2?

Adam and SGD with momentum 0.9 train the transformer of `next_character` on batches of
2 to 128 stretches of 24 characters: on equal tokens, 4096 stretches, less than half of
the text; on a quarter of them; and for equally many steps, 128. The rate rises over the
first twentieth of the steps and falls linearly to 0. beta2 keeps its half-life in
tokens, that of .95 at a batch of 32, as Marek et al. (2025) have it; some cells have
.95 or .999 at another batch. Along the run with the middle rate the simple noise scale
is measured: McCandlish et al. (2018), appendix A.

Each cell has six rates, four to a factor of ten, one copy of the network each. They are
tuned on seeds 0 to 2; what is reported comes from seeds 3 to 6.
"""

import numpy as np

from adamedu import rules
from adamedu.figures.words import spread
from adamedu.nn.extras import extra
from adamedu.studies import next_character, protocol, successors

with extra("torch"):
    import torch

STRETCHES, SHORT, STEPS, BATCHES = 4096, 1024, 128, [2, 8, 32, 128]
SEEDS, TUNE, REPORT = range(7), range(3), range(3, 7)
POINTS = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]  # where losses and noise are measured
GROUPS, GROUP = 16, 64  # of stretches whose gradients tell the noise
AT_ONCE = 128  # stretches that are fast on one core


def tolerance(name, row):
    """At the largest rates rounding grows within 20 steps, as processors round."""
    return 2e-2 if name in ("early 4", "early 5") else protocol.early(name, row)


def by_tokens(batch):
    """The beta2 whose half-life in tokens is that of .95 at a batch of 32."""
    return round(0.95 ** (batch / 32), 4)


def cell(rule, batch, steps=None, beta2=None):
    """A setting; steps are as many as equal tokens allow, beta2 goes by tokens."""
    return {"rule": rule, "batch": batch, "steps": steps or STRETCHES // batch,
            "beta2": by_tokens(batch) if beta2 is None else beta2}  # fmt: skip


GRID = [
    *[cell("adam", batch) for batch in (8, 32, 128, 2)],
    cell("adam", 2, beta2=0.95),
    *[cell("adam", batch, STEPS) for batch in (2, 8)],
    cell("adam", 2, SHORT // 2),
    *[cell("momentum", batch, beta2=0) for batch in (2, 128)],
]
LOWEST = {  # of the six rates, by batch and steps
    "adam": {
        (2, 2048): 1.9e-3, (8, 512): 2.8e-3, (32, 128): 4.2e-3, (128, 32): 4.2e-3,
        (2, 128): 2.4e-3, (8, 128): 2.8e-3, (2, 512): 2.4e-3,
    },
    "momentum": {(2, 2048): 0.015, (128, 32): 0.046},
}  # fmt: skip


def rates(rule, batch, steps):
    """The six rates of a cell, four to a factor of ten."""
    return protocol.log_grid(range(6), 4, LOWEST[rule][batch, steps])


def run(seed, rule, batch, steps, beta2):
    """Losses of each rate in step 20 and on other text at POINTS; the noise there."""
    torch.set_num_threads(1)
    net = next_character.network()
    (x, y), test = next_character.split()
    lr = successors.column(rates(rule, batch, steps))
    theta = successors.row(net, net.init(np.random.default_rng([seed, 0])))
    theta, state = theta.repeat(len(lr), 1), ()
    rng, early = np.random.default_rng([seed, 1]), None
    found, noise = {}, []
    points = {round(share * steps): share for share in POINTS}
    for t in range(steps + 1):
        if t in points:
            found[f"at {points[t]:g}"] = successors.evaluated(net, theta, test)
            noise.append(noise_parts(net, theta[len(lr) // 2], seed))
        if t == steps:
            break
        rows = rng.integers(len(x), size=batch)
        loss, g = gradient(net, theta, x[rows], y[rows])
        early = loss if t + 1 == next_character.EARLY else early
        now = lr * successors.factor(rule, t + 1, steps, 0.9)
        if rule == "adam":
            theta, *state = rules.adam(theta, g, *state, lr=now, beta2=beta2)
        else:
            theta, *state = rules.momentum(theta, g, *state, lr=now)
    trace, square = zip(*noise, strict=True)
    return protocol.numbered(early=early, **found, trace=trace, square=square)


def gradient(net, theta, x, y):
    """`successors.gradient`, of a few copies at a time."""
    parts = [successors.gradient(net, part, x, y)
             for part in theta.split(max(1, AT_ONCE // len(x)))]  # fmt: skip
    return [torch.cat(part) for part in zip(*parts, strict=True)]


def noise_parts(net, theta, seed):
    """tr Σ of one stretch's gradient, and |G|² of the mean one, both unbiased."""
    (x, y), _ = next_character.split()
    rows = np.random.default_rng([seed, 2]).integers(len(x), size=(GROUPS, GROUP))
    g = [successors.gradient(net, theta[None], x[k], y[k])[1][0] for k in rows]
    g = torch.stack(g).double()
    trace = GROUP * g.var(0).sum()
    return trace.item(), ((g.mean(0) ** 2).sum() - trace / rows.size).item()


def ends(rows, seeds=SEEDS, at=1, **setting):
    """Array (seed, rate) of the losses at a share of the run."""
    return protocol.table(rows, [f"at {at:g} {k}" for k in range(6)], seeds, **setting)


def tuned(rows, **setting):
    """The place of a cell's best rate, which is inside its grid, and the rate."""
    lr = rates(setting["rule"], setting["batch"], setting["steps"])
    named = " ".join(f"{name} {value}" for name, value in setting.items())
    k = protocol.inside(ends(rows, TUNE, **setting), named, lr=lr)
    return k, lr[k]


def reported(rows, at=1, **setting):
    """The losses of the tuned rate, for each seed that reports."""
    return ends(rows, REPORT, at, **setting)[:, tuned(rows, **setting)[0]]


def against(rows, first, second):
    """How far the second cell ends above the first: `protocol.compare`."""
    tried, found = ([ends(rows, seeds, **one) for one in (first, second)]
                    for seeds in (TUNE, REPORT))  # fmt: skip
    return protocol.compare(tried, found)


def slope(rows, cells, draws=1000):
    """The power of the batch with which the best rate grows, and a 95 % interval.

    A line through the lowest points of the cells, on log scales; all seeds, which are
    drawn again with replacement for the interval.
    """
    batches = np.log([one["batch"] for one in cells])
    tables = [ends(rows, **one) for one in cells]
    tried = [rates(one["rule"], one["batch"], one["steps"]) for one in cells]

    def once(seeds):
        best = [protocol.lowest(table[seeds].mean(0), lr)
                for table, lr in zip(tables, tried, strict=True)]  # fmt: skip
        return np.polyfit(batches, np.log(best), 1)[0]

    rng, n = np.random.default_rng(0), len(SEEDS)
    drawn = [once(rng.integers(n, size=n)) for _ in range(draws)]
    return (once(np.arange(n)), *np.quantile(drawn, [0.025, 0.975]))


def noise_scale(rows, **setting):
    """The simple noise scale in stretches at POINTS: mean tr Σ over mean |G|²."""
    trace, square = (
        protocol.table(rows, [f"{name} {k}" for k in range(len(POINTS))], **setting)
        for name in ("trace", "square")
    )
    return trace.mean(0) / square.mean(0)


def summary(rows):
    """Each cell's best rate, its loss [low, high], and its noise scale at POINTS."""
    text = "rule     batch steps beta2   rate    loss                  noise scale"
    for one in GRID:
        (_, lr), losses = tuned(rows, **one), spread(reported(rows, **one), ".3f")
        scale = " ".join(f"{value:.0f}" for value in noise_scale(rows, **one))
        text += f"\n{one['rule']:9}{one['batch']:<6}{one['steps']:<6}"
        text += f"{one['beta2']:<7} {lr:<7.2g} {losses}  {scale}"
    return text
