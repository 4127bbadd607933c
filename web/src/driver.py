# Runs inside MicroPython: loads a figure's source, calls it, packs what it returns.
import io
import json
import os
import sys
from array import array

import uctypes

_programs = {}  # key: namespace of a figure
_memory = []  # arrays that the page is about to read
_fields = {}  # id of a list that is drawn again and again: (list, its array)


def write(path, text):
    folder = ""
    for part in path.split("/")[:-1]:
        folder += "/" + part
        try:
            os.mkdir(folder)
        except OSError:  # it is there
            continue
    with open("/" + path, "w") as file:
        file.write(text)


class Missing(Exception):
    pass


UPDATES = {
    "*": ("__imul__", lambda a, b: a * b), "/": ("__itruediv__", lambda a, b: a / b),
    "//": ("__ifloordiv__", lambda a, b: a // b), "%": ("__imod__", lambda a, b: a % b),
    "**": ("__ipow__", lambda a, b: _power(a, b)),
    "@": ("__imatmul__", lambda a, b: a @ b),
    "&": ("__iand__", lambda a, b: a & b), "|": ("__ior__", lambda a, b: a | b),
    "^": ("__ixor__", lambda a, b: a ^ b), "<<": ("__ilshift__", lambda a, b: a << b),
    ">>": ("__irshift__", lambda a, b: a >> b),
}  # fmt: skip


def _updated(sign, a, b):
    """`a *= b` and its like, which MicroPython does not ask a: see micropython.js."""
    name, of_two = UPDATES[sign]
    own = getattr(a, name, None)
    return of_two(a, b) if own is None else own(b)


def _power(a, b, *modulus):
    """a ** b, with Python's error where a float is too large: here it is infinite."""
    made = pow(a, b, *modulus)
    large = isinstance(made, float) and made - made != 0
    if large and all([isinstance(x, (int, float)) and x - x == 0 for x in (a, b)]):
        raise OverflowError("Numerical result out of range")
    return made


class _Held:
    """The attributes of a function, which here can have none."""

    def __init__(self, function):
        self._function = function

    def __getattr__(self, name):
        return getattr(self._function, name)


def space():
    """The names that a text finds: what micropython.js writes."""
    found = {}

    def held(value):
        if type(value) not in (type(held), type(space)):  # closures have another type
            return value
        return found.setdefault(value, _Held(value))

    return {"__name__": "figure", "_updated": _updated, "_power": _power,
            "pow": _power, "_held": held}  # fmt: skip


def load(key, texts):
    """Run [name, text] pairs in one new namespace; later ones replace names.

    A third item is what the text must define: a function, or a value, as before.
    """
    names = space()
    try:
        for name, text, *must in json.loads(texts):
            before = [(one, callable(names.pop(one, None))) for one in must]
            sys.modules.pop("numpy", None)
            if "np" in names:  # the figure's small NumPy
                sys.modules["numpy"] = names["np"]
            exec(compile(text, name, "exec"), names)
            for one, function in before:
                if one not in names or callable(names[one]) != function:
                    how = "Define {0} here: def {0}(…): …" if function else (
                        "Give {0} a value here: {0} = …")  # fmt: skip
                    raise Missing(how.format(one))
    except BaseException as error:
        return _told(error)
    _programs[key] = names
    return ""


def call(key, function, arguments):
    """Return "+" and the result as JSON, or "-" and the error as JSON."""
    _memory.clear()
    try:
        value = _programs[key][function](**json.loads(arguments))
        return "+" + json.dumps(_pack(value))
    except BaseException as error:
        return "-" + _told(error)


def _told(error):
    trace = io.StringIO()
    sys.print_exception(getattr(error, "cause", None) or error, trace)
    kind = type(error).__name__
    return json.dumps({"kind": kind, "message": str(error), "trace": trace.getvalue()})


def _pack(value):
    if isinstance(value, (list, tuple)):
        if len(value) > 8 and isinstance(value[0], (float, int)):
            return {"$floats": _place(value)}
        return [_pack(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _pack(item) for key, item in value.items()}
    if isinstance(value, float) and value - value != 0:  # NaN, infinities
        return {"$float": str(value)}
    return value


def _place(numbers):
    """Put numbers into memory that the page can read: [address, length]."""
    if len(numbers) > 2000:  # a landscape's heights, computed once
        if id(numbers) not in _fields:
            _fields[id(numbers)] = (numbers, array("d", numbers))
        floats = _fields[id(numbers)][1]
    else:
        floats = array("d", numbers)
    _memory.append(floats)
    return [uctypes.addressof(floats), len(floats)]
