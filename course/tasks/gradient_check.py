"""The largest error of a gradient, beside central differences."""

import numpy as np

from course.tasks.shared.record import Task
from course.tasks.shared.words import read


def gradient_check(wrong, gradient, theta, x, y, h=1e-5):
    loss, slopes = gradient(theta, x, y)
    errors = []
    for part, slope in zip(theta, slopes):
        exact = np.zeros_like(part)
        for i in np.ndindex(part.shape):
            kept = part[i]
            part[i] = kept + h
            above = gradient(theta, x, y)[0]
            part[i] = kept - h
            below = loss if "one_sided" in wrong else gradient(theta, x, y)[0]
            part[i] = kept
            exact[i] = (above - below) / (2 * h)
        exact = 2 * exact if wrong & {"one_sided", "no_half"} else exact
        off = slope - exact if "signed" in wrong else abs(slope - exact)
        if "each_number" in wrong:
            errors.append((off / abs(exact)).max())
            continue
        size = abs(slope if "own_slopes" in wrong else exact).max()
        errors.append(off.max() / (1 if "absolute" in wrong else size))
    if "last_array" in wrong:
        return errors[-1]
    return (np.mean if "mean_of_arrays" in wrong else np.max)(errors)


def arrays(rng, *sizes):
    """Four arrays of a network of these sizes, inputs and classes, rounded; no slope of
    theirs is near 0."""
    rows, columns, more, batch = sizes
    shapes = [(rows, columns), (columns,), (columns, more), (more,)]
    theta = [(rng.integers(3, 12, shape) / 8).tolist() for shape in shapes]
    x = (rng.integers(-8, 1, (batch, rows)) / 8).tolist()
    return [theta, x, rng.integers(0, 3, batch).tolist()]


def other_sizes(rng):
    return [*map(int, rng.choice(np.arange(2, 6), 3, replace=False)), 6]


def draw(rng):
    """Gradients that are right and wrong, with steps h small and large."""
    return [
        {"about": "a gradient", "calls": [[name, *arrays(rng, *other_sizes(rng))]] * 2,
         "settings": settings}
        for name, settings in (
            ("crooked", {}), ("crooked", {"h": float(rng.uniform(0.1, 0.3))}),
            ("bowl", {"h": float(rng.uniform(0.1, 0.3))}),
        )
    ]  # fmt: skip


HERE = arrays(np.random.default_rng(6), 2, 3, 1, 4)  # few: the page takes its time
PROBES = [
    {"about": "a gradient that is wrong in each array", "settings": {},
     "calls": [["crooked", *HERE]]},
    {"about": "other classes, with h = 0.25", "settings": {"h": 0.25},
     "calls": [["crooked", *HERE[:2], [2, 0, 1, 1]]]},  # another array is steepest
    {"about": "a right gradient, with h = 0.25", "settings": {"h": 0.25},
     "calls": [["bowl", *HERE]]},
]  # fmt: skip
MISTAKES = read(
    "06 Is it right? Ask the loss",
    one_sided="The differences are one-sided, (f(θ + h) − f(θ))/h: their own error "
    "grows with h, where that of central ones grows with h².",
    no_half="The losses at θ + h and θ − h lie 2h apart: divide by 2h.",
    absolute="That is the largest difference itself; divide it by the largest slope "
    "of its array.",
    each_number="Each difference is divided by its own slope, so a slope near 0 "
    "decides. Divide by the largest slope of the array.",
    own_slopes="It is relative to the slopes that are to be checked; take the central "
    "differences.",
    signed="The differences have signs: one that is far below counts for nothing. "
    "Take their size, `abs`.",
    mean_of_arrays="That is the mean over the four arrays. A mistake in one of them "
    "must not be averaged away: take the largest.",
    last_array="That is the error of the last array only; keep the largest of all.",
)
HONEST = {
    "book": """
from adamedu.nn.mlp import gradient_check

def answer(gradient, theta, x, y, h=1e-5):
    _, slopes = gradient(theta, x, y)
    return gradient_check(lambda p: gradient(p, x, y)[0], slopes, theta, h)
""",
    "NumPy": """
def answer(gradient, theta, x, y, h=1e-5):
    found = []
    for part, slope in zip(theta, gradient(theta, x, y)[1]):
        exact = 0 * part
        for i in np.ndindex(part.shape):
            kept = part[i]
            ends = []
            for moved in (kept + h, kept - h):
                part[i] = moved
                ends.append(gradient(theta, x, y)[0])
            part[i] = kept
            exact[i] = (ends[0] - ends[1]) / h / 2
        found.append(np.abs(slope - exact).max() / np.abs(exact).max())
    return np.max(found)
""",
    "flat views": """
def answer(gradient, theta, x, y, h=1e-5):
    def loss(k, j, by):
        moved = [part.copy() for part in theta]
        moved[k].flat[j] += by
        return gradient(moved, x, y)[0]

    _, slopes = gradient(theta, x, y)
    worst = []
    for k, part in enumerate(theta):
        exact = np.array([(loss(k, j, h) - loss(k, j, -h)) / (2 * h)
                          for j in range(part.size)])
        worst.append(max(abs(slopes[k].ravel() - exact)) / max(abs(exact)))
    return max(worst)
""",
}
SLIP = ("(2 * h)", "h", "no_half")
task = Task(
    module=__name__, kind="function", reference=gradient_check, parts=["error"],
    probes=PROBES, draw=draw, mistakes=MISTAKES, honest=HONEST, slip=SLIP,
    single=False,
)  # fmt: skip
