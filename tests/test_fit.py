"""Training: the same numbers as torch's, with and without an interruption."""

import functools
import re

import numpy as np
import optax
import pytest
import torch

from adamedu.nn.datasets import digits
from adamedu.nn.fit import clipped, fit, minibatch
from adamedu.nn.mlp import MLP
from adamedu.rules import adam, adamw, momentum, sgd
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


DRAWN = iter([0.4, 0.3, 0.2, 0.1])  # a plan that is used up


@pytest.mark.parametrize("change, error, words", [
    ({"batch": 0}, ValueError, "batch must be at least 1, got 0"),
    ({"batch": 501}, ValueError, "batch must lie in 1 ... 500, got 501"),
    ({"batch": 2.5}, ValueError, "batch must be a whole number, got 2.5"),
    ({"steps": -1}, ValueError, "steps must be at least 0, got -1"),
    ({"every": 0}, ValueError, "every must be at least 1, got 0"),
    ({"y": [0, 1]}, ValueError, "x and y must be of one length, got 500 and 2"),
    ({"theta": np.ones(3)}, TypeError, r"theta must be a list of .*: write \[theta\]"),
    ({"theta": [np.ones(3, int)]}, TypeError, "theta must hold floats, got integers"),
    ({"clip": 0}, ValueError, "clip must be positive"),
    ({"beta1": -0.1}, ValueError, "beta1 must lie in"),
    ({"lr": lambda t: float("nan")}, ValueError, "lr must be finite"),
    ({"lr": lambda t: None}, TypeError, "lr must be a number, got None at step 1"),
    ({"lr": lambda t: 3.5 - t}, ValueError, "not negative, got -0.5 at step 4"),
    ({"lr": lambda t: np.nan if t > 2 else 1.0}, ValueError, "got nan at step 3"),
    ({"lr": lambda t: 1 / (t < 4) if t < 4 else np.inf}, ValueError, "inf at step 4"),
    ({"lr": lambda t: [0.1] if t > 3 else 1}, TypeError, r"got \[0.1\] at step 4"),
    ({"beta1": lambda t: t / 4}, ValueError, r"in \[0, 1\), got 1.0 at step 4"),
    ({"lr": lambda t: next(DRAWN)}, ValueError,
     r"function of the step alone, but gives 0.\d and then 0.\d for step 1"),
    ({"lr": "0.1"}, TypeError, "lr must be a number, got '0.1'"),
    ({"beta3": 0.9}, TypeError, r"no setting beta3; after a \* it has lr, beta1"),
    ({"m": 0.9}, TypeError, "adam has no setting m;"),
    ({"rule": [adam] * 3 + [sgd], "beta1": 0.9}, TypeError, "sgd has no setting beta1"),
    ({"rule": lambda theta, g, *, k: (theta,)}, TypeError,
     "lambda missing a required .*'k'"),
    ({"rule": "adamm"}, TypeError, "a function such as adam"),
    ({"rule": [adam] * 3}, ValueError, "3 rules for 4 parameters"),
    ({"clip": np.nan}, ValueError, "clip must be a number, got nan"),
    ({"clip": "1"}, TypeError, "clip must be a number, got '1'"),
    ({"clip": [1.0]}, TypeError, r"clip must be a number, got \[1.0\]"),
    ({"steps": "4"}, TypeError, "steps must be a number, got '4'"),
    ({"batch": None}, TypeError, "batch must be a number, got None"),
    ({"seed": "a"}, TypeError, "seed must be a number, got 'a'"),
    ({"every": np.ones(2)}, TypeError, "every must be a number, got array"),
    ({"lr": True}, TypeError, "lr must be a number, got True"),
    ({"lr": np.bool_(True)}, TypeError, "lr must be a number, got np.True_"),
    ({"lr": np.complex64(0.1)}, TypeError, "lr must be a number, got np.complex64"),
    ({"lr": np.longdouble(0.1)}, TypeError, "lr must be a number, got np.longdouble"),
    ({"rule": functools.partial(adam, lr=-1)}, ValueError, "lr must be finite and not"),
    ({"rule": functools.partial(adam, beta2=1.0)}, ValueError, "beta2 must lie in"),
    ({"rule": type("Adam", (), {})}, TypeError, "such as adam, got <class"),
])  # fmt: skip
def test_refused_before_anything_has_run(change, error, words, tmp_path):
    theta, x, y = start()
    run = {"theta": theta, "x": x, "y": y, "rule": adam, "steps": 4, "batch": 32}
    for more in ({}, {"checkpoint": tmp_path / "run.npz"}):
        with pytest.raises(error, match=words):
            fit(net=None, **{**run, **change, **more})  # asked for no gradient
    assert not any(tmp_path.iterdir())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the overflow that is meant
def test_a_loss_that_is_not_finite():
    run = {"steps": 4, "batch": 32, "lr": 1e200}
    with pytest.raises(FloatingPointError, match="the loss is nan at step 2"):
        fit(MLP([64, 16, 10]), *start(), sgd, **run)


class Line:
    """A line by least squares; `change` makes another gradient of its, at `when`."""

    def __init__(self, change=lambda g: g, when=1):
        self.change, self.when = change, when

    def gradient(self, theta, x, y):
        error = x @ theta[0] - y
        g = [2 * x.T @ error / len(x)]
        self.when -= 1
        return (error**2).mean(), self.change(g) if self.when == 0 else g


def points(dtype=np.float64):
    x = np.random.default_rng(0).standard_normal((40, 3)).astype(dtype)
    return [np.zeros(3, dtype)], x, x @ np.ones(3, dtype)


RUN = {"steps": 6, "batch": 10, "lr": 0.1}


