"""A run of `fit` on disk: what is kept, and whether a run may go on from it."""

import hashlib
import io
import json
import os
import zipfile
import zlib
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
    """A run in two files: theta and state in an .npz, arrays and their places as JSON;
    in PATH.history a line of JSON for each step: loss, norm, settings, and their plan.

    The history is appended to. The .npz, which each save replaces as a whole, says how
    many bytes of it count: what a cut has left behind them does not. A run that went on
    under other settings is under plan 2. Raises OSError for a path that can't be
    written, and then nothing has run.
    """

    def __init__(self, path, run):
        self.path, self.run = Path(path), run
        self.unfinished = Path(f"{self.path}.unfinished")
        self.history = Path(f"{self.path}.history")
        self.length, self.sum = 0, 0  # of the history: bytes that count, their CRC-32
        try:
            for file in (self.path, self.history):
                if file.exists():
                    file.open("ab").close()
            self.unfinished.open("wb").close()
            self.unfinished.unlink()
        except OSError as error:
            words = f"{self} can't be written: {error.strerror}"
            raise type(error)(words) from error

    def __str__(self):
        return f"checkpoint {self.path}"

    def exists(self):
        return self.path.exists()

    def save(self, theta, state, steps):
        """`steps` are the lines of those since the last save."""
        arrays = []
        places = _pack({"theta": theta, "state": state}, arrays)
        lines = "".join([json.dumps(step) + "\n" for step in steps]).encode()
        length, total = self.length + len(lines), zlib.crc32(lines, self.sum)
        head = {"run": self.run, "places": places, "history": [length, total]}
        with open(self.history, "r+b" if self.length else "wb") as file:
            file.seek(self.length)
            file.write(lines)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        with open(self.unfinished, "wb") as file:
            np.savez(file, *arrays, head=json.dumps(head))
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.unfinished, self.path)
        self.length, self.sum = length, total

    def load(self):
        """(theta, state, steps) of this run; ValueError for another one's."""
        try:
            content = io.BytesIO(self.path.read_bytes())
            with np.load(content, allow_pickle=False) as file:
                head = json.loads(str(file["head"]))
                kept = _unpack(head["places"], file)
            self.length, self.sum = head["history"]
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
            raise ValueError(
                f"{self} is damaged, or of another version: delete it to start anew"
            ) from error
        for name, value in self.run.items():
            if head["run"][name] != value:
                raise ValueError(
                    f"{self} is of another run: its {name} is "
                    f"{head['run'][name]}, not {value}"
                )
        lines = self.history.read_bytes() if self.history.exists() else b""
        lines = lines[: self.length]
        if zlib.crc32(lines) != self.sum:
            raise ValueError(
                f"{self.history} is not what {self} was saved with: put both back, or "
                "delete both to start anew"
            )
        return kept["theta"], kept["state"], [*map(json.loads, lines.splitlines())]

    def check_plan(self, steps, now):
        """Raise ValueError if steps of the last plan had other settings."""
        for t, step in enumerate(steps, 1):
            if step["plan"] != steps[-1]["plan"]:
                continue
            if step["settings"] != now(t):
                raise ValueError(
                    f"{self} is of a run with other settings: {step['settings']} at "
                    f"step {t}, not {now(t)}; new_plan=True goes on with these"
                )


def _pack(value, arrays):
    """JSON for nested lists and dicts, whose arrays are moved to `arrays`."""
    if isinstance(value, dict):
        return {name: _pack(part, arrays) for name, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, tuple):
        return {"tuple": [_pack(part, arrays) for part in value]}
    if isinstance(value, list):
        return [_pack(part, arrays) for part in value]
    return value


def _unpack(value, file):
    if isinstance(value, dict):
        if set(value) == {"array"}:
            return file[f"arr_{value['array']}"]
        if set(value) == {"tuple"}:
            return tuple(_unpack(part, file) for part in value["tuple"])
        return {name: _unpack(part, file) for name, part in value.items()}
    return [_unpack(part, file) for part in value] if isinstance(value, list) else value
