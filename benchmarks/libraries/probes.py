"""What one finds out about an optimizer by stepping it."""

import ast
import inspect

import numpy as np

from benchmarks.libraries import forms

LR, DECAY = 0.01, 0.1
START = np.linspace(1, 2, 12).reshape(4, 3)
SQUARE = np.linspace(1, 2, 128**2, dtype="float32").reshape(128, 128)
ORDINARY = np.random.default_rng(0).standard_normal((40, 4, 3))
TINY = 1e-8 * ORDINARY
CALLED = {  # what a library calls a setting: the first of these that it has
    "lr": ["lr", "learning_rate"], "eps": ["eps", "epsilon"],
    "decay": ["weight_decay", "weight_decay_rate"],
}  # fmt: skip
BETAS = ["betas", "b1", "b2", "b3", "beta_1", "beta_2", "beta1", "beta2", "momentum",
         "rho", "alpha", "beta2_decay", "decay_rate", "decay"]  # fmt: skip
NONE = inspect.Parameter.empty


class Optimizer:
    """An optimizer of a library, as listed.py has it."""

    def __init__(self, module, stepper, dtype, line):
        self.written, _, self.like = map(str.strip, line.partition(" = "))
        self.stepper, self.dtype = stepper, dtype
        call = ast.parse(self.written, mode="eval").body
        self.given = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
        self.make = module
        for name in ast.unparse(call.func).split("."):
            self.make = getattr(self.make, name)
        found = inspect.signature(self.make).parameters
        self.defaults = {name: p.default for name, p in found.items()} | self.given

    def called(self, what):
        return next((name for name in CALLED[what] if name in self.defaults), None)

    def default(self, what):
        return self.defaults.get(self.called(what), NONE)

    def at(self, theta, **settings):
        """A stepper with LR, without decay if it can be left out, and with settings."""
        settings = {"lr": LR, "decay": 0.0, **settings}
        named = {self.called(k): v for k, v in settings.items() if self.called(k)}
        return self.stepper(self.make, theta, self.given | named)

    def walk(self, gradients, before=None, after=None, seen=None, **settings):
        """The thetas; `before` and `after` change theta, and `seen` the gradient."""
        stepper = self.at(START.astype(self.dtype), **settings)
        path = [stepper.theta]
        for g in gradients:
            if before:
                stepper.theta = before(stepper.theta)
            g = seen(g, stepper.theta) if seen else g
            stepper.step(g.astype(self.dtype))
            if after:
                stepper.theta = after(stepper.theta)
            path.append(stepper.theta)
        return np.array(path, dtype="float64")

    def first(self, scale, **settings):
        """The length of the first step in rates, where each gradient is `scale`."""
        start, end = self.walk([np.full(START.shape, scale)], **settings)
        return abs(end - start).max() / LR


def measure(optimizer):
    """A line of the page's table, by the names of its columns."""
    found = {what: short(optimizer.default(what)) for what in CALLED}
    found["betas"] = ", ".join(
        short(optimizer.defaults[name]) for name in BETAS
        if optimizer.defaults.get(name) is not None and name in optimizer.defaults
    )  # fmt: skip
    found["first"] = short(optimizer.first(1.0))
    found["half"], found["where"] = epsilon(optimizer)
    found["form"] = decay(optimizer)
    found["bytes"] = state(optimizer)
    if optimizer.like:
        rule, settings = forms.parse(optimizer.like)
        ours = [forms.walk(rule, START, g, lr=LR, **settings) for g in (ORDINARY, TINY)]
        theirs = [optimizer.walk(g) for g in (ORDINARY, TINY)]
        found["like"] = optimizer.like
        found["apart"] = [rough(apart(*pair)) for pair in zip(ours, theirs)]
    return found


def epsilon(optimizer):
    """The gradient that halves the first step, and where eps stands for that."""
    whole = optimizer.first(1.0)
    if whole == 0:
        return "", "no first step"
    if optimizer.first(10.0) > 5 * whole:
        return "", "no division"
    half = halving(optimizer, whole)
    eps = optimizer.default("eps")
    if half is None:
        return "", "none"
    if not isinstance(eps, float) or eps == 0:
        return digit(half), "another"
    moved = np.log10(halving(optimizer, whole, eps=100 * eps) / half)
    where = {2: "outside the root", 1: "inside the root"}.get(round(moved), "another")
    return digit(half), where


def halving(optimizer, whole, **settings):
    """By bisection; None where no gradient is small enough."""
    low, high = (-30 if optimizer.dtype == "float64" else -18), 0
    if optimizer.first(10.0**low, **settings) > whole / 2:
        return None
    while high - low > 0.02:
        middle = (low + high) / 2
        small = optimizer.first(10.0**middle, **settings) < whole / 2
        low, high = (middle, high) if small else (low, middle)
    return 10.0 ** ((low + high) / 2)


def decay(optimizer):
    """Which form of decay takes the same walk: the gradient's or theta's own."""
    if not optimizer.called("decay"):
        return "not offered"
    steps = ORDINARY[:5]
    walk = optimizer.walk(steps, decay=DECAY)
    forms_of_decay = {
        "none": {},
        "L2": {"seen": lambda g, theta: g + DECAY * theta},
        "lr λ": {"before": lambda theta: theta * (1 - LR * DECAY)},
        "λ": {"before": lambda theta: theta * (1 - DECAY)},
        "divides": {"after": lambda theta: theta / (1 + LR * DECAY)},
    }
    far = {name: apart(walk, optimizer.walk(steps, **changed))
           for name, changed in forms_of_decay.items()}  # fmt: skip
    nearest = min(far, key=far.get)
    return nearest if far[nearest] < 1e-4 else "another"  # some rates are in float32


def state(optimizer):
    """Bytes kept for each weight of a matrix in float32."""
    stepper = optimizer.at(SQUARE)
    stepper.step(np.ones_like(SQUARE))
    return short(stepper.bytes() / SQUARE.size)


def apart(a, b):
    """The largest distance of two walks, by how far the longer one has gone."""
    length = max(abs(a - a[0]).max(), abs(b - b[0]).max())
    return abs(a - b).max() / length


def short(value):
    """A setting or a number as one writes it; "" for none."""
    if value is NONE or value is None or isinstance(value, str):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(short(one) or "none" for one in value)
    return f"{value:.3g}" if isinstance(value, (int, float, np.floating)) else ""


def rough(value):
    """A distance, by one digit; "rounding" for what is no more than that."""
    return "rounding" if value < 1e-11 else digit(value)


def digit(value):
    return f"{float(f'{value:.1g}'):g}"
