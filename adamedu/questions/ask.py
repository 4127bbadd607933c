"""Call a learner's function, whatever it is written with, and say what goes wrong.

An answer may use NumPy, torch or plain floats. It is tried with arrays first; if that
raises TypeError, ValueError or RuntimeError, with tensors (where torch is loaded), then
number by number.
"""

import contextlib
import inspect
import linecache
import signal
import sys
import threading
import time
import traceback

import numpy as np

from adamedu.questions.follow import on_floats
from adamedu.questions.tables import by_numbers

RETRIED = ("TypeError", "ValueError", "RuntimeError")  # the last is torch's


class BadAnswer(Exception):  # noqa: N818  a learner's, not ours
    """Why an answer can't be compared, in one plain sentence.

    `retry`: it may work when called in another way.
    """

    retry = False


class WrongShape(BadAnswer):
    """Numbers where arrays should be: written for single numbers, perhaps."""

    retry = True


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


def caller(task, answer, trusted=False):
    """`call(args, settings)` for `follow.follow`; raises BadAnswer.

    A trusted answer is called with arrays, and its errors are its own.
    """
    if task["kind"] == "value":
        return lambda args, settings: [[number(answer)]]
    if trusted:
        return lambda args, settings: parts_of(task, args, answer, settings, np.array)
    check_callable(task, answer)
    found, known = {}, list(ways(task, answer))  # found: the way that worked

    def call(args, settings):
        first = None
        for way in sorted(known, key=lambda w: w is not found.get("way")):
            try:
                result = guarded(way, args, settings)
            except BadAnswer as error:
                first = first or error
                if not error.retry:
                    break
            else:
                found["way"] = way
                return result
        raise first

    def guarded(way, args, settings):
        try:
            return way(args, settings)
        except (BadAnswer, TimeIsUp, KeyboardInterrupt):
            raise
        except BaseException as error:
            bad = BadAnswer(explained(error, answer, settings))
            bad.retry = type(error).__name__ in RETRIED
            raise bad from None

    return call


def ways(task, answer):
    """With arrays, with tensors, number by number."""

    def arrays(make):
        return lambda args, settings: parts_of(task, args, answer, settings, make)

    yield arrays(np.array)
    torch = sys.modules.get("torch")
    if torch is not None:
        yield arrays(lambda values: torch.from_numpy(np.array(values)))
    if by_numbers(task):
        yield on_floats(answer, task["parts"])


def check_callable(task, answer):
    if answer is None:
        raise BadAnswer("The answer is None. Has the cell with your function run?")
    if not callable(answer):
        raise BadAnswer(f"A function is needed, got {type(answer).__name__}.")
    if inspect.isclass(answer):
        raise BadAnswer("A function is needed, got a class.")


def made(value, make):
    """Lists as arrays, and lists of lists of several lengths as lists of arrays."""
    if not isinstance(value, list):
        return value
    try:
        return make(value)
    except (ValueError, TypeError):
        return [made(one, make) for one in value]


def parts_of(task, args, answer, settings, make):
    """What the answer returns, as a list of numbers for each part."""
    args = [made(value, make) for value in args]
    before = [copied(value) for value in args]
    names = task["parts"]
    result = answer(*args, **settings)
    for k, (old, new) in enumerate(zip(before, args)):
        if not same(old, new):
            name = (["theta", "g", *names[1:]] if task["kind"] == "rule" else
                    [f"number {k + 1}"] * (k + 1))[k]  # fmt: skip
            raise BadAnswer(
                f"It changes its argument {name} in place: write `a = a - b`, not "
                "`a -= b`, so that the caller's array stays as it was."
            )
    if result is None:
        raise BadAnswer("It returns None: is the return missing?")
    if len(names) == 5:  # backprop: a loss and a list of arrays
        result = unpacked(result)
    elif len(names) == 1 and not isinstance(result, (tuple, list)):
        result = (result,)
    if not isinstance(result, (tuple, list)):
        kind = type(result).__name__
        raise BadAnswer(f"It must return ({', '.join(names)}), not one {kind}.")
    if len(result) != len(names):
        raise BadAnswer(
            f"It must return {len(names)} values, ({', '.join(names)}); "
            f"it returns {len(result)}."
        )
    shapes = wanted(task, args)
    return [flat(*one) for one in zip(names, result, shapes)]


def unpacked(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise BadAnswer("It must return (loss, [dW1, db1, dW2, db2]).")
    if not isinstance(result[1], (tuple, list)):
        raise BadAnswer("The gradient must be a list, [dW1, db1, dW2, db2].")
    return [result[0], *result[1]]


def wanted(task, args):
    """The shape of each part."""
    if task["kind"] == "rule":
        return [() if name == "t" else np.shape(args[0]) for name in task["parts"]]
    if len(task["parts"]) == 5:
        return [(), *(np.shape(one) for one in args[0])]
    return [np.shape(args[0])] if len(task["parts"]) == 1 else [()] * 2


def flat(name, value, shape):
    """The numbers of one part."""
    if value is None:
        raise BadAnswer(f"{name} is None.")
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        value = np.asarray(value)
    except (ValueError, TypeError):
        raise BadAnswer(f"{name} is no array of numbers.") from None
    if value.dtype.kind == "c":
        value = np.where(value.imag == 0, value.real, np.nan)
    if value.dtype.kind not in "fiub":
        raise BadAnswer(f"{name} must hold numbers, not {value.dtype}.")
    if value.shape != shape and not (shape == () and value.size == 1):
        told = f"the shape {value.shape}" if value.shape else "a single number"
        raise WrongShape(f"{name} has {told}; it must have the shape {shape}.")
    if name in ("theta", "m", "v", "v_max") and shape and value.dtype.kind != "f":
        raise BadAnswer(f"{name} holds integers; it must hold floats.")
    return value.astype(float).ravel().tolist()


def number(value):
    """An answer that is a number."""
    try:
        return float(None if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        raise BadAnswer(f"A number is needed, got {type(value).__name__}.") from None


def copied(value):
    if isinstance(value, list):
        return [copied(one) for one in value]
    if hasattr(value, "clone"):
        return value.clone()
    return value.copy() if hasattr(value, "copy") else value


def same(old, new):
    if type(old) is not type(new):
        return False
    if isinstance(old, list):
        return len(old) == len(new) and all(same(a, b) for a, b in zip(old, new))
    old, new = np.asarray(old), np.asarray(new)
    return old.shape == new.shape and old.tobytes() == new.tobytes()


def explained(error, answer, settings):
    """An error of the answer's own, with the line where it happened."""
    if isinstance(error, SystemExit):
        return "It ends Python with exit(): return the values instead."
    text = f"{type(error).__name__}: {error}".rstrip(": ")
    for name in settings:
        if f"unexpected keyword argument '{name}'" in str(error):
            return f"It takes no setting named {name}: keep the signature of the task."
    code = getattr(answer, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if code is not None and f.filename == code.co_filename]
    if not own:
        return f"It stops with {text}."
    source = (
        own[-1].line or linecache.getline(own[-1].filename, own[-1].lineno)
    ).strip()
    return f"It stops with {text}, in line {own[-1].lineno}: `{source}`."


def timed(function, seconds):
    """(result, whether a time limit was set, seconds)."""
    begun = time.perf_counter()
    with within(seconds) as limited:
        result = function()
    return result, limited, time.perf_counter() - begun
