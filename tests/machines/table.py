"""The table of rules x problems, in Python that every machine runs."""

from adamedu import landscapes, schedules
from adamedu.descent import descend, each
from adamedu.rules import one_rate, per_parameter, variants, whole_array

HOMES = (one_rate, per_parameter, variants, whole_array)
STEPS = 40
RULES = {  # settings that let every problem below settle
    "sgd": {"lr": 1e-3},
    "momentum": {"lr": 1e-4, "beta1": 0.9},
    "nesterov": {"lr": 1e-4, "beta1": 0.9},
    "adagrad": {"lr": 0.1},
    "rmsprop": {"lr": 0.01, "beta2": 0.9},
    "adadelta": {},
    "rmsprop_centered": {"lr": 0.01, "beta2": 0.9},
    "rmsprop_momentum": {"lr": 0.01, "beta2": 0.9},
    "adam": {"lr": 0.05},
    "adam_l2": {"lr": 0.05, "weight_decay": 0.1},
    "adamw": {"lr": 0.05, "weight_decay": 0.1},
    "adamw_decoupled": {"lr": 0.05, "weight_decay": 0.005},
    "amsgrad": {"lr": 0.05},
    "amsgrad_torch": {"lr": 0.05},
    "adamax": {"lr": 0.05},
    "nadam": {"lr": 0.05},
    "radam": {"lr": 1e-3},
    "adabelief": {"lr": 0.05, "eps": 1e-8},
    "yogi": {"lr": 0.05},
    "adan": {"lr": 0.05},
    "lion": {"lr": 0.01},
    "schedule_free_adamw": {"lr": 0.05},
    "lamb": {"lr": 0.01},
    "prodigy": {"d_0": 0.01},
}
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


def rule_named(name):
    (home,) = [m for m in HOMES if hasattr(m, name)]
    return getattr(home, name)


def end(rule, settings, problem, start=None):
    """Where a rule stands after STEPS, as [x, y]."""
    land = getattr(landscapes, problem)(**PROBLEMS[problem])
    start = start or land.start
    (*_, theta) = descend(each(rule), list(start), land.grad, STEPS, **settings)
    return theta


def scheduled():
    """The sequences of all schedules, and a walk whose rate is one of them."""
    rates = []
    for name, settings in SCHEDULES.items():
        schedule = getattr(schedules, name)
        rates += [schedule(t, **settings) for t in range(1, STEPS + 1)]
    settings = SCHEDULES["cosine"]
    walk = {"lr": lambda t: schedules.cosine(t, **settings) / 100}
    return sorted(rates) + end(one_rate.sgd, walk, "himmelblau")


def cases():
    for name, settings in RULES.items():
        for problem in PROBLEMS:
            yield name, problem, settings
