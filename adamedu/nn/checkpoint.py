"""A run of `fit` on disk: what is kept, and whether a run may go on from it."""

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np

from adamedu.descent import rule_name
from adamedu.ops import shape


def fingerprint(theta, x, y, rule, batch, seed, clip):
    """What must be the same for a run to go on; TypeError for what can't be kept."""
    for p in theta:
        if not isinstance(p, np.ndarray | np.generic | float):
            kind = type(p).__name__
            raise TypeError(
                f"a checkpoint keeps NumPy's arrays, and theta has a {kind}"
            )
    rules = rule if isinstance(rule, list) else [rule]
    data = hashlib.sha256(np.asarray(x).tobytes() + np.asarray(y).tobytes())
    return {
        "rule": [rule_name(one) for one in rules], "batch": batch, "seed": seed,
        "clip": clip and float(clip), "shapes": [list(shape(p)) for p in theta],
        "data": data.hexdigest(),
    }  # fmt: skip


class Checkpoint:
    """theta, state, history and plans in one .npz: arrays, and their places as JSON.

    A plan is {setting: its values}; a run that went on under other settings has one
    more. Raises OSError for a path that can't be written, and then nothing has run.
    """

    def __init__(self, path, run):
        self.path, self.run = Path(path), run
        self.unfinished = Path(f"{self.path}.unfinished")
        try:
            if self.path.exists():
                self.path.open("ab").close()
            self.unfinished.open("wb").close()
            self.unfinished.unlink()
        except OSError as error:
            words = f"{self} can't be written: {error.strerror}"
            raise type(error)(words) from error

    def __str__(self):
        return f"checkpoint {self.path}"

    def exists(self):
        return self.path.exists()

    def save(self, theta, state, history, plans):
        arrays, plans = [], [arrays_of(plan) for plan in plans]
        kept = {"theta": theta, "state": state, "history": arrays_of(history)}
        places = _pack({**kept, "plans": plans}, arrays)
        head = json.dumps({"run": self.run, "places": places})
        with open(self.unfinished, "wb") as file:
            np.savez(file, *arrays, head=head)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.unfinished, self.path)

    def load(self):
        """(theta, state, history, plans) of this run; ValueError for another one's."""
        try:
            content = io.BytesIO(self.path.read_bytes())
            with np.load(content, allow_pickle=False) as file:
                head = json.loads(str(file["head"]))
                kept = _unpack(head["places"], file)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise ValueError(f"{self} is damaged: delete it to start anew") from error
        for name, value in self.run.items():
            if head["run"][name] != value:
                raise ValueError(
                    f"{self} is of another run: its {name} is "
                    f"{head['run'][name]}, not {value}"
                )
        history, *plans = [
            {name: array.tolist() for name, array in table.items()}
            for table in (kept["history"], *kept["plans"])
        ]
        return kept["theta"], kept["state"], history, plans

    def check_plan(self, plan, now, done):
        """Raise ValueError if steps of a plan, up to `done`, had other settings."""
        used = len(next(iter(plan.values()), []))
        for t in range(done - used + 1, done + 1) if plan else [done]:
            kept = {name: values[t - done - 1] for name, values in plan.items()}
            if kept != now(t):
                raise ValueError(
                    f"{self} is of a run with other settings: {kept} at step {t}, not "
                    f"{now(t)}; new_plan=True goes on with these"
                )


def arrays_of(table):
    """{name: array} of {name: list of numbers}."""
    return {name: np.array(values, float) for name, values in table.items()}


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
