"""A study for tests: the cells of a small table, some of which wait on demand."""

import os
import time
from pathlib import Path

GRID = [{"base": b, "power": p} for b in (2, 0.1) for p in (1, 2, 3)]
SEEDS = range(4)


def run(seed, base, power):
    wait = power == 3 and "TOY_WAITS" in os.environ
    while wait and not Path(os.environ["TOY_WAITS"]).exists():
        time.sleep(0.01)
    if f"{power} {seed}" == os.environ.get("TOY_FAILS"):
        raise ArithmeticError("it is meant to")
    return {"value": (base + seed) ** power, "third": seed / 3}


def summary(rows):
    return f"{len(rows)} rows"
