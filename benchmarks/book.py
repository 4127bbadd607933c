"""Seconds that the book takes to build."""

import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(source, toc, out):
    """Build a book as `make book` does; its pages are in `out`/_build/html."""
    config = ROOT / "_config.yml"
    subprocess.run(
        ["jupyter-book", "build", source, "--config", config, "--toc", toc,
         "--path-output", out, "--warningiserror", "--keep-going", "--quiet"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def main():
    print("Building the book, seconds")
    with tempfile.TemporaryDirectory() as out:
        for what in ("all pages", "nothing changed"):
            began = time.perf_counter()
            build(ROOT / "chapters", ROOT / "_toc.yml", Path(out))
            print(f"  {what:16}{time.perf_counter() - began:6.1f}")
