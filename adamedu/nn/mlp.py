"""A multilayer perceptron without autograd: each function beside its derivative.

Arrays hold one example in each row: x is (batch, features), z and h are (batch,
units). Every backward function takes the slope of the loss at an output, dz or dh,
and gives the slopes at the inputs, by the chain rule.
"""

import math

import numpy as np
from numpy.typing import DTypeLike

from adamedu.descent import check_shape


def linear(x, w, b):
    """z = x w + b, with w of shape (inputs, units) and b of shape (units,)."""
    return x @ w + b


def linear_back(dz, x, w):
    """Slopes at x, w and b."""
    return dz @ w.T, x.T @ dz, dz.sum(0)


def relu(z):
    """h = max(z, 0)."""
    return np.maximum(z, 0)


def relu_back(dh, z, h):
    """The slope is 1 where z > 0, else 0."""
    return dh * (z > 0)


def tanh(z):
    """h = tanh z."""
    return np.tanh(z)


def tanh_back(dh, z, h):
    """The slope is 1 - h**2."""
    return dh * (1 - h**2)


def sigmoid(z):
    """h = 1 / (1 + exp(-z)), written so that nothing overflows."""
    return (1 + np.tanh(z / 2)) / 2


def sigmoid_back(dh, z, h):
    """The slope is h (1 - h)."""
    return dh * h * (1 - h)


def cross_entropy(z, y):
    """Mean of -log softmax(z)[y] over the batch, and its slope at z.

    y holds the right classes as integers. The slope is softmax(z), less 1 at the
    right class, over the batch.
    """
    rows = np.arange(len(z))
    z = z - z.max(1, keepdims=True)  # softmax stays the same, exp does not overflow
    e = np.exp(z)
    total = e.sum(1, keepdims=True)
    dz = e / total
    dz[rows, y] -= 1
    return float((np.log(total[:, 0]) - z[rows, y]).mean()), dz / len(z)


def squared(z, y):
    """Half the squared distance of z and y, mean over the batch, and its slope at z."""
    error = z - y
    return float((error**2).sum() / 2 / len(z)), error / len(z)


ACTIVATIONS = {
    "relu": (relu, relu_back), "tanh": (tanh, tanh_back),
    "sigmoid": (sigmoid, sigmoid_back),
}  # fmt: skip
LOSSES = {"cross_entropy": cross_entropy, "squared": squared}


def check_form(sizes, activation, loss):
    """Raise for layers that no network has."""
    if not isinstance(sizes, list | tuple):
        raise TypeError(f"sizes must be a list, such as [64, 16, 10], got {sizes!r}")
    if not all(isinstance(n, int | np.integer) and n >= 1 for n in sizes):
        raise ValueError(f"sizes must be positive whole numbers, got {sizes}")
    if len(sizes) < 2:
        raise ValueError(f"sizes must be two or more, got {sizes}")
    for name, value, known in (
        ("activation", activation, ACTIVATIONS), ("loss", loss, LOSSES)
    ):  # fmt: skip
        if value not in [*known]:
            raise ValueError(f"{name} must be one of {list(known)}, got {value!r}")