@pytest.mark.parametrize("wrong, got", [
    (lambda g: g[0], r"ndarray \(3,\)"),
    (lambda g: [], r"list \(\)"),
    (lambda g: g + g, r"list \(\(3,\), \(3,\)\)"),
    (lambda g: [g[0][:, None]], r"list \(\(3, 1\),\)"),
    (lambda g: [g[0][:2]], r"list \(\(2,\),\)"),
    (lambda g: [None], r"list \(\(\),\)"),
    (lambda g: None, r"NoneType \(\)"),
])  # fmt: skip
@pytest.mark.parametrize("when", [1, 3])
def test_a_gradient_of_other_shapes(wrong, got, when):
    with pytest.raises(ValueError, match=rf"theta's shapes \(\(3,\),\), .* and {got}"):
        fit(Line(wrong, when), *points(), adam, **RUN)


@pytest.mark.parametrize("when", [1, 3])
def test_a_gradient_in_float16(when):
    def change(g):
        return [0 * g[0].astype(np.float16)]

    with pytest.raises(TypeError, match="(g|the gradient) must hold float32 or"):
        fit(Line(change, when), *points(np.float32), adam, **RUN)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("clip", [None, 1.0])
@pytest.mark.parametrize("when", [1, 6])
def test_a_gradient_that_is_not_finite(bad, clip, when, tmp_path):
    """The steps before it are kept, and nothing after."""

    def change(g):
        return [np.where([False, True, False], bad, g[0])]

    words = f"loss is .* at step {when}, but the norm of its gradient is (nan|inf)"
    run = {**RUN, "clip": clip, "checkpoint": tmp_path / "run.npz", "every": 1}
    with pytest.raises(FloatingPointError, match=words):
        fit(Line(change, when), *points(), adam, **run)
    whole, _ = fit(Line(), *points(), adam, **RUN, clip=clip)
    assert same(fit(Line(), *points(), adam, **run)[0], whole)


class Halving:
    def __call__(self, theta, g, *, lr=0.1):
        return (theta - lr * g / 2,)


compiled = functools.partial(torch.compile, backend="eager")
FORMS = {
    "adam(beta2=0.9)": (functools.partial(adam, beta2=0.9), adam, {"beta2": 0.9}),
    "adam(lr=0.3)": (functools.partial(adam, lr=0.3), adam, {}),
    "Halving": (Halving(), sgd, {"lr": 0.05}),
    "lambda": (lambda theta, g, *, lr: (theta - lr * g,), sgd, {}),
    "adam": (compiled(adam), adam, {}),
    "adam()": (compiled(functools.partial(adam)), adam, {}),
}


@pytest.mark.parametrize("name", FORMS)
def test_rules_of_any_form(name, tmp_path):
    """Alone, in a list, with a checkpoint and without: as the plain rule."""
    rule, plain, settings = FORMS[name]
    whole, history = fit(Line(), *points(), plain, **{**RUN, **settings})
    for form in (rule, [rule]):
        other = {"checkpoint": tmp_path / type(form).__name__}
        for more in ({}, {**other, "steps": 3}, other):
            theta, later = fit(Line(), *points(), form, **{**RUN, **more})
        np.testing.assert_allclose(theta, whole, rtol=1e-12)
        np.testing.assert_allclose(later["loss"], history["loss"], rtol=1e-12)
    another = functools.partial(rule, lr=9)
    with pytest.raises(ValueError, match=rf"is \['{re.escape(name)}'\], not .*lr=9"):
        fit(Line(), *points(), another, **RUN, **other)


@pytest.mark.parametrize("kind", [
    np.float32, np.float64, np.float16, np.array, torch.tensor,
    lambda lr: lambda t: np.float32(lr), lambda lr: lambda t: np.array(lr),
])  # fmt: skip
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_settings_of_any_kind(kind, dtype, tmp_path):
    """0.25 is the same number in all of them; float32 stays float32."""
    run, path = {**RUN, "lr": 0.25, "weight_decay": 0}, tmp_path / "run.npz"
    (whole,), _ = fit(Line(), *points(dtype), adamw, **run)
    given = {"lr": kind(0.25), "weight_decay": np.int64(0), "batch": np.int32(10)}
    given |= {"steps": np.int16(6), "seed": np.uint8(0), "clip": np.float32(1e9)}
    fit(Line(), *points(dtype), adamw, **{**given, "steps": 3}, checkpoint=path)
    (theta,), _ = fit(Line(), *points(dtype), adamw, **given, checkpoint=path)
    assert theta.dtype == dtype and theta.tolist() == whole.tolist()


def test_a_run_that_goes_on_is_asked_for_what_is_to_come(tmp_path):
    """No word on the steps that are done, or that come after the last."""
    run = {**RUN, "checkpoint": tmp_path / "run.npz"}
    fit(Line(), *points(), sgd, **{**run, "steps": 3})
    plan = {**run, "lr": lambda t: 0.1 if 4 <= t <= 6 else -1.0, "new_plan": True}
    theta, _ = fit(Line(), *points(), sgd, **plan)
    assert same(theta, fit(Line(), *points(), sgd, **RUN)[0])
    with pytest.raises(ValueError, match="lr must be .*, got -1.0 at step 7"):
        fit(None, *points(), sgd, **{**plan, "steps": 8})


def test_lists_of_rows():
    theta, x, y = points()
    ours, _ = fit(Line(), theta, x.tolist(), y.tolist(), adam, **RUN)
    assert same(ours, fit(Line(), theta, x, y, adam, **RUN)[0])


def test_progress_is_shown(capsys):
    theta, x, y = start()
    fit(NET, theta, x, y, adam, steps=3, batch=32, progress=True)
    assert "3/3" in capsys.readouterr().err
