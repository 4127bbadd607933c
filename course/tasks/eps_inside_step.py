"""Adam's step in lr with eps 1e-8 inside the root; all gradients are 1e-6."""

from course.tasks.shared.record import number
from course.tasks.shared.stated import Stated, code, tenths, tex
from course.tasks.shared.words import read


def eps_inside_step(wrong, g=1e-6):
    eps = 1e-8
    if "outside" in wrong:
        return g / (g + eps)
    if "no_eps" in wrong:
        return 1.0
    divisor = g**2 + eps
    return g / (divisor if "no_root" in wrong else divisor**0.5)


def draw(rng):
    return {"g": float(f"{tenths(rng, 1.5, 9.5)}e-7")}


def said(g):
    digits = int("." in code(g))
    return [
        f"All gradients are ${tex(g)}$",
        f"{code(g)} / ({code(g * g)} + 1e-8)",
        f"Above the line stands ${tex(g)}$, and under the root ${tex(g * g)} ",
        f"lr at g = {g:.{digits}e}",
        f"(1.0, 1e-4, {code(g)}, 1e-8",
        f"g = {{g:5.{digits}e}}",
    ]


STATED = Stated(__name__, draw, said)
MISTAKES = {
    **read(
        "07 A museum of Adam bugs",
        outside="That is the step with eps outside the root, as it should be. Here it "
        "stands inside.",
        no_root="The root is missing: the divisor is √(v̂ + eps).",
    ),
    **read(
        "07 ε: a floor under the gradient's size",
        no_eps="That is the step without eps.",
    ),
}
HONEST = {
    "book": "answer = 1e-6 / (1e-12 + 1e-8) ** 0.5",
    "three digits": "answer = 0.01",
    "ten steps": """
g, m, v = 1e-6, 0.0, 0.0
for t in range(1, 11):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
answer = m / (1 - 0.9**t) / math.sqrt(v / (1 - 0.999**t) + 1e-8)
""",
}
SLIP = (" ** 0.5", "", "no_root")
task = number(__name__, eps_inside_step, MISTAKES, HONEST, SLIP, STATED)
