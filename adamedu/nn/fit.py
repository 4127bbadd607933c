"""Training by minibatches, which goes on after an interruption as if there was none."""

import functools
import inspect
import os
from collections.abc import Callable
from inspect import Parameter
from typing import Any, Protocol, TypeVar

import numpy as np
from tqdm import tqdm

from adamedu.descent import (
    at,
    check_precision,
    check_settings,
    check_start,
    each,
    rule_name,
)
from adamedu.nn.checkpoint import Checkpoint, fingerprint
from adamedu.ops import shape, total
from adamedu.schedules import check_counts

KEYWORD_ONLY, VAR_KEYWORD = Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD
Array = TypeVar("Array")  # NumPy's, or torch's tensors


class Network(Protocol[Array]):
    """What `fit` trains: `MLP`, `Transformer`, or one of your own."""

    def gradient(
        self, theta: list[Array], x: np.ndarray, y: np.ndarray
    ) -> tuple[float, list[Array]]:
        """The mean loss of a batch, and its gradient: a list of theta's shapes."""
        ...


def fit(
    net: Network[Array],
    theta: list[Array],
    x: np.ndarray,
    y: np.ndarray,
    rule: Callable[..., Any] | list[Any],
    *,
    steps: int,
    batch: int,
    seed: int = 0,
    clip: float | None = None,
    progress: bool = False,
    checkpoint: str | os.PathLike[str] | None = None,
    every: int = 100,
    new_plan: bool = False,
    **settings: float | Callable[[int], float],
) -> tuple[list[Array], dict[str, np.ndarray]]:
    """Train a network; returns theta and a history, {"loss": ..., "norm": ...}.

    `net.gradient(theta, x, y)` gives a minibatch's loss and gradient; theta is a list
    of arrays. `rule` is a rule, or a list with one for each array. A setting may be a
    schedule; it is asked for all steps before the first of them. Each epoch takes all
    rows of x and y in a new order, drawn from `seed`, in minibatches of `batch`; a rest
    that fills none is left out. Gradients longer than `clip` all together are scaled to
    that length. The history has each step's loss, before it, and gradient norm, before
    clipping. progress=True shows a bar.

    With a path as `checkpoint`, the run is saved there after `every` steps and at its
    end, and goes on from there if it is called again: the result is the same, bit by
    bit, as without a break. Its settings must be those of the steps that are done;
    new_plan=True goes on with others, such as a longer schedule's. A save asks no
    schedule again; it writes theta and the rule's state, and appends a line for each
    step since the last save to a file beside it, of that path and ".history".

    Raises, before the first step, TypeError and ValueError for what can't be trained, a
    setting that the rule does not know or that is out of range at any of the steps,
    and a checkpoint that is damaged or of another run, OSError for one that can't be
    written; at any step,
    ValueError for a gradient of other shapes than theta's, TypeError for one in
    float16, FloatingPointError for a loss or a gradient that is not finite.
    """
    x, y = (np.array(rows) if isinstance(rows, list) else rows for rows in (x, y))
    check_rules(rule, theta, settings)
    counts = {"steps": steps, "seed": seed, "batch": batch, "every": every}
    check_settings({**counts, "clip": 1 if clip is None else clip})
    check_counts(0, steps=steps, seed=seed)
    check_counts(1, batch=batch, every=every)
    if len(x) != len(y):
        raise ValueError(f"x and y must be of one length, got {len(x)} and {len(y)}")
    if batch > len(x):
        raise ValueError(f"batch must lie in 1 ... {len(x)}, got {batch}")
    if clip is not None and not clip > 0:
        raise ValueError(f"clip must be positive, got {clip}")
    steps, batch, seed = int(steps), int(batch), int(seed)
    lifted, state, done = each(rule), None, 0
    history, plan, unsaved = {"loss": [], "norm": []}, 1, []
    if checkpoint is not None:
        run = Checkpoint(checkpoint, fingerprint(theta, x, y, rule, batch, seed, clip))
        if run.exists():
            theta, state, saved = run.load()
            done, plan = len(saved), saved[-1]["plan"] + new_plan
            history = {name: [step[name] for step in saved] for name in history}
            if done > steps:
                raise ValueError(f"{run} is at step {done} of {steps}")
            if not new_plan:
                run.check_plan(saved, lambda t: plain_at(t, settings))
    check_plan(done, steps, settings)
    for t in tqdm(range(done + 1, steps + 1), initial=done, total=steps,
                  disable=not progress):  # fmt: skip
        now = plain_at(t, settings)
        rows = minibatch(len(x), batch, seed, t)
        loss, g = net.gradient(theta, x[rows], y[rows])
        check_gradient(loss, g, theta)
        if not np.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {t}: lower lr?")
        g, norm = clipped(g, clip)
        if not np.isfinite(norm):
            raise FloatingPointError(
                f"the loss is {loss} at step {t}, but the norm of its gradient is "
                f"{norm}: see what net.gradient divides by, or lower lr"
            )
        theta, state = lifted(theta, g, state, **now)
        step = {"loss": float(loss), "norm": norm}
        for name, value in step.items():
            history[name].append(value)
        if checkpoint is not None:
            now = {name: float(value) for name, value in now.items()}
            unsaved.append({**step, "plan": plan, "settings": now})
            if t % every == 0 or t == steps:
                run.save(theta, state, unsaved)
                unsaved.clear()
    return theta, {name: np.array(values, float) for name, values in history.items()}


