"""One step of Adam on float32 parameters: the book's own lines against torch's.

The bound is the machine's memory: a step reads theta, g, m, v and writes theta,
m, v, which is 28 bytes per parameter. One thread.
"""

import os
import subprocess
import sys

import numpy as np
import torch

from adamedu.optimizers import adam
from benchmarks import interleaved, verdict

SIZES = [10**k for k in range(3, 8)]


def numpy_step(n, rng):
    g = rng.standard_normal(n, dtype=np.float32)
    state = [g.copy(), 0 * g, 0 * g, 0]

    def step():
        theta, m, v, t = state
        state[:] = adam(theta, g, m, v, t)

    return step


def compiled_step(n, rng):
    g = torch.from_numpy(rng.standard_normal(n, dtype=np.float32))
    state = [g.clone(), 0 * g, 0 * g, torch.tensor(0.0, dtype=torch.float64)]
    torch.compiler.reset()  # or a later size gets code that fits all sizes

    # Otherwise 1 - beta**t is computed again for every 16 parameters.
    @torch.compile(fullgraph=True, options={"realize_opcount_threshold": 2})
    def step(theta, m, v, t):
        for old, new in zip((theta, m, v, t), adam(theta, g, m, v, t)):
            old.copy_(new)

    return lambda: step(*state)


def torch_step(n, rng, **form):
    theta = torch.from_numpy(rng.standard_normal(n, dtype=np.float32))
    theta.grad = theta.clone()
    return torch.optim.Adam([theta], **form).step


def memory(n):
    """Read 14 bytes per parameter and write them back."""
    data = torch.ones(14 * n // 4)
    return lambda: data.mul_(1.0)


def contenders(n):
    rng = np.random.default_rng(0)
    return {
        "NumPy": numpy_step(n, rng),
        "compiled": compiled_step(n, rng),
        "torch": torch_step(n, rng, foreach=False, fused=False),
        "foreach": torch_step(n, rng, foreach=True),
        "fused": torch_step(n, rng, fused=True),
        "memory": memory(n),
    }


def table():
    torch.set_num_threads(1)
    times = {n: interleaved(contenders(n)) for n in SIZES}
    print("  parameters" + "".join(f"{name:>11}" for name in times[SIZES[0]]))
    for n, row in times.items():
        print(f"  {n:10,}" + "".join(f"{1e3 * s:11.3f}" for s in row.values()))
    for n in (1000, 10_000):
        ratio = times[n]["NumPy"] / min(times[n]["torch"], times[n]["foreach"])
        print(verdict(f"NumPy / torch's faster loop at {n:,}:", ratio, 1))
    ratio = times[10**6]["NumPy"] / times[10**6]["torch"]
    print(verdict("NumPy / torch at 1,000,000:", ratio, 2.5))
    for n in SIZES[-2:]:
        ratio = times[n]["compiled"] / times[n]["fused"]
        print(verdict(f"compiled / fused at {n:,}:", ratio, 1.25))


def main():
    print(
        "Adam's step, ms: medians of 15 interleaved rounds, one thread.\n"
        "  memory: moving 28 bytes per parameter, as a step must, and nothing else",
        flush=True,
    )
    table()
    print(
        "The same where glibc keeps what a line frees for the next line. Otherwise\n"
        "arrays of a million go back to the system, which clears each page anew.",
        flush=True,
    )
    kept = {
        "MALLOC_TRIM_THRESHOLD_": "2000000000",
        "MALLOC_MMAP_THRESHOLD_": "2000000000",
    }
    call = [sys.executable, "-c", "from benchmarks.step import table; table()"]
    subprocess.run(call, env={**os.environ, **kept}, check=True)
