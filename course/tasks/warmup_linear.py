"""A warm-up, and a straight line down."""

from course.tasks.shared import schedules
from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def straight(wrong, share):
    return (1 - share) ** (2 if "squared" in wrong else 1)


def warmup_linear(wrong, t, **settings):
    return schedules.schedule(straight, wrong, t, **settings)


MISTAKES = {
    **schedules.MISTAKES,
    **read(
        "12 A plan for the rate",
        fall_floored="What the decay takes away is divided without a remainder; write "
        "/, not //.",
        squared="The decay is squared; it must be a straight line.",
    ),
}
HONEST = {
    "book": "from adamedu.schedules import linear as answer",
    "plain": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return lr * t / warmup
    return max(lr_end, lr - (lr - lr_end) * (t - 1 - warmup) / (steps - warmup))
""",
    "NumPy": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    knots, rates = [0, warmup, warmup + 1, steps + 1], [0, lr, lr, lr_end]
    if not warmup:
        knots, rates = knots[2:], rates[2:]
    return float(np.interp(t, knots, rates))
""",
    "a table of rates": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    rise = [lr * k / warmup for k in range(1, warmup + 1)]
    fall = np.linspace(lr, lr_end, steps - warmup + 1).tolist()
    return (rise + fall)[min(t, steps + 1) - 1]
""",
}
SLIP = ("t - 1 - warmup", "t - 1", "unshifted")
task = Task(
    module=__name__, kind="function", reference=warmup_linear, parts=["rate"],
    probes=schedules.PLANS, draw=schedules.draw, mistakes=MISTAKES, honest=HONEST,
    slip=SLIP, rare=(*schedules.SLIPS, "fall_floored"),
)  # fmt: skip
