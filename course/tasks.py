"""The hidden checks. They never leave the grader's process.

A task is a function `examine(call, value, rng)`: it asks the student's code questions
whose numbers come from `rng`, seeded by the student's name, and returns notes; it
raises Wrong, in words, for a wrong answer. Comparisons are written so that NaN fails.
"""

import hashlib
import inspect
from dataclasses import dataclass

import numpy as np

from adamedu import optimizers, schedules, variants

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
    """A task that asks for a number."""

    expected: float
    tolerance: float = 1e-2

    def examine(self, ask, rng):
        got = number("the answer", ask.value(), ())
        if not abs(got - self.expected) <= self.tolerance * abs(self.expected):
            raise Wrong(f"it is {got:.4g}, which is not right")
        return []


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
    raise Wrong(f"{name} is wrong {when}: {first}")


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


def step_and_horizon(rng):
    steps = int(rng.integers(20, 200))
    return (int(rng.integers(1, steps + 1)),), {
        "lr": float(rng.uniform(0.001, 1)), "steps": steps,
        "warmup": int(rng.integers(1, steps // 2)),
    }  # fmt: skip


TASKS = {
    "sgd": Rule(optimizers.sgd),
    "momentum": Rule(optimizers.momentum),
    "nesterov": Rule(optimizers.nesterov),
    "momentum_bug": Rule(optimizers.momentum),
    "adagrad": Rule(optimizers.adagrad),
    "rmsprop": Rule(optimizers.rmsprop),
    "adam": Rule(optimizers.adam),
    "adam_bugs": Rule(optimizers.adam),
    "adamw": Rule(optimizers.adamw),
    "amsgrad": Rule(variants.amsgrad),
    "cosine": Function(schedules.cosine, step_and_horizon),
    "warmup_linear": Function(schedules.linear, step_and_horizon),
}
