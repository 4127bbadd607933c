"""What is said of an answer that can't be compared: one rule and one wording, for the
notebook, the page and the grader. Plain Python, for MicroPython too.
"""

RETRIED = ("TypeError", "ValueError", "AttributeError", "RuntimeError")  # torch's last
LOOKED_UP = ("NameError", "ImportError", "ModuleNotFoundError")
BUILT_IN = [type(f) for f in (abs, isinstance, max, setattr)]  # MicroPython has four
REFUSED = "unexpected keyword argument"
LOST = ("ZeroDivisionError", "OverflowError")  # no number, which the judge tells


class BadAnswer(Exception):  # noqa: N818  a learner's, not ours
    """Why an answer can't be compared, in one plain sentence.

    `kind` is the name of the Python error behind it, `cause` that error, and `detail`
    what Python says. `final`: it is no use to ask again.
    """

    kind = detail = ""
    cause = None
    final = False


class WrongShape(BadAnswer):
    """Numbers where arrays should be: written for single numbers, perhaps."""


def guarded(call, explain=None):
    """The same `call`, whose errors are BadAnswer; None where it divides by 0."""

    def safe(args, settings):
        try:
            return call(args, settings)
        except BadAnswer as error:
            if error.kind in LOST:
                return None
            raise
        except (Exception, SystemExit) as error:
            if type(error).__name__ in LOST:
                return None
            error = first_refused(call, args, settings, error)
            raise (explain or explained)(error) from None

    return safe


def first_refused(call, args, settings, error):
    """Of the settings that are not taken, the error for the first by name: Pythons name
    different ones."""
    errors, left = {}, dict(settings)
    while REFUSED in str(error):
        name = str(error).split("'")[1]
        if name not in left:
            break
        errors[name] = error
        del left[name]
        try:
            call(args, left)
            break
        except Exception as other:
            error = other
    return errors[sorted(errors)[0]] if errors else error


def check_callable(answer):
    """Raise BadAnswer for what is no function."""
    if answer is None:
        raise BadAnswer("The answer is None. Has the cell with your function run?")
    if not callable(answer):
        raise BadAnswer("A function is needed, got " + type(answer).__name__ + ".")
    if isinstance(answer, type):
        raise BadAnswer("A function is needed, got a class.")
    if type(answer) in BUILT_IN:
        raise BadAnswer("A function of yours is needed, got one of Python's own.")


def retried(error):
    """Whether an answer that raised this may do if it is asked in another way."""
    return error.kind in RETRIED or isinstance(error, WrongShape)


def for_numbers(error):
    """An error that arrays make in an answer that is written for single numbers."""
    words = "convert", "ambiguous", "neither true nor false"  # NumPy's, and the page's
    return any([one in error.detail for one in words])


def explained(error, numpy=True):
    """The BadAnswer for an error of the answer's own; `numpy`: there is NumPy."""
    kind, text = type(error).__name__, str(error)
    for own in ("'Number' object", "'Plain' object"):
        text = text.replace(own, "'float' object")
    bad = BadAnswer(in_words(kind, text, numpy))
    bad.kind, bad.cause = kind, error
    bad.detail = (kind + ": " + text if text else kind) + "."
    return bad


def in_words(kind, text, numpy):
    """What an error means; `text` is Python's own, which differs between Pythons."""
    name = text.split("'")[1] if text.count("'") > 1 else ""
    if kind == "SystemExit":
        return "It ends Python with exit(): return the values instead."
    if "recursion" in text or "pystack exhausted" in text:  # MicroPython's words
        return "It calls itself without end."
    if "referenced before" in text or "not associated with a value" in text:
        return "It uses a name that has no value yet: look at the order of the lines."
    if kind == "NameError" and name == "math":
        return "math is not defined: write `import math` above, or `v**0.5` for a root."
    if kind in LOOKED_UP and name in ("np", "numpy") and not numpy:
        return "There is no NumPy here: write `v**0.5` for a root."
    if kind == "NameError":
        return "It uses the name " + name + ", which is not defined."
    if "argument after ** must be a mapping" in text or text.endswith("'keys'"):
        return "Something is used as a dictionary that is none."
    if REFUSED in text:
        return (
            "A function gets the setting " + name + ", which it does not take. If it "
            "is yours, keep the signature of the task."
        )
    if "positional argument" in text:
        return "A function gets more or fewer arguments than it takes."
    if "small NumPy" in text:
        return text[:1].upper() + text[1:] + "."
    if text.startswith("module 'math' has no"):
        return "There is no math." + text.split("'")[3] + " here."
    if text.startswith("'float' object has no") or text.startswith("'int' object has"):
        return "A plain number has no ." + text.split("'")[3] + " here."
    if kind == "TypeError" and ("xor" in text or "^" in text):
        return "`^` is no power in Python: write `**`."
    return "It stops with an error."  # its kind differs between Pythons


