"""What divides an average that began at 0."""

from dataclasses import replace

import numpy as np

from course.tasks import ema
from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def bias_correction(wrong, m, t, *, beta=0.9):
    t = t + ("t_late" in wrong) - ("t_early" in wrong)
    power = t**beta if "swapped" in wrong else beta**t
    power = beta if "no_power" in wrong else power
    power = beta * t if "times_t" in wrong else power
    share = power if "only_power" in wrong else 1 - power
    share = (
        1 + power if "plus" in wrong else -share if "upside_down" in wrong else share
    )
    share = (1 - beta) ** t if "power_outside" in wrong else share
    share = np.float64(share) ** (0.5 if "root" in wrong else 1)
    share = 1 if "nothing" in wrong else share
    if "no_brackets" in wrong:
        return m / 1 - power
    return m * share if "multiplied" in wrong else m / share


STATED = replace(ema.STATED, said=lambda beta: [f"beta={beta}"])


def draw(rng):
    """Numbers, and arrays; now and then the default."""
    return [
        {
            "about": "other numbers",
            "calls": [
                [rng.normal(size=size).tolist(), int(rng.integers(1, 60))]
                for _ in range(4)
            ],
            "settings": settings,
        }
        for size in ((), (3,))
        for settings in ({}, {"beta": float(rng.uniform(0.3, 0.99))})
    ]


CALLS = [[2.0, 1], [2.0, 2], [0.5, 10], [-3.0, 100]]
PROBES = [
    {"about": "default beta", "calls": CALLS, "settings": {}},
    {"about": "beta 0.6", "calls": CALLS, "settings": {"beta": 0.6}},
    {"about": "an array, beta 0.3", "settings": {"beta": 0.3},
     "calls": [[[0.5, -1.0], 3]]},
    {"about": "the average m = 2 at all t, default beta", "settings": {},
     "calls": [[2.0, t] for t in (1, 2, 3, 4, 6, 9, 14, 20, 30, 50)]},
]  # fmt: skip
MISTAKES = read(
    "05 How much is missing",
    nothing="Nothing is corrected: m comes back as it was.",
    no_power="The power t is missing: divide by 1 − βᵗ, not by 1 − β.",
    times_t="β is multiplied by t; it must be raised to the power t.",
    multiplied="m is multiplied by 1 − βᵗ; it must be divided by it.",
    only_power="m is divided by βᵗ; it must be divided by 1 − βᵗ.",
    t_late="t is one too large: it is 1 at the first step.",
    t_early="t is one too small: it is 1 at the first step, and 1 − β⁰ is 0.",
    plus="m is divided by 1 + βᵗ; it must be 1 − βᵗ.",
    upside_down="m is divided by βᵗ − 1; it must be 1 − βᵗ.",
    power_outside="m is divided by (1 − β)ᵗ; the power t belongs to β alone.",
    root="m is divided by the root of 1 − βᵗ; there is no root.",
    swapped="β stands in the exponent: it must be βᵗ, not tᵝ.",
    no_brackets="The brackets are missing: m / 1 − βᵗ is m less βᵗ.",
)
HONEST = {
    "book": "def answer(m, t, *, beta=0.9): return m / (1 - beta**t)",
    "plain sum of what is there": """
def answer(m, t, *, beta=0.9):
    return m / ((1 - beta) * sum(beta**k for k in range(t)))
""",
    "NumPy": """
def answer(m, t, *, beta=0.9):
    return m * (1 - np.power(beta, t)) ** -1
""",
    "math": """
def answer(m, t, *, beta=0.9):
    return m / -math.expm1(t * math.log(beta))
""",
}
SLIP = ("beta**t", "beta * t", "times_t")
task = Task(
    module=__name__, kind="function", reference=bias_correction, parts=["m_hat"],
    probes=PROBES, draw=draw, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
    stated=STATED,
)  # fmt: skip
