"""A Dask cluster on this machine: a scheduler and two workers, each a process."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextlib.contextmanager
def dask_cluster(folder, **environment):
    """Its address, and its processes: the scheduler, then the workers."""
    host = "127.0.0.1"
    with socket.socket() as free:
        free.bind((host, 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    address, running = f"tcp://{host}:{port}", []

    def dask(*args):
        call = [sys.executable, "-m", "dask", *args]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(call, cwd=folder, env=environment, **quiet)
        running.append(process)

    try:
        dask("scheduler", "--host", host, "--port", f"{port}", "--no-dashboard")
        for _ in range(2):
            dask("worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                 "--host", host)  # fmt: skip
        yield address, running
    finally:
        for each in running:
            each.kill()
            each.wait()
