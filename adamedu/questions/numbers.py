"""Ask an answer number by number, as the page does: plain Python, for MicroPython.

A Number divides by 0 without an error, as an array does.
"""

import math

from adamedu.questions.refused import (
    BadAnswer,
    WrongShape,
    is_truth,
    misshapen,
    no_number,
    taken,
    whole,
)

NAN, INFINITE = float("nan"), float("inf")


def on_numbers(answer, task, make=None, changed=None):
    """A caller for `follow` that hands an answer one number of each list at a time, as
    what `make` makes of it.

    `changed` is a set, to which come the places of arguments changed in place.
    """
    if task["kind"] == "value":
        return lambda args, settings: [[number(answer())]]
    make, parts = make or Number, task["parts"]

    def call(args, settings):
        found = [[] for _ in parts]
        count = len(args[0]) if args and isinstance(args[0], list) else 1
        for i in range(count):
            one = [make(a[i]) if isinstance(a, list) else a for a in args]
            result = answer(*one, **settings)
            if changed is not None:
                changed.update(moved(one, args, i))
            for name, place, value in zip(parts, found, taken(parts, result)):
                place.append(plain(name, value, count))
        return [alone(n, p) if n == "t" else p for n, p in zip(parts, found)]

    return call


def moved(one, args, i):
    """The places of Numbers that are not what they were, NaN being like NaN."""
    lists = [k for k, numbers in enumerate(args) if isinstance(numbers, list)]
    pairs = [(k, bare(one[k]), args[k][i]) for k in lists]
    return [k for k, new, old in pairs if new != old and (new == new or old == old)]


def alone(name, values):
    """t is one number for all parameters."""
    if any(x != values[0] and x == x for x in values):
        raise BadAnswer(name + " must be one number, the same for all parameters.")
    return values[:1]


def number(value):
    """An answer that is a number, as a float; raises BadAnswer for what is none."""
    if is_truth(value):
        raise BadAnswer(no_number(value))
    try:
        return float(None if isinstance(value, str) else bare(value))
    except OverflowError:  # an integer, which MicroPython makes infinite
        return INFINITE
    except (TypeError, ValueError):
        raise BadAnswer(no_number(value)) from None


def plain(name, value, count):
    """A float, or an integer if it is t; NaN for a complex number. `count` is how many
    numbers there are of each part."""
    if isinstance(value, (list, tuple)):
        value = only(name, value, count)
    if isinstance(bare(value), bool):
        whole(name, WrongShape)  # True alone has no shape: ask with arrays
        value = int(bare(value)) if name == "t" else value
    try:
        if isinstance(bare(value), complex):
            value = bare(value).real if bare(value).imag == 0 else NAN
        value = number(value)
    except BadAnswer:
        raise BadAnswer(name + " must hold numbers.") from None
    count = name == "t" and value - value == 0 and value == int(value)
    return int(value) if count else value


def only(name, value, count):
    """The number of a list; raises BadAnswer where arrays would make another shape."""
    shape, right = nested(name, value, count), (count,)
    if shape == right or (name == "t" and shape == (1,)):
        return value[0]
    raise misshapen(name, shape, right)


def nested(name, value, count):
    """The shape of nested lists, if each Number stands for an array of `count`."""
    if not isinstance(value, (list, tuple)):
        return (count,) if isinstance(value, Number) and name != "t" else ()
    shapes = [nested(name, one, count) for one in value]
    if any([one != shapes[0] for one in shapes]):
        raise BadAnswer(name + " must hold numbers.")
    return (len(shapes),) + (shapes[0] if shapes else ())


class Number:
    """A float with an array's habits."""

    def __init__(self, value):
        self.value = value

    def made(self, x):
        """What comes of it: a Number again."""
        return type(self)(x) if isinstance(x, (float, int, complex)) else x

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
        return self.put(self + other)

    def __isub__(self, other):
        return self.put(self - other)

    def __imul__(self, other):
        return self.put(self * other)

    def __itruediv__(self, other):
        return self.put(self / other)

    def __ifloordiv__(self, other):
        return self.put(self // other)

    def __ipow__(self, other):
        return self.put(self**other)

    def put(self, new):
        """As an array's numbers are changed: all its names see it."""
        self.value = bare(new)
        return self

    def __neg__(self):
        return self.made(-self.value)

    def __pos__(self):
        return self.made(self.value)

    def __abs__(self):
        return self.made(abs(self.value))

    def clip(self, low, high):
        """As an array's; NaN stays."""
        low, high = bare(low), bare(high)
        x = low if low is not None and self.value < low else self.value
        return self.made(high if high is not None and x > high else x)

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


class Maths:
    """`math` for Numbers, which MicroPython's own does not take. What is too large it
    calls a domain error."""

    def __getattr__(self, name):
        of = getattr(math, name)

        def on_bare(*args):
            try:
                return of(*[bare(x) for x in args])
            except ValueError:
                power = name == "pow" and bare(args[0]) > 0
                if power or name in ("exp", "expm1", "sinh", "cosh"):
                    raise OverflowError("math range error") from None
                raise

        return on_bare if callable(of) else of


def bare(x):
    return x.value if isinstance(x, Number) else x


def quotient(a, b, whole=False):
    if b == 0 and isinstance(a, (float, int)):
        return NAN if a == 0 else a * INFINITE
    return a // b if whole else a / b


def power(a, b):
    try:
        made = a**b
    except (ZeroDivisionError, OverflowError):
        return INFINITE
    new = isinstance(made, complex) and not isinstance(a, complex)
    return NAN if new else made
