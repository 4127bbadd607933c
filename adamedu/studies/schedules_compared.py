"""Which schedule ends lowest, if each gets its best rate?

AdamW trains the transformer of `next_character` for 500 steps, with weight decay 0.1.
Five schedules, all with a warm-up of 25 steps, at the same rates. The step schedule
divides by 10 after a half and after three quarters; warm-up-stable-decay (wsd) falls
in the last 100 steps. After Defazio et al. (2023) and Haegele et al. (2024), in small.

Rates are chosen on the seeds TUNE; what is reported comes from the seeds REPORT. The
loss is that on the last tenth of the text, which is not trained on.
"""

import numpy as np

from adamedu import schedules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.rules import adamw
from adamedu.studies import next_character, protocol

STEPS, WARMUP = 500, 25
RATES = protocol.log_grid(range(-8, -3), 3)
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
PLANS = ["constant", "step", "cosine", "linear", "wsd"]
GRID = [{"plan": plan, "lr": lr} for plan in PLANS for lr in RATES]
tolerance = protocol.early


def rate(plan, t, lr):
    """The rate of step t = 1, ..., STEPS."""
    rise = {"lr": lr, "warmup": WARMUP}
    if plan == "constant":
        return schedules.constant(t, **rise)
    if plan == "step":
        falls = schedules.multistep(t, lr=1.0, after=[STEPS // 2, 3 * STEPS // 4])
        return falls * schedules.constant(t, **rise)
    if plan == "wsd":
        return schedules.warmup_stable_decay(t, steps=STEPS, decay=STEPS // 5, **rise)
    if plan == "cosine":
        return schedules.cosine(t, steps=STEPS, **rise)
    return schedules.linear(t, steps=STEPS, **rise)


def run(seed, plan, lr):
    """The loss on a minibatch in step 20, and at the end on other text."""
    net = next_character.network()
    losses, theta, _ = next_character.trained(
        net, seed, each(adamw), lambda t: rate(plan, t, lr), STEPS, weight_decay=0.1
    )
    return next_character.numbers(losses, net.loss(theta, *next_character.split()[1]))


def table(rows, plan, seeds=SEEDS):
    """Array (seed, rate) of the last loss."""
    return np.hstack([protocol.table(rows, ["loss"], seeds, plan=plan, lr=lr)
                      for lr in RATES])  # fmt: skip


def tuned(rows, plan):
    """The place in RATES of a plan's best: lowest mean over the tuning seeds."""
    return protocol.tune(table(rows, plan, TUNE))


def summary(rows):
    """For each plan the mean loss at each rate; best rate, loss there, gain paired."""
    text = f"{'':9}" + "".join(f"{lr:8.2g}" for lr in RATES)
    text += "   chosen   loss [low, high], less than constant (sd)"
    base = table(rows, "constant", REPORT)[:, tuned(rows, "constant")]
    for plan in PLANS:
        k, held = tuned(rows, plan), table(rows, plan, REPORT)
        v, gain = held[:, k], base - held[:, k]
        text += f"\n{plan:9}" + "".join(f"{m:8.3f}" for m in held.mean(0))
        text += f"   {RATES[k]:<6.2g}   {spread(v, '.3f')}"
        text += f", {gain.mean():+.3f} ({gain.std(ddof=1):.3f})"
    return text
