"""Do the rules of 2024 and after beat a tuned Adam, each at its own best settings?

The transformer, minibatches and 500 steps of `past_adam`, warm-up and linear decay
included. BEST has for each setting of a rule a lower value, the best one that a sweep
on seed 0 found, and a higher one; a run changes one setting of the best. They are
checked on three seeds: a best run that is not the middle is an error, and the middle
must move. Where no setting is named, it is the rule's default. AdEMAMix raises alpha
and the memory of beta3 over the whole run, as its authors do.
After Semenov, Pagliardini & Jaggi (2025).

Checked on the seeds TUNE; what is reported comes from the seeds REPORT.
"""

import math

import numpy as np

from adamedu import rules
from adamedu.descent import each
from adamedu.figures.words import spread
from adamedu.studies import harness, next_character, protocol, successors

STEPS = 500
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BEST = {
    "adam": {"lr": [0.013], "beta1": [0.6]},
    "cautious_adamw": {"lr": [0.0076, 0.012, 0.019], "beta1": [0.3, 0.6, 0.8]},
    "ademamix": {"lr": [0.0063, 0.01, 0.016], "beta1": [0.3, 0.6, 0.8],
                 "beta3": [0.99], "alpha": [2.0]},
    "mars": {"lr": [0.0088, 0.014, 0.022], "beta1": [0.4, 0.6, 0.8],
             "gamma": [0.025]},
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
        net, seed, each(warmed if rule == "ademamix" else getattr(rules, rule)),
        lambda t: lr * successors.factor("adam", t, STEPS, 0), STEPS, **settings,
    )  # fmt: skip
    test = next_character.split()[1]
    return next_character.numbers(losses, net.loss(theta, *test))


def warmed(theta, g, *state, beta1, beta3, alpha, **settings):
    """AdEMAMix, its alpha growing from 0 and the span of its slow m from beta1's."""
    part = (1 + (state[-1] if state else 0)) / STEPS
    fast, slow = math.log(beta1), math.log(beta3)
    grown = math.exp(fast * slow / ((1 - part) * slow + part * fast))
    return rules.ademamix(theta, g, *state, beta1=beta1, beta3=min(grown, beta3),
                          alpha=alpha * part, **settings)  # fmt: skip


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
