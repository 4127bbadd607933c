"""The page's `np`, for tasks whose answers work on whole

NumPy itself needs Pyodide, 9 MB compressed, where a page with all its figures may have
0.9. What such answers use is here, and does what NumPy does; a message names what is
missing.
"""

import math
from math import inf, nan, pi  # noqa: F401  np.pi

from adamedu.questions.arrays import (
    Array,
    add_method,
    array,
    divided,
    each,
    inside,
    product,
)

newaxis, float64, int64 = None, float, int
total = sum  # the names below hide Python's


def __getattr__(name):
    raise AttributeError("the page's small NumPy has no np." + name)


def of_number(function):
    """A function of a number, for arrays too; NaN where it is not defined."""

    def one(x):
        try:
            return function(x)
        except ValueError:
            return nan

    return lambda x: each(one, x)


def of_two(function):
    return lambda a, b: each(function, a, b)


def of_many(function, *settings):
    """A function of a list of numbers, for all of an array or along an axis."""

    def reduced(a, axis=None, keepdims=False, **more):
        unknown = [name for name in more if name not in settings]
        if unknown:
            raise TypeError(f"the page's small NumPy has no setting {unknown[0]} here")
        a = array(a)
        values, n, step, before, after = a.values(), a.size, 1, (), ()
        if axis is not None:
            if isinstance(axis, tuple):
                raise TypeError("the page's small NumPy takes one axis, or none")
            if not isinstance(axis, int):
                raise TypeError(f"an axis is a whole number, not {axis}")
            axis = inside(axis, a.ndim)
            before, n, after = a.shape[:axis], a.shape[axis], a.shape[axis + 1 :]
            step = product(after)
        firsts = [p for p in range(a.size) if p // step % n == 0]
        made = [
            function([values[p + k * step] for k in range(n)], **more) for p in firsts
        ]
        kept = (1,) * (a.ndim if axis is None else 1) if keepdims else ()
        shape = before + kept + after
        return Array(made, shape) if shape else made[0]

    return reduced


def larger(x, y):
    return x if x > y or x != x else y


def smaller(x, y):
    return x if x < y or x != x else y


def most(values, better=larger):
    found = values[0]
    for x in values:
        found = better(found, x)
    return found


def place(values, better):
    best = most(values, better)
    return [x == best or x != x for x in values].index(True)


def middle(values):
    in_order, n = sorted(values), len(values)
    both = in_order[(n - 1) // 2] + in_order[n // 2]
    return both / 2 if most(values) == most(values) else nan


def average(values):
    return divided(total(values), len(values))


def variance(values, ddof=0):
    mean = average(values)
    return divided(total([(x - mean) ** 2 for x in values]), len(values) - ddof)


def matmul(a, b):
    """a @ b for one or two axes each."""
    a, b = array(a), array(b)
    if a.ndim not in (1, 2) or b.ndim not in (1, 2) or a.shape[-1] != b.shape[0]:
        raise ValueError(f"the shapes {a.shape} and {b.shape} do not fit together in @")
    left, right, n = a.values(), b.T.values(), a.shape[-1]
    rows = [left[k : k + n] for k in range(0, len(left), n)]
    columns = [right[k : k + n] for k in range(0, len(right), n)]
    made = [total([x * y for x, y in zip(row, column)])
            for row in rows for column in columns]  # fmt: skip
    shape = a.shape[:-1] + b.shape[1:]
    return Array(made, shape) if shape else made[0]


exp = of_number(lambda x: inf if x > 709.78 else math.exp(x))
log = of_number(lambda x: math.log(x) if x else -inf)
log1p = of_number(lambda x: math.log(1 + x) if x > -1 else -inf if x == -1 else nan)
sqrt, tanh = of_number(math.sqrt), of_number(math.tanh)
sin, cos = of_number(math.sin), of_number(math.cos)
sign = of_number(lambda x: x if x != x else type(x)((x > 0) - (x < 0)))
square = of_number(lambda x: x * x)
isnan = of_number(lambda x: x != x)
isfinite = of_number(lambda x: x - x == 0)
absolute = abs = of_number(lambda x: x if x > 0 else 0 - x)
maximum, minimum = of_two(larger), of_two(smaller)
sum, mean, median = of_many(total), of_many(average), of_many(middle)
max = of_many(most)
min = of_many(lambda values: most(values, smaller))
argmax = of_many(lambda values: place(values, larger))
argmin = of_many(lambda values: place(values, smaller))
var = of_many(variance, "ddof")
std = of_many(lambda values, ddof=0: math.sqrt(variance(values, ddof)), "ddof")
any = of_many(lambda values: True in [bool(x) for x in values])
all = of_many(lambda values: False not in [bool(x) for x in values])
dot = matmul
for name, function in (
    ("sum", sum), ("mean", mean), ("max", max), ("min", min), ("std", std),
    ("var", var), ("any", any), ("all", all), ("argmax", argmax), ("dot", dot),
):  # fmt: skip
    add_method(name, function)
add_method("__matmul__", matmul)
add_method("__rmatmul__", lambda b, a: matmul(a, b))


def asarray(x, dtype=None):
    return x if isinstance(x, Array) and not dtype else array(x, dtype)


def copy(a):
    return array(a)


def full(shape, value):
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    return Array([value] * product(shape), shape)


def zeros(shape, dtype=float):
    return full(shape, dtype(0))


def ones(shape, dtype=float):
    return full(shape, dtype(1))


def zeros_like(a):
    return zeros(array(a).shape, array(a).dtype)


def ones_like(a):
    return ones(array(a).shape, array(a).dtype)


def eye(n):
    return Array([float(i == j) for i in range(n) for j in range(n)], (n, n))


def arange(*ends):
    return array(list(range(*ends)))


def ndindex(*shape):
    """All places of an array, as tuples."""
    shape = shape[0] if isinstance(shape[0], (tuple, list)) else shape
    places = [()]
    for n in shape:
        places = [p + (k,) for p in places for k in range(n)]
    return iter(places)


def where(mask, a, b):
    return each(lambda yes, x, y: x if yes else y, mask, a, b)


def outer(a, b):
    return each(lambda x, y: x * y, array(a).reshape(-1, 1), array(b).reshape(1, -1))


def clip(a, low, high):
    return minimum(maximum(a, low), high)
