"""The hidden checks. They never leave the grader's process.

A task is a function `examine(call, value, rng)`: it asks the student's code questions
whose numbers come from `rng`, seeded by the student's name, and returns notes; it
raises Wrong, in words, for a wrong answer. Comparisons are written so that NaN fails.
"""

import hashlib
import inspect
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from adamedu import rules, schedules
from adamedu.questions import comparison
from course import draws, signatures, training  # noqa: F401  all families
from course.families import FAMILIES

EXACT, SINGLE = 1e-8, 1e-4
DRAWN = {
    "lr": lambda rng: float(rng.uniform(0.02, 0.2)),
    "beta1": lambda rng: float(rng.uniform(0.6, 0.95)),
    "beta2": lambda rng: float(rng.uniform(0.8, 0.99)),
    "eps": lambda rng: float(rng.choice([1e-8, 1e-3, 1e-2])),
    "weight_decay": lambda rng: float(rng.uniform(0.1, 0.5)),
}


class Wrong(Exception):  # noqa: N818  a student's, not ours
    """Why an answer is wrong."""


@dataclass(frozen=True)
class Rule:
    """A task that asks for one of the book's rules, with the book's signature."""

    reference: object

    def examine(self, ask, rng):
        notes = set()
        for theta, gradients, settings in self.probes(rng):
            self.walk(ask, theta, gradients, settings, notes)
        return sorted(notes)

    def probes(self, rng):
        """Starts, gradients and settings that tell apart what one step cannot.

        Default settings; three scales of the gradient, with eps as large as they are
        small; gradients of zero, where only decay and momentum move.
        """
        size = int(rng.integers(3, 8))
        names = [
            name
            for name, parameter in inspect.signature(self.reference).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
        ]
        for scale, eps, steps in ((1, None, 5), (1, 1e-2, 20), (1e-3, 1e-3, 20),
                                  (1e-7, 1e-8, 5), (50, 1e-2, 10)):  # fmt: skip
            drawn = {name: DRAWN[name](rng) for name in names if name in DRAWN}
            if "eps" in drawn:
                drawn["eps"] = eps
            start = rng.normal(size=size) if scale > 1e-6 else np.zeros(size)
            gradients = scale * rng.normal(size=(steps, size))
            if steps == 20:
                gradients[10:13] = 0
            yield start, gradients, drawn if eps else {}

    def walk(self, ask, theta, gradients, settings, notes):
        parameters = inspect.signature(self.reference).parameters.values()
        states = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD][2:]
        names = ["theta", *[parameter.name for parameter in states]]
        state = [0 if name == "t" else np.zeros_like(theta) for name in names[1:]]
        right = mine = [theta, *state]
        for step, g in enumerate(gradients, 1):
            right = self.reference(right[0], g, *right[1:], **settings)
            before = [mine[0], g, *mine[1:]]
            answer = ask.call(*before, **settings)
            for name, old, new in zip(["theta", "g", *names[1:]], before, ask.after):
                if not np.array_equal(old, new):
                    notes.add(f"changes its argument {name} in place")
            mine = parts(answer, names, theta.shape)
            for name, got, expected in zip(names, mine, right):
                if (note := compare(name, got, expected, f"after step {step}")) != "":
                    notes.add(note)


@dataclass(frozen=True)
class Function:
    """A task that asks for a plain function: `draw(rng)` gives arguments, settings."""

    reference: object
    draw: object
    probes: int = 12

    def examine(self, ask, rng):
        notes = set()
        for _ in range(self.probes):
            args, settings = self.draw(rng)
            expected = self.reference(*args, **settings)
            got = ask.call(*args, **settings)
            told = ", ".join(
                [f"{one:.4g}" if np.ndim(one) == 0 else "array" for one in args]
                + [f"{name}={one:.4g}" for name, one in settings.items()]
            )
            if (note := compare("the answer", got, expected, f"for {told}")) != "":
                notes.add(note)
        return sorted(notes)


@dataclass(frozen=True)
class Value:
    """A task that asks for a number, computed by the family of that name."""

    family: str
    tolerance: float = 1e-2

    @cached_property
    def reference(self):
        return FAMILIES[self.family].answer()

    def examine(self, ask, rng):
        got, expected = number("the answer", ask.value(), ()), self.reference
        if not abs(got - expected) <= self.tolerance * abs(expected):
            raise Wrong(f"it is {got:.4g}, which is not right")
        return []


@dataclass(frozen=True)
class Gradient:
    """A task that asks for a network's loss and gradient, `f(theta, x, y)`.

    All sizes differ, each question comes twice, and once the weights are huge.
    """

    reference: object

    def examine(self, ask, rng):
        notes = set()
        for scale in (1, 0.1, 1e3):
            sizes = rng.choice(np.arange(2, 9), 4, replace=False)
            inputs, units, classes, batch = map(int, sizes)
            shapes = [(inputs, units), (units,), (units, classes), (classes,)]
            theta = [rng.normal(size=shape) for shape in shapes]
            theta[2] = scale * theta[2]
            x = rng.normal(size=(batch, inputs))
            y = rng.integers(0, classes, batch)
            for when in ("", "in a second call"):
                self.ask(ask, theta, x, y, when, notes)
        return sorted(notes)

    def ask(self, ask, theta, x, y, when, notes):
        loss, slopes = self.reference(theta, x, y)
        answer = ask.call(theta, x, y)
        before, after = [*theta, x, y], [*ask.after[0], *ask.after[1:]]
        if not all(map(np.array_equal, before, after)):
            notes.add("changes its arguments in place")
        names = ["dw1", "db1", "dw2", "db2"]
        whole = isinstance(answer, list) and len(answer) == 2
        if not whole or not isinstance(answer[1], list) or len(answer[1]) != 4:
            raise Wrong(f"it must return (loss, [{', '.join(names)}])")
        got = [answer[0], *answer[1]]
        for name, *pair in zip(["loss", *names], got, [loss, *slopes]):
            if (note := compare(name, *pair, when)) != "":
                notes.add(note)


