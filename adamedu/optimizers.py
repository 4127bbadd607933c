"""Update rules. Each is one pure function, written as its paper writes it.

    theta, *state = rule(theta, g, *state, **settings)

`theta` are the parameters and `g` their gradient: floats, NumPy arrays or torch
tensors of one shape. The state starts at 0, which stands for zeros of any shape,
so there is nothing to initialise. Settings are keyword-only.
"""


def sgd(theta, g, *, lr=1e-3):
    """Gradient descent; stochastic if g comes from a random minibatch.

    Robbins & Monro (1951). The default lr is torch's.
    """
    theta = theta - lr * g
    return (theta,)


def momentum(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    """Heavy ball: Polyak (1964), in the form of torch.optim.SGD.

    Polyak puts lr into the velocity: m = beta1 * m - lr * g. Both forms agree
    as long as lr is constant.
    """
    m = beta1 * m + g
    theta = theta - lr * m
    return theta, m


def nesterov(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    """Nesterov's accelerated gradient (1983), in the form of torch.optim.SGD.

    theta is the look-ahead point itself, so g is taken where theta stands:
    Sutskever et al. (2013), section 2, after a change of variable.
    """
    m = beta1 * m + g
    theta = theta - lr * (g + beta1 * m)
    return theta, m


def adagrad(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    """Adagrad with a diagonal scale: Duchi, Hazan & Singer (2011), figure 1.

    v is the sum of all squared gradients. The paper adds its delta outside the
    root, as here and in torch; the defaults are torch's.
    """
    v = v + g**2
    theta = theta - lr * g / (v**0.5 + eps)
    return theta, v


def rmsprop(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    """RMSprop: Tieleman & Hinton (2012), lecture 6e, slide 29.

    The lecture takes beta2 = 0.9 and no eps; the defaults, and eps outside the
    root, are torch's. Torch calls beta2 alpha.
    """
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - lr * g / (v**0.5 + eps)
    return theta, v


def adam(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: Kingma & Ba (2015), Algorithm 1."""
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (v_hat**0.5 + eps)
    return theta, m, v, t