class MLP:
    """Linear layers of these sizes with an activation between any two.

    The parameters are a list, theta = [w1, b1, w2, b2, ...], so that `each(rule)`
    moves them. sizes: [inputs, hidden units, ..., outputs]; activation: "relu", "tanh"
    or "sigmoid"; loss: "cross_entropy", for classes 0, 1, ..., or "squared". Raises
    TypeError for sizes that are no list, ValueError for any other.

    In the methods, theta is such a list, x holds floats, (batch, inputs), and y
    classes, (batch,), or numbers, (batch, outputs), for "squared". Raises ValueError
    and TypeError for others.
    """

    def __init__(
        self,
        sizes: list[int] | tuple[int, ...],
        activation: str = "relu",
        loss: str = "cross_entropy",
    ) -> None:
        check_form(sizes, activation, loss)
        self.sizes, self.activation, self.loss_name = list(sizes), activation, loss
        self.act, self.act_back = ACTIVATIONS[activation]
        self.loss_of = LOSSES[loss]

    def init(
        self, rng: np.random.Generator, dtype: DTypeLike = np.float64
    ) -> list[np.ndarray]:
        """Random weights from rng, a NumPy generator, biases of 0, in this dtype.

        relu: He et al. (2015), equation 10, variance 2/inputs. Others: Glorot &
        Bengio (2010), equation 12, variance 2/(inputs + units). Normal numbers.
        """
        theta = []
        for inputs, units in zip(self.sizes, self.sizes[1:]):
            fan = inputs if self.activation == "relu" else (inputs + units)
            w = rng.standard_normal((inputs, units)) * math.sqrt(2 / fan)
            theta += [w.astype(dtype), np.zeros(units, dtype)]
        return theta

    def forward(
        self, theta: list[np.ndarray], x: np.ndarray
    ) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """What backward needs of theta at x: the layers' inputs and outputs z."""
        self.check_x(theta, x)
        inputs, outputs = [x], []
        for k in range(0, len(theta), 2):
            outputs.append(linear(inputs[-1], theta[k], theta[k + 1]))
            inputs.append(self.act(outputs[-1]))
        return inputs[:-1], outputs

    def loss(self, theta: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> float:
        """The mean loss of theta on a batch, x and y."""
        self.check_y(x, y)
        return self.loss_of(self.forward(theta, x)[1][-1], y)[0]

    def gradient(
        self, theta: list[np.ndarray], x: np.ndarray, y: np.ndarray
    ) -> tuple[float, list[np.ndarray]]:
        """The mean loss of x and y, and its gradient: a list of theta's shapes."""
        self.check_y(x, y)
        inputs, outputs = self.forward(theta, x)
        loss, dz = self.loss_of(outputs[-1], y)
        grads = []
        for k in reversed(range(len(outputs))):
            dh, dw, db = linear_back(dz, inputs[k], theta[2 * k])
            grads = [dw, db, *grads]
            if k > 0:
                dz = self.act_back(dh, outputs[k - 1], inputs[k])
        return loss, grads

    def predict(self, theta: list[np.ndarray], x: np.ndarray) -> np.ndarray:
        """What theta says of x: classes for cross_entropy, numbers for squared."""
        z = self.forward(theta, x)[1][-1]
        return z.argmax(1) if self.loss_name == "cross_entropy" else z

    def check_x(self, theta, x):
        check_arrays(x=x)
        shapes = [
            s for pair in zip(self.sizes, self.sizes[1:]) for s in (pair, pair[1:])
        ]
        if [np.shape(p) for p in theta] != shapes:
            raise ValueError(f"theta must have the shapes {shapes}: see init")
        if x.ndim != 2 or x.shape[1] != self.sizes[0]:
            raise ValueError(f"x must be (batch, {self.sizes[0]}), got {x.shape}")
        if x.dtype.kind != "f":
            raise TypeError(f"x must hold floats, got {x.dtype}: x.astype(float)?")

    def check_y(self, x, y):
        check_arrays(x=x, y=y)
        if self.loss_name == "squared":
            if y.shape != (len(x), self.sizes[-1]):
                shape = (len(x), self.sizes[-1])
                raise ValueError(f"y must be {shape}, got {y.shape}")
        elif y.dtype.kind not in "iu" or y.shape != (len(x),):
            raise ValueError(f"y must be {len(x)} integers, got {y.dtype} {y.shape}")
        elif y.min() < 0 or y.max() >= self.sizes[-1]:
            raise ValueError(f"y must lie in 0 ... {self.sizes[-1] - 1}")


def check_arrays(**given):
    """Raise TypeError for what is no array of NumPy's."""
    for name, rows in given.items():
        if not isinstance(rows, np.ndarray):
            kind = type(rows).__name__
            raise TypeError(f"{name} must be an array, got {kind}: np.array({name})?")


def gradient_check(loss, grads, theta, delta=1e-5):
    """Largest error of `grads`, relative to the largest slope of its array.

    loss is a function of theta, a list of float64 arrays; the slopes are central
    differences, (loss(theta + delta) - loss(theta - delta)) / (2 * delta), number by
    number. The error is NaN if any number of `grads` or any loss is NaN, so ask for
    `error <= limit`. Raises ValueError for `grads` of other shapes than theta's.
    """
    check_shape(grads, theta)
    errors = []
    for p, g in zip(theta, grads):
        slopes = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            kept = p[i]
            p[i] = kept + delta
            above = loss(theta)
            p[i] = kept - delta
            slopes[i] = (above - loss(theta)) / (2 * delta)
            p[i] = kept
        errors.append(np.abs(g - slopes).max() / np.maximum(np.abs(slopes).max(), 1e-8))
    return float(np.max(errors))
