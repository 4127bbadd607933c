"""Ask an answer number by number, as the page does: plain Python, for MicroPython.

A Number divides by 0 without an error, as an array does.
"""

import math

from adamedu.questions.refused import BadAnswer, no_number, taken

NAN, INFINITE = float("nan"), float("inf")


def on_numbers(answer, task, make=None):
    """A caller for `follow` that hands an answer one number of each list at a time, as
    what `make` makes of it.
    """
    if task["kind"] == "value":
        return lambda args, settings: [[number(answer())]]
    make, parts = make or Number, task["parts"]

    def call(args, settings):
        found = [[] for _ in parts]
        for i in range(len(args[0]) if args and isinstance(args[0], list) else 1):
            one = [make(a[i]) if isinstance(a, list) else a for a in args]
            result = answer(*one, **settings)
            for name, place, value in zip(parts, found, taken(parts, result)):
                place.append(plain(name, value))
        return [alone(n, p) if n == "t" else p for n, p in zip(parts, found)]

    return call


def alone(name, values):
    """t is one number for all parameters."""
    if any(x != values[0] and x == x for x in values):
        raise BadAnswer(name + " must be one number, the same for all parameters.")
    return values[:1]


def number(value):
    """An answer that is a number, as a float; raises BadAnswer for what is none."""
    try:
        return float(None if isinstance(value, str) else bare(value))
    except (TypeError, ValueError, OverflowError):
        raise BadAnswer(no_number(value)) from None


def plain(name, value):
    """A float, or an integer if it is t; NaN for a complex number."""
    if callable(value):
        raise BadAnswer(name + " must hold numbers.")
    value = NAN if isinstance(value, complex) else number(value)
    whole = name == "t" and value - value == 0 and value == int(value)
    return int(value) if whole else value


class Number:
    """A float with an array's habits."""

    def __init__(self, value):
        self.value = value

    def made(self, x):
        """What comes of it: a Number again, NaN for a complex one."""
        x = NAN if isinstance(x, complex) else x
        return type(self)(x) if isinstance(x, (float, int)) else x

    def __add__(self, other):
        return self.made(self.value + bare(other))

    def __radd__(self, other):
        return self.made(bare(other) + self.value)

    def __sub__(self, other):
        return self.made(self.value - bare(other))

    def __rsub__(self, other):
        return self.made(bare(other) - self.value)

    def __mul__(self, other):
        return self.made(self.value * bare(other))

    def __rmul__(self, other):
        return self.made(bare(other) * self.value)

    def __truediv__(self, other):
        return self.made(quotient(self.value, bare(other)))

    def __rtruediv__(self, other):
        return self.made(quotient(bare(other), self.value))

    def __floordiv__(self, other):
        return self.made(quotient(self.value, bare(other), True))

    def __rfloordiv__(self, other):
        return self.made(quotient(bare(other), self.value, True))

    def __pow__(self, other):
        return self.made(power(self.value, bare(other)))

    def __rpow__(self, other):
        return self.made(power(bare(other), self.value))

    def __neg__(self):
        return self.made(-self.value)

    def __pos__(self):
        return self

    def __abs__(self):
        return self.made(abs(self.value))

    def clip(self, low, high):
        """As `ops.larger` asks an array, and NaN stays."""
        return self if self.value != self.value or self > low else self.made(bare(low))

    def __bool__(self):
        return self.value != 0

    def __eq__(self, other):
        return self.value == bare(other)

    def __lt__(self, other):
        return self.value < bare(other)

    def __le__(self, other):
        return self.value <= bare(other)

    def __gt__(self, other):
        return self.value > bare(other)

    def __ge__(self, other):
        return self.value >= bare(other)

    def __hash__(self):
        return hash(self.value)


class Maths:
    """`math` for Numbers, which MicroPython's own does not take."""

    def __getattr__(self, name):
        of = getattr(math, name)
        return (lambda *args: of(*[bare(x) for x in args])) if callable(of) else of


def bare(x):
    return x.value if isinstance(x, Number) else x


def quotient(a, b, whole=False):
    if b == 0 and isinstance(a, (float, int)):
        return NAN if a == 0 else a * INFINITE
    return a // b if whole else a / b


def power(a, b):
    try:
        return a**b
    except (ZeroDivisionError, OverflowError):
        return INFINITE
