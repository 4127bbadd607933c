"""Loss landscapes in two dimensions, with gradients by hand.

A landscape works on theta = [x, y], where x and y are floats, or arrays of any
shape (then many points are computed at once).
"""

import math


class Landscape:
    """A loss to walk down.

    f(theta) is the loss and grad(theta) its gradient [df/dx, df/dy]; key names
    it and its settings; xlim and ylim are the window to draw; minima lists the
    points with the lowest loss; start is where a walk begins.
    """

    def __init__(self, key, f, grad, *, xlim, ylim, minima, start):
        self.key, self.f, self.grad = key, f, grad
        self.xlim, self.ylim = xlim, ylim
        self.minima, self.start = minima, start

    @property
    def lowest(self):
        """The loss at the minima."""
        return self.f(self.minima[0])

    def holds(self, theta, margin=0.0):
        """True if theta lies in the window, widened by margin window sizes."""
        inside = [
            lo - margin * (hi - lo) <= p <= hi + margin * (hi - lo)
            for p, (lo, hi) in zip(theta, (self.xlim, self.ylim))
        ]
        return all(inside)


def ravine(kappa=20.0, angle=0.0):
    """A quadratic with curvatures 1 and kappa, turned by `angle` degrees.

    kappa is the condition number. At angle 0 the curvature is 1 along x.
    """
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def f(theta):
        x, y = theta
        u, w = c * x + s * y, c * y - s * x
        return (u * u + kappa * w * w) / 2

    def grad(theta):
        x, y = theta
        u, w = c * x + s * y, kappa * (c * y - s * x)
        return [c * u - s * w, s * u + c * w]

    return Landscape(
        f"ravine {kappa} {angle}", f, grad, xlim=(-2.5, 2.5), ylim=(-1.5, 1.5),
        minima=[(0.0, 0.0)], start=(-2.0, 1.0),
    )  # fmt: skip


def saddle(gamma=0.5):
    """A valley across y with a saddle of curvature -gamma in its middle.

    x curves upwards with 1; along y the loss is gamma * (y**4 / 4 - y**2 / 2),
    so it falls from the saddle at (0, 0) to the minima at y = -1 and y = 1.
    """

    def f(theta):
        x, y = theta
        return x * x / 2 + gamma * (y * y * y * y / 4 - y * y / 2)

    def grad(theta):
        x, y = theta
        return [x, gamma * (y * y * y - y)]

    return Landscape(f"saddle {gamma}", f, grad, xlim=(-1.5, 1.5), ylim=(-1.5, 1.5),
                     minima=[(0.0, 1.0), (0.0, -1.0)], start=(-1.2, 0.01))  # fmt: skip


def rosenbrock(b=100.0):
    """A narrow, curved valley: Rosenbrock (1960); b makes it steeper."""

    def f(theta):
        x, y = theta
        d = y - x * x
        return (1 - x) * (1 - x) + b * d * d

    def grad(theta):
        x, y = theta
        d = y - x * x
        return [2 * (x - 1) - 4 * b * x * d, 2 * b * d]

    return Landscape(f"rosenbrock {b}", f, grad, xlim=(-2.0, 2.0), ylim=(-1.0, 3.0),
                     minima=[(1.0, 1.0)], start=(-1.5, 2.5))  # fmt: skip


def beale():
    """A flat plain with steep walls: Beale (1958)."""
    terms = ((1.5, 1), (2.25, 2), (2.625, 3))

    def f(theta):
        x, y = theta
        loss, power = 0.0, 1.0
        for c, _ in terms:
            power = power * y
            r = c - x + x * power
            loss = loss + r * r
        return loss

    def grad(theta):
        x, y = theta
        gx, gy, below = 0.0, 0.0, 1.0
        for c, k in terms:
            power = below * y
            r = c - x + x * power
            gx = gx + 2 * r * (power - 1)
            gy = gy + 2 * r * x * k * below
            below = power
        return [gx, gy]

    return Landscape("beale", f, grad, xlim=(-1.0, 4.5), ylim=(-2.0, 2.0),
                     minima=[(3.0, 0.5)], start=(0.5, 1.6))  # fmt: skip


def himmelblau():
    """Four equal minima: Himmelblau (1972)."""

    def f(theta):
        x, y = theta
        a, b = x * x + y - 11, x + y * y - 7
        return a * a + b * b

    def grad(theta):
        x, y = theta
        a, b = x * x + y - 11, x + y * y - 7
        return [4 * x * a + 2 * b, 2 * a + 4 * y * b]

    minima = [(3.0, 2.0), (-2.805118086952745, 3.131312518250573),
              (-3.779310253377747, -3.283185991286170),
              (3.584428340330492, -1.848126526964404)]  # fmt: skip
    return Landscape("himmelblau", f, grad, xlim=(-5.0, 5.0), ylim=(-5.0, 5.0),
                     minima=minima, start=(0.0, -4.5))  # fmt: skip


def styblinski_tang():
    """Four basins of different depth: Styblinski & Tang (1990)."""

    def f(theta):
        return sum([(p * p * p * p - 16 * p * p + 5 * p) / 2 for p in theta])

    def grad(theta):
        return [(4 * p * p * p - 32 * p + 5) / 2 for p in theta]

    best = -2.903534027771177
    return Landscape("styblinski_tang", f, grad, xlim=(-5.0, 5.0), ylim=(-5.0, 5.0),
                     minima=[(best, best)], start=(4.5, 0.7))  # fmt: skip
