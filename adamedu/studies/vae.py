"""Does a network need bias correction? Kingma & Ba's figure 4 on a small scale.

A variational autoencoder of 64-32-8 numbers learns 500 digits for 100 epochs in
minibatches of 50, at nine rates. Seeds vary the digits and their order, the start
and the noise. Rates are chosen on seeds 0 to 2; what is reported comes from seeds
3 to 7. The axes are the paper's (Kingma & Ba 2015, section 6.4); its network and
data are larger. With `warmup`, the rate rises linearly over the first 100 steps.

All rates of a cell train at once.
"""

import numpy as np

from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.datasets import digits
from adamedu.nn.extras import extra
from adamedu.nn.mlp import MLP
from adamedu.rules import adam
from adamedu.studies import protocol, stacked

with extra("torch"):
    import torch
    from torch.nn.functional import softplus

PIXELS, HIDDEN, CODE = 64, 32, 8
COUNT, BATCH, MARKS = 500, 50, (10, 100)
RATES = protocol.log_grid(range(-10, -1), 2)
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BETA1, BETA2, WARMUP = (0.0, 0.9), (0.99, 0.999, 0.9999), 100
GRID = [{"beta1": beta1, "beta2": beta2, "warmup": warmup, "corrected": corrected}
        for warmup in (0, WARMUP) for beta1 in BETA1 for beta2 in BETA2
        for corrected in (0, 1) if beta1 or not warmup]  # fmt: skip
tolerance = protocol.low_rates


def uncorrected(theta, g, m=0, v=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam (Kingma & Ba 2015, Algorithm 1) without the two lines of bias correction."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - lr * m / (v**0.5 + eps)
    return theta, m, v


def run(seed, beta1, beta2, warmup, corrected):
    """The training loss after 10 and 100 epochs, for each rate; inf if it diverged."""
    torch.set_num_threads(1)
    rng, noise = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    x = torch.from_numpy(digits()[0][rng.permutation(1797)[:COUNT]])
    theta = MLP([PIXELS, HIDDEN, 2 * CODE]).init(rng)
    theta += MLP([CODE, HIDDEN, PIXELS]).init(rng)
    theta, state, t, numbers = stacked.copied(theta, len(RATES)), None, 0, {}
    rule = each(adam if corrected else uncorrected)
    lr = stacked.column(RATES)
    for epoch in range(1, MARKS[-1] + 1):
        for rows in rng.permutation(COUNT).reshape(-1, BATCH):
            t = t + 1
            g = stacked.gradient(losses, theta, x[rows], noise)
            now = lr * min(1, t / warmup) if warmup else lr
            theta, state = rule(theta, g, state, lr=now, beta1=beta1, beta2=beta2)
        if epoch in MARKS:
            ends = losses(theta, x, torch.Generator().manual_seed(1000 + seed))
            names = [f"lr {lr} after {epoch}" for lr in RATES]
            numbers.update(zip(names, [protocol.kept(v, 6) for v in ends.tolist()]))
    return numbers


def losses(theta, x, noise):
    """The negative evidence bound in nats per digit, for each rate.

    Kingma & Welling (2014), equation 10 with one sample, for Bernoulli pixels.
    """
    w1, b1, w2, b2, w3, b3, w4, b4 = theta
    code = (x @ w1 + b1).relu() @ w2 + b2
    mean, log_var = code[..., :CODE], code[..., CODE:]
    dice = torch.randn(len(x), CODE, generator=noise, dtype=torch.float64)
    z = mean + (log_var / 2).exp() * dice
    logits = (z @ w3 + b3).relu() @ w4 + b4
    pixels = (softplus(logits) - x * logits).sum(-1)
    return (pixels + (mean**2 + log_var.exp() - 1 - log_var).sum(-1) / 2).mean(1)


def table(rows, beta1, beta2, corrected, warmup=0, after=100):
    """Array (seed, rate) of losses."""
    names = [f"lr {lr} after {after}" for lr in RATES]
    return protocol.table(rows, names, beta1=beta1, beta2=beta2, corrected=corrected,
                          warmup=warmup)  # fmt: skip


def tuned(rows, *setting, after=100):
    """The rate with the lowest median on the tuning seeds; its losses on the others."""
    found = table(rows, *setting, after=after)
    k = protocol.tune(found[TUNE], np.median)
    return RATES[k], found[REPORT, k]


def gap(rows, beta1, beta2, warmup=0, after=100):
    """Tuned loss without correction minus tuned loss with it, for each seed."""
    (_, without), (_, with_it) = (
        tuned(rows, beta1, beta2, c, warmup, after=after) for c in (0, 1)
    )
    return without - with_it


def summary(rows):
    """Tuned loss without and with correction, and the gap, median [min, max]."""
    text = "nats without, with, and the gap, each at its tuned rate"
    for after in MARKS:
        for warmup in (0, WARMUP):
            for beta1 in BETA1 if not warmup else BETA1[1:]:
                for beta2 in BETA2:
                    text += f"\nafter {after:3} epochs, warm-up {warmup:3}, "
                    text += f"beta1 {beta1}, beta2 {beta2:6}: "
                    for c in (0, 1):
                        lr, ends = tuned(rows, beta1, beta2, c, warmup, after=after)
                        text += f"{np.median(ends):6.2f} (lr {lr:.2g}), "
                    d = gap(rows, beta1, beta2, warmup, after)
                    text += spread(d, ".2f")
    return text
