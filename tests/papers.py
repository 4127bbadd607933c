"""Rules once more, from their papers' equations or around a library's part of them."""

import jax
import numpy as np
import optax
import pytorch_optimizer as po
from optax.contrib._muon import orthogonalize_via_newton_schulz as newton_schulz
from torch import nn, optim

from tests.trajectories import of_optax, of_torch


def yogi(lr=1e-2, **settings):
    """optax's Yogi from averages of 0, so late that its corrections are by 1."""
    theirs = optax.scale_by_yogi(initial_accumulator_value=0.0, **settings)

    def late(theta):
        return theirs.init(theta)._replace(count=jax.numpy.asarray(10**6))

    late_yogi = optax.GradientTransformation(late, theirs.update)
    return of_optax(optax.chain(late_yogi, optax.scale_by_learning_rate(lr)))


def muon(*, lr=0.02, beta1=0.95, weight_decay=0.0):
    """Jordan et al. (2024) as a loop around optax's Newton-Schulz steps."""
    coefficients = np.array([3.4445, -4.7750, 2.0315])
    turn = jax.jit(lambda g: newton_schulz(g, coefficients, 5, eps=1e-7))

    def walk(theta, gradients):
        path, rows, columns = [], *np.shape(theta)
        buffer = np.zeros_like(theta)
        for g in gradients:
            buffer = buffer + (g - buffer) * (1 - beta1)
            ahead = g + (buffer - g) * beta1
            longer = np.sqrt(rows / columns) if rows > columns else 1.0
            theta = theta * (1 - lr * weight_decay) - lr * longer * turn(ahead)
            path.append(np.asarray(theta))
        return path

    walk.state = []
    return walk


def adam_atan2(*, lr=1e-3, a=1.27, b=1.0, **settings):
    """Everett et al. (2024): the angle whose tangent is a step of torch's Adam."""
    adam = of_torch(optim.Adam, lr=1.0, eps=1e-300, **settings)

    def walk(theta, gradients):
        quotients = -np.diff([0 * theta, *adam(0 * theta, gradients)], axis=0)
        return list(theta - lr * a * np.cumsum(np.arctan(quotients / b), axis=0))

    walk.state = []
    return walk


def mars(*, gamma=0.025, betas=(0.95, 0.99), **settings):
    """Yuan et al. (2025), Algorithm 2: torch's AdamW on corrected, cut gradients."""
    adamw = of_torch(optim.AdamW, betas=betas, **settings)

    def walk(theta, gradients):
        before = np.concatenate([gradients[:1], gradients[:-1]])
        c = gradients + gamma * betas[0] / (1 - betas[0]) * (gradients - before)
        lengths = [max(1.0, np.sqrt(np.sum(one**2))) for one in c]
        return adamw(theta, [one / size for one, size in zip(c, lengths, strict=True)])

    walk.state = []
    return walk


def adam_mini(parameters, **settings):
    """pytorch_optimizer's Adam-mini, which takes a network, for one array."""
    net = nn.Module()
    net.register_parameter("w", *parameters)
    return po.AdamMini(net, **settings)
