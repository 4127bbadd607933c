"""Do the rules of 2024 and after beat a tuned Adam, each at its own best settings?

The transformer, minibatches and 500 steps of `past_adam`, warm-up and linear decay
included. BEST has for each setting of a rule a lower value, the best one that sweeps
on the seeds TUNE found, and a higher one; a run changes one setting of the best. They
are checked on these seeds: a best run that is not the middle is an error, and the
middle must move. Where no setting is named, it is the rule's default: ADOPT's beta2,
0.9999, is long for 500 steps; of the others' betas none gained more than 0.005.
AdEMAMix raises alpha and the memory of beta3 over the whole run, as its authors do.
Adam-mini has its authors' blocks: a token's or a position's row, a head's queries or
keys, a norm's or a bias' vector, and else the weights into one neuron.
After Semenov, Pagliardini & Jaggi (2025).

Checked on the seeds TUNE; what is reported comes from the seeds REPORT.
"""

import functools
import math

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.nn.extras import extra
from adamedu.studies import harness, next_character, protocol, successors

with extra("torch"):
    import torch

STEPS = 500
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BEST = {
    "adam": {"lr": [0.013], "beta1": [0.6]},
    "cautious_adamw": {"lr": [0.0076, 0.012, 0.019], "beta1": [0.3, 0.6, 0.8]},
    "ademamix": {"lr": [0.0063, 0.01, 0.016], "beta1": [0.3, 0.6, 0.8],
                 "beta3": [0.99], "alpha": [2.0]},
    "mars": {"lr": [0.0088, 0.014, 0.022], "beta1": [0.4, 0.6, 0.8],
             "gamma": [0.025]},
    "adam_mini": {"lr": [0.01, 0.0158, 0.025], "beta1": [0.3, 0.6, 0.8]},
    "adam_atan2": {"lr": [0.0073, 0.0116, 0.0185], "beta1": [0.3, 0.6, 0.8]},
    "adopt": {"lr": [0.0087, 0.0138, 0.022], "beta1": [0.3, 0.6, 0.8],
              "beta2": [0.95, 0.98, 0.99]},
    "signum": {"lr": [0.0047, 0.0075, 0.012], "beta1": [0.35, 0.6, 0.8]},
}  # fmt: skip


def runs(rule):
    """The settings of a rule's runs; the first has the best of each."""
    best = BEST[rule]
    middle = {name: values[len(values) // 2] for name, values in best.items()}
    return [middle, *({**middle, name: value} for name, values in best.items()
                      for value in values if value != middle[name])]  # fmt: skip


GRID = [{"rule": rule, "run": k} for rule in BEST for k in range(len(runs(rule)))]
tolerance = protocol.early


def run(seed, rule, run):
    """The loss in step 20, and on other text at the end."""
    return trained(seed, rule, **runs(rule)[run])


def trained(seed, rule, *, lr, **settings):
    net = next_character.network()
    losses, theta, _ = next_character.trained(
        net, seed, lifted(net, rule),
        lambda t: lr * successors.factor("adam", t, STEPS, 0), STEPS, **settings,
    )  # fmt: skip
    test = next_character.split()[1]
    return next_character.numbers(losses, net.loss(theta, *test))


def lifted(net, rule):
    """The rule for a list of parameters."""
    if rule == "adam_mini":
        return functools.partial(by_blocks, net)
    return each(warmed if rule == "ademamix" else getattr(rules, rule))


def warmed(theta, g, *state, beta1, beta3, alpha, **settings):
    """AdEMAMix, its alpha growing from 0 and the span of its slow m from beta1's."""
    part = (1 + (state[-1] if state else 0)) / STEPS
    fast, slow = math.log(beta1), math.log(beta3)
    grown = math.exp(fast * slow / ((1 - part) * slow + part * fast))
    return rules.ademamix(theta, g, *state, beta1=beta1, beta3=min(grown, beta3),
                          alpha=alpha * part, **settings)  # fmt: skip


def by_blocks(net, theta, g, states, **settings):
    """Adam-mini of all blocks at once."""

    def step(theta, g, m, v, t):
        one = functools.partial(rules.adam_mini, t=t, **settings)
        return torch.vmap(lambda *block: one(*block)[:3])(theta, g, m, v)

    theta, g = blocks(net, theta), blocks(net, g)
    states = states or [(0 * g_k, 0 * g_k[:, 0], 0) for g_k in g]
    new = [step(*pair, *state) for *pair, state in zip(theta, g, states)]
    kept = [(m, v, state[-1] + 1) for (_, m, v), state in zip(new, states)]
    return whole(net, [theta_k for theta_k, _, _ in new]), kept


def blocks(net, theta):
    """Arrays whose rows are Adam-mini's blocks; `qkv` gives two, of heads and not."""
    rows = []
    for name, part in zip(net.names, theta, strict=True):
        if name.endswith("qkv"):
            heads, values = part.T.split([2 * net.width, net.width])
            rows += [heads.reshape(2 * net.heads, -1), values]
        else:
            rows.append(part.T if by_neurons(name) else part.view(-1, part.shape[-1]))
    return rows


def whole(net, rows):
    """The parameters that `blocks` took apart."""
    theta, rows = [], iter(rows)
    for name, shape in net.shapes.items():
        part = next(rows)
        if name.endswith("qkv"):
            part = torch.cat([part.reshape(-1, net.width), next(rows)])
        theta.append(part.T if by_neurons(name) else part.view(shape))
    return theta


def by_neurons(name):
    """True for a matrix between layers, whose columns each lead into one neuron."""
    return name.split()[-1] in ("qkv", "out", "up", "down", "head")


def table(rows, rule, seeds=SEEDS):
    """Array (seed, run) of the losses at the end."""
    found = [protocol.table(rows, ["loss"], seeds, rule=rule, run=k)[:, 0]
             for k in range(len(runs(rule)))]  # fmt: skip
    return np.stack(found, 1)


def tuned(rows, rule):
    """The place of a rule's best run; raises ValueError if it is not the middle."""
    found = protocol.tune(table(rows, rule, TUNE))
    if found != 0:
        raise ValueError(
            f"{rule} is best at an edge, at {runs(rule)[found]}: "
            "move the middle of its grid there"
        )
    return found


def reported(rows, rule):
    """The loss of the tuned run, for each of the reporting seeds."""
    return table(rows, rule, REPORT)[:, tuned(rows, rule)]


def adam(rows):
    """Array (seed, run) of Adam: its runs here, and those of `past_adam`."""
    stored = protocol.table(
        harness.results("past_adam"), [f"loss {k}" for k in range(1, 5)], rule="adam"
    )
    return np.hstack([table(rows, "adam"), stored])


def against(rows, rule):
    """How far a rule ends from Adam, each at its best: `protocol.compare`."""
    pair = adam(rows), table(rows, rule)
    return protocol.compare(*[[ends[list(seeds)] for ends in pair]
                              for seeds in (TUNE, REPORT)])  # fmt: skip


def summary(rows):
    """For each rule its settings and loss, and how far that is from Adam's."""
    text = f"{'':15}loss [low, high]      above Adam [95 % interval], could show"
    for rule in BEST:
        apart, best = against(rows, rule), runs(rule)[tuned(rows, rule)]
        text += f"\n{rule:15}{spread(reported(rows, rule), '.3f')}  "
        text += f"{apart.mean:+.3f} [{apart.low:+.3f}, {apart.high:+.3f}], "
        text += f"{apart.seen:.3f}  " + ", ".join(f"{k} {v:g}" for k, v in best.items())
    return text
