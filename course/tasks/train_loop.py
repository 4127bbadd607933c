"""A loop that trains a list of arrays with a rule, each with a state of its own."""

from course.tasks.gradient_check import HERE, arrays, other_sizes
from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def train_loop(wrong, rule, gradient, theta, x, y, steps=100, **settings):
    start, states = theta, [()] * len(theta)
    steps = 100 if "ignores_steps" in wrong else steps
    steps = 0 if "untrained" in wrong else steps
    for _ in range(steps - ("one_early" in wrong)):
        _, slopes = gradient(start if "stands_still" in wrong else theta, x, y)
        moved = [rule(p, g, *s, **settings) for p, g, s in zip(theta, slopes, states)]
        theta = [one[0] for one in moved]
        states = states if "fresh_state" in wrong else [one[1:] for one in moved]
    return gradient(theta, x, y)[0]


def draw(rng):
    """Other arrays, numbers of steps and settings."""
    return [
        {"about": "other arrays", "settings": {"steps": int(steps), "lr": lr},
         "calls": [["fading", "bowl", *arrays(rng, *other_sizes(rng))]] * 2}
        for steps, lr in ((rng.integers(3, 6), 0.01), (rng.integers(6, 9), 0.02))
    ]  # fmt: skip


CALL = ["fading", "bowl", *HERE]
PROBES = [
    {"about": "four steps", "calls": [CALL] * 2, "settings": {"steps": 4, "lr": 0.02}},
    {"about": "seven steps with beta1 = 0.5", "calls": [CALL],
     "settings": {"steps": 7, "lr": 0.01, "beta1": 0.5}},
    {"about": "100 steps, as many as by default", "calls": [CALL],
     "settings": {"lr": 0.001}},
]  # fmt: skip
MISTAKES = {
    **read(
        "07 The half repair",
        fresh_state="The state is lost: each step begins with new averages. Hand back "
        "to the rule what it returned.",
    ),
    **read(
        "06 Every rule on the same network",
        one_early="That is the loss before the last step; the question is the loss "
        "after it.",
        ignores_steps="It takes 100 steps, whatever `steps` is.",
        untrained="That is the loss of the start: theta has not moved.",
        stands_still="The slopes are always those of the start: ask for them where "
        "theta is now.",
    ),
}
HONEST = {
    "book": """
from adamedu import descend, each

def answer(rule, gradient, theta, x, y, steps=100, **settings):
    slopes = lambda p: gradient(p, x, y)[1]
    *_, end = descend(each(rule), theta, slopes, steps, **settings)
    return gradient(end, x, y)[0]
""",
    "part by part": """
def answer(rule, gradient, theta, x, y, steps=100, **settings):
    parts, states = [part.copy() for part in theta], [[] for _ in theta]
    for _ in range(steps):
        slopes = gradient(parts, x, y)[1]
        for k in range(len(parts)):
            parts[k], *states[k] = rule(parts[k], slopes[k], *states[k], **settings)
    return gradient(parts, x, y)[0]
""",
    "pairs": """
def answer(rule, gradient, theta, x, y, steps=100, **settings):
    kept = [(part,) for part in theta]
    for _ in range(steps):
        slopes = gradient([one[0] for one in kept], x, y)[1]
        kept = [rule(one[0], g, *one[1:], **settings) for one, g in zip(kept, slopes)]
    return gradient([one[0] for one in kept], x, y)[0]
""",
}
SLIP = ("states = [one[1:] for one in moved]", "pass", "fresh_state")
task = Task(
    module=__name__, kind="function", reference=train_loop, parts=["loss"],
    probes=PROBES, draw=draw, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
)  # fmt: skip
