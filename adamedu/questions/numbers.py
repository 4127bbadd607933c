"""Ask an answer number by number, as the page does: plain Python, for MicroPython.

A Number is like an array of one: it divides by 0 without an error, and whoever changes
it in place changes the caller's.
"""

import math

from adamedu.questions.refused import BadAnswer, changed, no_number, taken

NAN, INFINITE = float("nan"), float("inf")


def on_numbers(answer, task, make=None):
    """A caller for `follow` that hands an answer one number of each list at a time, as
    what `make` makes of it.
    """
    if task["kind"] == "value":
        return lambda args, settings: [[number(answer())]]
    make, parts = make or Number, task["parts"]
    in_text = changed_in(answer)

    def call(args, settings):
        found = [[] for _ in parts]
        for i in range(len(args[0]) if args and isinstance(args[0], list) else 1):
            one = [make(a[i]) if isinstance(a, list) else a for a in args]
            result = answer(*one, **settings)
            for k, (old, new) in enumerate(zip(args, one)):
                if isinstance(old, list) and (
                    k in in_text or old[i] != bare(new) and old[i] == old[i]
                ):
                    raise changed(task, k)
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

    def __iadd__(self, other):
        return self.now(self + other)

    def __isub__(self, other):
        return self.now(self - other)

    def __imul__(self, other):
        return self.now(self * other)

    def __itruediv__(self, other):
        return self.now(self / other)

    def __ipow__(self, other):
        return self.now(self**other)

    def now(self, new):
        self.value = bare(new)
        return self

    def __neg__(self):
        return self.made(-self.value)

    def __pos__(self):
        return self

    def __abs__(self):
        return self.made(abs(self.value))

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


def changed_in(answer):
    """The places of those arguments that an answer's text changes by `*=` and the like,
    which MicroPython does not tell a Number or an array.
    """
    text = getattr(answer, "__globals__", {}).get("__text__", "")
    name = getattr(answer, "__name__", "")
    _, found, rest = text.partition("def " + name + "(")
    if not found:
        return []
    heads, _, body = rest.partition(")")
    names = [one.split("=")[0].split(":")[0].strip() for one in heads.split(",")]
    places = []
    for statement in body.replace(";", "\n").split("\n"):
        if statement[:1] not in ("", " ", "\t", "#", ":"):
            break  # the function has ended
        left, _, _ = statement.partition("=")
        bare_name = left.strip(" \t+-*/%:")
        if bare_name in names and left.rstrip()[-1:] in ("+", "-", "*", "/", "%"):
            places.append(names.index(bare_name))
        else:  # a new value: no longer the caller's
            new = [one.strip(" \t:()") for one in left.split(",")]
            names = ["" if one in new else one for one in names]
    return places
