"""Do spikes of the loss follow when v is too small for the gradients of today?

One pass over Moby-Dick in order, from a place drawn from the seed: no stretch comes
twice, and the text changes from chapter to chapter. The transformer of
`next_character`, 1200 steps of AdamW at three times its best rate, in five ways:
beta2 of 0.95, of 0.999, and with 0.999 each remedy that is told: steps clipped by their
RMS, array by array (StableAdamW: Wortsman et al., 2023), gradients clipped to a length
of 1, and a warm-up four times as long.

The loss is that of other text, in each fourth step. A spike begins where it is RISE
(or SMALL) times its median of the last 100 steps, after 20 steps without, and counts
if half of the rise is gone within 100. v is too small where the root mean square of
g / sqrt(v) over an array is above HIGH, in the twelve steps up to the spike.
"""

import functools

import numpy as np

from adamedu.nn.extras import extra
from adamedu.rules import adamw
from adamedu.studies import next_character, protocol, stacked

with extra("torch"):
    import torch

STEPS, EVERY, BACK, CALM, LOOK = 1200, 4, 25, 5, 12
RISE, SMALL, HIGH = 1.05, 1.03, 2.3
WAYS = {
    "0.95": {"beta2": 0.95}, "0.999": {}, "clipped steps": {"clip_steps": True},
    "clipped gradients": {"clip": 1.0}, "longer warm-up": {"warmup": 200},
}  # fmt: skip
USUAL = {"beta2": 0.999, "clip_steps": False, "clip": np.inf, "warmup": 50}
SEEDS = range(1, 6)  # on seed 0 the factors were chosen
GRID = [{"lr": 0.03}]
tolerance = protocol.early


def run(seed, lr):
    """For each way: the loss in step 20 and at the end, spikes, how many of them come
    after a high RMS in any array, in the tokens', and the share of all times that do.
    """
    losses, rms = course(seed, lr)
    found = [told(losses[:, k], rms[:, k]) for k in range(len(WAYS))]
    return protocol.numbered(
        early=losses[next_character.EARLY // EVERY - 1],
        **{name: [one[name] for one in found] for name in found[0]},
    )


def course(seed, lr):
    """Losses (time, way) on other text, and the RMS (step, way, array) of each step."""
    torch.set_num_threads(1)
    net = next_character.network()
    loss = functools.partial(next_character.losses, net)
    sizes = [int(np.prod(shape)) for shape in net.shapes.values()]
    own = {name: column([{**USUAL, **way}[name] for way in WAYS.values()])
           for name in USUAL}  # fmt: skip
    beta2, v = own["beta2"], 0
    test = [part[::34] for part in next_character.split()[1]]
    theta, state = next_character.flat(net, seed).repeat(len(WAYS), 1), ()
    losses, seen = [], []
    for t, data in enumerate(batches(seed), 1):
        (g,) = stacked.gradient(lambda one, x, y: loss(*one, x, y), [theta], *data)
        g = g * (own["clip"] / g.norm(dim=1, keepdim=True)).clamp(max=1)
        v = beta2 * v + (1 - beta2) * g**2
        squares = (g**2 / (v / (1 - beta2**t)).clamp(min=1e-16)).split(sizes, 1)
        rms = torch.stack([part.mean(1) for part in squares], 1) ** 0.5
        lr_now = lr * (t / own["warmup"]).clamp(max=1)
        short = torch.where(own["clip_steps"] > 0, rms.clamp(min=1), 1.0)
        lr_now = lr_now / short.repeat_interleave(torch.tensor(sizes), 1)
        theta, *state = adamw(
            theta, g, *state, lr=lr_now, beta2=beta2, weight_decay=0.1
        )
        seen.append(rms.numpy())
        if t % EVERY == 0:
            with torch.no_grad():
                losses.append(loss(theta, *test).numpy())
    return np.array(losses), np.array(seen)


def column(values):
    return torch.tensor(values, dtype=torch.float32)[:, None]


def batches(seed):
    """Stretches of the text in order, side by side, each once."""
    (x, y), _ = next_character.split()
    starts = np.arange(0, len(x), next_character.LENGTH)
    first = int(np.random.default_rng([seed, 1]).integers(len(starts)))
    starts = np.roll(starts, -first)[: STEPS * next_character.BATCH]
    for rows in starts.reshape(STEPS, -1):
        yield x[rows], y[rows]


def spikes(losses, rise):
    """The places at which a spike begins."""
    found, last = [], -np.inf
    for t in range(BACK, len(losses)):
        usual = np.median(losses[t - BACK : t])
        if losses[t] < rise * usual:
            continue
        half = usual * (1 + rise) / 2
        if t - last > CALM and (losses[t + 1 : t + 1 + BACK] <= half).any():
            found.append(t)
        last = t
    return found


def told(losses, rms):
    """What is kept of one way's course."""
    steps = [EVERY * (k + 1) for k in range(len(losses))]
    high = np.array([rms[max(t - LOOK, 0) : t].max(0) > HIGH for t in steps])
    found = {"loss": np.median(losses[-BACK:])}
    for name, rise in (("spikes", RISE), ("small", SMALL)):
        begins = spikes(losses, rise)
        found[name] = len(begins)
        found[f"{name} after high"] = high[begins].any(1).sum()
        found[f"{name} after tokens"] = high[begins, 0].sum()
    found["usually high"] = high[BACK:].any(1).mean()
    found["usually tokens"] = high[BACK:, 0].mean()
    found["largest"] = np.max([losses[k] / np.median(losses[k - BACK : k])
                               for k in range(BACK, len(losses))])  # fmt: skip
    return found


def table(rows, name):
    """Array (seed, way) of one of the numbers."""
    return protocol.table(rows, [f"{name} {k}" for k in range(len(WAYS))])


def summary(rows):
    """For each way: spikes of all runs, how many after a high RMS, how often it is."""
    text = f"{'':18}spikes  after high  of tokens  usually   loss   largest rise"
    for k, way in enumerate(WAYS):
        count, after, tokens, usual, loss, largest = (
            table(rows, name)[:, k] for name in (
                "spikes", "spikes after high", "spikes after tokens", "usually high",
                "loss", "largest")
        )  # fmt: skip
        text += f"\n{way:18}{count.sum():6.0f}  {after.sum():10.0f}  "
        text += f"{tokens.sum():9.0f}  {usual.mean():7.0%}  {loss.mean():6.3f}"
        text += f"  {largest.max() - 1:+12.0%}"
    return text
