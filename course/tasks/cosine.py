"""A warm-up, and half a wave down."""

import math

from course.tasks.shared import schedules
from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def wave(wrong, share):
    if "sine" in wrong:
        return (1 + math.sin(math.pi * share)) / 2
    if "half_of_cos" in wrong:
        return 1 + math.cos(math.pi * share) / 2
    if "quarter" in wrong:
        return math.cos(math.pi / 2 * share)
    turn = (
        1
        if "no_pi" in wrong
        else 180
        if "degrees" in wrong
        else math.pi * (1 + ("two_pi" in wrong))
    )
    height = (0 if "no_one" in wrong else 1) + math.cos(turn * share)
    return height if "no_half" in wrong else height / 2


def cosine(wrong, t, **settings):
    return schedules.schedule(wave, wrong, t, **settings)


MISTAKES = {
    **schedules.MISTAKES,
    **read(
        "12 A plan for the rate",
        no_half="The ½ is missing: 1 + cos reaches from 2 to 0.",
        no_one="The 1 is missing from 1 + cos, so the rate goes below lr_end.",
        degrees="The cosine gets degrees; it needs radians, π times the share.",
        two_pi="The wave is too fast, 2π: half a wave, π, leads down.",
        sine="It is a sine; the plan is a cosine, (1 + cos)/2.",
        half_of_cos="Only the cosine is halved: it must be (1 + cos)/2.",
        no_pi="The share is not multiplied by π.",
        quarter="It is a quarter of a wave, cos of π/2 times the share; the plan is "
        "half a wave, (1 + cos)/2.",
    ),
}
HONEST = {
    "book": "from adamedu.schedules import cosine as answer",
    "plain": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return lr * t / warmup
    share = min((t - 1 - warmup) / (steps - warmup), 1)
    return lr_end + (lr - lr_end) * (1 + math.cos(math.pi * share)) / 2
""",
    "NumPy": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return t / warmup * lr
    share = np.clip((t - warmup - 1) / (steps - warmup), 0, 1)
    return lr_end + (lr - lr_end) * np.cos(np.pi / 2 * share) ** 2
""",
    "a sine": """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return np.float64(lr) * t / warmup
    t = min(t - 1, steps) - warmup
    return lr + (lr_end - lr) * math.sin(math.pi * t / (steps - warmup) / 2) ** 2
""",
}
SLIP = (") / 2", ")", "no_half")
task = Task(
    module=__name__, kind="function", reference=cosine, parts=["rate"],
    probes=schedules.PLANS, draw=schedules.draw, mistakes=MISTAKES, honest=HONEST,
    slip=SLIP, rare=(*schedules.SLIPS, "sine", "half_of_cos", "no_pi"),
)  # fmt: skip
