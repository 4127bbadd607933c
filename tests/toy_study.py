"""A study for tests: the cells of a small table, slow on demand."""

import os
import time

GRID = [{"base": b, "power": p} for b in (2, 0.1) for p in (1, 2, 3)]
SEEDS = range(4)


def run(seed, base, power):
    time.sleep(float(os.environ.get("TOY_SECONDS", 0)))
    if f"{power} {seed}" == os.environ.get("TOY_FAILS"):
        raise ArithmeticError("it is meant to")
    return {"value": (base + seed) ** power, "third": seed / 3}


def summary(rows):
    return f"{len(rows)} rows"
