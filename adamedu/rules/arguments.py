"""What each argument of a rule is: help() of a rule ends with it.

It is written once for all rules, and for one where its paper means something else. So
the rules' own texts, which the book shows, stay short.
"""

import inspect
import sys
from collections import Counter

ALL = {
    "theta": "the parameters: a float, or a NumPy array or torch tensor of floats",
    "g": "their gradient, of theta's shape",
    "m": "the average of g, or its sum, of theta's shape",
    "v": "the average of g**2, or its sum, of theta's shape",
    "t": "steps done",
    "lr": "the learning rate, by which a step is multiplied",
    "beta1": "the share of itself that m keeps at a step",
    "beta2": "the share of itself that the average of squares keeps at a step",
    "eps": "a small number beside a root, so that nothing is divided by 0",
    "weight_decay": "the share of theta that a step takes away, in most rules times lr",
    # of one rule, or of its relatives
    "eta": "the schedule's factor, by which step and decay are multiplied",
    "mu_all": "the product of all mu so far, the beta1 of each step",
    "momentum_decay": "how fast mu, the beta1 of a step, warms up",
    "rho_min": "v is used once rho, how many squares it averages, is above this",
    "v_max": "the largest v so far, of theta's shape",
    "n": "the average of squares, of theta's shape",
    "g_old": "the gradient of the step before, of theta's shape",
    "x": "the average of z, where the network is evaluated, of theta's shape",
    "z": "where the steps lead, of theta's shape",
    "m_old": "the slow average of g, of theta's shape",
    "alpha": "how much of the slow average is added to the fast one",
    "a": "the factor of the angle",
    "b": "the factor of the root of v, inside the angle",
    "xi": "is added to the number of weights that agree, so that it is not 0",
    "gamma": "how much of the change of g, times beta1 / (1 - beta1), is added to it",
    "row": "the averages of g**2 over each row, in a column; of a vector, v itself",
    "col": "the averages of g**2 over each column, in a row; of a vector, 0",
    "decay": "the averages keep 1 - t**-decay of themselves at a step",
    "clip": "the root mean square that a step has at most, before its rate",
    "eps1": "the least that counts of a squared gradient",
    "eps2": "the least that counts of the root mean square of theta",
    "r": "the average that raises d, once it is divided by the sum of |s|, a number",
    "d": "the distance to a solution, as far as it is known, a number",
    "theta_0": "theta at the start",
    "d_0": "the first d",
    "steps": "Newton-Schulz steps, by which m is made a rotation",
    "left": "the average of g @ g.T, a square matrix",
    "right": "the average of g.T @ g, a square matrix",
    "q_left": "eigenvectors of left, a square matrix",
    "q_right": "eigenvectors of right, a square matrix",
    "every": "steps after which the eigenvectors are renewed",
}
ARRAY = "the parameters: a NumPy array or torch tensor of floats"
OWN = {
    "adadelta": {"u": "the average of squared steps, of theta's shape"},
    "rmsprop_centered": {"beta2": "the share of themselves that v and m keep"},
    "rmsprop_momentum": {"m": "the sum of scaled gradients, of theta's shape"},
    "adamax": {
        "u": "the largest |g| lately, of theta's shape",
        "beta2": "the share of itself that u keeps at a step",
    },
    "adabelief": {"s": "the average of (g - m)**2, of theta's shape"},
    "adan": {
        "v": "the average of the change of g, of theta's shape",
        "beta2": "the share of itself that v keeps at a step",
        "beta3": "the share of itself that n keeps at a step",
    },
    "lion": {"beta1": "the share of m in the average whose sign is the step",
             "beta2": "the share of itself that m keeps at a step"},
    "schedule_free_adamw": {
        "beta1": "the share of x in theta, the rest of it is z",
        "s": "the sum of lr**2, a number",
    },
    "ademamix": {"beta3": "the share of itself that m_old keeps at a step"},
    "adopt": {"m": "the average of g divided by the v before it, of theta's shape"},
    "adam_mini": {"v": "the average of the mean of g**2, a number"},
    "prodigy": {
        "m": "the average of d * g, of theta's shape",
        "v": "the average of d**2 * g**2, of theta's shape",
        "s": "the average of lr * d**2 * g, of theta's shape",
    },
    "yogi": {
        "v": "what g**2 lately is, of theta's shape",
        "beta2": "v moves by the share 1 - beta2 of g**2",
    },
    "adafactor": {"theta": ARRAY},
    "adafactor_torch": {"theta": ARRAY},
    "shampoo": {"eps": "is added to the eigenvalues of left and right",
                "left": "the sum of g @ g.T, a square matrix",
                "right": "the sum of g.T @ g, a square matrix"},
    "soap": {"v": "the average of g**2 in the eigenvectors' basis, of theta's shape",
             "beta2": "the share of itself that v, left and right keep at a step"},
}  # fmt: skip


def tell(rules, home):
    """Let help() of each rule say what it takes and returns, that of the module `home`
    what most of them take."""
    for rule in rules.values():
        words = {**ALL, **OWN.get(rule.name, {})}
        if rule.looks_at == "matrices":
            words["theta"] = (
                "the parameters: a matrix, as a NumPy array or torch tensor"
            )
        taken = {name: words[name] for name in taken_by(rule)}
        after = ", ".join(["theta", *rule.state])
        rule.function.__doc__ = (
            f"{inspect.getdoc(rule.function)}\n\n{listed(taken)}\n\n"
            f"Returns the tuple of {after} after the step, for the next call.\n"
        )
    count = Counter(name for rule in rules.values() for name in taken_by(rule))
    common = [name for name in ALL if count[name] > 3 and name not in ("theta", "g")]
    module = sys.modules[home]
    module.__doc__ = module.__doc__.format(
        common=listed({name: ALL[name] for name in common})
    )


def taken_by(rule):
    return ["theta", "g", *rule.state, *rule.settings]


def listed(words):
    """A line for each name."""
    wide = max(map(len, words)) + 2
    return "\n".join(f"    {name:{wide}}{words[name]}" for name in words)
