"""Ask an answer everything that its probes ask; plain Python, for the page too."""

NAN = float("nan")


def finite(x):
    return x is not None and x - x == 0


def settings_at(settings, k):
    """The settings of call k: a list holds one value for each."""
    return {
        name: value[k] if isinstance(value, list) else value
        for name, value in settings.items()
    }


def follow(task, call):
    """The numbers of an answer: for each probe, for each call, a list for each part.

    `call(args, settings)` gives the parts, each a list of numbers. Of theta we keep
    the step, in units of lr: what it was less what it is.
    """
    if task["kind"] != "rule":
        return [
            [call(args, probe["settings"]) for args in probe["calls"]]
            for probe in task["probes"]
        ]
    return [walk(task, probe, call) for probe in task["probes"]]


def walk(task, probe, call):
    theta, rows = probe["theta"], []
    state = [0 if name == "t" else [0.0] * len(theta) for name in task["parts"][1:]]
    for k, g in enumerate(probe["g"]):
        settings = settings_at(probe["settings"], k)
        parts = call([theta, g] + state, settings)
        lr = settings.get("lr", probe["lr"])
        steps = [(old - new) / lr for old, new in zip(theta, parts[0])]
        rows.append([steps] + parts[1:])
        theta = parts[0]
        state = [
            part[0] if name == "t" else part
            for name, part in zip(task["parts"][1:], parts[1:])
        ]
    return rows


def on_floats(answer, parts):
    """A caller for `follow` that hands an answer one number of each list at a time."""

    def call(args, settings):
        found = [[] for _ in parts]
        for i in range(len(args[0]) if args and isinstance(args[0], list) else 1):
            one = [a[i] if isinstance(a, list) else a for a in args]
            try:
                result = answer(*one, **settings)
            except (ZeroDivisionError, OverflowError):
                result = lost(one, parts)
            if len(parts) == 1 and not isinstance(result, (tuple, list)):
                result = (result,)
            whole = isinstance(result, (tuple, list)) and len(result) == len(parts)
            if not whole or any(part is None for part in result):
                several = "(" + ", ".join(parts) + ")"
                one = parts[0] + " alone"
                raise ValueError("it must return " + (several if parts[1:] else one))
            for name, place, value in zip(parts, found, result):
                place.append(plain(value, name == "t"))
        return [p[:1] if n == "t" else p for n, p in zip(parts, found)]

    return call


def plain(value, whole):
    """A number as a float, or as an integer if it must be whole; NaN for a complex one.
    Raises ValueError for what is no number.
    """
    try:
        value = NAN if isinstance(value, complex) else float(value)
    except (TypeError, OverflowError):
        raise ValueError("it must return numbers") from None
    return int(value) if whole and finite(value) and value == int(value) else value


def lost(args, parts):
    """For a division by zero: theta is lost, the state is as it was, t goes on."""
    state = [a + 1 if n == "t" else a for n, a in zip(parts[1:], args[2:])]
    return [NAN] + state
