"""Training: the same numbers as torch's, with and without an interruption."""

import json
import signal
import subprocess
import sys
import time

import numpy as np
import optax
import pytest
import torch

from adamedu.nn.datasets import digits
from adamedu.nn.fit import clipped, fit, minibatch
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, momentum, nadam, sgd
from adamedu.schedules import cosine

NET = MLP([64, 16, 10], "tanh")


def start(dtype=np.float64):
    x, y = digits()
    return NET.init(np.random.default_rng(0), dtype), x[:500].astype(dtype), y[:500]


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_as_a_torch_loop():
    theta, x, y = start()
    ours, history = fit(NET, theta, x, y, adam, steps=60, batch=32, seed=3, lr=0.01)
    tensors = [torch.tensor(p, requires_grad=True) for p in theta]
    optimizer, losses = torch.optim.Adam(tensors, lr=0.01), []
    for t in range(1, 61):
        rows = minibatch(500, 32, 3, t)
        h = torch.tanh(torch.tensor(x[rows]) @ tensors[0] + tensors[1])
        loss = torch.nn.functional.cross_entropy(
            h @ tensors[2] + tensors[3], torch.tensor(y[rows])
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    np.testing.assert_allclose(history["loss"], losses, rtol=1e-10)
    for p, q in zip(ours, tensors):
        np.testing.assert_allclose(p, q.detach(), rtol=1e-8, atol=1e-12)
    assert history["loss"][-1] < 0.7 * history["loss"][0]


def test_each_row_once_an_epoch():
    seen = np.concatenate([minibatch(10, 3, 0, t) for t in (4, 5, 6)])
    assert len(set(seen)) == 9
    assert not np.array_equal(minibatch(10, 3, 0, 1), minibatch(10, 3, 0, 4))
    assert not np.array_equal(minibatch(10, 3, 0, 1), minibatch(10, 3, 1, 1))


@pytest.mark.parametrize("clip", [None, 0.5, 100.0])
def test_clipping_as_optax(clip):
    rng = np.random.default_rng(0)
    g = [rng.standard_normal((3, 2)), rng.standard_normal(4)]
    ours, norm = clipped(g, clip)
    assert norm == pytest.approx(float(optax.tree.norm(g)))
    theirs = optax.clip_by_global_norm(clip or 1e9).update(g, None)[0]
    for a, b in zip(ours, theirs):
        np.testing.assert_allclose(a, b, rtol=1e-12)


def test_schedules_and_groups():
    theta, x, y = start()
    rate = [cosine(t, lr=0.1, steps=20, warmup=5) for t in range(1, 21)]
    rules = [sgd, sgd, momentum, momentum]
    ours, _ = fit(NET, theta, x, y, rules, steps=20, batch=50, lr=lambda t: rate[t - 1])
    m = [0, 0]
    for t in range(1, 21):
        rows = minibatch(500, 50, 0, t)
        _, g = NET.gradient(theta, x[rows], y[rows])
        m = [0.9 * m_i + g_i for m_i, g_i in zip(m, g[2:])]
        theta = [p - rate[t - 1] * s for p, s in zip(theta, [*g[:2], *m])]
    for p, q in zip(ours, theta):
        np.testing.assert_allclose(p, q, rtol=1e-12)


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rule", [adam, nadam], ids=lambda rule: rule.__name__)
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
        done = len(json.loads(str(file["head"]))["settings"])
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
    ({"lr": 0.02}, "of a run with other settings"),
    ({"x": 1}, "its data is"),
])  # fmt: skip
def test_another_run_is_refused(change, words, tmp_path):
    theta, x, y = start()
    run = {"rule": adam, "steps": 4, "batch": 32, "lr": 0.01}
    fit(NET, theta, x, y, **run, checkpoint=tmp_path / "run.npz")
    x = x + change.pop("x", 0)
    with pytest.raises(ValueError, match=words):
        fit(NET, theta, x, y, **{**run, **change}, checkpoint=tmp_path / "run.npz")


@pytest.mark.parametrize("keep", [0, 100, -30])
def test_a_damaged_checkpoint_is_refused(keep, tmp_path):
    theta, x, y = start()
    path = tmp_path / "run.npz"
    fit(NET, theta, x, y, adam, steps=4, batch=32, checkpoint=path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match="is damaged: delete it"):
        fit(NET, theta, x, y, adam, steps=8, batch=32, checkpoint=path)


@pytest.mark.parametrize("change, error, words", [
    ({"batch": 0}, ValueError, "batch must lie in 1 ... 500, got 0"),
    ({"clip": 0}, ValueError, "clip must be positive"),
    ({"beta1": -0.1}, ValueError, "beta1 must lie in"),
    ({"lr": lambda t: float("nan")}, ValueError, "lr must be finite"),
    ({"rule": "adamm"}, TypeError, "a function such as adam"),
    ({"rule": [adam] * 3}, ValueError, "3 rules for 4 parameters"),
    ({"net": MLP([64, 16, 10]), "rule": sgd, "lr": 1e200}, FloatingPointError,
     "the loss is nan at step 2"),
])  # fmt: skip
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the overflow that is meant
def test_refused(change, error, words):
    theta, x, y = start()
    run = {"net": NET, "rule": adam, "steps": 4, "batch": 32, **change}
    with pytest.raises(error, match=words):
        fit(theta=theta, x=x, y=y, **run)


def test_progress_is_shown(capsys):
    theta, x, y = start()
    fit(NET, theta, x, y, adam, steps=3, batch=32, progress=True)
    assert "3/3" in capsys.readouterr().err
