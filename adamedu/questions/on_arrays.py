"""Call an answer with whole arrays, where there is no NumPy: in the page."""

from adamedu.questions.arrays import Array, array
from adamedu.questions.given import made
from adamedu.questions.numbers import changed_in
from adamedu.questions.refused import BadAnswer, changed, misshapen, taken

NAN = float("nan")


def on_arrays(answer, task):
    """A caller for `follow` that hands an answer the page's arrays."""
    parts, in_text = task["parts"], changed_in(answer)

    def call(args, settings):
        args = [made(value, array) for value in args]
        before, shapes = plain(args), wanted(parts, args)
        result = answer(*args, **settings)
        for k, (old, new) in enumerate(zip(before, args)):
            if k in in_text or plain(new) != old:
                raise changed(task, k)
        return [numbers(*one) for one in zip(parts, taken(parts, result), shapes)]

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
    """The numbers of one part; raises BadAnswer for a wrong shape, and for none."""
    if isinstance(value, complex):
        return [NAN]
    try:
        value = array(value)
    except (TypeError, ValueError):
        raise BadAnswer(name + " is no array of numbers.") from None
    if value.shape != shape and not (shape == () and value.size == 1):
        raise misshapen(name, value.shape, shape)
    return [float(x) for x in value.values()]
