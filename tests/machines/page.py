"""The page's MicroPython, run by node."""

import json
import shutil
import subprocess
from pathlib import Path

from adamedu.figures import heart


def answer(text, files=None):
    """The text that `answer` is after this text ran beside the heart and more files,
    {name: text}; raises RuntimeError."""
    node = shutil.which("node")
    assert node, "node is missing: run `make test`, which installs one"
    done = subprocess.run(
        [node, Path(__file__).with_name("micropython.mjs")],
        input=json.dumps({"files": {**heart.files(), **(files or {})}, "text": text}),
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(done.stderr + done.stdout)
    return done.stdout
