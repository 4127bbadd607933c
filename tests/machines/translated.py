"""The page's translated Python, run by node."""

import json
import shutil
import subprocess
from pathlib import Path

from adamedu.figures import heart


def answers(programs, files=None):
    """For each program, (texts, calls), what its load and its calls give: {"value"},
    {"error"} or {"outside"}; beside the heart and more files, {path: text}. A text is
    (file, text) and a call (name, {argument: value}).
    """
    asked = [
        {"texts": texts, "calls": [(name, json.dumps(args)) for name, args in calls]}
        for texts, calls in programs
    ]
    known = {**heart.files(), **(files or {})}
    node = shutil.which("node")
    assert node, "node is missing: run `make test`, which installs one"
    done = subprocess.run(
        [node, Path(__file__).with_name("translated.mjs")],
        input=json.dumps({"files": known, "programs": asked}),
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout, object_hook=_float)


def _float(found):
    return float(found["$float"]) if "$float" in found else found
