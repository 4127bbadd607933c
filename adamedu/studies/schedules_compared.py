"""Which schedule ends lowest, if each gets its best rate?

AdamW trains a tiny transformer to predict the next character of Moby-Dick: 2 layers
of width 32, batches of 8 stretches of 24 characters, 500 steps, weight decay 0.1. Five
schedules, all with a warm-up of 25 steps, at the same rates. The step schedule divides
by 10 after a half and after three quarters; warm-up-stable-decay (wsd) falls in the
last 100 steps. After Defazio et al. (2023) and Haegele et al. (2024), in small.

Seeds vary the start and the minibatches. Rates are chosen on the seeds TUNE; what is
reported comes from the seeds REPORT. The loss is that on the last tenth of the text,
which is not trained on. Single precision, one thread.
"""

import functools

import numpy as np

from adamedu.descent import each
from adamedu.nn.datasets import characters
from adamedu.nn.extras import extra
from adamedu.nn.transformer import Transformer, windows
from adamedu.rules import adamw
from adamedu.schedules import (
    constant,
    cosine,
    linear,
    multistep,
    warmup_stable_decay,
)

with extra("torch"):
    import torch

LENGTH, BATCH, STEPS, WARMUP, EARLY = 24, 8, 500, 25, 20
RATES = [float(f"{10 ** (k / 3):.2g}") for k in range(-8, -3)]
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
PLANS = ["constant", "step", "cosine", "linear", "wsd"]
GRID = [{"plan": plan, "lr": lr} for plan in PLANS for lr in RATES]


def rate(plan, t, lr):
    """The rate of step t = 1, ..., STEPS."""
    if plan == "constant":
        return constant(t, lr=lr, warmup=WARMUP)
    if plan == "step":
        falls = multistep(t, lr=1.0, after=[STEPS // 2, 3 * STEPS // 4])
        return falls * constant(t, lr=lr, warmup=WARMUP)
    if plan == "wsd":
        fall = STEPS // 5
        return warmup_stable_decay(t, lr=lr, steps=STEPS, warmup=WARMUP, decay=fall)
    return {"cosine": cosine, "linear": linear}[plan](
        t, lr=lr, steps=STEPS, warmup=WARMUP
    )


def run(seed, plan, lr):
    """The loss on a minibatch in step 20, and at the end on other text."""
    x, y, x_test, y_test = split()
    net = Transformer(1 + int(y.max()), LENGTH)
    theta, losses, _ = trained(
        net, seed, x, y, adamw, lambda t: rate(plan, t, lr), STEPS, weight_decay=0.1
    )
    return {
        "early": kept(losses[EARLY - 1]),
        "loss": kept(net.loss(theta, x_test, y_test)),
    }


def trained(net, seed, x, y, rule, plan, steps, **settings):
    """Parameters, the losses before each step, and the gradients' norms."""
    torch.set_num_threads(1)
    theta, state = net.init(np.random.default_rng([seed, 0])), None
    rng, losses, norms = np.random.default_rng([seed, 1]), [], []
    for t in range(1, steps + 1):
        rows = rng.integers(len(x), size=BATCH)
        loss, g = net.gradient(theta, x[rows], y[rows])
        theta, state = each(rule)(theta, g, state, lr=plan(t), **settings)
        losses.append(loss)
        norms.append([float(part.norm()) for part in g])
    return theta, losses, norms


@functools.cache
def split():
    """Stretches of the text to train with, and every 48th of its last tenth."""
    codes, _ = characters()
    cut = len(codes) * 9 // 10
    x, y = windows(codes[:cut], LENGTH)
    x_test, y_test = windows(codes[cut:], LENGTH)
    return x, y, x_test[::48], y_test[::48]


def kept(value):
    """Five digits; inf for what is not finite."""
    return float(f"{value:.5g}") if np.isfinite(value) else float("inf")


def tolerance(name, row):
    """How far a re-run may be from a stored number, as a share of it: 0.1 % early;
    later rounding errors grow, and another processor may give other digits."""
    return 1e-3 if name == "early" else np.inf


def table(rows, plan, seeds=SEEDS):
    """Array (seed, rate) of the last loss."""
    found = {(r["plan"], r["lr"], r["seed"]): r["loss"] for r in rows}
    return np.array([[found[plan, lr, seed] for lr in RATES] for seed in seeds])


def tuned(rows, plan):
    """The place in RATES of a plan's best: lowest mean over the tuning seeds."""
    return int(table(rows, plan, TUNE).mean(0).argmin())


def summary(rows):
    """For each plan the mean loss at each rate; best rate, loss there, gain paired."""
    text = f"{'':9}" + "".join(f"{lr:8.2g}" for lr in RATES)
    text += "   chosen   loss [low, high], less than constant (sd)"
    base = table(rows, "constant", REPORT)[:, tuned(rows, "constant")]
    for plan in PLANS:
        k, held = tuned(rows, plan), table(rows, plan, REPORT)
        v, gain = held[:, k], base - held[:, k]
        text += f"\n{plan:9}" + "".join(f"{m:8.3f}" for m in held.mean(0))
        text += (
            f"   {RATES[k]:<6.2g}   {np.median(v):.3f} [{v.min():.3f}, {v.max():.3f}]"
        )
        text += f", {gain.mean():+.3f} ({gain.std(ddof=1):.3f})"
    return text
