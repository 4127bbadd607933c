"""The hand-written network against central differences and torch's autograd."""

import numpy as np
import pytest
import torch

from adamedu.nn.mlp import ACTIVATIONS, MLP, gradient_check, sigmoid

FORMS = [(a, loss) for a in ACTIVATIONS for loss in ("cross_entropy", "squared")]
each_form = pytest.mark.parametrize("activation, loss", FORMS)


def example(activation, loss, sizes=(5, 7, 6, 3), batch=8):
    rng = np.random.default_rng(0)
    net = MLP(sizes, activation, loss)
    theta = [p + 0.1 * rng.standard_normal(p.shape) for p in net.init(rng)]
    x = rng.standard_normal((batch, sizes[0]))
    classes = rng.integers(sizes[-1], size=batch)
    y = classes if loss == "cross_entropy" else rng.standard_normal((batch, sizes[-1]))
    return net, theta, x, y


@each_form
def test_gradient_by_differences(activation, loss):
    net, theta, x, y = example(activation, loss)
    _, grads = net.gradient(theta, x, y)
    assert gradient_check(lambda p: net.loss(p, x, y), grads, theta) <= 1e-7


@each_form
def test_as_autograd(activation, loss):
    net, theta, x, y = example(activation, loss)
    tensors = [torch.tensor(p, requires_grad=True) for p in theta]
    z, act = torch.tensor(x), getattr(torch, activation)
    for k in range(0, 6, 2):
        z = (act(z) if k else z) @ tensors[k] + tensors[k + 1]
    if loss == "cross_entropy":
        theirs = torch.nn.functional.cross_entropy(z, torch.tensor(y))
    else:
        theirs = ((z - torch.tensor(y)) ** 2).sum(1).mean() / 2
    theirs.backward()
    ours, grads = net.gradient(theta, x, y)
    assert ours == pytest.approx(theirs.item(), rel=1e-12)
    for g, tensor in zip(grads, tensors, strict=True):
        np.testing.assert_allclose(g, tensor.grad, rtol=1e-10, atol=1e-14)
    shown = net.predict(theta, x)
    right = z.argmax(1) if loss == "cross_entropy" else z
    np.testing.assert_allclose(shown, right.detach(), rtol=1e-12)


def test_the_check_sees_a_planted_bug():
    net, theta, x, y = example("tanh", "cross_entropy")
    net.act_back = lambda dh, z, h: dh * (1 - h)
    _, grads = net.gradient(theta, x, y)
    assert gradient_check(lambda p: net.loss(p, x, y), grads, theta) > 1e-2


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_check_tells_what_is_not_finite(bad):
    """At any place of the gradient, the first and the last among them."""
    net, theta, x, y = example("tanh", "cross_entropy", (2, 2, 2))
    _, grads = net.gradient(theta, x, y)
    for g in grads:
        for i in np.ndindex(g.shape):
            kept, g[i] = g[i], bad
            error = gradient_check(lambda p: net.loss(p, x, y), grads, theta)
            assert not np.isfinite(error)
            g[i] = kept


@pytest.mark.parametrize("call", range(24))  # two for each of twelve parameters
def test_the_check_tells_a_loss_that_is_nan(call):
    net, theta, x, y = example("tanh", "cross_entropy", (2, 2, 2))
    _, grads = net.gradient(theta, x, y)
    losses = (np.nan if k == call else None for k in range(24))
    error = gradient_check(lambda p: next(losses) or net.loss(p, x, y), grads, theta)
    assert np.isnan(error) and next(losses, "all asked") == "all asked"


def test_the_check_refuses_other_shapes():
    net, theta, x, y = example("tanh", "cross_entropy")
    _, grads = net.gradient(theta, x, y)
    for wrong in (grads[:-1], grads[0], [*grads[:-1], grads[-1][:, None]]):
        with pytest.raises(ValueError, match="must have theta's shape"):
            gradient_check(lambda p: net.loss(p, x, y), wrong, theta)


