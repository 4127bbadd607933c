"""One step of Adam on float32 parameters: the book's own lines against others'.

The bound is the machine's memory: a step reads theta, g, m, v and writes theta,
m, v, which is 28 bytes per parameter. `python -m benchmarks.step N` measures N
threads on N processors.
"""

import os
import subprocess
import sys

import jax
import numpy as np
import optax
import torch

from adamedu.nn.blocks import in_blocks
from adamedu.rules import adam
from benchmarks import interleaved, verdict

SIZES = [10**k for k in range(3, 8)]


def numpy_step(n, rng, rule=adam):
    g = rng.standard_normal(n, dtype=np.float32)
    state = [g.copy()]

    def step():
        theta, *rest = state
        state[:] = rule(theta, g, *rest)

    return step


def numbers(n, rng):
    """In torch's own memory, where the vectors of a processor begin: NumPy's
    begins between them, and that would cost a compiled loop a fifth.
    """
    return torch.from_numpy(rng.standard_normal(n, dtype=np.float32)).clone()


def compiled_step(n, rng):
    g = numbers(n, rng)
    state = [g.clone(), 0 * g, 0 * g, torch.tensor(0.0, dtype=torch.float64)]
    torch.compiler.reset()  # or a later size gets code that fits all sizes

    # Otherwise 1 - beta**t is computed again for every 16 parameters.
    @torch.compile(fullgraph=True, options={"realize_opcount_threshold": 2})
    def step(theta, m, v, t):
        for old, new in zip((theta, m, v, t), adam(theta, g, m, v, t)):
            old.copy_(new)

    return lambda: step(*state)


def torch_step(n, rng, **form):
    theta = numbers(n, rng)
    theta.grad = theta.clone()
    return torch.optim.Adam([theta], **form).step


def optax_step(n, rng):
    theta = jax.numpy.asarray(rng.standard_normal(n, dtype=np.float32))
    rule, g = optax.adam(1e-3), theta + 0
    carry = [theta, rule.init(theta)]

    def move(theta, state):
        step, state = rule.update(g, state, theta)
        return optax.apply_updates(theta, step), state

    fast = jax.jit(move, donate_argnums=(0, 1))

    def step():
        carry[:] = fast(*carry)
        carry[0].block_until_ready()

    return step


def memory(n):
    """Read 14 bytes per parameter and write them back."""
    data = torch.ones(14 * n // 4)
    return lambda: data.mul_(1.0)


def contenders(n, threads):
    rng = np.random.default_rng(0)
    return {
        "NumPy": numpy_step(n, rng),
        "blocks": numpy_step(n, rng, in_blocks(adam, threads=threads)),
        "compiled": compiled_step(n, rng),
        "torch": torch_step(n, rng, foreach=False, fused=False),
        "foreach": torch_step(n, rng, foreach=True),
        "fused": torch_step(n, rng, fused=True),
        "optax": optax_step(n, rng),
        "memory": memory(n),
    }


def table(threads):
    torch.set_num_threads(threads)
    times = {n: interleaved(contenders(n, threads)) for n in SIZES}
    print("  parameters" + "".join(f"{name:>10}" for name in times[SIZES[0]]))
    for n, row in times.items():
        print(f"  {n:10,}" + "".join(f"{1e3 * s:10.3f}" for s in row.values()))
    for n in (1000, 10_000):
        ratio = times[n]["NumPy"] / min(times[n]["torch"], times[n]["foreach"])
        print(verdict(f"NumPy / torch's faster loop at {n:,}:", ratio, 1))
    ratio = times[10**6]["NumPy"] / times[10**6]["torch"]
    print(verdict("NumPy / torch at 1,000,000:", ratio, 2.5))
    for n in SIZES[-2:]:
        ratio = times[n]["blocks"] / times[n]["foreach"]
        print(verdict(f"blocks / foreach at {n:,}:", ratio, 1))
        ratio = times[n]["compiled"] / times[n]["fused"]
        print(verdict(f"compiled / fused at {n:,}:", ratio, 1.1))
    ratio = times[10**7]["compiled"] / times[10**7]["memory"]
    print(verdict("compiled / memory bound at 10,000,000:", ratio, 1.25))


def main():
    print(
        "Adam's step, ms: medians of 15 interleaved rounds, on as many processors as\n"
        "threads. memory: moving 28 bytes per parameter, as a step must, and no more."
    )
    keep = {
        "MALLOC_TRIM_THRESHOLD_": "2000000000",
        "MALLOC_MMAP_THRESHOLD_": "2000000000",
    }
    measured("One thread", 1, {})
    measured(
        "One thread, where glibc keeps what a line frees for the next line. Otherwise\n"
        "arrays of a million go back to the system, which clears each page anew",
        1, keep,
    )  # fmt: skip
    measured("Two threads", 2, {})
    print(
        "Why a target may be missed. blocks: a million fit into a large cache, and\n"
        "in the second table no page is cleared anew, so foreach does not wait for\n"
        "memory either, and it takes 7 passes where a rule's lines take 17.\n"
        "compiled: Algorithm 1 divides three times for a parameter, torch's fused\n"
        "kernel twice, which shows while memory is not the limit. NumPy at a\n"
        "million: see the second table."
    )


def measured(title, threads, settings):
    print(f"{title}:", flush=True)
    call = [sys.executable, "-m", "benchmarks.step", str(threads)]
    subprocess.run(call, env={**os.environ, **settings}, check=True)


if __name__ == "__main__":
    threads = int(sys.argv[1])
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    table(threads)
