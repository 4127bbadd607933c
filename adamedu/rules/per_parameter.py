"""Rules with a rate for each parameter, from Adagrad to AdamW."""

from adamedu.ops import larger

__all__ = [
    "adagrad", "adadelta", "rmsprop", "rmsprop_centered", "rmsprop_momentum",
    "adam", "adam_l2", "adamw", "adamw_decoupled",
]


def adagrad(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    """Adagrad with a diagonal scale: Duchi, Hazan & Singer (2011), figure 1.

    v is the sum of all squared gradients. The paper adds its delta outside the
    root, as here and in torch; the defaults are torch's.
    """
    v = v + g**2
    theta = theta - lr * g / (v**0.5 + eps)
    return theta, v


def adadelta(theta, g, v=0, u=0, *, lr=1.0, beta2=0.9, eps=1e-6):
    """Adadelta: Zeiler (2012), Algorithm 1, with its rho called beta2.

    u is the running average of squared steps. The paper has no lr; torch scales
    the step by one, and 1 leaves the paper's rule.
    """
    v = beta2 * v + (1 - beta2) * g**2
    step = (u + eps) ** 0.5 / (v + eps) ** 0.5 * g
    u = beta2 * u + (1 - beta2) * step**2
    theta = theta - lr * step
    return theta, v, u


def rmsprop(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    """RMSprop: Tieleman & Hinton (2012), lecture 6e, slide 29.

    The lecture takes beta2 = 0.9 and no eps; the defaults, and eps outside the
    root, are torch's. Torch calls beta2 alpha.
    """
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - lr * g / (v**0.5 + eps)
    return theta, v


def rmsprop_centered(theta, g, v=0, m=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    """RMSprop that divides by a standard deviation: Graves (2013), equations 38-41.

    Graves has eps inside the root; here, as in torch, it stands outside.
    """
    v = beta2 * v + (1 - beta2) * g**2
    m = beta2 * m + (1 - beta2) * g
    variance = larger(v - m**2, 0)  # which rounding can make negative
    theta = theta - lr * g / (variance**0.5 + eps)
    return theta, v, m


def rmsprop_momentum(
    theta, g, v=0, m=0, *, lr=1e-2, beta1=0.9, beta2=0.99, eps=1e-8
):
    """RMSprop with heavy-ball momentum on the scaled gradient: Graves (2013).

    The form is torch's; the paper's equation 40 has lr inside m, which is the same
    while lr is constant.
    """
    v = beta2 * v + (1 - beta2) * g**2
    m = beta1 * m + g / (v**0.5 + eps)
    theta = theta - lr * m
    return theta, v, m


def adam(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: Kingma & Ba (2015), Algorithm 1."""
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (v_hat**0.5 + eps)
    return theta, m, v, t


def adam_l2(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0,
):
    """Adam with an L2 penalty: Loshchilov & Hutter (2019), Algorithm 2 with line 6.

    Adam on the loss + weight_decay/2 * theta**2: torch.optim.Adam's weight_decay.
    The decay passes through both moments, so v divides it like any gradient.
    """
    g = g + weight_decay * theta
    return adam(theta, g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def adamw(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2,
):
    """AdamW: Loshchilov & Hutter (2019), as torch, optax and Keras have it.

    The decay is lr * weight_decay. The paper's Algorithm 2 does not multiply it by
    lr: see `adamw_decoupled`. The defaults are torch's.
    """
    theta = theta - lr * weight_decay * theta
    return adam(theta, g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def adamw_decoupled(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-5, eta=1.0,
):
    """AdamW: Loshchilov & Hutter (2019), Algorithm 2.

    eta is the paper's schedule multiplier: it scales both the step and the decay,
    lr only the step. The default weight_decay equals torch's at its default lr.
    """
    theta = theta - eta * weight_decay * theta
    return adam(theta, g, m, v, t, lr=eta * lr, beta1=beta1, beta2=beta2, eps=eps)
