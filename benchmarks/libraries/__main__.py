"""Measure what is installed: `python -m benchmarks.libraries [--write] [NAME ...]`.

Prints what differs from measured.json, and with --write keeps it. A library that is
not installed is named, with the version and the day of its last measurement, and stays
as it was. Those that the book does not need have an environment of their own:

    python -m venv /tmp/libraries && . /tmp/libraries/bin/activate
    pip install -c constraints.txt -e ".[peers]"
    pip install keras==3.15.1 timm==1.0.31 transformers==5.24.0 torch_optimizer==0.3.0
    pip install adabelief-pytorch==0.2.1 muon-optimizer==0.1.0 bitsandbytes==0.50.2
    pip install torchao==0.18.0 "mlx[cpu]==0.32.4" mosaicml==0.32.1 mosaicml-cli
    python -m benchmarks.libraries --write
    KERAS_BACKEND=torch python -m benchmarks.libraries --write "keras on torch"
"""

import argparse
import datetime
import json
import os
import warnings
from importlib import import_module, metadata
from pathlib import Path

from benchmarks.libraries.listed import LIBRARIES
from benchmarks.libraries.probes import Optimizer, measure

STORED = Path(__file__).parent / "measured.json"
BACKEND = os.environ.setdefault("KERAS_BACKEND", "jax")


def installed(name):
    """The version that is installed; None where there is none, or Keras has another
    backend."""
    if name.startswith("keras") and name.endswith("torch") != (BACKEND == "torch"):
        return None
    try:
        return metadata.version(LIBRARIES[name][0]).partition("+")[0]
    except metadata.PackageNotFoundError:
        return None


def library(name):
    """All optimizers of a library, measured: {as it is written: {column: text}}."""
    _, module, stepper, dtype, lines = LIBRARIES[name]
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for line in lines.strip().splitlines():
            optimizer = Optimizer(import_module(module), stepper, dtype, line)
            found[optimizer.written] = measure(optimizer)
    return found


def differences(old, new):
    """One line for each cell that is another now."""
    for written in dict.fromkeys([*old, *new]):
        before, after = old.get(written, {}), new.get(written, {})
        for column in dict.fromkeys([*before, *after]):
            if before.get(column) != after.get(column):
                yield f"{written} {column}: {before.get(column)} -> {after.get(column)}"


def main():
    parser = argparse.ArgumentParser("python -m benchmarks.libraries")
    parser.add_argument("names", nargs="*", choices=[*LIBRARIES, []], metavar="NAME")
    parser.add_argument("--write", action="store_true", help="keep what was measured")
    asked = parser.parse_args()
    stored = json.loads(STORED.read_text("utf-8")) if STORED.exists() else {}
    for name in asked.names or LIBRARIES:
        version, last = installed(name), stored.get(name)
        if version is None:
            when = (
                f"last measured with {last['version']} on {last['on']}"
                if last
                else ("never measured")
            )
            print(f"{name}: not installed here, {when}")
            continue
        new = library(name)
        lines = list(differences(last["optimizers"] if last else {}, new))
        print(f"{name} {version}: {len(new)} optimizers, {len(lines)} cells changed")
        print(*(f"  {line}" for line in lines), sep="\n", end="\n" if lines else "")
        stored[name] = {"version": version, "on": datetime.date.today().isoformat(),
                        "optimizers": new}  # fmt: skip
        if asked.write:
            order = {name: stored[name] for name in LIBRARIES if name in stored}
            text = json.dumps(order, ensure_ascii=False, indent=1)
            STORED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
