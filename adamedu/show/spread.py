"""Many results in one line."""

import numpy as np


def spread(values, form=".3g"):
    """The median and, in brackets, the smallest and the largest value."""
    low, mid, high = np.min(values), np.median(values), np.max(values)
    return f"{mid:{form}} [{low:{form}}, {high:{form}}]"
