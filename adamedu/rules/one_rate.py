"""Rules with one rate for all parameters: SGD and momentum."""

__all__ = ["sgd", "momentum", "nesterov"]


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
