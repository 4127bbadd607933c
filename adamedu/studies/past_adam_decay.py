"""Does the order of Adam's successors change if weight decay is tuned as well?

The transformer, minibatches, rules and 500 steps of `past_adam`, each rule at the
momentum that was best there, for the rules that know decoupled decay. Each of four
decays, none among them, has five rates, a factor of 1.58 apart. A best decay or rate
at the edge of its grid is an error.

Chosen on the seeds TUNE; what is reported comes from the seeds REPORT.
"""

import numpy as np

from adamedu.figures.words import spread
from adamedu.studies import next_character, protocol, successors

STEPS = 500
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
BEST = {  # the rate and the momentum that `past_adam` found
    "adam": (0.013, 0.6),
    "schedule_free": (0.02, 0.85),
    "muon": (0.037, 0.77),
    "soap": (0.018, 0.5),
    "lion": (0.0095, 0.3),
}
RULES = list(BEST)
DECAYS = [0.0, 0.02, 0.06, 0.2]
GRID = [{"rule": rule, "decay": decay} for rule in RULES for decay in DECAYS]
tolerance = protocol.early


def rates(rule):
    """The five rates of a rule; that of `past_adam` is in the middle."""
    return protocol.log_grid(range(-2, 3), 5, BEST[rule][0])


def run(seed, rule, decay):
    """At each rate the loss in step 20 and at the end."""
    lr, beta1 = rates(rule), [BEST[rule][1]] * 5
    early, last = successors.train(
        next_character.network(), seed, rule, STEPS,
        lr=lr, beta1=beta1, decay=decay,
    )  # fmt: skip
    return protocol.numbered(early=early, loss=last[:, 0])


def table(rows, rule, seeds=SEEDS):
    """Array (seed, decay, rate) of the losses at the end."""
    names = [f"loss {k}" for k in range(5)]
    found = [protocol.table(rows, names, seeds, rule=rule, decay=decay)
             for decay in DECAYS]  # fmt: skip
    return np.stack(found, 1)


def tuned(rows, rule):
    """The places of a rule's best decay and rate; ValueError for one at an edge."""
    ends = table(rows, rule, TUNE)
    return protocol.inside(ends, rule, decay=DECAYS, lr=rates(rule))


def reported(rows, rule):
    """The loss at the tuned decay and rate, for each of the reporting seeds."""
    return table(rows, rule, REPORT)[:, *tuned(rows, rule)]


def flat(rows, rule, seeds):
    """Array (seed, setting) of the losses at all decays and rates."""
    return table(rows, rule, seeds).reshape(len(seeds), -1)


def against(rows, rule, first="adam"):
    """How far a rule ends from another one, decay and rate tuned for both."""
    return protocol.compare(*[[flat(rows, one, seeds) for one in (first, rule)]
                              for seeds in (TUNE, REPORT)])  # fmt: skip


def gain(rows, rule):
    """What tuned decay takes off a rule's loss: `protocol.compare` with no decay."""
    return protocol.compare(*[
        [table(rows, rule, seeds)[:, 0], flat(rows, rule, seeds)]
        for seeds in (TUNE, REPORT)
    ])  # fmt: skip


def summary(rows):
    """For each rule decay, rate and loss, what decay gains, what Adam lacks."""
    text = f"{'':14}decay rate    loss [low, high]      by decay [95 %]; above Adam"
    for rule in RULES:
        decay, lr = tuned(rows, rule)
        text += f"\n{rule:14}{DECAYS[decay]:<6g}{rates(rule)[lr]:<8.2g}"
        text += f"{spread(reported(rows, rule), '.3f')}  "
        for apart in (gain(rows, rule), against(rows, rule)):
            text += f"{apart.mean:+.3f} [{apart.low:+.3f}, {apart.high:+.3f}], "
            text += f"{apart.seen:.3f}; "
    return text