def taken(parts, result):
    """The values that an answer returns, one for each part; raises BadAnswer.

    Several parts, and theta, come in a tuple or a list; another part comes alone.
    """
    if result is None:
        raise BadAnswer("It returns nothing: is the return missing?")
    if len(parts) == 5:  # backprop: a loss and a list of arrays
        result = unpacked(result)
    many = isinstance(result, (tuple, list))
    if isinstance(result, dict):
        raise BadAnswer("It returns a dictionary; it must return " + wished(parts))
    if len(parts) == 1 and parts[0] != "theta":
        if many:
            kind = "list" if isinstance(result, list) else "tuple"
            raise BadAnswer(
                "It returns a " + kind + "; it must return " + wished(parts)
            )
        if is_truth(result):
            whole(parts[0])
            raise BadAnswer("It returns True or False; it must return " + wished(parts))
        return [result]
    if not many:
        raise BadAnswer("It returns one value; it must return " + wished(parts))
    if len(result) != len(parts):
        count = str(len(result)) + (" values" if len(result) != 1 else " value")
        raise BadAnswer("It returns " + count + "; it must return " + wished(parts))
    for name, value in zip(parts, result):
        if value is None:
            raise BadAnswer(name + " is None; it must be a number.")
        if isinstance(value, (str, dict)):
            raise BadAnswer(
                name + " must hold numbers, not a "
                + ("text." if isinstance(value, str) else "dictionary.")
            )  # fmt: skip
    return list(result)


def is_truth(value):
    """Python's or NumPy's True or False."""
    return type(value).__name__ in ("bool", "bool_")


def unpacked(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise BadAnswer("It must return (loss, [dW1, db1, dW2, db2]).")
    if not isinstance(result[1], (tuple, list)):
        raise BadAnswer("The gradient must be a list, [dW1, db1, dW2, db2].")
    return [result[0]] + list(result[1])


def misshapen(name, found, shape):
    """What is said of a part of one shape that must have another."""
    if name == "t":
        return WrongShape("t must be one number, the same for all parameters.")
    told = f"has the shape {found}" if found else "is a single number"
    wish = f"have the shape {shape}" if shape else "be one number"
    return WrongShape(f"{name} {told}; it must {wish}.")


def whole(name, kind=BadAnswer):
    """Raise BadAnswer for integers and truths in what must be able to move a bit."""
    if name in ("theta", "m", "v", "v_max"):
        raise kind(name + " holds integers; it must hold floats.")


def wished(parts):
    if parts == ["theta"]:
        return "a tuple with theta in it: `return (theta,)`."
    if len(parts) == 1:
        return parts[0] + " itself, a number."
    return str(len(parts)) + " values, in this order: " + ", ".join(parts) + "."


def no_number(value):
    """What is said where an answer that is a number is something else."""
    if value is None:
        return "A number is needed; this is None."
    kind = {"str": "a text", "list": "a list", "tuple": "a tuple",
            "bool": "a truth value", "bool_": "a truth value",
            "dict": "a dictionary", "complex": "a complex number",
            "ndarray": "an array", "Tensor": "an array"}  # fmt: skip
    kind = kind.get(type(value).__name__)
    kind = kind or ("a class" if isinstance(value, type) else
                    "a function" if callable(value) else "none")  # fmt: skip
    return "A number is needed; this is " + kind + "."


def changed(task, k):
    """What is noted where argument k is changed in place: what is returned may be right
    all the same."""
    if task["kind"] == "rule":
        name = "its argument " + (["theta", "g"] + task["parts"][1:])[k]
    else:
        name = "its " + ("first", "second", "third", "fourth", "fifth")[k] + " argument"
    return (
        "It changes " + name + " in place: write `a = a - b`, not `a -= b`, so that "
        "the caller's array stays as it was."
    )
