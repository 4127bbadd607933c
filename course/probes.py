"""What an answer is asked: gradients and settings that tell mistakes apart.

One step at one scale lets most mistakes pass (chapter 07, "What a check must see").
So: many steps, tiny and huge gradients, a large eps, zero gradients, a gradient that
changes its sign, one that is much larger than the rest, other settings than the
defaults, and a rate that changes. Starts are numbers that float32 holds
exactly, and near 0 where steps are small: float32 would lose them.
"""

G = [[1.5, -0.25], [-0.7, 0.4], [0.3, -0.9], [2.1, 0.0], [-0.2, 0.6], [0.9, 1.3]]
OTHER = {"beta1": 0.8, "beta2": 0.95, "weight_decay": 0.3}
RATES = [0.05, 0.05, 0.05, 0.025, 0.025, 0.0125]


def probes(defaults):
    """The probes of a rule with these settings."""
    given = {name: value for name, value in OTHER.items() if name in defaults}

    def probe(about, theta, g, tag="", eps=None, lr=0.05, **settings):
        settings = {**given, "lr": lr, **settings}
        if eps and "eps" in defaults:
            settings["eps"] = eps
        return {"about": about, "tag": tag, "lr": defaults["lr"],
                "theta": theta, "g": g,
                "settings": {} if eps is None else settings}  # fmt: skip

    def scaled(factor, g=G):
        return [[factor * slope for slope in row] for row in g]

    return [
        probe("default settings, gradient 2 at each step", [1.0], [[2.0]] * 10,
              "plain"),
        probe("default settings, gradient 200 at each step", [1.0], [[200.0]] * 4,
              "scaled"),
        probe("default settings, gradients near 1e-8", [0.0, 0.0],
              scaled(1e-8, G[:4]), "tiny"),
        probe("two parameters, eps 0.01, a rate that falls", [1.0, -2.0], G, "given",
              eps=1e-2, lr=RATES),
        probe("gradients near 0.001, eps 0.001, 24 steps", [2**-9, 2**-8],
              scaled(1e-3, G * 4), "small", eps=1e-3),
        probe("gradients that are 0", [2.0, -1.0], [[0.0, 0.0]] * 2, "zero", eps=1e-8),
        probe("two gradients, then zeros", [2.0, -1.0], G[:2] + [[0.0, 0.0]] * 4,
              "silent", eps=1e-3, lr=0.125),
        probe("one gradient of 50 among small ones", [0.25, 0.5],
              [[0.5, 0.1], [50.0, 0.2]] + [[0.3, -0.1]] * 8, "spike", eps=1e-2,
              lr=0.25),
    ]  # fmt: skip
