"""What every machine computes, in Python that all of them run."""

from adamedu import landscapes, schedules
from adamedu.descent import descend, each
from adamedu.rules import one_rate, per_parameter

STEPS = 40
PROBLEMS = {
    "ravine": {"kappa": 50.0, "angle": 20.0},
    "saddle": {},
    "rosenbrock": {},
    "beale": {},
    "himmelblau": {},
    "styblinski_tang": {},
}
SCHEDULES = {
    "constant": {"lr": 0.3},
    "step_decay": {"lr": 0.3, "every": 7},
    "multistep": {"lr": 0.3, "after": [5, 20]},
    "exponential": {"lr": 0.3, "factor": 0.9},
    "linear": {"lr": 0.3, "steps": 35, "warmup": 5},
    "polynomial": {"lr": 0.3, "steps": 35, "warmup": 5},
    "cosine": {"lr": 0.3, "steps": 35, "warmup": 5, "lr_end": 0.01},
    "cosine_restarts": {"lr": 0.3, "every": 5, "longer": 2},
    "inverse_sqrt": {"lr": 0.3, "warmup": 10},
    "one_cycle": {"lr": 0.3, "steps": 35},
    "warmup_stable_decay": {"lr": 0.3, "steps": 35, "warmup": 5, "decay": 10},
}


def walk(rule, settings, theta=1.5, one=1.0):
    """[theta, *state] after STEPS gradients of changing sign, which lean to one side.

    `one` is 1 in the numbers of the machine.
    """
    state = []
    for t in range(STEPS):
        g = one * ((7919 * t * t + 1047 * t) % 2000 - 700) / 1000
        theta, *state = rule(theta, g, *state, **settings)
    return [theta] + state


def end(problem, start=None):
    """Where Adam stands after STEPS on a landscape, as [x, y]."""
    land = getattr(landscapes, problem)(**PROBLEMS[problem])
    start = start or land.start
    rule = each(per_parameter.adam)
    (*_, theta) = descend(rule, list(start), land.grad, STEPS, lr=0.05)
    return theta


def scheduled():
    """The sequences of all schedules, and a walk whose rate is one of them."""
    rates = []
    for name, settings in SCHEDULES.items():
        schedule = getattr(schedules, name)
        rates += schedule(range(1, STEPS + 1), **settings)
    settings, land = SCHEDULES["cosine"], landscapes.himmelblau()

    def rate(t):
        return schedules.cosine(t, **settings) / 100

    (*_, theta) = descend(each(one_rate.sgd), land.start, land.grad, STEPS, lr=rate)
    return sorted(rates) + theta
