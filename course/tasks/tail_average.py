"""The mean of all weights since a step, kept up to date."""

from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def tail_average(wrong, mean, theta, t, *, start=0):
    n = t if "from_one" in wrong else t - start + ("one_more" in wrong)
    n = n - ("one_less" in wrong)
    if t <= start:
        return mean if "stands" in wrong else theta
    fixed = {"fades": 0.1, "fades_slowly": 0.01, "half": 0.5}
    shares = [fixed[name] for name in fixed if name in wrong]
    share = shares[0] if shares else 1 / max(n, 1)
    if "away" in wrong:
        return mean - share * (theta - mean)
    if "sum" in wrong:
        return mean + share * theta
    return theta + share * (mean - theta) if "roles" in wrong else (
        mean + share * (theta - mean)
    )  # fmt: skip


def draw(rng):
    """Numbers and arrays, before the start and after it."""
    return [
        {
            "about": "other steps",
            "calls": [
                [*rng.normal(size=(2, *size)).tolist(), int(t)]
                for t in rng.integers(1, 30, 6)
            ],
            "settings": settings,
        }
        for size in ((), (3,))
        for settings in ({}, {"start": int(rng.integers(3, 12))})
    ]


PROBES = [
    {"about": "from the first step on", "settings": {},
     "calls": [[0.0, 2.0, 1], [2.0, 4.0, 2], [3.0, -3.0, 3], [0.5, 1.5, 40]]},
    {"about": "start 5", "settings": {"start": 5},
     "calls": [[0.7, 2.0, 3], [2.0, -1.0, 5], [-1.0, 3.0, 6], [3.0, 1.0, 7],
               [0.25, 1.75, 12]]},
    {"about": "arrays, start 2", "settings": {"start": 2},
     "calls": [[[0.5, -1.0], [2.0, 3.0], 1], [[0.0, 4.0], [1.0, -2.0], 6]]},
]  # fmt: skip
MISTAKES = read(
    "12 Averaging instead of shrinking",
    from_one="The steps before the start are counted too. The mean has t − start "
    "members.",
    one_more="One member too many is counted: in step start + 1 there is one.",
    stands="Up to the start the old mean is handed back. There is no mean yet: it "
    "follows theta.",
    fades="The new weights count a fixed share. That is an average that forgets; in a "
    "mean all count alike.",
    fades_slowly="The new weights count one part in a hundred. That is an average that "
    "forgets; in a mean all count alike.",
    half="Old and new count half each; in a mean all weights count alike.",
    one_less="One member too few is counted: in step start + 1 there is one.",
    away="The mean moves away from the new weights: a sign is wrong.",
    sum="The new weights are added whole share by share, but the old mean is not "
    "made smaller.",
    roles="Mean and theta have changed places.",
)
HONEST = {
    "book": """
def answer(mean, theta, t, *, start=0):
    if t <= start:
        return theta
    return mean + (theta - mean) / (t - start)
""",
    "weighed": """
def answer(mean, theta, t, *, start=0):
    n = t - start
    return theta if n < 1 else ((n - 1) * mean + theta) / n
""",
    "one line": """
def answer(mean, theta, t, *, start=0):
    return mean + (theta - mean) / max(t - start, 1)
""",
}
SLIP = ("(t - start)", "t", "from_one")
task = Task(
    module=__name__, kind="function", reference=tail_average, parts=["mean"],
    probes=PROBES, draw=draw, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
)  # fmt: skip
