"""Walks on given gradients, by our rules and by other people's.

Each `walk(theta_0, gradients)` gives the list of thetas.
"""

import contextlib

import jax
import numpy as np
import torch

STEPS = 50
KINDS = ["random", "sparse", "tiny", "huge"]


def gradients(kind, shape):
    """STEPS gradients in float64, of that kind and shape."""
    rng = np.random.default_rng(0)
    g = rng.standard_normal((STEPS, *shape))
    if kind == "sparse":
        return g * (rng.random(g.shape) < 0.1)
    return g * {"random": 1, "tiny": 1e-12, "huge": 1e8}[kind]


def start(kind, shape):
    """Where a walk with such gradients begins: near 0 if they are tiny."""
    theta = np.linspace(1, 2, int(np.prod(shape, dtype=int))).reshape(shape)
    return theta * (1e-9 if kind == "tiny" else 1)


def ours(rule, **settings):
    """A rule's trajectory; the last state is at `walk.state`."""

    def walk(theta, gradients):
        state, path = [], []
        for t, g in enumerate(gradients, 1):
            now = {k: s(t) if callable(s) else s for k, s in settings.items()}
            theta, *state = rule(theta, g, *state, **now)
            path.append(np.asarray(theta))
        walk.state = state
        return path

    return walk


def of_torch(optimizer, keeps=(), **settings):
    """The trajectory of a torch optimizer's class; `walk.state` is what it keeps."""

    def walk(theta, gradients):
        parameter = torch.nn.Parameter(torch.tensor(theta, dtype=torch.float64))
        stepper, path = optimizer([parameter], **settings), []
        if hasattr(stepper, "train"):
            stepper.train()
        for g in gradients:
            parameter.grad = torch.tensor(g, dtype=torch.float64)
            with float64():
                stepper.step()
            path.append(parameter.detach().numpy().copy())
        walk.state = [stepper.state[parameter][key].numpy() for key in keeps]
        return path

    return walk


@contextlib.contextmanager
def float64():
    """Without it, NAdam keeps its product of mu in float32."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def of_optax(transformation):
    """The trajectory of an optax transformation."""

    def step(carry, g):
        theta, state = carry
        update, state = transformation.update(g, state, theta)
        return (theta + update, state), theta + update

    @jax.jit
    def scan(theta, gradients):
        return jax.lax.scan(step, (theta, transformation.init(theta)), gradients)[1]

    def walk(theta, gradients):
        return list(np.asarray(scan(jax.numpy.asarray(theta), gradients)))

    walk.state = []
    return walk


def distance(path, expected):
    """Largest difference of two trajectories, relative to the largest entry so far."""
    apart = [np.abs(a - b).max() for a, b in zip(path, expected, strict=True)]
    scale = np.maximum.accumulate([np.abs(b).max() for b in expected])
    return np.max(apart / np.maximum(scale, 1e-300))  # NaN if one is
