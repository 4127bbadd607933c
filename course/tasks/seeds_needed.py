"""Seeds for an interval of ±0.3 where differences spread by 1.2; factor 2."""

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated, tenths
from course.tasks.shared.words import read


def seeds_needed(wrong, spread=1.2, half=0.3):
    half = half / 2 if "whole_width" in wrong else half
    ratio = (1 if "no_factor" in wrong else 2) * spread / half
    return ratio if "no_square" in wrong else ratio**2


def draw(rng):
    return {"spread": tenths(rng, 0.9, 2.4), "half": tenths(rng, 0.2, 0.4)}


def said(spread, half):
    return [
        f"standard deviation of {spread} points",
        f"$\\pm {half}$",
        f"2 * {spread} / {half}",
        f"$2 \\cdot {spread}/\\sqrt n$ equal to {half}.",
        f"2 \\cdot {spread}/{half}$",
    ]


STATED = Stated(__name__, draw, said)


MISTAKES = read(
    "17 A fair test",
    no_square="That is the ratio itself. The half-width falls with the root of "
    "the number, so the ratio must be squared.",
    no_factor="The factor 2 is missing: the half-width is 2·s/√n.",
    whole_width="The number after ± is half of the interval's width, not all of it.",
)
HONEST = {
    "book": "answer = (2 * 1.2 / 0.3) ** 2",
    "a whole number": "answer = 64",
    "searched": """
answer = 1
while 2 * 1.2 / answer**0.5 > 0.3:
    answer += 1
""",
}
SLIP = (" ** 2", "", "no_square")
task = number(__name__, seeds_needed, MISTAKES, HONEST, SLIP, STATED)
