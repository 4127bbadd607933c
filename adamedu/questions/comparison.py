"""What a table that compares two rules must hold to be fair.

    {"rates": [[...], [...]],        the rates tried, for each of the two rules
     "tuned_on": [...],              seeds
     "tuning": [[[...], ...], ...],  errors: for each rule, each rate, each seed
     "lr": [..., ...],               the rate chosen for each rule
     "reported_on": [...],           ten other seeds
     "errors": [[...], [...]],       errors: for each rule, each of these seeds
     "mean": ..., "interval": [..., ...]}   of second less first, 95 percent

Chapter 18, "How to compare fairly", has the reasons.
"""

import numpy as np

from adamedu.questions.measured import TOLERANCES
from adamedu.questions.refused import BadAnswer

SEEDS = 10  # to report on
T95 = 2.262  # Student's t with nine degrees of freedom, two-sided 95 percent
KEYS = ["rates", "tuned_on", "tuning", "lr", "reported_on", "errors", "mean"]
KEYS += ["interval"]


def fault(table):
    """(name, what shows it) of the first thing that is not fair or not right in it;
    two empty texts for none. Raises BadAnswer.
    """
    read = checked(table)
    rates, tuned_on, tuning, lr, reported_on, errors, mean, interval = read
    if len(rates[0]) != len(rates[1]):
        return "unequal_rates", f"{len(rates[0])} rates against {len(rates[1])}."
    for one in rates:
        if len(set(one.tolist())) < len(one):
            return "rates_repeated", f"The rates are {told(one)}."
    if shared := sorted(set(tuned_on.tolist()) & set(reported_on.tolist())):
        return "seeds_shared", f"In both: {told(shared)}."
    for seeds in (tuned_on, reported_on):
        if len(set(seeds.tolist())) < len(seeds):
            return "seeds_repeated", f"The seeds are {told(seeds)}."
    for which, word in enumerate(("first", "second")):
        best = rates[which][tuning[which].mean(axis=1).argmin()]
        if lr[which] != best:
            said = f"You chose {lr[which]:g} for the {word} rule; {best:g} is better."
            return "not_best", said
        if best in (rates[which].min(), rates[which].max()):
            return "edge", f"The {word} rule's best rate is {best:g}."
    difference = errors[1] - errors[0]
    middle = difference.mean()
    half = T95 * difference.std(ddof=1) / SEEDS**0.5
    if near(mean, -middle) and not near(mean, middle):
        return "upside_down", f"You have {mean:.4g}, right is {middle:.4g}."
    if not near(mean, middle):
        return "wrong_mean", f"You have {mean:.4g}, right is {middle:.4g}."
    ends = np.array([middle - half, middle + half])
    if all(map(near, interval, ends)):
        return "", ""
    apart = T95 * ((errors[0].var(ddof=1) + errors[1].var(ddof=1)) / SEEDS) ** 0.5
    name = "wrong_interval"
    if all(map(near, interval, (middle - apart, middle + apart))):
        name = "unpaired"
    return name, f"You have {told(interval)}, right is {told(ends)}."


def checked(table):
    """Its values as arrays of the right shapes, in the order of KEYS."""
    if not isinstance(table, dict):
        raise BadAnswer(f"A dictionary is needed, got {type(table).__name__}.")
    for key in KEYS:
        if table.get(key) is None:
            raise BadAnswer(f"The table has no {key!r}.")
    rates = [finite("rates", one, (None,)) for one in two("rates", table["rates"])]
    if min(map(len, rates)) < 3:
        raise BadAnswer("'rates' must hold at least three rates for each rule.")
    tuned_on = finite("tuned_on", table["tuned_on"], (None,))
    if len(tuned_on) < 3:
        raise BadAnswer("'tuned_on' must hold at least three seeds.")
    tuning = [
        finite("tuning", one, (len(tried), len(tuned_on)))
        for one, tried in zip(two("tuning", table["tuning"]), rates)
    ]
    shapes = {"lr": (2,), "reported_on": (SEEDS,), "errors": (2, SEEDS),
              "mean": (), "interval": (2,)}  # fmt: skip
    rest = [finite(key, table[key], shape) for key, shape in shapes.items()]
    errors = [*tuning, rest[2]]
    if any(one.min() < 0 or one.max() > 100 for one in errors):
        raise BadAnswer("Errors are percentages: they lie between 0 and 100.")
    if max(one.max() for one in errors) == 0:
        raise BadAnswer("All errors are 0: has anything been measured?")
    return [rates, tuned_on, tuning, *rest]


def two(key, value):
    if not isinstance(value, (list, tuple, np.ndarray)) or len(value) != 2:
        raise BadAnswer(f"{key!r} must hold two entries, one for each rule.")
    return value


def finite(key, value, shape):
    """An array of that shape; None stands for any length."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise BadAnswer(f"{key!r} does not hold numbers, or rows differ.") from None
    fits = array.ndim == len(shape) and all(
        want in (None, got) for want, got in zip(shape, array.shape)
    )
    if not fits:
        wanted = str(shape).replace("None", "any")
        raise BadAnswer(f"{key!r} has the shape {array.shape}; it must be {wanted}.")
    if not np.isfinite(array).all():
        raise BadAnswer(f"{key!r} holds a number that is not finite.")
    return array


def near(a, b):
    return abs(a - b) <= TOLERANCES["table"] * max(abs(b), 1)


def told(values):
    return ", ".join(f"{one:.4g}" for one in values)
