"""The few operations beyond + - * / ** that must work on every machine.

A value is a float, a NumPy array, a torch tensor, or a list of these.
"""


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
