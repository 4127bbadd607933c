"""A network small enough for the page: one hidden layer, in plain numbers.

theta is a flat list: two weights and a bias for each hidden unit, then a weight for
each of them, and the bias of the output. Data is a list of (x, y, side), with side 1
or -1.
"""

import math

from adamedu.noise import noise


def moons(count=40, spread=0.15, state=1):
    """Two half circles that reach into each other, half of the points on each."""
    off, data = noise(2 * count, state), []
    for k in range(count):
        angle = math.pi * (k // 2) / (count // 2 - 1)
        x, y = math.cos(angle), math.sin(angle)
        x, y, side = (x, y, 1) if k % 2 else (1 - x, 0.5 - y, -1)
        data.append(
            (x - 0.5 + spread * off[2 * k], y - 0.25 + spread * off[2 * k + 1], side)
        )
    return data


def ring(count=40, spread=0.15, state=1):
    """A cluster in the middle of a ring, half of the points in each."""
    off, data = noise(2 * count, state), []
    for k in range(count):
        angle, far = 2 * math.pi * (k // 2) / (count // 2), k % 2
        x, y = 1.3 * far * math.cos(angle), 1.3 * far * math.sin(angle)
        wide = spread if far else 2 * spread
        data.append(
            (x + wide * off[2 * k], y + wide * off[2 * k + 1], 1 if far else -1)
        )
    return data


def init(units, state=1):
    """Weights to start from: those of a unit or the output have variance 1 / inputs."""
    drawn = noise(3 * units, state)
    theta = []
    for k in range(units):
        theta += [drawn[2 * k] / 2**0.5, drawn[2 * k + 1] / 2**0.5, 0.0]
    return theta + [w / units**0.5 for w in drawn[2 * units :]] + [0.0]


def hidden(theta, x, y):
    """What the hidden units give for a point."""
    return [
        math.tanh(theta[k] * x + theta[k + 1] * y + theta[k + 2])
        for k in range(0, (len(theta) - 1) // 4 * 3, 3)
    ]


def output(theta, x, y):
    """The network's number for a point: above 0 it says side 1."""
    h = hidden(theta, x, y)
    z = theta[-1]
    for k in range(len(h)):
        z += theta[3 * len(h) + k] * h[k]
    return z


def loss(theta, data):
    """Mean of log(1 + exp(-side * output)): the cross-entropy of two classes."""
    total = 0.0
    for x, y, side in data:
        a = side * output(theta, x, y)
        total += max(-a, 0.0) + math.log(1 + math.exp(-abs(a)))
    return total / len(data)


def gradient(theta, data):
    """Gradient of the loss, a list as long as theta, by backpropagation."""
    g = [0.0] * len(theta)
    for x, y, side in data:
        h = hidden(theta, x, y)
        units, z = len(h), output(theta, x, y)
        dz = -side * (1 - math.tanh(side * z / 2)) / 2 / len(data)
        for k in range(units):
            dh = dz * theta[3 * units + k] * (1 - h[k] ** 2)
            g[3 * k] += dh * x
            g[3 * k + 1] += dh * y
            g[3 * k + 2] += dh
            g[3 * units + k] += dz * h[k]
        g[-1] += dz
    return g


def right(theta, data):
    """The share of the data that the network puts on the right side."""
    return sum([output(theta, x, y) * side > 0 for x, y, side in data]) / len(data)


def answers(theta, limit, size=30):
    """What the network says in a window from -limit to limit: a field to draw.

    From 0, sure of side -1, to 1; the levels are tenths.
    """
    at = [limit * (2 * i / (size - 1) - 1) for i in range(size)]
    z = [(1 + math.tanh(output(theta, x, y) / 2)) / 2 for y in at for x in at]
    return {"key": str(theta), "nx": size, "ny": size, "xlim": (-limit, limit),
            "ylim": (-limit, limit), "z": z,
            "levels": [k / 10 for k in range(10)]}  # fmt: skip
