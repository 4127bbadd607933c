"""Training by minibatches, which goes on after an interruption as if there was none."""

import functools
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from tqdm import tqdm

from adamedu.descent import check_settings, check_start, each
from adamedu.ops import total

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
    **settings: float | Callable[[int], float],
) -> tuple[list[Array], dict[str, np.ndarray]]:
    """Train a network; returns theta and a history, {"loss": ..., "norm": ...}.

    `net.gradient(theta, x, y)` gives a minibatch's loss and gradient; theta is a list
    of arrays. `rule` is a rule, or a list with one for each array. A setting may be a
    schedule. Each epoch takes all rows of x and y in a new order, drawn from `seed`,
    in minibatches of `batch`; a rest that fills none is left out. Gradients longer
    than `clip` all together are scaled to that length. The history has each step's
    loss, before it, and gradient norm, before clipping. progress=True shows a bar.

    With a path as `checkpoint`, the run is saved there after `every` steps and at its
    end, and goes on from there if it is called again: the result is the same, bit by
    bit, as without a break.

    Raises ValueError for a setting out of range and a checkpoint that is damaged or
    of another run, FloatingPointError for a loss that is not finite.
    """
    check_start(rule if not isinstance(rule, list) else rule[0], theta)
    if not 1 <= batch <= len(x):
        raise ValueError(f"batch must lie in 1 ... {len(x)}, got {batch}")
    if clip is not None and not clip > 0:
        raise ValueError(f"clip must be positive, got {clip}")
    lifted, state, done = each(rule), None, 0
    history = {"loss": [], "norm": []}
    run = _Checkpoint(checkpoint, _fingerprint(theta, x, y, rule, batch, seed, clip))
    if run.exists():
        theta, state, history = run.load(settings)
        done = len(history["loss"])
        if done > steps:
            raise ValueError(f"checkpoint {checkpoint} is at step {done} of {steps}")
    for t in tqdm(range(done + 1, steps + 1), initial=done, total=steps,
                  disable=not progress):  # fmt: skip
        rows = minibatch(len(x), batch, seed, t)
        loss, g = net.gradient(theta, x[rows], y[rows])
        if not np.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} at step {t}: lower lr?")
        g, norm = clipped(g, clip)
        now = at(t, settings)
        theta, state = lifted(theta, g, state, **now)
        history["loss"].append(loss)
        history["norm"].append(norm)
        if checkpoint and (t % every == 0 or t == steps):
            run.save(theta, state, history, settings)
    return theta, {name: np.array(values) for name, values in history.items()}


def minibatch(n, batch, seed, t):
    """The rows of step t = 1, 2, ...: a slice of its epoch's order."""
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
    if clip is not None and norm > clip:
        g = [part * (clip / norm) for part in g]
    return g, norm


def at(t, settings):
    """The settings of step t, schedules asked, all checked."""
    now = {name: s(t) if callable(s) else s for name, s in settings.items()}
    check_settings(now)
    return now


def _fingerprint(theta, x, y, rule, batch, seed, clip):
    """What must be the same for a run to go on."""
    rules = rule if isinstance(rule, list) else [rule]
    data = hashlib.sha256(x.tobytes() + y.tobytes()).hexdigest()
    return {
        "rule": [r.__name__ for r in rules], "batch": batch, "seed": seed,
        "clip": clip, "shapes": [list(p.shape) for p in theta], "data": data,
    }  # fmt: skip


class _Checkpoint:
    """theta, state and history in one .npz: arrays, and their places as JSON."""

    def __init__(self, path, run):
        self.path, self.run = path and Path(path), run

    def exists(self):
        return bool(self.path) and self.path.exists()

    def save(self, theta, state, history, settings):
        arrays = []
        places = _pack({"theta": theta, "state": state, "history": history}, arrays)
        rates = [at(t, settings) for t in range(1, len(history["loss"]) + 1)]
        head = json.dumps({"run": self.run, "settings": rates, "places": places})
        unfinished = self.path.with_name(self.path.name + ".unfinished")
        with open(unfinished, "wb") as file:
            np.savez(file, *arrays, head=head)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self.path)

    def load(self, settings):
        try:
            content = io.BytesIO(self.path.read_bytes())
            with np.load(content, allow_pickle=False) as file:
                head = json.loads(str(file["head"]))
                kept = _unpack(head["places"], file)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise ValueError(
                f"checkpoint {self.path} is damaged: delete it to start anew"
            ) from error
        for name, value in self.run.items():
            if head["run"][name] != value:
                raise ValueError(
                    f"checkpoint {self.path} is of another run: its {name} is "
                    f"{head['run'][name]}, not {value}"
                )
        if head["settings"] != [
            at(t + 1, settings) for t in range(len(head["settings"]))
        ]:
            raise ValueError(f"checkpoint {self.path} is of a run with other settings")
        return kept["theta"], kept["state"], kept["history"]


def _pack(value, arrays):
    """JSON for nested lists and dicts, whose arrays are moved to `arrays`."""
    if isinstance(value, dict):
        return {name: _pack(part, arrays) for name, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, list | tuple):
        return [_pack(part, arrays) for part in value]
    return value


def _unpack(value, file):
    if isinstance(value, dict):
        if set(value) == {"array"}:
            return file[f"arr_{value['array']}"]
        return {name: _unpack(part, file) for name, part in value.items()}
    return [_unpack(part, file) for part in value] if isinstance(value, list) else value
