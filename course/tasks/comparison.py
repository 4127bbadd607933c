"""A fair comparison of two rules: its whole table.

The grader measures two numbers of it again, with the student's rules and a training of
its own: so a table of invented errors is found, whatever the notebook makes of `run`.
"""

from functools import cache

import numpy as np

from adamedu.nn.datasets import digits
from adamedu.nn.mlp import MLP
from adamedu.questions.comparison import SEEDS
from adamedu.questions.judge import Finding
from adamedu.questions.measured import TOLERANCES
from adamedu.questions.refused import BadAnswer
from adamedu.rules import adam, momentum
from course.tasks.paired_interval import paired_interval
from course.tasks.shared.record import Task
from course.tasks.shared.words import read

NET = MLP([64, 32, 10], "tanh")
digits = cache(digits)


def train(rule, lr, seed, steps=300):
    """The errors on validation and test digits, in percent."""
    x, y = digits()
    rng = np.random.default_rng(seed)
    train, seen, test = np.split(rng.permutation(len(x)), [200, 600])
    theta = [rng.normal(0, 0.2, (64, 32)), np.zeros(32),
             rng.normal(0, 0.2, (32, 10)), np.zeros(10)]  # fmt: skip
    states = [()] * 4
    with np.errstate(all="ignore"):  # a rate may be too large
        for _ in range(steps):
            rows = rng.choice(train, 32)
            _, slopes = NET.gradient(theta, x[rows], y[rows])
            moved = [
                rule(part, g, *state, lr=lr)
                for part, g, state in zip(theta, slopes, states)
            ]
            theta, states = [one[0] for one in moved], [one[1:] for one in moved]
        return tuple(
            100 * float(np.mean(NET.predict(theta, x[rows]) != y[rows]))
            for rows in (seen, test)
        )


@cache
def measured(which, lr, seed):
    """The same, with momentum or with Adam."""
    return train((momentum, adam)[which], lr, seed)


def comparison(wrong):
    """A whole table, from `measured`."""
    tuned_on, reported_on = [0, 1, 2], list(range(100, 110))
    if "seeds_shared" in wrong:
        reported_on[0] = 1
    if "seeds_repeated" in wrong:
        reported_on[1] = reported_on[0]
    rates = [[0.01, 0.03, 0.1, 0.3, 1.0], [1e-3, 3e-3, 1e-2, 3e-2, 1e-1]]
    if "unequal_rates" in wrong:
        rates[1] += [0.3]
    if "rates_repeated" in wrong:
        rates[0][0] = rates[0][1]
    if "edge" in wrong:
        rates[1] = [1e-2, 3e-2, 1e-1, 0.3, 1.0]
    tuning = [[[measured(which, lr, seed)[0] for seed in tuned_on]
               for lr in rates[which]] for which in (0, 1)]  # fmt: skip
    scores = [np.mean(one, axis=1) for one in tuning]
    lr = [rates[which][int(np.argmin(scores[which]))] for which in (0, 1)]
    if "not_best" in wrong:
        lr[0] = rates[0][int(np.argsort(scores[0])[1])]
    errors = [[measured(which, lr[which], seed)[1] for seed in reported_on]
              for which in (0, 1)]  # fmt: skip
    low, high = paired_interval((), *errors)
    mean = (low + high) / 2
    if "upside_down" in wrong:
        low, high, mean = -high, -low, -mean
    if "unpaired" in wrong:
        low, high = paired_interval(("unpaired",), *errors)
    if "wrong_mean" in wrong:
        mean += 0.5
    if "wrong_interval" in wrong:
        low -= 0.5
    return {
        "rates": rates, "tuned_on": tuned_on, "tuning": tuning, "lr": lr,
        "reported_on": reported_on, "errors": errors, "mean": mean,
        "interval": [low, high],
    }  # fmt: skip


def again(asked, rng):
    """The Finding for two numbers of the table, a test and a validation error."""
    table, which = asked.value(), int(rng.integers(2))
    k = int(rng.integers(SEEDS))
    test = which, table["lr"][which], table["reported_on"][k], 1
    told = [table["errors"][which][k]]
    which = 1 - which
    j, k = (int(rng.integers(n)) for n in np.shape(table["tuning"][which]))
    validation = which, table["rates"][which][j], table["tuned_on"][k], 0
    told.append(table["tuning"][which][j][k])
    for (which, lr, seed, part), one in zip((test, validation), told):
        rule = student_rule(asked.of(("my_first", "my_second")[which]))
        got = train(rule, float(lr), int(seed))[part]
        if not abs(got - one) <= TOLERANCES["trained"]:
            where = f"{rule.__name__}, lr {lr:g}, seed {seed:g}"
            said = f"the error is {got:.2f}, your table says {one:.2f}"
            return Finding(mistake="unknown", words=f"{where}: {said}")
    return Finding(right=True, words="Fair, and right.")


def student_rule(asked):
    """A student's rule as `train` needs it; raises BadAnswer for what is none."""

    def rule(theta, g, *state, lr):
        answer = asked.call(theta, g, *state, lr=lr)
        if not isinstance(answer, list) or not answer:
            raise BadAnswer(f"{asked.name} must return a tuple, theta first")
        if np.shape(answer[0]) != theta.shape:
            raise BadAnswer(f"{asked.name} returns a theta of another shape")
        return answer

    rule.__name__ = asked.name
    return rule


MISTAKES = {
    **read(
        "18 How to compare fairly",
        unequal_rates="The budgets differ: each rule must try as many rates as the "
        "other.",
        seeds_shared="A seed was used for tuning and for the report. Choose on some "
        "seeds, report on others.",
        not_best="The rate is not the one with the lowest mean error in the tuning.",
        edge="The best rate stands at the edge of its grid. Perhaps a better one lies "
        "beyond: extend the grid, for both rules.",
    ),
    **read(
        "17 A fair test",
        rates_repeated="A rate stands there twice: that is no further try.",
        seeds_repeated="A seed stands there twice: it says nothing new.",
        upside_down="The mean difference has the wrong sign: it is the second rule's "
        "error less the first's.",
        wrong_mean="The mean is not that of the differences of your errors.",
        unpaired="The interval treats the seeds of both rules as if they had nothing "
        "in common. Take the differences seed by seed.",
        wrong_interval="The interval is not the 95 percent interval of the mean "
        "difference of your errors.",
    ),
}
HONEST = {
    "book": """
from adamedu.rules import adam, momentum
from course.tasks.comparison import train

rules, seeds = (momentum, adam), range(100, 110)
rates = [[0.01, 0.03, 0.1, 0.3, 1.0], [1e-3, 3e-3, 1e-2, 3e-2, 1e-1]]
tuning = [[[train(rule, lr, seed)[0] for seed in range(3)] for lr in own]
          for rule, own in zip(rules, rates)]
lr = [own[int(np.mean(one, 1).argmin())] for own, one in zip(rates, tuning)]
errors = [[train(rule, own, seed)[1] for seed in seeds] for rule, own in zip(rules, lr)]
d = np.subtract(errors[1], errors[0])
half = 2.262 * d.std(ddof=1) / 10**0.5
answer = {
    "rates": rates, "tuned_on": [0, 1, 2], "tuning": tuning, "lr": lr,
    "reported_on": list(seeds), "errors": errors, "mean": d.mean(),
    "interval": [d.mean() - half, d.mean() + half],
}
""",
}
SLIP = ("range(100, 110)", "range(2, 12)", "seeds_shared")
task = Task(
    module=__name__, kind="table", reference=comparison, parts=[], probes=[],
    again=again, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
)  # fmt: skip
