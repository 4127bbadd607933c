"""What is a falling rate worth in a run four times as long?

As `schedules_compared`, with 2000 steps, of which 100 are warm-up, and fewer plans: a
run of a constant rate, an average of its late weights, a cosine, a line, and lines to
zero over the last twentieth and the last fifth.
"""

import sys

from adamedu.studies import plans, protocol

PLANS = ["constant", "average", "cosine", "linear", 0.05, 0.2]
STEPS, RATES = 2000, [0.0018, 0.0032, 0.0056, 0.01, 0.018]
SEEDS, TUNE, REPORT = range(8), range(3), range(3, 8)
GRID = [{"steps": STEPS}]
tolerance = protocol.early


def run(seed, steps):
    """For each rate, the loss on a minibatch in step 20; each plan's on other text."""
    return plans.ends(seed, PLANS, RATES, steps)


def summary(rows):
    return plans.summary(sys.modules[__name__], rows)
