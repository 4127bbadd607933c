"""Runs inside the sandbox: executes a student's cells, then answers calls to them.

A message is its length in four bytes, big-endian, and that much JSON. An array in it
is {"array": [dtype, shape, base64]}, a function that is handed over {"given": name}.
Nothing is pickled, since to unpickle is to run code. Whatever a student does to this
process, they can only send wrong answers.
"""

import base64
import builtins
import io
import json
import os
import resource
import struct
import sys
import traceback

import numpy as np
import worker_cells
import worker_modules

LIMITS = {
    resource.RLIMIT_AS: 2 << 30,
    resource.RLIMIT_CPU: 3600,
    resource.RLIMIT_FSIZE: 16 << 20,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_NPROC: 16,
    resource.RLIMIT_CORE: 0,
}
LONGEST = 8192
LARGEST = 1 << 20  # bytes of an answer
BUILTINS = dict(vars(builtins))


def main():
    questions, answers = io.FileIO(os.dup(0)), io.FileIO(os.dup(1), "w")
    nowhere = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    pipes = [questions.fileno(), answers.fileno()]
    os.register_at_fork(after_in_child=lambda: [os.close(pipe) for pipe in pipes])
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    sys.stdout = sys.stderr = Unread()
    names, stood = {"__name__": "__main__"}, {}
    worker_modules.install()
    BUILTINS["display"] = BUILTINS["get_ipython"] = worker_modules.Nothing()
    own = vars(builtins)
    own.update(BUILTINS)
    while True:
        question = receive(questions)
        if question is None:
            os._exit(0)
        try:
            try:
                answer = reply(question, names, stood)
            finally:
                own.update(BUILTINS)  # what a cell did to them is past
            text = json.dumps({"to": question["id"], **answer}).encode()
            if len(text) > LARGEST:
                raise ValueError("the answer is larger than 1 MB")
        except BaseException as error:
            answer = {"to": question["id"], "error": describe(error)}
            text = json.dumps(answer).encode()
        data = struct.pack(">I", len(text)) + text
        while data:
            data = data[answers.write(data) :]


def reply(question, names, stood):
    """The answer to {"run": source, ...}, {"value": name} or {"call": name, ...}.

    {"keep": name} remembers in `stood` what all names stand for; {"restore": name} has
    it so again, and answers whether `name` or a function had changed.
    """
    if "run" in question:
        file = f"<cell {question['cell']}>"
        worker_cells.run(question["run"], file, names, question["brief"])
        return {}
    if "keep" in question:
        stood[question["keep"]] = dict(names)
        return {}
    if "restore" in question:
        before = stood[question["restore"]]
        changed = any(
            names.get(key) is not value
            for key, value in before.items()
            if callable(value) or key == question["restore"]
        )
        if changed:
            names.clear()
            names.update(before)
        return {"result": changed}
    name = question.get("call") or question["value"]
    if name not in names:
        raise NameError(f"{name} is not defined")
    if "value" in question:
        return {"result": encode(names[name])}
    args = [decode(value) for value in question["args"]]
    settings = {key: decode(value) for key, value in question["settings"].items()}
    result = names[name](*args, **settings)
    return {"result": encode(result), "args": [encode(value) for value in args]}


def encode(value, depth=0):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value, order="C")
        data = (
            base64.b64encode(array.tobytes()).decode() if array.nbytes < LARGEST else ""
        )
        return {"array": [array.dtype.str, list(array.shape), data]}
    if isinstance(value, (list, tuple)) and depth < 4:
        return {"list": [encode(one, depth + 1) for one in value[:1000]]}
    if any(value is one for one in worker_modules.GIVEN.values()):
        return {"given": value.__name__}
    if isinstance(value, dict) and depth < 4:
        some = list(value.items())[:1000]
        return {"dict": {str(k)[:100]: encode(v, depth + 1) for k, v in some}}
    return {"other": type(value).__name__}


def decode(value):
    if isinstance(value, dict):
        if "list" in value:
            return [decode(one) for one in value["list"]]
        if "given" in value:
            return worker_modules.GIVEN[value["given"]]
        dtype, shape, data = value["array"]
        return np.frombuffer(base64.b64decode(data), dtype).reshape(shape).copy()
    return value


def describe(error):
    """The error's type and text, and the student's line that raised it."""
    lines = [
        f"{frame.filename.strip('<>')}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith("<cell")
    ]
    if isinstance(error, SyntaxError) and error.filename:
        lines = [f"{error.filename.strip('<>')}, line {error.lineno}"]
    return [type(error).__name__, str(error)[:500], lines[-1] if lines else ""]


def receive(file):
    head = take(file, 4)
    if not head:
        return None
    return json.loads(take(file, struct.unpack(">I", head)[0]))


def take(file, count):
    data = b""
    while len(data) < count:
        more = file.read(count - len(data))
        if not more:
            return b""
        data += more
    return data


class Unread(io.TextIOBase):
    """Takes whatever is printed, however much that is, and keeps none of it."""

    def write(self, text):
        return len(text)

    def writable(self):
        return True


if __name__ == "__main__":
    main()
