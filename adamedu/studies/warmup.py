"""Does a transformer need a warm-up?

Adam, Adam after a warm-up of 80 steps, and RAdam train the transformer of
`next_character`, with 6 layers, for 400 steps. The norms stand after each sum (post,
the paper's order) or inside the branches (pre). Without warm-up the rate falls
linearly to 0 from step 1, with it from step 81. After Xiong et al. (2020) and Liu et
al. (2020), in small.

All rates are reported. The loss is the mean over the last 20 minibatches.
"""

import numpy as np

from adamedu.descent import each
from adamedu.rules import adam, radam
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol

LAYERS, STEPS, WARMUP = 6, 400, 80
RATES = [1e-3, 2e-3, 6e-3, 2e-2]
SEEDS = range(5)
WAYS = {"adam": (adam, 0), "warm-up": (adam, WARMUP), "radam": (radam, 0)}
GRID = [{"norm": norm, "way": way, "lr": lr}
        for norm in ("post", "pre") for way in WAYS for lr in RATES
        if (norm, way) != ("pre", "radam")]  # fmt: skip
tolerance = protocol.early


def run(seed, norm, way, lr):
    """The loss on a minibatch in step 20, and the mean of the last 20."""
    rule, warmup = WAYS[way]
    net = next_character.network(layers=LAYERS, norm=norm)
    losses, *_ = next_character.trained(
        net, seed, each(rule), lambda t: linear(t, lr=lr, steps=STEPS, warmup=warmup),
        STEPS,
    )  # fmt: skip
    return next_character.numbers(losses, np.mean(losses[-20:]))


def letters_only():
    """The lowest loss that letter frequencies allow, in nats: stuck runs end there."""
    counts = np.bincount(next_character.split()[0][1][:, -1])
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def losses_of(rows, norm, way, lr):
    """The last losses of all seeds."""
    return protocol.table(rows, ["loss"], norm=norm, way=way, lr=lr)[:, 0]


def stuck(losses, within=0.15):
    """How many runs hardly went below what letter frequencies give."""
    return int((losses > letters_only() - within).sum())


def summary(rows):
    """Median last loss and how many of five are stuck."""
    text = f"{'':14}" + "".join(f"{lr:>15.0e}" for lr in RATES)
    for norm in ("post", "pre"):
        for way in WAYS:
            if (norm, way) == ("pre", "radam"):
                continue
            text += f"\n{norm + ' ' + way:14}"
            for lr in RATES:
                v = losses_of(rows, norm, way, lr)
                text += f"  {np.median(v):.3f}, {stuck(v)} stuck"
    return text
