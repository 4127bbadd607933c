"""Call a learner's function, whatever it is written with, and say what goes wrong.

An answer may use NumPy, torch or plain floats. It is tried with arrays first; if that
raises TypeError, ValueError, AttributeError or RuntimeError, with tensors (where torch
is loaded), then number by number.
"""

import contextlib
import linecache
import signal
import sys
import threading
import time
import traceback

import numpy as np

from adamedu.questions import refused
from adamedu.questions.given import made
from adamedu.questions.numbers import Number, bare, number, on_numbers
from adamedu.questions.refused import (
    BadAnswer,
    check_callable,
    guarded,
    misshapen,
    taken,
    whole,
)
from adamedu.questions.tables import by_numbers


class TimeIsUp(BaseException):
    """Not an Exception, so that `except Exception` in an answer lets it through."""


@contextlib.contextmanager
def within(seconds):
    """Raise BadAnswer after this time; yields False where no timer can be set.

    Timers work on the main thread of Unix, where notebooks run their cells. The timer
    goes off again and again, for answers that catch everything.
    """
    possible = hasattr(signal, "setitimer") and (
        threading.current_thread() is threading.main_thread()
    )
    if not possible:
        yield False
        return

    def ring(number, frame):
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield True
    except TimeIsUp:
        raise BadAnswer(f"It did not end within {seconds:g} s: a loop?") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def caller(task, answer):
    """`call(args, settings)` for `follow.follow`, with arrays; for a trusted answer,
    whose errors are its own."""
    return next(ways_of(task, answer, set()))


def ways(task, answer, changed):
    """Calls for `judge.examine`; they raise BadAnswer. `changed` is a set, to which the
    places of arguments come that were changed in place."""
    if task["kind"] != "value":
        check_callable(answer)

    def explain(error):
        return located(error, answer)

    return [guarded(way, explain) for way in ways_of(task, answer, changed)]


def ways_of(task, answer, changed):
    """With arrays, with tensors, number by number."""
    if task["kind"] == "value":
        yield lambda args, settings: [[number(answer)]]
        return

    def arrays(make):
        return lambda args, settings: parts_of(
            task, args, answer, settings, make, changed
        )

    yield arrays(np.array)
    torch = sys.modules.get("torch")
    if torch is not None:
        yield arrays(lambda values: torch.from_numpy(np.array(values)))
    if by_numbers(task):
        yield on_numbers(answer, task, Plain, changed)
        yield on_numbers(answer, task, float)


class Plain(Number):
    """A number that the functions of `math` and NumPy take."""

    def __float__(self):
        return float(self.value)

    def __array__(self, *args, **settings):
        return np.asarray(self.value, *args)


def parts_of(task, args, answer, settings, make, changed):
    """What the answer returns, as a list of numbers for each part."""
    args = [made(value, make) for value in args]
    before, shapes = [copied(value) for value in args], wanted(task, args)
    names = task["parts"]
    result = answer(*args, **settings)
    pairs = enumerate(zip(before, args))
    changed.update(k for k, (old, new) in pairs if not same(old, new))
    return [flat(*one) for one in zip(names, taken(names, result), shapes)]


def wanted(task, args):
    """The shape of each part."""
    shape = tuple(np.shape(args[0])) if len(task["parts"]) != 5 else ()
    if task["kind"] == "rule":
        return [() if name == "t" else shape for name in task["parts"]]
    if len(task["parts"]) == 5:
        return [(), *(tuple(np.shape(one)) for one in args[0])]
    return [shape] if len(task["parts"]) == 1 else [()] * 2


def flat(name, value, shape):
    """The numbers of one part."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        value = np.asarray(value)
    except (ValueError, TypeError):
        raise BadAnswer(f"{name} must hold numbers.") from None
    if value.dtype.kind == "c":
        value = np.where(value.imag == 0, value.real, np.nan)
    if value.dtype.kind not in "fiub":
        raise BadAnswer(f"{name} must hold numbers.")
    if value.shape != shape and not (shape == () and value.size == 1):
        raise misshapen(name, value.shape, shape)
    if shape and value.dtype.kind != "f":
        whole(name)
    return value.astype(float).ravel().tolist()


def copied(value):
    if isinstance(value, list):
        return [copied(one) for one in value]
    if hasattr(value, "clone"):
        return value.clone()
    return value.copy() if hasattr(value, "copy") else value


def same(old, new):
    old, new = bare(old), bare(new)
    if callable(old) or type(old) is not type(new):
        return old is new
    if isinstance(old, list):
        return len(old) == len(new) and all(same(a, b) for a, b in zip(old, new))
    old, new = np.asarray(old), np.asarray(new)
    return old.shape == new.shape and old.tobytes() == new.tobytes()


def located(error, answer):
    """The BadAnswer for an error of the answer's own, with the line where it was."""
    bad = refused.explained(error)
    code = getattr(answer, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if code is not None and f.filename == code.co_filename]
    if own:
        line, name = own[-1].lineno, own[-1].filename
        source = (own[-1].line or linecache.getline(name, line)).strip()
        bad.detail = bad.detail[:-1] + f", in line {line}: `{source}`."
    return bad


def timed(function, seconds):
    """(result, whether a time limit was set, seconds)."""
    begun = time.perf_counter()
    with within(seconds) as limited:
        result = function()
    return result, limited, time.perf_counter() - begun
