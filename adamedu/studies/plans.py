"""Plans for the rate, each at several peaks, on the transformer of `next_character`.

All runs of a seed have the same start and minibatches, so they are one run as long as
their rates are the same: a plan that falls late is a branch of the constant rate's run,
and only the branch is trained for it. AdamW, weight decay 0.1.
"""

import functools

import numpy as np

from adamedu import schedules
from adamedu.nn.extras import extra
from adamedu.rules import adamw
from adamedu.studies import next_character, protocol, stacked

with extra("torch"):
    import torch

WARMUP, WINDOW = 20, 10  # the steps of a run over those of its warm-up, of its average


def rate(plan, t, lr, steps):
    """The rate of step t = 1, ..., steps. A plan that is a number is a line to zero
    over this share of the run; "average" is the constant rate's."""
    rise = {"lr": lr, "warmup": steps // WARMUP}
    if plan == "step":
        falls = schedules.multistep(t, lr=1.0, after=[steps // 2, 3 * steps // 4])
        return falls * schedules.constant(t, **rise)
    if plan == "wsd":
        return schedules.warmup_stable_decay(t, steps=steps, decay=steps // 5, **rise)
    if plan == "cosine":
        return schedules.cosine(t, steps=steps, **rise)
    if plan == "linear":
        return schedules.linear(t, steps=steps, **rise)
    left = 1 if plan in ("constant", "average") else (steps + 1 - t) / (plan * steps)
    return min(left, 1) * schedules.constant(t, **rise)


def ends(seed, plans, rates, steps, **settings):
    """{plan: its last losses on other text, one for each peak}, with "early": the
    minibatch's losses in step 20, which are before any fall.

    "average" is the average of the weights at the constant rate: of late steps more
    than of early ones, about the last tenth of the run.
    """
    net = next_character.network()
    losses = functools.partial(next_character.losses, net)
    (x, y), test = next_character.split()
    shares = {plan: [rate(plan, t, 1.0, steps) for t in range(1, steps + 1)]
              for plan in dict.fromkeys(["constant", *plans])}  # fmt: skip
    leaves = {plan: departure(share, shares["constant"])
              for plan, share in shares.items()}  # fmt: skip
    torch.set_num_threads(1)
    peaks, trained, state = np.array(rates), ["constant"], ()
    theta = next_character.flat(net, seed).repeat(len(rates), 1)
    average, rng = theta, np.random.default_rng([seed, 1])
    for t in range(steps):
        for plan in [plan for plan in plans if leaves[plan] == t]:
            trained.append(plan)
            theta, *state = (branched(part, len(rates)) for part in (theta, *state))
        rows = rng.integers(len(x), size=next_character.BATCH)
        data = x[rows], y[rows]
        if t + 1 == next_character.EARLY:
            early = losses(theta[: len(rates)], *data)
        (g,) = stacked.gradient(lambda one, x, y: losses(*one, x, y), [theta], *data)
        lr = np.concatenate([shares[plan][t] * peaks for plan in trained])
        lr = torch.tensor(lr, dtype=torch.float32)[:, None]
        theta, *state = adamw(theta, g, *state, lr=lr, weight_decay=0.1, **settings)
        average = average + (theta[: len(rates)] - average) * (WINDOW / steps)
    found = dict(zip(trained, theta.split(len(rates)))) | {"average": average}
    with torch.no_grad():
        found = {plan: losses(found[plan], *test) for plan in plans}
    return protocol.numbered(early=early, **{str(p): v for p, v in found.items()})


def departure(share, constant):
    """How many steps a plan shares with the constant rate."""
    same = [a == b for a, b in zip(share, constant, strict=True)]
    return same.index(False) if False in same else len(same)


def branched(part, count):
    """A tensor with its first rows once more at its end; a number as it is."""
    return torch.cat([part, part[:count]]) if torch.is_tensor(part) else part


def table(study, rows, plan, seeds):
    """Array (seed, rate) of a plan's last losses in a study's rows."""
    names = [f"{plan} {k}" for k in range(len(study.RATES))]
    return protocol.table(rows, names, seeds)


def tuned(study, rows, plan):
    """The place of a plan's best rate, which is inside the study's grid."""
    tried = table(study, rows, plan, study.TUNE)
    return protocol.inside(tried, f"{plan}, {study.STEPS} steps", lr=study.RATES)


def compare(study, rows, first, second):
    """By how much the plan `second` ends above `first`, each at its best rate."""
    pair = first, second
    tried = [table(study, rows, plan, study.TUNE) for plan in pair]
    ends = [table(study, rows, plan, study.REPORT) for plan in pair]
    return protocol.compare(tried, ends)


def summary(study, rows):
    """For each plan its best rate, the mean loss there, and its gain over constant."""
    text = f"{study.STEPS} steps  rate     loss    below constant    seen"
    for plan in study.PLANS:
        k, held = tuned(study, rows, plan), table(study, rows, plan, study.REPORT)
        gain = compare(study, rows, plan, "constant")
        text += f"\n{plan!s:10}  {study.RATES[k]:<7g}  {held[:, k].mean():.3f}  "
        text += f"{gain.mean:6.3f} [{gain.low:6.3f}, {gain.high:.3f}]  {gain.seen:.3f}"
    return text
