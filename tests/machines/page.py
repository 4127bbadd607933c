"""The page's MicroPython, run by node."""

import json
import shutil
import subprocess
from pathlib import Path

from adamedu.figures import heart
from adamedu.questions.tables import page_table

DRIVER = Path(__file__).parents[2] / "web/src/driver.py"


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
        told = [line for line in done.stderr.splitlines() if len(line) < 500]
        raise RuntimeError("\n".join(told))
    return done.stdout


FINDINGS = """
import json, math
from adamedu.ops import larger
from adamedu.questions import small_numpy
from adamedu.questions.judge import refused
from adamedu.questions.page import found
from adamedu.questions.refused import BadAnswer
from driver import space
tables = json.loads(open("/tables.json").read())
said = []
for k, task in enumerate(json.loads(open("/tasks.json").read())):
    names = space()
    names.update({"math": math, "larger": larger})
    text = open("/asked/%s.py" % k).read()
    if tables[task]["arrays"]:
        names["np"] = small_numpy
    exec(text, names)
    try:
        one = found(tables[task], names["answer"])
    except BadAnswer as error:
        one = refused(error)
    said.append([one.right, one.mistake, one.words, one.number, one.where, one.notes])
answer = json.dumps(said)
"""


def findings(asked):
    """What the page finds in answers, [(task, text that defines `answer`)], each as
    [right, mistake, words, number, where, notes].
    """
    tables = {task: json.loads(page_table(task)) for task, _ in asked}
    files = {f"asked/{k}.py": text for k, (_, text) in enumerate(asked)}
    files |= {"tables.json": json.dumps(tables), "driver.py": DRIVER.read_text(),
              "tasks.json": json.dumps([task for task, _ in asked])}  # fmt: skip
    return json.loads(answer(FINDINGS, files))
