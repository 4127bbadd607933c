"""An average that forgets."""

from course.tasks.shared.record import Task
from course.tasks.shared.stated import Stated
from course.tasks.shared.words import read


def ema(wrong, m, x, *, beta=0.9):
    keep, share = (1 - beta, beta) if "m_roles" in wrong else (beta, 1 - beta)
    share = 1 if "m_sum" in wrong else -share if "minus" in wrong else share
    keep = 1 if "no_beta" in wrong else 0 if "m_forgets" in wrong else keep
    share = beta if "beta_on_x" in wrong else share
    if "always_09" in wrong:
        keep, share = 0.9, 0.1
    if "no_brackets" in wrong:
        return keep * m + 1 - beta * x
    if "half" in wrong:
        keep = share = 0.5
    m = keep * m + share * x
    return m / (1 - beta) if "corrected" in wrong else m


STATED = Stated(
    of=__name__,
    draw=lambda rng: {"beta": int(rng.integers(75, 95)) / 100},
    said=lambda beta: [f"beta={beta}", f"$\\beta = {beta}$", f"{beta}**t"],
)


def draw(rng):
    """Numbers, and arrays; now and then the default."""
    return [
        {
            "about": "other numbers",
            "calls": rng.normal(size=(4, 2, *size)).tolist(),
            "settings": settings,
        }
        for size in ((), (3,))
        for settings in ({}, {"beta": float(rng.uniform(0.3, 0.99))})
    ]


CALLS = [[0.0, 2.0], [0.2, 2.0], [-1.5, 0.75], [3.0, 0.0],
         [1.234567, -40.7654321]]  # fmt: skip
PROBES = [
    {"about": "default beta", "calls": CALLS, "settings": {}},
    {"about": "beta 0.6", "calls": CALLS, "settings": {"beta": 0.6}},
    {"about": "arrays, beta 0.3", "settings": {"beta": 0.3},
     "calls": [[[0.5, -1.0], [2.0, 3.0]], [[0.0, 4.0], [1.0, -2.0]]]},
]  # fmt: skip
MISTAKES = read(
    "04 An average that forgets",
    m_roles="β and 1 − β have changed places: the old average keeps the share β.",
    m_sum="The new number enters without the factor 1 − β.",
    no_beta="The old average is not multiplied by β.",
    m_forgets="The old average is not used at all.",
    corrected="The result is divided by 1 − β. The average itself is not corrected.",
    beta_on_x="The new number enters with the factor β; it must be 1 − β.",
    always_09="It counts with 0.9 whatever `beta` is.",
    no_brackets="The brackets are missing: 1 − β * x is 1 less β·x.",
    half="Old and new count half each: the share of the old must be β.",
    minus="The new number is subtracted; it must be added.",
)
HONEST = {
    "book": "def answer(m, x, *, beta=0.9): return beta * m + (1 - beta) * x",
    "plain": """
def answer(old, new, *, beta=0.9):
    return old + (1 - beta) * (new - old)
""",
    "NumPy": "answer = lambda m, x, *, beta=0.9: np.dot(beta, m) + np.dot(1 - beta, x)",
    "plain from the other end": """
def answer(m, x, *, beta=0.9):
    return x + beta * (m - x)
""",
}
SLIP = ("(1 - beta) * x", "x", "m_sum")
task = Task(
    module=__name__, kind="function", reference=ema, parts=["m"],
    probes=PROBES, draw=draw, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
    stated=STATED,
)  # fmt: skip