def minibatch(n, batch, seed, t):
    """The rows of step t = 1, 2, ...: `batch` of n, a slice of its epoch's order.

    The order is drawn from `seed`. Returns an array of integers.
    """
    epoch, k = divmod(t - 1, n // batch)
    return order(n, seed, epoch)[k * batch : (k + 1) * batch]


@functools.lru_cache(maxsize=1)
def order(n, seed, epoch):
    """The rows of an epoch, in the order in which it takes them."""
    return np.random.default_rng([seed, epoch]).permutation(n)


def clipped(g, clip):
    """Gradients scaled so that their common norm is at most `clip`, and that norm.

    Pascanu et al. (2013), Algorithm 1.
    """
    norm = float(sum(total(part**2) for part in g) ** 0.5)
    if clip is not None and clip < norm < float("inf"):
        g = [part * (clip / norm) for part in g]
    return g, norm


def plain_at(t, settings):
    """The settings of step t, as Python's numbers: NumPy's would widen float32."""
    return {
        name: value.item() if hasattr(value, "item") else value
        for name, value in at(t, settings).items()
    }


def check_plan(done, steps, settings):
    """Raise for a schedule that gives a value that no rule can use at a step to come,
    or is no function of the step."""
    plan = {name: value for name, value in settings.items() if callable(value)}
    if not plan or done == steps:
        return
    one, other = at(done + 1, plan), at(done + 1, plan)
    for name in plan:
        if one[name] != other[name]:
            raise ValueError(
                f"{name} must be a function of the step alone, but gives {one[name]} "
                f"and then {other[name]} for step {done + 1}"
            )
    for t in range(done + 2, steps + 1):
        at(t, plan)


def check_rules(rule, theta, settings):
    """Raise for parameters that are no list of floats, and rules that do not fit."""
    if not isinstance(theta, list | tuple):
        kind = type(theta).__name__
        raise TypeError(f"theta must be a list of arrays, got {kind}: write [theta]")
    check_start(each(rule), theta)
    if isinstance(rule, list) and len(rule) != len(theta):
        raise ValueError(f"{len(rule)} rules for {len(theta)} parameters")
    for one in rule if isinstance(rule, list) else [rule]:
        check_names(one, settings)
        given = getattr(one, "keywords", {})  # of a partial
        known = {"lr", "eps", "weight_decay", "beta1", "beta2", "beta3"} & {*given}
        check_settings({name: given[name] for name in known})
    for name, value in settings.items():
        if isinstance(value, np.bool_ | np.complexfloating | np.longdouble):
            raise TypeError(f"{name} must be a number, got {value!r}: write float(...)")


def check_names(rule, settings):
    """Raise TypeError for a setting that a rule does not know, or misses."""
    signature = inspect.signature(rule)
    kinds = {p.name: p.kind for p in signature.parameters.values()}
    known = [name for name, kind in kinds.items() if kind == KEYWORD_ONLY]
    unknown = [name for name in settings if name not in known]
    if unknown and VAR_KEYWORD not in kinds.values():
        raise TypeError(
            f"{rule_name(rule)} has no setting {', '.join(unknown)}; after a * it has "
            f"{', '.join(known) or 'none'}"
        )
    try:
        signature.bind(None, None, **settings)
    except TypeError as error:
        raise TypeError(f"{rule_name(rule)} {error}") from None


def check_gradient(loss, g, theta):
    """Raise unless a network gave a loss, and a list of theta's shapes, not float16."""
    if shape(loss) != () or not isinstance(g, list | tuple) or shape(g) != shape(theta):
        raise ValueError(
            "net.gradient must return a number and a list of arrays of theta's shapes "
            f"{shape(theta)}, got {type(loss).__name__} {shape(loss)} and "
            f"{type(g).__name__} {shape(g)}"
        )
    check_precision(g, "the gradient")
