"""Rules for matrices that need eigenvectors: NumPy arrays or torch tensors."""

import sys

import numpy as np

from adamedu.ops import sides

__all__ = ["shampoo", "root", "soap"]


def shampoo(theta, g, left=0, right=0, *, lr=1e-3, eps=1e-6):
    """Shampoo: Gupta, Koren & Singer (2018), Algorithm 1, for a matrix.

    left and right sum the outer products of rows and of columns; the paper starts
    them at eps * I, which is added here when the root is taken.
    """
    sides(g)
    left = left + g @ g.T
    right = right + g.T @ g
    theta = theta - lr * root(left, -1 / 4, eps) @ g @ root(right, -1 / 4, eps)
    return theta, left, right


def root(matrix, power, eps):
    """(matrix + eps * I) ** power of a symmetric matrix, by its eigenvectors."""
    values, vectors = _library(matrix).linalg.eigh(matrix)
    values = abs(values)  # rounding can make a 0 negative
    return vectors * (values + eps) ** power @ vectors.T


def soap(
    theta, g, m=0, v=0, left=0, right=0, q_left=None, q_right=None, t=0, *,
    lr=3e-3, beta1=0.95, beta2=0.95, eps=1e-8, weight_decay=1e-2, every=10,
):
    """SOAP: Vyas et al. (2024), Algorithm 3: Adam in Shampoo's basis, for a matrix.

    As in the authors' code, the first gradient only finds the basis, a step of power
    iteration and QR renews it every so many steps, and eps is added to the root of
    the uncorrected v.
    """
    sides(g)
    if t > 0:
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * (q_left.T @ g @ q_right) ** 2
        turned = (q_left.T @ m @ q_right) / (v**0.5 + eps)
        scale = (1 - beta2**t) ** 0.5 / (1 - beta1**t)
        theta = theta - lr * scale * q_left @ turned @ q_right.T
        theta = theta - lr * weight_decay * theta
    left = beta2 * left + (1 - beta2) * g @ g.T
    right = beta2 * right + (1 - beta2) * g.T @ g
    if t == 0:
        q_left, q_right = basis(left), basis(right)
        v = 0 * g
    elif t % every == 0:
        q_left, rows = renewed(left, q_left)
        q_right, columns = renewed(right, q_right)
        v = v[rows][:, columns]
    return theta, m, v, left, right, q_left, q_right, t + 1


def basis(matrix):
    """Eigenvectors of a symmetric matrix as columns, the largest eigenvalue first."""
    linalg = _library(matrix).linalg
    return linalg.eigh(-matrix)[1]


def renewed(matrix, q):
    """One step of power iteration on the columns of q, and their new order."""
    product = matrix @ q
    order = (-(q * product).sum(0)).argsort()
    return _library(matrix).linalg.qr(product[:, order])[0], order


def _library(x):
    return np if isinstance(x, np.ndarray) else sys.modules["torch"]
