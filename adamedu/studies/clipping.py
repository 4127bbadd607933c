"""Does clipping let Adam train at higher rates, or to a lower loss?

The transformer of `next_character`, 300 steps of AdamW with a rate that falls linearly
to 0, in three cases: "usual", after a warm-up of 15 steps; "cold", without one; and
"dirty", where in every 25th step the right answers are characters drawn at random. In
four ways: plain, gradients clipped to a length of 1 or of 0.1 (Pascanu et al., 2013),
and steps clipped by their RMS, array by array (StableAdamW: Wortsman et al., 2023).
"""

import functools

import numpy as np

from adamedu.nn.extras import extra
from adamedu.rules import adamw
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol, stacked
from adamedu.studies.successors import column

with extra("torch"):
    import torch

STEPS, WARMUP, EVERY = 300, 15, 25
RATES = protocol.log_grid(range(7), 4, 0.0032)
WAYS = {"plain": np.inf, "clipped": 1.0, "tight": 0.1, "clipped steps": np.inf}
SEEDS = range(8)
TUNE, REPORT = SEEDS[:3], SEEDS[3:]
GRID = [{"case": case} for case in ("usual", "cold", "dirty")]
tolerance = protocol.early


def run(seed, case):
    """For each way and rate the loss in step 20 and that of other text at the end, and
    the share of steps whose gradient is longer than 1, at the lowest rate, plain.
    """
    torch.set_num_threads(1)
    net = next_character.network()
    loss = functools.partial(next_character.losses, net)
    (x, y), test = next_character.split()
    sizes = [int(np.prod(shape)) for shape in net.shapes.values()]
    lr = column([rate for _ in WAYS for rate in RATES])
    clip = column([clip for clip in WAYS.values() for _ in RATES])
    shorter = column([way == "clipped steps" for way in WAYS for _ in RATES])
    theta, state = next_character.flat(net, seed).repeat(len(lr), 1), ()
    rng, v, long = np.random.default_rng([seed, 1]), 0, 0
    for t in range(1, STEPS + 1):
        rows = rng.integers(len(x), size=next_character.BATCH)
        wrong = rng.integers(y.max() + 1, size=y[rows].shape)
        data = x[rows], wrong if case == "dirty" and t % EVERY == 0 else y[rows]
        if t == next_character.EARLY:
            early = loss(theta, *data).detach()
        (g,) = stacked.gradient(lambda one, x, y: loss(*one, x, y), [theta], *data)
        norm = g.norm(dim=1, keepdim=True)
        long += float(norm[0]) > 1
        g = g * (clip / norm).clamp(max=1)
        v = 0.999 * v + 0.001 * g**2
        squares = (g**2 / (v / (1 - 0.999**t)).clamp(min=1e-16)).split(sizes, 1)
        rms = torch.stack([part.mean(1) for part in squares], 1) ** 0.5
        short = torch.where(shorter > 0, rms.clamp(min=1), 1.0)
        short = short.repeat_interleave(torch.tensor(sizes), 1)
        share = linear(t, lr=1.0, steps=STEPS, warmup=0 if case == "cold" else WARMUP)
        theta, *state = adamw(theta, g, *state, lr=share * lr / short, weight_decay=0.1)
    with torch.no_grad():
        found = protocol.numbered(early=early, loss=loss(theta, *test))
    return found | {"long": long / STEPS}


def table(rows, case, way, seeds):
    """Array (seed, rate) of the losses at the end."""
    first = list(WAYS).index(way) * len(RATES)
    names = [f"loss {first + k}" for k in range(len(RATES))]
    return protocol.table(rows, names, seeds, case=case)


def tuned(rows, case, way):
    """The place of a way's best rate."""
    return protocol.inside(table(rows, case, way, TUNE), f"{case}, {way}", lr=RATES)


def compare(rows, case, way):
    """By how much a way ends above the plain one, each at its best rate."""
    pair = "plain", way
    return protocol.compare(*([table(rows, case, one, seeds) for one in pair]
                              for seeds in (TUNE, REPORT)))  # fmt: skip


def summary(rows):
    """For each case and way: the best rate, the loss there, and above plain's."""
    text = f"{'':21}rate    loss    above plain              seen"
    for case in [setting["case"] for setting in GRID]:
        for way in WAYS:
            k, gap = tuned(rows, case, way), compare(rows, case, way)
            mean = table(rows, case, way, REPORT)[:, k].mean()
            text += f"\n{case:6} {way:13} {RATES[k]:<7g} {mean:.3f}  {gap.mean:+.3f} "
            text += f"[{gap.low:+.3f}, {gap.high:+.3f}]  {gap.seen:.3f}"
    return text
