"""Other people's optimizers, each stepped on one array by given gradients.

`Stepper(function, theta, settings)`: `theta` can be read and set, `step(g)` makes a
step, `bytes()` counts what it keeps, numbers for themselves excepted.
"""

import contextlib
import io
from functools import cache
from importlib import import_module

import numpy as np


class Torch:
    """Of torch, and of those who follow its form."""

    def __init__(self, make, theta, settings):
        import torch

        self.tensor = torch.tensor
        self.parameter = torch.nn.Parameter(self.tensor(theta))
        with contextlib.redirect_stdout(io.StringIO()):  # adabelief-pytorch greets
            self.optimizer = make([self.parameter], **settings)
        if hasattr(self.optimizer, "train"):  # schedule-free: theta where g is taken
            self.optimizer.train()

    @property
    def theta(self):
        return self.parameter.detach().numpy().copy()

    @theta.setter
    def theta(self, value):
        self.parameter.data.copy_(self.tensor(value))

    def step(self, g):
        self.parameter.grad = self.tensor(g)
        self.optimizer.step()

    def bytes(self):
        return sum(map(size, tensors(self.optimizer.state[self.parameter])))


class Optax:
    """Of optax: the rate is the first argument."""

    def __init__(self, make, theta, settings):
        self.theta = theta
        self.array, self.update, init = compiled(make, **settings)
        self.state = init(self.array(theta))

    def step(self, g):
        theta = self.array(self.theta)
        move, self.state = self.update(self.array(g), self.state, theta)
        self.theta = np.asarray(theta + move)

    def bytes(self):
        import jax

        return sum(map(size, jax.tree.leaves(self.state)))


@cache
def compiled(make, learning_rate, **settings):
    """What jax compiles once for each of optax's rules and its settings."""
    import jax

    jax.config.update("jax_enable_x64", True)
    rule = make(learning_rate, **settings)
    return jax.numpy.array, jax.jit(rule.update), rule.init


class Keras:
    """Of Keras, on any backend."""

    def __init__(self, make, theta, settings):
        import jax

        jax.config.update("jax_enable_x64", True)
        self.keras = import_module("keras")
        self.variable = self.keras.Variable(theta, dtype=str(theta.dtype))
        self.optimizer = make(**settings)
        self.optimizer.build([self.variable])

    @property
    def theta(self):
        return np.array(self.keras.ops.convert_to_numpy(self.variable))

    @theta.setter
    def theta(self, value):
        self.variable.assign(value)

    def step(self, g):
        gradient = self.keras.ops.convert_to_tensor(g, dtype=str(g.dtype))
        self.optimizer.apply([gradient], [self.variable])

    def bytes(self):
        return sum(size(v.value) for v in self.optimizer.variables)


class Mlx:
    """Of MLX, on a processor."""

    def __init__(self, make, theta, settings):
        mx = import_module("mlx.core")
        mx.set_default_device(mx.cpu)
        self.mx, self.theta = mx, theta
        self.optimizer = make(**settings)

    def array(self, value):
        return self.mx.array(value, dtype=getattr(self.mx, str(value.dtype)))

    def step(self, g):
        dtype = self.theta.dtype
        parts = [{"theta": self.array(part)} for part in (g.astype(dtype), self.theta)]
        moved = self.optimizer.apply_gradients(*parts)["theta"]
        self.theta = np.array(moved.tolist(), dtype)

    def bytes(self):
        return sum(a.nbytes for a in self.optimizer.state["theta"].values() if a.ndim)


def size(array):
    """Bytes of an array; a number for itself counts as nothing."""
    count = int(np.prod(array.shape))
    return count * array.dtype.itemsize if count > 1 else 0


def tensors(state):
    """The tensors in a state, wherever they stand; of a quantized one its parts."""
    if isinstance(state, dict):
        state = list(state.values())
    if isinstance(state, (list, tuple)):
        return [found for part in state for found in tensors(part)]
    if hasattr(state, "__tensor_flatten__") and type(state).__name__ != "Tensor":
        names, _ = state.__tensor_flatten__()
        return [getattr(state, name) for name in names]
    return [state] if hasattr(state, "dtype") else []
