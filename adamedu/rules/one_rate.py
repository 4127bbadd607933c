"""Rules with one rate for all parameters: SGD and momentum."""

__all__ = ["sgd", "momentum", "nesterov"]


def sgd(theta, g, *, lr=1e-3):
    """Stochastic gradient descent: Robbins & Monro (1951).

    Gradient descent, if g comes from all of the data. The default lr is torch's.
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
    """Accelerated gradient: Nesterov (1983), as Sutskever et al. (2013) write it.

    theta is the look-ahead point itself, so g is taken where theta stands: their
    section 2, after a change of variable. This is the form of torch.optim.SGD.
    """
    m = beta1 * m + g
    theta = theta - lr * (g + beta1 * m)
    return theta, m