def test_extreme_outputs_stay_finite():
    net, theta, x, y = example("relu", "cross_entropy")
    loss, grads = net.gradient([1e3 * p for p in theta], x, y)
    assert np.isfinite(loss) and all(np.isfinite(g).all() for g in grads)
    assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0, 0.5, 1]


@pytest.mark.parametrize("activation, fan", [("relu", 300), ("tanh", 500)])
def test_initial_variance(activation, fan):
    """He: 2/inputs. Glorot: 2/(inputs + units). 60,000 weights tell within 3 %."""
    w, b = MLP([300, 200], activation).init(np.random.default_rng(0))
    assert w.var() == pytest.approx(2 / fan, rel=0.03) and not b.any()
    assert MLP([3, 2]).init(np.random.default_rng(0), np.float32)[0].dtype == np.float32


def test_float32_stays_float32():
    net, theta, x, y = example("relu", "cross_entropy")
    _, grads = net.gradient([p.astype("f") for p in theta], x.astype("f"), y)
    assert {g.dtype for g in grads} == {np.dtype("f")}


def wrong_net(**changes):
    net, theta, x, y = example("relu", "cross_entropy")
    given = {"theta": theta, "x": x, "y": y, **changes}
    return net.gradient(given["theta"], given["x"], given["y"])


@pytest.mark.parametrize("wrong, words", [
    (lambda: MLP([3]), "sizes must be two or more"),
    (lambda: MLP(64, 16, 10), r"sizes must be a list, such as \[64, 16, 10\], got 64"),
    (lambda: MLP([3, 2.0]), r"sizes must be positive whole numbers, got \[3, 2.0\]"),
    (lambda: MLP([3, 0]), r"sizes must be positive whole numbers, got \[3, 0\]"),
    (lambda: MLP(["3", 2]), "sizes must be positive whole numbers"),
    (lambda: MLP([3, 2], ["relu"]), r"activation must be one of .*, got \['relu'\]"),
    (lambda: wrong_net(x=[[1.0] * 5] * 8), "x must be an array, got list: np.array"),
    (lambda: wrong_net(y=[0] * 8), r"y must be an array, got list: np.array\(y\)"),
    (lambda: wrong_net(x=np.ones((8, 5), np.uint8)), "floats, got uint8: x.astype"),
    (lambda: MLP([3, 2], "swish"), "activation must be one of .*'relu', 'tanh'"),
    (lambda: MLP([3, 2], loss="mse"), "loss must be one of .*'squared'"),
    (lambda: wrong_net(x=np.ones((8, 4))), r"x must be \(batch, 5\), got \(8, 4\)"),
    (lambda: wrong_net(x=np.ones((8, 5), int)), "x must hold floats, got int64"),
    (lambda: wrong_net(y=np.ones(8, bool)), "y must be 8 integers, got bool"),
    (lambda: wrong_net(y=np.ones(8)), "y must be 8 integers, got float64"),
    (lambda: wrong_net(y=np.full(8, 3)), "y must lie in 0 ... 2"),
    (lambda: wrong_net(theta=[np.ones((5, 7))]), "theta must have the shapes"),
    (lambda: MLP([5, 2], loss="squared").loss(
        [np.ones((5, 2)), np.ones(2)], np.ones((8, 5)), np.ones(8)),
     r"y must be \(8, 2\), got \(8,\)"),
])  # fmt: skip
def test_refused(wrong, words):
    with pytest.raises((ValueError, TypeError), match=words):
        wrong()


def test_classes_of_any_whole_kind():
    """Data sets come with uint8."""
    net, theta, x, y = example("relu", "cross_entropy")
    loss, g = net.gradient(theta, x, y)
    for kind in (np.uint8, np.int32, np.uint64):
        other, same = net.gradient(theta, x, y.astype(kind))
        assert other == loss and all((a == b).all() for a, b in zip(g, same))
