"""Adam's states shared out over two processes, as in ZeRO's first stage.

Rajbhandari et al. (2020), by torch.distributed: each process keeps the states of its
own arrays only, moves these, and sends them to the other one.

    python -m adamedu.studies.sharded 64-64-64-10 64-256-10

trains networks of these layers twice, with all states in both processes and with
shared ones, and prints the bytes of the states and how far the weights differ.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from adamedu.nn.datasets import digits
from adamedu.nn.extras import extra

with extra("torch"):
    import torch
    import torch.distributed as dist
    import torch.multiprocessing as mp
    from torch.distributed.optim import ZeroRedundancyOptimizer
    from torch.nn.parallel import DistributedDataParallel

PROCESSES, STEPS, ROWS, SECONDS = 2, 50, 32, 600


def state_bytes(optimizer):
    """Bytes of all tensors that a torch optimizer keeps."""
    kept = [part for state in optimizer.state.values() for part in state.values()]
    return sum(x.numel() * x.element_size() for x in kept if torch.is_tensor(x))


def network(sizes):
    """Linear layers with relu between, from one seed: the same in each process."""
    torch.manual_seed(0)
    layers = []
    for inputs, units in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def train(sizes, rank, shared):
    """Train on this process's rows; returns the weights and the bytes of its states."""
    net = DistributedDataParallel(network(sizes))
    if shared:
        optimizer = ZeroRedundancyOptimizer(net.parameters(), torch.optim.Adam, lr=1e-3)
    else:
        optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    x, y = (torch.from_numpy(part) for part in digits())
    for t in range(STEPS):
        first = (PROCESSES * t + rank) * ROWS % 1600
        mine = slice(first, first + ROWS)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(x[mine].float()), y[mine]).backward()
        optimizer.step()
    weights = torch.cat([p.detach().flatten() for p in net.parameters()])
    return weights, state_bytes(optimizer.optim if shared else optimizer)


def work(rank, networks, meeting):
    """One process: both ways to train; the first one prints the numbers of all."""
    torch.set_num_threads(1)
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    dist.init_process_group("gloo", meeting, rank=rank, world_size=PROCESSES)
    for sizes in networks:
        whole, full = train(sizes, rank, shared=False)
        parts, own = train(sizes, rank, shared=True)
        every = [None] * PROCESSES
        dist.all_gather_object(every, (own, float((whole - parts).abs().max())))
        if rank == 0:
            print(f"{len(whole):,} weights, Adam's states {full:,} bytes")
            for k, (own, difference) in enumerate(every):
                print(f"  process {k} keeps {own:7,}; weights differ by {difference}")
    dist.destroy_process_group()


def main(networks):
    """Start the processes on this machine; stop them after SECONDS."""
    with tempfile.TemporaryDirectory() as folder:
        meeting = (Path(folder) / "meeting").as_uri()
        started = mp.spawn(work, (networks, meeting), PROCESSES, join=False)
        end = time.monotonic() + SECONDS
        while not started.join(timeout=max(0, end - time.monotonic())):
            if time.monotonic() > end:
                for process in started.processes:
                    process.kill()
                raise TimeoutError(f"not done after {SECONDS} s")


if __name__ == "__main__":
    main([[int(size) for size in text.split("-")] for text in sys.argv[1:]])
