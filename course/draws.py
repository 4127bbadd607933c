"""What functions are asked: arguments and settings, drawn for each student."""


def step_and_horizon(rng):
    steps = int(rng.integers(20, 200))
    return (int(rng.integers(1, steps + 1)),), {
        "lr": float(rng.uniform(0.001, 1)), "steps": steps,
        "warmup": int(rng.integers(1, steps // 2)),
    }  # fmt: skip


def old_and_new(rng):
    size = rng.choice([None, 3])
    return (rng.normal(size=size), rng.normal(size=size)), maybe_beta(rng)


def average_and_step(rng):
    size = rng.choice([None, 3])
    return (rng.normal(size=size), int(rng.integers(1, 60))), maybe_beta(rng)


def maybe_beta(rng):
    """Now and then the default."""
    return {"beta": float(rng.uniform(0.3, 0.99))} if rng.random() < 0.7 else {}


def pairs(rng):
    size = int(rng.integers(4, 12))
    shared = rng.normal(20, 3, size)
    both = shared + rng.normal(size=(2, size))
    settings = {"t": float(rng.uniform(1, 4))} if rng.random() < 0.7 else {}
    return tuple(both), settings
