"""The mean rate of a plan: 1000 steps, 400 of warm-up, cosine to a fifth of lr."""

from course.tasks.cosine import cosine
from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def mean_rate(wrong, warmup=400, lr_end=0.2):
    plan = {"lr": 1.0, "steps": 1000, "lr_end": 0.0 if "no_end" in wrong else lr_end}
    plan["warmup"] = 0 if "no_warmup" in wrong else warmup
    rates = [cosine((), t, **plan) for t in range(1, 1001)]
    if "full_warmup" in wrong:
        rates[:warmup] = [1.0] * warmup
    return sum(rates) / 1000


ENDS = {0.5: "half", 0.25: "a quarter", 0.2: "a fifth", 0.125: "an eighth"}


def draw(rng):
    return {
        "warmup": int(rng.integers(5, 60)) * 10,
        "lr_end": rng.choice([*ENDS]).item(),
    }


def said(warmup, lr_end):
    rest, middle = 1000 - warmup, (1 + lr_end) / 2
    return [
        f"{warmup} of them warm-up",
        f"down to {ENDS[lr_end]} of the peak, `lr_end = {lr_end} * lr`",
        f"({warmup} * 0.5 + {rest} * ({lr_end} + {1 - lr_end:g} * 0.5))",
        f"between 1 and {lr_end}?",
        f"It is {middle:g}. Now weigh: {warmup} steps",
        f"and {rest} at about {middle:g}.",
        f"warmup={warmup}, lr_end={lr_end}",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = read(
    "12 A plan for the rate",
    no_end="That plan ends at 0; the question's plan ends at lr_end.",
    no_warmup="That is the mean without a warm-up.",
    full_warmup="The warm-up counts in full there. It rises in a straight line, "
    "so its mean is about one half.",
)
HONEST = {
    "book": """
from adamedu.schedules import cosine

plan = {"lr": 1.0, "steps": 1000, "warmup": 400, "lr_end": 0.2}
answer = sum([cosine(t, **plan) for t in range(1, 1001)]) / 1000
""",
    "three digits": "answer = 0.56",
    "areas": "answer = 0.4 * 0.5 + 0.6 * (1 + 0.2) / 2",
}
SLIP = ("0.2 + 0.8 * 0.5", "0.5", "no_end")
task = number(__name__, mean_rate, MISTAKES, HONEST, SLIP, STATED)
