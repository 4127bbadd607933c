"""The loop: a rule, a start, a gradient."""

from adamedu.ops import finite, half, shape, whole


def descend(rule, theta, grad, steps, **settings):
    """Yield theta_0, theta_1, ..., theta_steps.

    `rule` is a function of `adamedu.rules` and `grad(theta)` the gradient.
    `theta` is a float, array or tensor; for a list of them take `each(rule)`.
    `settings` are the rule's own, such as lr; help() of a rule names them. A setting
    may be a schedule: a function of the step t = 1, 2, ..., steps.

    Raises TypeError for a rule that is no function, arrays of integers or of float16
    and a setting that is no number, ValueError for a start that is not finite, a
    setting out of range and a gradient whose shape is not theta's.
    """
    check_start(rule, theta)
    state = ()
    yield theta
    for t in range(1, steps + 1):
        now = at(t, settings)
        g = grad(theta)
        if t == 1:
            check_shape(g, theta)
            check_precision(g, "grad(theta)")
        theta, *state = rule(theta, g, *state, **now)
        yield theta


def each(rule):
    """Lift a rule to a list of parameters: it is applied to each of them.

    A list of rules, one for each parameter, gives parameter groups. Raises TypeError
    for a rule that is no function and, at the first step, for arrays of float16.
    """
    for one in rule if isinstance(rule, list) else [rule]:
        check_start(one, ())

    def lifted(theta, g, states=None, **settings):
        rules = rule if isinstance(rule, list) else [rule] * len(theta)
        for what, items in (("rules", rules), ("gradients", g)):
            if len(items) != len(theta):
                raise ValueError(f"{len(items)} {what} for {len(theta)} parameters")
        if states is None:
            check_precision(theta)
            check_precision(g, "g")
        states = states or [()] * len(theta)
        new = [
            r(theta_i, g_i, *state, **settings)
            for r, theta_i, g_i, state in zip(rules, theta, g, states)
        ]
        return [n[0] for n in new], [n[1:] for n in new]

    return lifted


def at(t, settings):
    """The settings of step t, schedules asked, all checked."""
    now = {name: s(t) if callable(s) else s for name, s in settings.items()}
    check_asked(now, t, settings)
    return now


def rule_name(rule):
    """A rule's name, for messages and files: adam, or adam(beta2=0.95) of a partial.

    A compiled rule has the name of what it was made of, an object that of its class.
    """
    while hasattr(rule, "__wrapped__"):
        rule = rule.__wrapped__
    if hasattr(rule, "keywords"):  # functools.partial
        given = [f"{key}={rule.keywords[key]}" for key in sorted(rule.keywords)]
        given = ", ".join([str(value) for value in rule.args] + given)
        return f"{rule_name(rule.func)}({given})"
    name = getattr(rule, "__name__", type(rule).__name__)
    return "lambda" if name == "<lambda>" else name


def check_start(rule, theta):
    """Raise for what `descend` can't start from; say what would be right."""
    if not callable(rule) or isinstance(rule, type):
        raise TypeError(f"rule must be a function such as adam, got {rule!r}")
    if whole(theta):
        raise TypeError("theta must hold floats, got integers: write 1.0 for 1")
    check_precision(theta)
    if not finite(theta):
        raise ValueError(f"theta must start finite, got {theta}")


def check_precision(value, name="theta"):
    """Raise TypeError for float16, in which a rule divides 0 by 0."""
    if half(value):
        raise TypeError(f"{name} must hold float32 or float64, got float16: there an "
                        "eps of 1e-8 is 0")  # fmt: skip


def check_settings(settings, when=""):
    """Raise for a value that no rule can use; say what would be right."""
    for name, value in settings.items():
        number = isinstance(value, (int, float)) or hasattr(value, "shape")
        if not number or isinstance(value, bool) or shape(value) != ():
            raise TypeError(f"{name} must be a number, got {value!r}{when}")
        if name in ("beta1", "beta2", "beta3") and not 0 <= value < 1:
            raise ValueError(f"{name} must lie in [0, 1), got {value}{when}")
        if name in ("lr", "eps", "weight_decay") and not 0 <= value < float("inf"):
            must = "must be finite and not negative"
            raise ValueError(f"{name} {must}, got {value}{when}")
        if value != value:
            raise ValueError(f"{name} must be a number, got {value}{when}")


def check_asked(now, t, settings):
    """check_settings; of what a schedule has given, it tells the step."""
    for name, value in now.items():
        check_settings({name: value}, f" at step {t}" * callable(settings[name]))


def check_shape(g, theta):
    """Raise ValueError unless the gradient has the shape of the parameters."""
    if shape(g) != shape(theta):
        raise ValueError(
            f"grad(theta) must have theta's shape {shape(theta)}, got {shape(g)}"
        )