@dataclass(frozen=True)
class Comparison:
    """A task that asks for a table; two numbers of it are measured again."""

    slack: float = 0.3  # percent: one validation example of 400

    @cached_property
    def reference(self):
        return FAMILIES["comparison"].answer()

    def examine(self, ask, rng):
        table = ask.value()
        try:
            name, words = comparison.fault(table)
        except comparison.Unreadable as error:
            raise Wrong(str(error)) from None
        if name:
            raise Wrong(words)
        which, k = int(rng.integers(2)), int(rng.integers(comparison.SEEDS))
        asked = which, table["lr"][which], table["reported_on"][k]
        self.again(ask, table["errors"][which][k], 1, *asked)
        which = 1 - which
        j, k = (int(rng.integers(n)) for n in np.shape(table["tuning"][which]))
        asked = which, table["rates"][which][j], table["tuned_on"][k]
        self.again(ask, table["tuning"][which][j][k], 0, *asked)
        return []

    def again(self, ask, told, part, which, lr, seed):
        """Train with the student's rule; validation is part 0, test is part 1."""
        student = ask.of(("my_first", "my_second")[which])

        def rule(theta, g, *state, lr):
            answer = student.call(theta, g, *state, lr=lr)
            if not isinstance(answer, list) or not answer:
                raise Wrong(f"{student.name} must return a tuple, theta first")
            if np.shape(answer[0]) != theta.shape:
                raise Wrong(f"{student.name} returns a theta of another shape")
            return answer

        got = training.run(rule, float(lr), int(seed))[part]
        if not abs(got - told) <= self.slack:
            where = f"{student.name}, lr {lr:g}, seed {seed:g}"
            raise Wrong(f"{where}: the error is {got:.2f}, your table says {told:.2f}")


def compare(name, got, expected, when):
    """'' or a note; raises Wrong. Errors are relative to the largest component."""
    got = number(name, got, np.shape(expected))
    scale = np.max(np.abs(expected)) or 1.0
    error = np.max(np.abs(got - expected)) / scale
    if error <= EXACT:
        return ""
    if error <= SINGLE:
        return "agrees to about single precision (float32) only"
    at = np.unravel_index(np.argmax(np.abs(got - expected)), np.shape(got))
    first = f"{np.asarray(got)[at]:.6g} instead of {np.asarray(expected)[at]:.6g}"
    raise Wrong(" ".join(f"{name} is wrong {when}".split()) + f": {first}")


def parts(answer, names, shape):
    """theta and the state as the rule must return them."""
    if len(names) == 1 and isinstance(answer, np.ndarray):
        answer = [answer]
    if not isinstance(answer, list) or len(answer) != len(names):
        got = len(answer) if isinstance(answer, list) else type(answer).__name__
        raise Wrong(f"it must return ({', '.join(names)}), not {got}")
    shapes = [() if name == "t" else shape for name in names]
    return [number(*each) for each in zip(names, answer, shapes)]


def number(name, value, shape):
    """A finite array of the right shape, or a plain sentence."""
    if value is None:
        raise Wrong(f"{name} is None: is a return missing?")
    try:
        value = np.asarray(value)
    except ValueError:
        raise Wrong(f"{name} is not a number") from None
    if value.dtype.kind not in "fiu":
        raise Wrong(f"{name} is not a number")
    if value.shape != shape:
        raise Wrong(f"{name} has the shape {value.shape} instead of {shape}")
    if not np.isfinite(value).all():
        raise Wrong(f"{name} is not finite: {value.ravel()[:3]}")
    return value if value.shape else value.item()


def seed(*names):
    """A generator of its own for each set, task and student, the same in each run."""
    text = "/".join(names).encode()
    return np.random.default_rng(list(hashlib.sha256(text).digest()))


TASKS = {
    "sgd": Rule(rules.sgd),
    "momentum": Rule(rules.momentum),
    "nesterov": Rule(rules.nesterov),
    "momentum_bug": Rule(rules.momentum),
    "step_limit": Value("step_limit"),
    "effective_rate": Value("effective_rate"),
    "floor_ratio": Value("floor_ratio"),
    "ema": Function(FAMILIES["ema"].answer(), draws.old_and_new),
    "ema_window": Value("ema_window"),
    "bias_correction": Function(
        FAMILIES["bias_correction"].answer(), draws.average_and_step
    ),
    "adam_first_step": Value("adam_first_step"),
    "turned_steps": Value("turned_steps"),
    "adagrad": Rule(rules.adagrad),
    "rmsprop": Rule(rules.rmsprop),
    "backprop": Gradient(FAMILIES["backprop"].answer()),
    "check_error": Value("check_error"),
    "adam": Rule(rules.adam),
    "eps_inside_step": Value("eps_inside_step"),
    "adam_bugs": Rule(rules.adam),
    "net_loss": Value("net_loss"),
    "adamw": Rule(rules.adamw),
    "amsgrad": Rule(rules.amsgrad),
    "cosine": Function(schedules.cosine, draws.step_and_horizon),
    "warmup_linear": Function(schedules.linear, draws.step_and_horizon),
    "decay_steps": Value("decay_steps"),
    "flip": Value("flip"),
    "mean_rate": Value("mean_rate"),
    "seeds_needed": Value("seeds_needed"),
    "best_of": Value("best_of"),
    "paired_interval": Function(FAMILIES["paired_interval"].answer(), draws.pairs),
    "comparison": Comparison(),
}
