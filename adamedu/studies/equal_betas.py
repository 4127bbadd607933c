"""Is Adam as good with equal betas as with a long memory for the size?

The transformer of `next_character`, with the minibatches, warm-up and linear fall of
`past_adam`: 500 steps of 8 stretches, no decay. Two families are tuned alike: each has
the five BETAS as beta1, five RATES, and beta2 equal to beta1 (EQUAL) or 0.999 (LONG).
A custom of language models is looked at as well. After Orvieto & Gower (2025).

Chosen on the seeds TUNE; what is reported comes from the seeds REPORT.
"""

import numpy as np

from adamedu.figures.words import spread
from adamedu.nn.extras import extra
from adamedu.rules import adamw
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol, successors

with extra("torch"):
    import torch

STEPS = 500
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BETAS = [0.3, 0.6, 0.8, 0.9, 0.95]
EQUAL, LONG = [(beta, beta) for beta in BETAS], [(beta, 0.999) for beta in BETAS]
OTHERS = [(0.9, 0.95)]  # a custom of language models
RATES = protocol.log_grid(range(5), 5, 0.0051)
GRID = [{"beta1": one, "beta2": two} for one, two in EQUAL + LONG + OTHERS]


def tolerance(name, row):
    """As `early`; 1 % at the two higher rates, where rounding errors grow sooner: in
    all 88 cells, run again on another processor, to 0.4 %.
    """
    return 1e-2 if name in ("early 3", "early 4") else protocol.early(name, row)


def run(seed, beta1, beta2):
    """For each rate the loss in step 20, and that at the end on other text."""
    torch.set_num_threads(1)
    net, (xy, test) = next_character.network(), next_character.split()
    theta = successors.row(net, net.init(np.random.default_rng([seed, 0])))
    theta, state, early = theta.repeat(len(RATES), 1), (), None
    rng, lr = np.random.default_rng([seed, 1]), successors.column(RATES)
    for t in range(1, STEPS + 1):
        rows = rng.integers(len(xy[0]), size=next_character.BATCH)
        loss, g = successors.gradient(net, theta, xy[0][rows], xy[1][rows])
        early = loss if t == next_character.EARLY else early
        now = lr * linear(t, lr=1.0, steps=STEPS, warmup=STEPS // 20)
        theta, *state = adamw(
            theta, g, *state, lr=now, beta1=beta1, beta2=beta2, weight_decay=0.0
        )
    return protocol.numbered(early=early, loss=successors.evaluated(net, theta, test))


def table(rows, pairs, seeds=SEEDS):
    """Array (seed, pair, rate) of the loss at the end, at these (beta1, beta2)."""
    names = [f"loss {k}" for k in range(len(RATES))]
    found = [protocol.table(rows, names, seeds, beta1=one, beta2=two)
             for one, two in pairs]  # fmt: skip
    return np.stack(found, 1)


def tuned(rows, pairs):
    """The place of the best of these pairs, and of its rate, on the tuning seeds."""
    return protocol.tune(table(rows, pairs, TUNE))


def reported(rows, pairs):
    """The loss of the best of these pairs at its rate, for each reporting seed."""
    return table(rows, pairs, REPORT)[:, *tuned(rows, pairs)]


def against(rows, first, second):
    """How far the best of `second` ends above the best of `first`: both tuned."""
    tuning, ends = [
        [table(rows, pairs, seeds).reshape(len(seeds), -1) for pairs in (first, second)]
        for seeds in (TUNE, REPORT)
    ]
    return protocol.compare(tuning, ends)


def summary(rows):
    """Each pair at its best rate; the best equal betas, and two customs, compared."""
    for name, pairs in (("equal betas", EQUAL), ("beta2 0.999", LONG)):
        ends = table(rows, pairs, TUNE)
        protocol.inside(ends, name, beta1=BETAS, lr=RATES)
    text = "beta1 beta2  rate   loss [low, high]"
    for pair in EQUAL + LONG + OTHERS:
        rate = RATES[tuned(rows, [pair])[1]]
        text += f"\n{pair[0]:<5} {pair[1]:<6} {rate:<6g} "
        text += spread(reported(rows, [pair]), ".3f")
    for name, pairs in (("equal", EQUAL), (".9, .999", [(0.9, 0.999)]),
                        (".9, .95", [(0.9, 0.95)])):  # fmt: skip
        apart = against(rows, LONG, pairs)
        text += f"\n{name} above the best with .999: {apart.mean:+.3f} "
        text += f"[{apart.low:+.3f}, {apart.high:+.3f}], could show {apart.seen:.3f}"
    return text
