"""A Dask cluster on this machine: a scheduler and two workers, each a process."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[1]
LAST_RESORT = 600  # seconds, after which a test that waits gives up


@contextlib.contextmanager
def dask_cluster(folder, **environment):
    """Its address, and its processes: the scheduler, then the workers, all ready."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    place, running = folder / "scheduler.json", []

    def dask(*args):
        call = [sys.executable, "-m", "dask", *args, "--scheduler-file", str(place),
                "--no-dashboard", "--host", "127.0.0.1"]  # fmt: skip
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running.append(subprocess.Popen(call, cwd=folder, env=environment, **quiet))

    try:
        dask("scheduler", "--port", "0")
        wait_for(lambda: address_in(place), running[0])
        for _ in range(2):
            dask("worker", "--nthreads", "1", "--no-nanny")
        address = address_in(place)
        with Client(address, timeout=LAST_RESORT) as client:
            client.wait_for_workers(2, timeout=LAST_RESORT)
        yield address, running
    finally:
        for each in running:
            each.kill()
            each.wait()


def address_in(place):
    """The address in a scheduler's file; None if it is not there, or half written."""
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        return json.loads(place.read_text())["address"]


def wait_for(found, process):
    """Wait until found() is true, as long as a process runs."""
    end = time.monotonic() + LAST_RESORT
    while not found():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, f"nothing after {LAST_RESORT} s"
        time.sleep(0.02)
