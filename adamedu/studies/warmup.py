"""Does a transformer need a warm-up?

Adam, Adam after a warm-up of 80 steps, and RAdam train a transformer of 6 layers of
width 32 to predict characters of Moby-Dick, for 400 steps, with batches of 8 stretches
of 24 characters. The norms stand after each sum (post, the paper's order) or inside
the branches (pre). Without warm-up the rate falls linearly to 0 from step 1, with it
from step 81. After Xiong et al. (2020) and Liu et al. (2020), in small.

Seeds vary the start and the minibatches; all rates are reported. The loss is the mean
over the last 20 minibatches. Single precision, one thread.
"""

import numpy as np

from adamedu.nn.transformer import Transformer
from adamedu.rules import adam, radam
from adamedu.schedules import linear
from adamedu.studies.schedules_compared import EARLY, LENGTH, kept, split, trained

LAYERS, STEPS, WARMUP = 6, 400, 80
RATES = [1e-3, 2e-3, 6e-3, 2e-2]
SEEDS = range(5)
WAYS = {"adam": (adam, 0), "warm-up": (adam, WARMUP), "radam": (radam, 0)}
GRID = [{"norm": norm, "way": way, "lr": lr}
        for norm in ("post", "pre") for way in WAYS for lr in RATES
        if (norm, way) != ("pre", "radam")]  # fmt: skip


def run(seed, norm, way, lr):
    """The loss on a minibatch in step 20, and the mean of the last 20."""
    rule, warmup = WAYS[way]
    x, y, *_ = split()
    net = Transformer(1 + int(y.max()), LENGTH, layers=LAYERS, norm=norm)
    _, losses, _ = trained(
        net, seed, x, y, rule, lambda t: linear(t, lr=lr, steps=STEPS, warmup=warmup),
        STEPS,
    )  # fmt: skip
    return {"early": kept(losses[EARLY - 1]), "loss": kept(np.mean(losses[-20:]))}


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it: 0.1 % early,
    where a change of the start by 3e-7 moves the loss by 3e-5 at most; later rounding
    errors grow, and another processor may give other digits."""
    return 1e-3 if name == "early" else np.inf


def letters_only():
    """The lowest loss that letter frequencies allow, in nats: stuck runs end there."""
    counts = np.bincount(split()[1][:, -1])
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def losses_of(rows, norm, way, lr):
    """The last losses of all seeds."""
    return np.array([r["loss"] for r in rows
                     if (r["norm"], r["way"], r["lr"]) == (norm, way, lr)])  # fmt: skip


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
