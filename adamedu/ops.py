"""The few operations beyond + - * / ** that must work on every machine.

A value is a float, a NumPy array, a torch tensor, or a list of these.
"""

import math


def shape(x):
    """Shape of a value as a tuple; a list gives the shapes of its items."""
    if isinstance(x, (list, tuple)):
        return tuple([shape(item) for item in x])
    return tuple(getattr(x, "shape", ()))


def finite(x):
    """True if no number in the value is NaN or infinite."""
    if isinstance(x, (list, tuple)):
        return all([finite(item) for item in x])
    ok = abs(x) < float("inf")
    return bool(ok.all()) if hasattr(ok, "all") else ok


def whole(x):
    """True if the value holds an array of integers, which can't take small steps."""
    if isinstance(x, (list, tuple)):
        return any([whole(item) for item in x])
    return "int" in str(getattr(x, "dtype", ""))


def half(x):
    """True if the value holds an array of float16, where an eps of 1e-8 is 0."""
    if isinstance(x, (list, tuple)):
        return any([half(item) for item in x])
    return str(getattr(x, "dtype", "")) in ("float16", "torch.float16")


def sign(x):
    """-1, 0 or 1 for each number."""
    if hasattr(x, "sign"):
        return x.sign()
    if hasattr(x, "astype"):
        return (x > 0).astype(x.dtype) - (x < 0).astype(x.dtype)
    return (x > 0) - (x < 0)


def larger(x, other):
    """The larger of two values, number by number; x has the shape of the result."""
    return x.clip(other, None) if hasattr(x, "clip") else max(x, other)


def greatest(x):
    """The greatest number of a list; NaN if one is NaN, which max alone may pass by."""
    return max(x, key=lambda one: (one != one, one))


def atan2(y, x):
    """The angle of the point (x, y), from -pi to pi; 0 at the origin."""
    if hasattr(y, "atan2"):
        return y.atan2(x)
    if hasattr(y, "__array_namespace__"):
        return y.__array_namespace__().atan2(y, x)
    return math.atan2(y, x)


def count(x):
    """How many numbers there are."""
    found = 1
    for side in shape(x):
        found = found * side
    return found


def total(x):
    """Sum of all numbers."""
    return x.sum() if hasattr(x, "sum") else x


def norm(x):
    """Square root of the sum of all squares, which may leave the range of float32."""
    size = total(abs(x))
    return size * total((x / size) ** 2) ** 0.5 if size > 0 else size


def sides(x):
    """Rows and columns of a matrix; raises ValueError for any other shape."""
    if len(shape(x)) != 2:
        raise ValueError(f"a matrix is needed, got an array of shape {shape(x)}")
    return shape(x)
