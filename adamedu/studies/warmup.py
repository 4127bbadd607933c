"""Does a transformer need a warm-up?

Adam, Adam after a warm-up of 80 steps, and RAdam train the transformer of
`next_character`, with 6 layers, for 400 steps. The norms stand after each sum (post,
the paper's order) or inside the branches (pre). Without warm-up the rate falls
linearly to 0 from step 1, with it from step 81; as a control Adam holds its rate for
80 steps and then falls as well. After Xiong et al. (2020) and Liu et al. (2020), in
small.

The loss is the mean over the last 20 minibatches. All rates are reported; what a
warm-up is worth is measured between best rates, chosen on other seeds.
"""

import numpy as np

from adamedu.descent import each
from adamedu.rules import adam, radam
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol

LAYERS, STEPS, WARMUP = 6, 400, 80
RATES = [1e-3, 2e-3, 3.5e-3, 6e-3, 1.1e-2, 2e-2]
SEEDS, TUNE, REPORT = range(13), range(5), range(5, 13)
WAYS = {"adam": (adam, "fall"), "held": (adam, "hold"), "warm-up": (adam, "rise"),
        "radam": (radam, "fall")}  # fmt: skip
GRID = [{"norm": norm, "way": way, "lr": lr}
        for norm in ("post", "pre") for way in WAYS for lr in RATES
        if (norm, way) != ("pre", "radam")]  # fmt: skip
tolerance = protocol.early


def run(seed, norm, way, lr):
    """The loss on a minibatch in step 20, and the mean of the last 20."""
    rule, start = WAYS[way]
    net = next_character.network(layers=LAYERS, norm=norm)
    losses, *_ = next_character.trained(
        net, seed, each(rule), lambda t: rate(t, lr, start), STEPS
    )
    return next_character.numbers(losses, np.mean(losses[-20:]))


def rate(t, lr, start):
    """The rate of step t: it begins with a fall, holds at first, or rises at first."""
    if start == "hold" and t <= WARMUP:
        return lr
    return linear(t, lr=lr, steps=STEPS, warmup=0 if start == "fall" else WARMUP)


def letters_only():
    """The lowest loss that letter frequencies allow, in nats: stuck runs end there."""
    counts = np.bincount(next_character.split()[0][1][:, -1])
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def losses_of(rows, norm, way, lr):
    """The last losses of the seeds that report."""
    return protocol.table(rows, ["loss"], REPORT, norm=norm, way=way, lr=lr)[:, 0]


def table(rows, norm, way, seeds):
    """The last losses, an array (seed, rate)."""
    return np.column_stack([
        protocol.table(rows, ["loss"], seeds, norm=norm, way=way, lr=lr)
        for lr in RATES
    ])  # fmt: skip


def tuned(rows, norm, way):
    """The rate that is best on the seeds that tune."""
    tried = table(rows, norm, way, TUNE)
    return RATES[protocol.inside(tried, f"{norm} {way}", lr=RATES)]


def worth(rows, norm, without="adam"):
    """Adam without a warm-up minus Adam with it, each at its best rate."""
    ways = ("warm-up", without)
    return protocol.compare(*([table(rows, norm, way, seeds) for way in ways]
                              for seeds in (TUNE, REPORT)))  # fmt: skip


def stuck(losses, within=0.15):
    """How many runs hardly went below what letter frequencies give."""
    return int((losses > letters_only() - within).sum())


def summary(rows):
    """Median last loss and how many of the reporting seeds are stuck."""
    text = f"{'':14}" + "".join(f"{lr:>11.2g}" for lr in RATES)
    for norm, way in dict.fromkeys((cell["norm"], cell["way"]) for cell in GRID):
        text += f"\n{norm + ' ' + way:14}"
        for lr in RATES:
            v = losses_of(rows, norm, way, lr)
            text += f"  {np.median(v):.3f} {stuck(v):2}"
    return text
