"""Rules that look at a whole array at once: its norm, its rows and columns.

One call for each array of a network.
"""

from adamedu.ops import larger, norm, sides, total

__all__ = ["lamb", "adafactor", "adafactor_torch", "muon", "orthogonal", "prodigy"]


def lamb(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0,
):
    """LAMB: You et al. (2020), Algorithm 2: a step as long as theta, times lr.

    The paper bounds theta's norm by an unspecified phi; here phi is the identity.
    Where either norm is 0, the step is left as it is, as in all libraries.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    r = m_hat / (v_hat**0.5 + eps) + weight_decay * theta
    size, length = norm(theta), norm(r)
    ratio = size / length if size > 0 and length > 0 else 1
    theta = theta - lr * ratio * r
    return theta, m, v, t


def adafactor(
    theta, g, row=0, col=0, t=0, *,
    lr=1e-2, decay=0.8, clip=1.0, eps1=1e-30, eps2=1e-3,
):
    """Adafactor: Shazeer & Stern (2018), Algorithms 4 and 5, for arrays.

    v of a matrix is kept as the means of its rows and columns; of a vector, whole,
    in `row`. Steps are measured by theta's own root mean square. lr is the paper's
    bound on rho_t, its relative step. Roots are taken before the product of row and
    col, which can leave the range of float32.
    """
    t = t + 1
    beta2 = 1 - t**-decay
    if len(g.shape) > 1:
        row = beta2 * row + (1 - beta2) * (g**2 + eps1).mean(-1, keepdims=True)
        col = beta2 * col + (1 - beta2) * (g**2 + eps1).mean(-2, keepdims=True)
        u = g / row**0.5 / col**0.5 * row.mean(-2, keepdims=True) ** 0.5
    else:
        row = beta2 * row + (1 - beta2) * (g**2 + eps1)
        u = g / row**0.5
    u = u / larger((u**2).mean() ** 0.5 / clip, 1)
    theta = theta - larger((theta**2).mean() ** 0.5, eps2) * min(lr, t**-0.5) * u
    return theta, row, col, t


def adafactor_torch(
    theta, g, row=0, col=0, t=0, *,
    lr=1e-2, decay=0.8, clip=1.0, eps1=2.0**-23, eps2=1e-3, weight_decay=0.0,
):
    """Adafactor: Shazeer & Stern (2018), as in torch.optim.Adafactor.

    eps1 bounds v from below where the paper adds it to g**2. torch's eps1 is that
    of the parameters' type; here it is float32's.
    """
    t = t + 1
    beta2 = 1 - t**-decay
    rate = larger((theta**2).mean() ** 0.5, eps2) * min(lr, t**-0.5)
    theta = theta - lr * weight_decay * theta
    if len(g.shape) > 1:
        row = beta2 * row + (1 - beta2) * (g**2).mean(-1, keepdims=True)
        col = beta2 * col + (1 - beta2) * (g**2).mean(-2, keepdims=True)
        v = row / larger(row.mean(-2, keepdims=True), eps1) * col
    else:
        row = beta2 * row + (1 - beta2) * g**2
        v = row
    u = g / larger(v, eps1**2) ** 0.5
    theta = theta - rate * u / larger((u**2).mean() ** 0.5 / clip, 1)
    return theta, row, col, t


def muon(
    theta, g, m=0, *, lr=0.02, beta1=0.95, weight_decay=0.0, eps=1e-7, steps=5
):
    """Muon, for matrices: Jordan et al. (2024): momentum, then its nearest rotation.

    m is an average, as in the author's code and in torch; the post adds without
    weighing, which the normalisation undoes. A tall matrix takes longer steps. The
    defaults are the author's; torch has lr 1e-3 and weight_decay 0.1.
    """
    m = beta1 * m + (1 - beta1) * g
    u = orthogonal((1 - beta1) * g + beta1 * m, eps=eps, steps=steps)
    rows, columns = sides(theta)
    theta = theta - lr * weight_decay * theta
    theta = theta - lr * max(1, rows / columns) ** 0.5 * u
    return theta, m


def orthogonal(g, *, eps=1e-7, steps=5):
    """A matrix whose singular values are near 1: g = U S V^T gives about U V^T.

    Newton-Schulz steps with Jordan's coefficients, which lift small singular values
    fast and leave all of them between about 0.7 and 1.2.
    """
    rows, columns = sides(g)
    x = g.T if rows > columns else g
    x = x / (norm(x) + eps)
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if rows > columns else x


def prodigy(
    theta, g, m=0, v=0, s=0, r=0, d=0, theta_0=None, *,
    lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d_0=1e-6,
):
    """Prodigy: Mishchenko & Defazio (2024), its Adam version: it finds its own rate.

    d grows from d_0 to a lower bound on the distance from the start, theta_0, to a
    solution. The paper (Algorithm 4 in version 3 on arXiv) takes one d for all
    parameters of a network, this function one for each array. eps is scaled by the
    new d, as in the authors' code; the paper takes the old one.
    """
    theta_0 = theta if theta_0 is None else theta_0
    d = larger(d, d_0)
    beta3 = beta2**0.5
    m = beta1 * m + (1 - beta1) * d * g
    v = beta2 * v + (1 - beta2) * d**2 * g**2
    r = beta3 * r + (1 - beta3) * lr * d**2 * total(g * (theta_0 - theta))
    s = beta3 * s + (1 - beta3) * lr * d**2 * g
    length = total(abs(s))
    d_new = larger(r / length, d) if length > 0 else d
    theta = theta - lr * d * m / (v**0.5 + d_new * eps)
    return theta, m, v, s, r, d_new, theta_0
