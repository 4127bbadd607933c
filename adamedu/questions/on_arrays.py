"""Call an answer with whole arrays, where there is no NumPy: in the page."""

from adamedu.questions.arrays import Array, array
from adamedu.questions.given import made
from adamedu.questions.refused import BadAnswer, misshapen, taken, whole

NAN = float("nan")


def on_arrays(answer, task, changed):
    """A caller for `follow` that hands an answer the page's arrays.

    `changed` is a set, to which come the places of arguments changed in place.
    """
    parts = task["parts"]

    def call(args, settings):
        args = [made(value, array) for value in args]
        shapes = wanted(task, args)
        before = [held(value) for value in args]
        result = answer(*args, **settings)
        changed.update([k for k, old in enumerate(before) if old != held(args[k])])
        return [numbers(*one) for one in zip(parts, taken(parts, result), shapes)]

    return call


def held(value):
    """What an argument holds, as a text, in which NaN is like NaN."""
    return repr(value) if isinstance(value, (Array, list)) else ""


def wanted(task, args):
    """The shape of each part: a network's slopes have those of its weights."""
    parts = task["parts"]
    if len(parts) == 5:
        return [()] + [one.shape for one in args[0]]
    alike = isinstance(args[0], Array) and not task["arrays"]
    return [args[0].shape if alike and name != "t" else () for name in parts]


def numbers(name, value, shape):
    """The numbers of one part; raises BadAnswer for a wrong shape, and for none."""
    if isinstance(value, complex):
        return [NAN]
    try:
        value = array(value)
    except (TypeError, ValueError):
        raise BadAnswer(name + " must hold numbers.") from None
    if value.shape != shape and not (shape == () and value.size == 1):
        raise misshapen(name, value.shape, shape)
    if shape and value.dtype is not float:
        whole(name)
    return [float(x) for x in value.values()]
