"""Numbers drawn by chance that are the same on every machine, the page included."""


def noise(count, state=1):
    """`count` numbers of mean 0 and variance 1: sums of three uniform ones.

    The generator is the linear congruential one of Numerical Recipes (1992), section
    7.1, good enough for figures. `state` is its seed, an integer.
    """
    drawn = []
    for _ in range(count):
        total = 0.0
        for _ in range(3):
            state = (1664525 * state + 1013904223) % 4294967296
            total += state / 4294967296
        drawn.append(2 * total - 3)
    return drawn
