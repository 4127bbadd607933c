"""A run of fit on disk: killed, resumed, refused, and gone on with under a new plan."""

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from adamedu.nn import checkpoint
from adamedu.nn.fit import fit
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, nadam, sgd
from adamedu.schedules import cosine
from tests.test_fit import NET, RUN, Line, points, same, start


def history_of(path):
    return Path(f"{path}.history")


class Interrupted(Exception):
    pass


def pairs(theta, g, kept=((0, 0),), *, lr):
    """Momentum whose state is a list of tuples; it adds only to such."""
    assert isinstance(kept, (tuple, list)) and isinstance(kept[0], tuple)
    m = 0.9 * kept[0][0] + g
    return theta - lr * m, [(m, kept[0][1] + 1)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rule", [adam, nadam, pairs], ids=lambda rule: rule.__name__)
def test_resumed_bit_by_bit(rule, dtype, tmp_path):
    theta, x, y = start(dtype)
    run = {"steps": 40, "batch": 32, "lr": lambda t: cosine(t, lr=0.01, steps=40)}
    whole, history = fit(NET, theta, x, y, rule, **run)

    class Breaking(MLP):
        calls = 0

        def gradient(self, *args):
            Breaking.calls += 1
            if Breaking.calls == 26:
                raise Interrupted
            return super().gradient(*args)

    run |= {"checkpoint": tmp_path / "run.npz", "every": 10}
    with pytest.raises(Interrupted):
        fit(Breaking([64, 16, 10], "tanh"), theta, x, y, rule, **run)
    resumed, later = fit(NET, theta, x, y, rule, **run)
    assert same(whole, resumed) and whole[0].dtype == resumed[0].dtype == dtype
    assert np.array_equal(history["loss"], later["loss"]) and len(later["norm"]) == 40
    again, _ = fit(NET, theta, x, y, rule, **run)
    assert same(again, whole)


KILLED = """
from tests.test_fit import *
theta, x, y = start()
fit(NET, theta, x, y, adam, steps=100_000, batch=32, checkpoint={!r}, every=1)
"""


def test_a_killed_run_loses_nothing(tmp_path):
    path = tmp_path / "run.npz"
    process = subprocess.Popen([sys.executable, "-c", KILLED.format(str(path))])
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    theta, x, y = start()
    with np.load(path) as file:
        length, _ = json.loads(str(file["head"]))["history"]
    done = history_of(path).read_bytes()[:length].count(b"\n")
    run = {"steps": done + 10, "batch": 32}
    resumed, history = fit(NET, theta, x, y, adam, **run, checkpoint=path)
    whole, expected = fit(NET, theta, x, y, adam, **run)
    assert done >= 1 and same(resumed, whole)
    np.testing.assert_array_equal(history["loss"], expected["loss"])
    with pytest.raises(ValueError, match=f"is at step {done + 10} of 1"):
        fit(NET, theta, x, y, adam, steps=1, batch=32, checkpoint=path)


@pytest.mark.parametrize("change, words", [
    ({"rule": sgd}, r"its rule is \['adam'\], not \['sgd'\]"),
    ({"batch": 31}, "its batch is 32, not 31"),
    ({"seed": 1}, "its seed is 0, not 1"),
    ({"rule": functools.partial(adam, beta2=0.9)},
     r"its rule is \['adam'\], not \['adam\(beta2=0.9\)'\]"),
    ({"lr": 0.02}, "other settings: {'lr': 0.01} at step 1, .*; new_plan=True"),
    ({"beta1": 0.9}, "other settings"),
    ({"x": 1}, "its data is"),
])  # fmt: skip
def test_another_run_is_refused(change, words, tmp_path):
    theta, x, y = start()
    run = {"rule": adam, "steps": 4, "batch": 32, "lr": 0.01}
    fit(NET, theta, x, y, **run, checkpoint=tmp_path / "run.npz")
    x = x + change.pop("x", 0)
    with pytest.raises(ValueError, match=words):
        fit(NET, theta, x, y, **{**run, **change}, checkpoint=tmp_path / "run.npz")


def watched(monkeypatch, see):
    """`see(file, some)` is called before each write of a checkpoint."""

    def opened(path, mode):
        file = Path(path).open(mode)  # noqa: SIM115
        write = file.write
        file.write = lambda some: see(file, some) or write(some)
        return file

    monkeypatch.setattr(checkpoint, "open", opened, raising=False)


@pytest.mark.parametrize("where", ["history", "unfinished", "replace"])
def test_a_cut_while_it_saves(where, tmp_path, monkeypatch):
    """The save before it stands whole, and the run goes on from there."""
    begun, replace = [], os.replace

    def cut(file, some):
        """The second time, half of what is written arrives."""
        if file.name.endswith(where) and file not in begun:
            begun.append(file)
        if file in begun[1:]:
            file.raw.write(some[: len(some) // 2])
            raise Interrupted

    def replaced(old, new):
        begun.append(old)
        if where == "replace" and len(begun) == 2:
            raise Interrupted
        replace(old, new)

    run = {**RUN, "steps": 12, "checkpoint": tmp_path / "run.npz", "every": 4}
    with monkeypatch.context() as patched:
        if where == "replace":
            patched.setattr(checkpoint.os, "replace", replaced)
        else:
            watched(patched, cut)
        with pytest.raises(Interrupted):
            fit(Line(), *points(), adam, **run)
    asked = Line(lambda g: 1 / 0, when=9)  # four steps are done: eight are asked
    kept, history = fit(asked, *points(), adam, **run)
    whole, expected = fit(Line(), *points(), adam, **{**run, "checkpoint": None})
    assert same(kept, whole)
    assert all(np.array_equal(history[name], expected[name]) for name in history)
    assert len(history_of(run["checkpoint"]).read_text().splitlines()) == 12


@pytest.mark.parametrize("text", [None, "", "short", "another"])
def test_a_history_of_something_else_is_refused(text, tmp_path):
    path = tmp_path / "run.npz"
    fit(Line(), *points(), adam, **RUN, checkpoint=path)
    lines = history_of(path).read_text()
    history_of(path).unlink()
    if text is not None:
        text = {"short": lines[:-9], "another": lines.replace("1", "2")}.get(text, text)
        history_of(path).write_text(text)
    with pytest.raises(ValueError, match="run.npz.history is not what .*: put both"):
        fit(None, *points(), adam, **RUN, checkpoint=path)
    path.unlink()
    theta, _ = fit(Line(), *points(), adam, **RUN, checkpoint=path)
    assert history_of(path).read_text() == lines
    assert same(theta, fit(Line(), *points(), adam, **RUN)[0])


@pytest.mark.parametrize("keep", [0, 100, -30])
def test_a_damaged_checkpoint_is_refused(keep, tmp_path):
    theta, x, y = start()
    path = tmp_path / "run.npz"
    fit(NET, theta, x, y, adam, steps=4, batch=32, checkpoint=path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match="is damaged, or of .*: delete it"):
        fit(NET, theta, x, y, adam, steps=8, batch=32, checkpoint=path)


@pytest.mark.parametrize("name, why", [
    ("no/such/run.npz", "No such file"), ("folder", "Is a directory"),
    ("file/run.npz", "Not a directory"), ("x" * 300, "File name too long"),
])  # fmt: skip
def test_a_path_that_can_not_be_written(name, why, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=f"checkpoint .*/{name} can't be written: {why}"):
        fit(None, *points(), adam, **RUN, checkpoint=tmp_path / name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


@pytest.fixture
def no_root():
    """Root writes anywhere; nobody does not."""
    before = os.geteuid()
    os.seteuid(before or 65534)
    yield
    os.seteuid(before)


def test_a_path_that_is_read_only(no_root):
    folder = Path(tempfile.mkdtemp())
    path = folder / "run.npz"
    fit(Line(), *points(), adam, **RUN, checkpoint=path)
    for locked in (path, folder):
        locked.chmod(0o500)
        with pytest.raises(PermissionError, match="checkpoint .* can't be written"):
            fit(None, *points(), adam, **RUN, checkpoint=path)
        locked.chmod(0o700)
    shutil.rmtree(folder)


def test_a_checkpoint_keeps_numpy_arrays(tmp_path):
    theta, x, y = points()
    with pytest.raises(TypeError, match="keeps NumPy's arrays, and theta has a Tensor"):
        fit(None, [torch.zeros(3)], x, y, adam, **RUN, checkpoint=tmp_path / "run.npz")


def test_a_run_writes_as_much_as_it_is_long(tmp_path, monkeypatch):
    """Four times the steps, four times the bytes; and no save asks a schedule."""
    written, totals, asked = [], [], []
    watched(monkeypatch, lambda file, some: written.append(len(some)))

    def rate(t):
        asked.append(t)
        return 0.5 ** (t % 3)

    for steps in (40, 80, 160):
        run = {"steps": steps, "batch": 10, "lr": rate, "every": 2}
        fit(Line(), *points(), sgd, **run, checkpoint=tmp_path / f"{steps}.npz")
        assert asked == [1, *range(1, steps + 1), *range(1, steps + 1)]
        asked.clear()
        totals.append(sum(written))
        written.clear()
    assert totals[0] > 10_000 and totals[2] <= 4.1 * totals[0]
    path = tmp_path / "160.npz"
    fit(Line(), *points(), sgd, **{**run, "steps": 170}, checkpoint=path)
    assert asked == [*range(1, 161), 161, *range(161, 171), *range(161, 171)]


def test_a_run_goes_on_under_a_new_plan(tmp_path):
    """Steps 1 to 5 of a short cosine, the others of a long one; kept from then on."""
    short, long = [lambda t, n=n: cosine(t, lr=0.1, steps=n) for n in (5, 12)]
    both = {"steps": 12, "lr": lambda t: short(t) if t <= 5 else long(t)}
    whole, history = fit(Line(), *points(), adam, **{**RUN, **both})
    kept = {**RUN, "checkpoint": tmp_path / "run.npz", "every": 1}
    fit(Line(), *points(), adam, **{**kept, "steps": 5, "lr": short})
    after = {**kept, "steps": 8, "lr": long}
    with pytest.raises(ValueError, match="'lr': 0.09.* at step 2, .*new_plan=True"):
        fit(Line(), *points(), adam, **after)
    fit(Line(), *points(), adam, **after, new_plan=True)
    theta, later = fit(Line(), *points(), adam, **{**after, "steps": 12})
    assert same(theta, whole) and np.array_equal(history["loss"], later["loss"])
    with pytest.raises(ValueError, match="at step 6, .*new_plan=True"):
        fit(Line(), *points(), adam, **{**after, "steps": 12, "lr": short})
    lines = history_of(kept["checkpoint"]).read_text().splitlines()
    rates = [(step["plan"], step["settings"]["lr"]) for step in map(json.loads, lines)]
    assert rates == [(1, short(t)) if t <= 5 else (2, long(t)) for t in range(1, 13)]
