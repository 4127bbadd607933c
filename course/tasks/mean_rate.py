"""The mean rate of a plan: 1000 steps, 400 of warm-up, cosine to a fifth of lr."""

from course.tasks.cosine import cosine
from course.tasks.shared.record import number
from course.tasks.shared.words import read


def mean_rate(wrong):
    plan = {"lr": 1.0, "steps": 1000, "lr_end": 0.0 if "no_end" in wrong else 0.2}
    plan["warmup"] = 0 if "no_warmup" in wrong else 400
    rates = [cosine((), t, **plan) for t in range(1, 1001)]
    if "full_warmup" in wrong:
        rates[:400] = [1.0] * 400
    return sum(rates) / 1000


MISTAKES = read(
    "12 A plan for the rate",
    no_end="That plan ends at 0; the question has lr_end at a fifth of lr.",
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
task = number(__name__, mean_rate, MISTAKES, HONEST, SLIP)
