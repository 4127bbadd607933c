"""Call an answer with whole arrays, where there is no NumPy: in the page."""

from adamedu.questions.arrays import Array, array, product
from adamedu.questions.given import made

NAN = float("nan")


def on_arrays(answer, parts):
    """A caller for `follow` that hands an answer the page's arrays."""

    def call(args, settings):
        args = [made(value, array) for value in args]
        before, shapes = plain(args), wanted(parts, args)
        try:
            result = answer(*args, **settings)
        except ZeroDivisionError:  # NumPy would go on with NaN
            return [[NAN] * product(shape) for shape in shapes]
        if plain(args) != before:
            raise ValueError(
                "it changes its arguments in place: write `a = a - b`, not `a -= b`, "
                "so that the caller's arrays stay as they were"
            )
        if result is None:
            raise ValueError("it returns None: is the return missing?")
        if len(parts) == 1:
            result = (result,)
        elif len(parts) == 5:
            whole = isinstance(result, (tuple, list)) and len(result) == 2
            if not whole or not isinstance(result[1], (tuple, list)):
                raise ValueError("it must return (loss, [dW1, db1, dW2, db2])")
            result = [result[0]] + list(result[1])
        if not isinstance(result, (tuple, list)) or len(result) != len(parts):
            raise ValueError("it must return (" + ", ".join(parts) + ")")
        return [numbers(*one) for one in zip(parts, result, shapes)]

    return call


def wanted(parts, args):
    """The shape of each part: a network's slopes have those of its weights."""
    return (
        [()] + [one.shape for one in args[0]] if len(parts) == 5 else [()] * len(parts)
    )


def plain(value):
    """Nested lists, to compare with later."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.tolist() if isinstance(value, Array) else value


def numbers(name, value, shape):
    """The numbers of one part; raises ValueError for a wrong shape, and for none."""
    if value is None:
        raise ValueError(f"{name} is None")
    if isinstance(value, complex):
        return [NAN]
    value = array(value)
    if value.shape != shape and not (shape == () and value.size == 1):
        told = f"the shape {value.shape}" if value.shape else "a single number"
        raise ValueError(f"{name} has {told}; it must have the shape {shape}")
    return [float(x) for x in value.values()]
