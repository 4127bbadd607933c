"""Which schedule ends lowest, if each gets its best rate?

AdamW trains the transformer of `next_character` for 500 steps, 25 of them warm-up, with
weight decay 0.1. The step schedule divides by 10 after a half and after three quarters;
warm-up-stable-decay (wsd) falls in the last fifth. A number is a line to zero over this
share of the run. "average" is the constant rate's run, measured at an average of its
late weights. After Defazio et al. (2023) and Haegele et al. (2024), in small.

Rates are chosen on the seeds TUNE; what is reported comes from the seeds REPORT. The
loss is that on the last tenth of the text, which is not trained on.
"""

import sys

from adamedu.studies import plans, protocol

PLANS = ["constant", "average", "step", "cosine", "linear", "wsd", 0.05, 0.2, 0.4]
STEPS, RATES = 500, [0.0032, 0.0056, 0.01, 0.018]
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
GRID = [{"steps": STEPS}]
tolerance = protocol.early


def run(seed, steps):
    """For each rate, the loss on a minibatch in step 20; each plan's on other text."""
    return plans.ends(seed, PLANS, RATES, steps)


def table(rows, plan, seeds=SEEDS):
    """Array (seed, rate) of the last loss."""
    return plans.table(sys.modules[__name__], rows, plan, seeds)


def tuned(rows, plan):
    """The place in RATES of a plan's best: lowest mean over the tuning seeds."""
    return plans.tuned(sys.modules[__name__], rows, plan)


def summary(rows):
    return plans.summary(sys.modules[__name__], rows)
