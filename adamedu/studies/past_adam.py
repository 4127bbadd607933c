"""Is Adam still the best choice? Its successors on a tiny transformer.

The transformer, its minibatches and the seeds are those of `schedules_compared`. 500
steps: warm-up over 25, then linearly to 0. Schedule-free keeps its rate, and Prodigy
has no warm-up, as its authors advise. No rule decays the weights, so Adam is AdamW
here. Muon, SOAP and Shampoo take the matrices between layers and Adam the rest, at
the same rate. Each rule has five rates, a factor of 2.15 apart, around the best of a
coarse sweep on seed 0, which is one of the seeds TUNE. `adam_twice` has twice the
steps. After Semenov, Pagliardini & Jaggi (2025).

What is reported comes from the seeds REPORT: the loss on the last tenth of the text,
and the processor's seconds for all steps.
"""

import functools
import time

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.extras import extra
from adamedu.ops import norm, sides
from adamedu.rules import adam, root
from adamedu.schedules import constant, linear
from adamedu.studies import next_character, protocol

with extra("torch"):
    import torch

STEPS, WARMUP = 500, 25
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
MIDDLE = {
    "adam": 0.01, "adam_095": 0.01, "adam_twice": 0.01, "momentum": 0.2, "lion": 0.0032,
    "schedule_free": 0.022, "prodigy": 0.22, "muon": 0.022, "soap": 0.015,
    "shampoo": 0.01,
}  # fmt: skip
RATES = {rule: protocol.log_grid(range(-2, 3), 3, lr) for rule, lr in MIDDLE.items()}
GRID = [{"rule": rule, "lr": RATES[rule][k]} for k in (2, 1, 3, 0, 4) for rule in RATES]
tolerance = protocol.early


def run(seed, rule, lr):
    """The loss on a minibatch in step 20, that on other text, seconds of training."""
    net = next_character.network()
    steps = 2 * STEPS if rule == "adam_twice" else STEPS
    begun = time.process_time()
    losses, theta, state = next_character.trained(
        net, seed, lifted_rule(rule, net), lambda t: rate(rule, t, lr, steps), steps
    )
    seconds = time.process_time() - begun
    if rule == "schedule_free":
        theta = [average for average, *_ in state]
    last = net.loss(theta, *next_character.split()[1])
    return {**next_character.numbers(losses, last), "seconds": round(seconds, 3)}


def rate(rule, t, lr, steps):
    if rule == "schedule_free":
        return constant(t, lr=lr, warmup=WARMUP)
    warmup = 0 if rule == "prodigy" else steps * WARMUP // STEPS
    return linear(t, lr=lr, steps=steps, warmup=warmup)


def lifted_rule(name, net):
    """A rule for a list of parameters: theta, g, state, lr in; theta, state out."""
    if name == "prodigy":
        return together(rules.prodigy)
    for_all = {
        "adam": adam, "adam_twice": adam, "momentum": rules.momentum,
        "lion": rules.lion, "adam_095": functools.partial(adam, beta1=0.95, beta2=0.95),
        "schedule_free": rules.schedule_free_adamw,
    }  # fmt: skip
    for_hidden = {
        "muon": matched_muon, "shampoo": grafted_shampoo,
        "soap": functools.partial(rules.soap, weight_decay=0.0),
    }  # fmt: skip
    if name in for_all:
        return each(for_all[name])
    return each([for_hidden[name] if hidden else adam for hidden in net.hidden])


def matched_muon(theta, g, m=0, *, lr):
    """Muon with steps of Adam's usual size, 0.2 lr: Liu et al. (2025)."""
    return rules.muon(theta, g, m, lr=0.2 * sides(theta)[1] ** 0.5 * lr)


def grafted_shampoo(theta, g, left=0, right=0, m=0, v=0, t=0, *, lr):
    """Shampoo's direction, for m, at the length of Adam's step: "grafting"."""
    left, right = left + g @ g.T, right + g.T @ g
    step, m, v, t = adam(0 * theta, g, m, v, t, lr=lr)
    turned = root(left, -1 / 4, 1e-6) @ m @ root(right, -1 / 4, 1e-6)
    return theta - norm(step) / norm(turned) * turned, left, right, m, v, t


def together(rule):
    """Lift a rule to a list of parameters, which it sees as one vector."""

    def lifted(theta, g, state=None, **settings):
        one = [torch.cat([p.flatten() for p in parts]) for parts in (theta, g)]
        new, *state = rule(*one, *(state or ()), **settings)
        parts = new.split([p.numel() for p in theta])
        return [part.view_as(p) for part, p in zip(parts, theta)], state

    return lifted


def table(rows, rule, seeds=SEEDS, name="loss"):
    """Array (seed, rate) of a number."""
    return np.hstack([protocol.table(rows, [name], seeds, rule=rule, lr=lr)
                      for lr in RATES[rule]])  # fmt: skip


def tuned(rows, rule):
    """The place of a rule's best rate: lowest mean over the tuning seeds."""
    return protocol.tune(table(rows, rule, TUNE))


def reported(rows, rule, name="loss"):
    """A number at the tuned rate, for each of the reporting seeds."""
    return table(rows, rule, REPORT, name)[:, tuned(rows, rule)]


def step_seconds(rows, rule):
    """Seconds for a step: median over all rates and seeds."""
    steps = 2 * STEPS if rule == "adam_twice" else STEPS
    return np.median(table(rows, rule, SEEDS, "seconds")) / steps


def summary(rows):
    """For each rule its best rate, the loss there, how much above Adam's, the cost."""
    text = f"{'':14}chosen   loss [low, high], less than Adam (sd), ms a step"
    base = reported(rows, "adam")
    for rule in MIDDLE:
        k, v = tuned(rows, rule), reported(rows, rule)
        gain, means = base - v, table(rows, rule, REPORT).mean(0)
        text += f"\n{rule:14}{RATES[rule][k]:<8.2g} {spread(v, '.3f')} "
        text += f"{gain.mean():+.3f} "
        text += f"({gain.std(ddof=1):.3f}) {1e3 * step_seconds(rows, rule):5.1f}   "
        text += "".join(f"{mean:7.3f}" for mean in means)
    return text
