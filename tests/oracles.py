"""Trajectories of other people's optimizers: oracle(theta_0, gradients) -> thetas."""

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


def start(shape):
    return np.linspace(1, 2, int(np.prod(shape, dtype=int))).reshape(shape)


def ours(rule, **settings):
    """A rule's trajectory; the last state is at `run.state`."""

    def run(theta, gradients):
        state, path = [], []
        for t, g in enumerate(gradients, 1):
            now = {k: s(t) if callable(s) else s for k, s in settings.items()}
            theta, *state = rule(theta, g, *state, **now)
            path.append(np.asarray(theta))
        run.state = state
        return path

    return run


def of_torch(optimizer, **settings):
    """The trajectory of a torch optimizer's class; `run.state` is its state."""

    def run(theta, gradients):
        parameter = torch.nn.Parameter(torch.tensor(theta, dtype=torch.float64))
        stepper, path = optimizer([parameter], **settings), []
        if hasattr(stepper, "train"):
            stepper.train()
        for g in gradients:
            parameter.grad = torch.tensor(g, dtype=torch.float64)
            with float64():
                stepper.step()
            path.append(parameter.detach().numpy().copy())
        run.state = stepper.state[parameter]
        return path

    return run


@contextlib.contextmanager
def float64():
    """Without it, NAdam keeps its product of mu in float32."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def of_optax(transformation):
    """The trajectory of an optax transformation; `run.state` is its state."""

    def step(carry, g):
        theta, state = carry
        update, state = transformation.update(g, state, theta)
        return (theta + update, state), theta + update

    def run(theta, gradients):
        theta = jax.numpy.asarray(theta)
        carry, path = jax.lax.scan(step, (theta, transformation.init(theta)), gradients)
        run.state = carry[1]
        return list(np.asarray(path))

    return run


def distance(path, expected):
    """Largest difference of two trajectories, relative to the largest entry so far."""
    apart = [np.abs(a - b).max() for a, b in zip(path, expected, strict=True)]
    scale = np.maximum.accumulate([np.abs(b).max() for b in expected])
    return max(apart / np.maximum(scale, 1e-300))
