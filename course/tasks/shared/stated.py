"""The numbers that a task states: the book's own, or others that a course draws.

These tasks keep the book's: what a paper or a library fixes (adam, adam_bugs, adamw,
amsgrad), or a table of Student's t (paired_interval, and comparison, which uses it);
what no number decides (backprop, gradient_check, train_loop, cosine, warmup_linear);
and what is measured (floor_ratio, turned_steps, check_error, net_loss, flip, best_of):
the code that measures gives whatever number is asked, and a rubric names what came out.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stated:
    """How a task's numbers are drawn, and where they stand in its set.

    `draw(rng)` gives them by name: arguments of the record's reference, whose defaults
    are the book's. `said(**numbers)` lists the texts that state them, in the same order
    whatever they are. Tasks that say the same `of` have the same numbers.
    """

    of: str
    draw: Callable
    said: Callable


def seed(*names):
    """A generator of its own for these names, the same in each run."""
    text = "/".join(names).encode()
    return np.random.default_rng(list(hashlib.sha256(text).digest()))


def rate(module, book):
    """A rule's default lr, near `book`."""
    return Stated(
        of=module,
        draw=lambda rng: {"lr": round(tenths(rng, 1.5, 9.5) * book, 6)},
        said=lambda lr: [f"lr={code(lr)}"],
    )


def tenths(rng, low, high):
    """A number with one decimal, from `low` to `high`."""
    return int(rng.integers(round(10 * low), round(10 * high) + 1)) / 10


def code(x):
    """A number as Python has it: 3e-4."""
    mantissa, exponent = parts(x)
    return f"{mantissa}e{exponent}"


def tex(x):
    """A number as LaTeX has it: 3\\cdot10^{-4}, or 10^{-6}."""
    mantissa, exponent = parts(x)
    return f"{'' if mantissa == '1' else mantissa + chr(92) + 'cdot'}10^{{{exponent}}}"


def parts(x):
    mantissa, _, exponent = f"{x:.9e}".partition("e")
    return f"{float(mantissa):g}", int(exponent)
