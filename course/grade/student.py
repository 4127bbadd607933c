"""The grader's end of the pipe: runs a student's cells, calls their functions.

A cell that ends the process, or never ends, is left out, and the rest runs again
without it: an endless loop in a last experiment costs nobody their solution.
"""

import base64
import contextlib
import json
import os
import secrets
import selectors
import signal
import struct
import time

import numpy as np

from adamedu.questions.given import GIVEN
from adamedu.questions.numbers import bare
from adamedu.questions.refused import BadAnswer
from course.grade import sandbox

CELL, CALL, TOTAL = 20.0, 5.0, 60.0  # seconds
LARGEST = 16 << 20
KINDS = "fiub"


class Trouble(BadAnswer):
    """What went wrong with a student's code, in one plain sentence."""


class Dead(Trouble):
    """The process was lost with it."""

    final = True


class Student:
    """One student's notebook, running in a sandbox of its own.

    `cells` are (label, source) in order. `notes` tells what happened to them, and
    `lost` the labels of the cells that had to be left out.
    """

    def __init__(self, cells, kind="bwrap", cell=CELL, call=CALL, total=TOTAL):
        self.cells, self.kind = cells, kind
        self.limits = {"cell": cell, "call": call}
        self.end = time.monotonic() + total
        self.notes, self.lost, self.process = {}, {}, None

    def __enter__(self):
        self.run()
        return self

    def __exit__(self, *error):
        self.stop()

    def run(self):
        """Start a process and run the cells in it, without those that end it."""
        while self.process is None:
            if time.monotonic() > self.end:
                raise Dead("all the time for this notebook was used up")
            self.start()

    def start(self):
        self.process = sandbox.start(self.kind)
        os.set_blocking(self.process.stdout.fileno(), False)
        os.set_blocking(self.process.stdin.fileno(), False)
        self.notes = {}
        for number, (label, source) in enumerate(self.cells, 1):
            if label in self.lost:
                continue
            try:
                self.ask({"run": source, "cell": number}, "cell")
            except Dead as trouble:
                self.lost[label] = str(trouble)
                return
            except Trouble as trouble:
                self.notes[label] = str(trouble)

    def call(self, name, *args, **settings):
        """What the student's function returns; Trouble says why it returns nothing.

        `self.after` holds the arguments as the function left them.
        """
        question = {"call": name, "args": [encode(value) for value in args]}
        question["settings"] = settings
        answer = self.alive(question)
        self.after = [decode(value) for value in answer.get("args") or []]
        return decode(answer.get("result"))

    def value(self, name):
        """What the student left in a variable."""
        return decode(self.alive({"value": name}).get("result"))

    def alive(self, question):
        """Ask; first start again if an earlier question ended the process."""
        self.run()
        return self.ask(question, "call")

    def ask(self, question, limit):
        mine = secrets.token_hex(8)  # an answer prepared before it was asked has none
        text = json.dumps({**question, "id": mine}).encode()
        seconds = self.limits[limit]
        until = min(time.monotonic() + seconds, self.end)
        try:
            self.send(struct.pack(">I", len(text)) + text, until)
            length = struct.unpack(">I", self.receive(4, until))[0]
            if length > LARGEST:
                raise Dead("it answered with more than 16 MB")
            answer = json.loads(self.receive(length, until))
            if not isinstance(answer, dict) or answer.get("to") != mine:
                raise ValueError
        except TimeoutError:
            self.stop()
            if time.monotonic() >= self.end:
                raise Dead("all the time for this notebook was used up") from None
            raise Dead(f"it did not end within {seconds:g} s") from None
        except OSError:
            self.stop()
            raise Dead("it ended the Python process") from None
        except (ValueError, RecursionError):
            self.stop()
            raise Dead("it wrote into the grader's pipe") from None
        except Dead:
            self.stop()
            raise
        if "error" in answer:
            trouble = Trouble(sentence(answer["error"]))
            trouble.kind = str(trouble).partition(":")[0]
            raise trouble
        return answer

    def send(self, data, until):
        self.wait(self.process.stdin, selectors.EVENT_WRITE, until)
        while data:
            data = data[os.write(self.process.stdin.fileno(), data) :]
            if data:
                self.wait(self.process.stdin, selectors.EVENT_WRITE, until)

    def receive(self, count, until):
        data = bytearray()
        while len(data) < count:
            self.wait(self.process.stdout, selectors.EVENT_READ, until)
            part = os.read(self.process.stdout.fileno(), min(count - len(data), 65536))
            if not part:
                raise BrokenPipeError
            data += part
        return bytes(data)

    def wait(self, file, event, until):
        with selectors.DefaultSelector() as selector:
            selector.register(file, event)
            if not selector.select(max(until - time.monotonic(), 0)):
                raise TimeoutError

    def stop(self):
        """End the process and, with its sandbox, all that it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for file in (self.process.stdin, self.process.stdout, self.process.stderr):
            file.close()
        self.process = None


def encode(value):
    if isinstance(value, np.ndarray):
        data = base64.b64encode(value.tobytes()).decode()
        return {"array": [value.dtype.str, list(value.shape), data]}
    if isinstance(value, (list, tuple)):
        return {"list": [encode(one) for one in value]}
    value = bare(value)
    return {"given": value.__name__} if callable(value) else value


def decode(value, depth=0):
    """A student's answer as numbers, arrays, lists and dicts; nothing is trusted."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    try:
        if depth > 5:
            raise ValueError
        if "array" in value:
            name, shape, data = value["array"]
            dtype = np.dtype(str(name))
            if dtype.kind not in KINDS:
                raise Trouble(f"it returned an array of type {dtype}, not of numbers")
            array = np.frombuffer(base64.b64decode(data), dtype)
            return array.reshape([int(side) for side in shape])
        if "list" in value:
            return [decode(one, depth + 1) for one in value["list"]]
        if "dict" in value:
            return {k: decode(one, depth + 1) for k, one in value["dict"].items()}
        if "given" in value:
            return GIVEN[value["given"]]
        kind = str(value["other"])[:40]
    except (TypeError, KeyError, AttributeError, ValueError, SyntaxError):
        raise Trouble("it returned something that cannot be read") from None
    raise Trouble(f"it returned a {kind}, not numbers")


def sentence(error):
    """The error of a student's code in one line."""
    try:
        kind, text, place = (str(part)[:300] for part in error)
    except (TypeError, ValueError):
        return "it failed, and did not say how"
    return f"{kind}: {text}".rstrip(": ") + (f" ({place})" if place else "")
