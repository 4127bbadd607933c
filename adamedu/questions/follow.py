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

    `call(args, settings)` gives the parts, each a list of numbers, or None where it
    can't. Of theta we keep the step, in units of lr: what it was less what it is.
    """
    if task["kind"] == "rule":
        return [walk(task, probe, call) for probe in task["probes"]]
    numbers = []
    for p, probe in enumerate(task["probes"]):
        rows = [call(args, probe["settings"]) for args in probe["calls"]]
        if None in rows:
            fit = task["right"][p]
            rows = [row or lost(right) for row, right in zip(rows, fit)]
        numbers.append(rows)
    return numbers


def lost(parts):
    """NaN in place of each number."""
    return [[NAN] * len(part) for part in parts]


def walk(task, probe, call):
    theta, names, rows = probe["theta"], task["parts"][1:], []
    begun = probe.get("state", {})
    state = [begun.get(n, 0 if n == "t" else [0.0] * len(theta)) for n in names]
    for k, g in enumerate(probe["g"]):
        settings = settings_at(probe["settings"], k)
        parts = call([theta, g] + state, settings)
        if parts is None:  # nothing to go on with
            return rows + [lost([theta] + wrapped(state))] * (len(probe["g"]) - k)
        lr = settings.get("lr", probe["lr"])
        steps = [(old - new) / lr for old, new in zip(theta, parts[0])]
        rows.append([steps] + parts[1:])
        theta = parts[0]
        state = [p[0] if n == "t" else p for n, p in zip(names, parts[1:])]
    return rows


def wrapped(state):
    return [one if isinstance(one, list) else [one] for one in state]
