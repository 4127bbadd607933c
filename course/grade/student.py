"""The grader's end of the pipe: runs a student's cells, calls their functions.

A cell that ends the process, or never ends, runs again as far as it defines something,
then not at all: an endless loop in an experiment costs nobody their solution. Time is
the processors' (CPU), which is the same on a busy machine; the clock only ends what
waits for ever.
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
from typing import NamedTuple

import numpy as np

from adamedu.questions.given import GIVEN
from adamedu.questions.numbers import bare
from adamedu.questions.refused import BadAnswer
from course.grade import sandbox

LIMITS = {  # seconds of CPU, and for what
    "cell": (60.0, "each cell"),
    "call": (10.0, "each call of a function"),
    "task": (60.0, "all calls of one task"),
    "total": (240.0, "all answers, and as much again for all other cells"),
    "fuse": (5.0, "the clock: a question may take so many times as long"),
}
QUESTION, ANSWER = 6 << 20, 1 << 20  # bytes of a message
BRIEF, OUT = "only its definitions were run", "it was left out"
LOOK = 0.05  # seconds from one look at what is used to the next
KINDS = "fiub"
BROKEN = (TypeError, LookupError, AttributeError, ArithmeticError, ValueError)
BROKEN += (SyntaxError,)  # NumPy's, of a type


class Trouble(BadAnswer):
    """What went wrong with a student's code, in one plain sentence."""


class Dead(Trouble):
    """The process was lost with it."""

    final = True


class Late(Dead):
    """So was it because of time."""


class UnaskedError(Late):
    """No time was left to ask."""


class Cell(NamedTuple):
    """What runs, in order. `kind` is "answer", "other", or "check": that has no text,
    and says where an answer, whose name is its label, was to be ready.
    """

    label: str
    source: str = ""
    kind: str = "other"


class Student:
    """One student's notebook, running in a sandbox of its own.

    `cells` are Cells in order. `notes` tells what happened to them, by their labels,
    and `lost` what was done with those that took the process with them. `late` says
    that time has cost something. `limits` are those of LIMITS.
    """

    def __init__(self, cells, **limits):
        if unknown := set(limits) - set(LIMITS):
            raise TypeError(f"no limit {unknown.pop()!r}, only {', '.join(LIMITS)}")
        self.cells = [*cells, Cell("", kind="check")]
        self.limits = {name: value for name, (value, _) in LIMITS.items()} | limits
        self.left = dict.fromkeys(("answer", "other"), self.limits["total"])
        self.left["task"] = self.limits["task"]
        self.notes, self.lost, self.process, self.late = {}, {}, None, False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def begin(self):
        """A task begins, with time of its own."""
        self.left["task"] = self.limits["task"]

    def run(self):
        """Start a process and run the cells in it, but for what ends it."""
        while self.process is None and self.left["answer"] > 0:
            self.start()

    def start(self):
        self.process = sandbox.start()
        os.set_blocking(self.process.stdout.fileno(), False)
        os.set_blocking(self.process.stdin.fileno(), False)
        self.used = self.measured = self.looked = 0.0
        self.notes = {}
        for number, (label, source, kind) in enumerate(self.cells, 1):
            if label in self.lost and OUT in self.lost[label]:
                continue
            brief = label in self.lost or kind == "other" and self.left[kind] <= 0
            if brief and label not in self.lost:
                self.notes[label] = f"no time was left for it: {BRIEF}"
            question = {"run": source, "cell": number, "brief": brief}
            if kind == "check":
                question = {"keep": label}
            try:
                self.ask(question, self.limits["cell"], kind)
            except Dead as trouble:
                self.lost[label] = f"{trouble}: {OUT if brief else BRIEF}"
                self.late |= kind == "answer" and isinstance(trouble, Late)
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
        self.after = decode({"list": answer.get("args") or []})
        return decode(answer.get("result"))

    def value(self, name):
        """What the student left in a variable."""
        return decode(self.alive({"value": name}).get("result"))

    def restore(self, name):
        """Put all names back as they stood at the check of `name`, or with "" as they
        were in the end; returns whether that changes something.
        """
        try:
            return bool(self.alive({"restore": name}).get("result"))
        except Trouble:
            self.stop()  # and start again, as they were in the end
            return False

    def alive(self, question):
        """Ask; first start again if an earlier question ended the process."""
        self.run()
        limit = min(self.limits["call"], self.left["task"], self.left["answer"])
        try:
            if self.left["answer"] <= 0:
                raise UnaskedError("all the time for this notebook was used up")
            if limit <= 0:
                raise Late("all the time for this task was used up")
            return self.ask(question, limit, "call")
        except Late:
            self.late = True
            raise

    def ask(self, question, limit, kind):
        """The answer, which may take `limit` seconds out of what is left of a kind."""
        mine = secrets.token_hex(8)  # an answer prepared before it was asked has none
        text = json.dumps({**question, "id": mine}).encode()
        if len(text) > QUESTION:
            raise Trouble("it is larger than 6 MB")
        until = time.monotonic() + limit * self.limits["fuse"], self.used + limit
        try:
            self.send(struct.pack(">I", len(text)) + text, until)
            length = struct.unpack(">I", self.receive(4, until))[0]
            if length > ANSWER:
                raise Dead("it answered with more than 1 MB")
            answer = json.loads(self.receive(length, until))
            if not isinstance(answer, dict) or answer.get("to") != mine:
                raise ValueError
            spent = self.look() - self.used
        except BaseException as error:
            self.spend(kind, self.measured - self.used)
            ended = "it ended the Python process"
            if self.process.greedy:
                ended = "it took more than 2 GB of memory"
            self.stop()
            if isinstance(error, OSError):
                raise Dead(ended) from None
            if isinstance(error, (ValueError, RecursionError)):
                raise Dead("it wrote into the grader's pipe") from None
            raise
        self.spend(kind, spent)
        self.used += spent
        if "error" in answer:
            trouble = Trouble(sentence(answer["error"]))
            trouble.kind = str(trouble).partition(":")[0]
            raise trouble
        return answer

    def spend(self, kind, seconds):
        self.left["other" if kind == "other" else "answer"] -= seconds
        if kind == "call":
            self.left["task"] -= seconds

    def send(self, data, until):
        while data:
            try:
                data = data[os.write(self.process.stdin.fileno(), data) :]
            except BlockingIOError:
                self.wait(self.process.stdin, selectors.EVENT_WRITE, until)

    def receive(self, count, until):
        file, data = self.process.stdout, bytearray()
        while len(data) < count:
            try:
                part = os.read(file.fileno(), min(count - len(data), 65536))
            except BlockingIOError:
                self.wait(file, selectors.EVENT_READ, until)
                continue
            if not part:
                raise BrokenPipeError
            data += part
        return bytes(data)

    def wait(self, file, event, until):
        """Wait for the pipe; Late if its process uses too much time meanwhile."""
        clock, processor = until
        with selectors.PollSelector() as selector:
            selector.register(file, event)
            ready = False
            while not ready:
                ready = selector.select(LOOK)
                if self.look() > processor:
                    raise Late(f"it did not end within {processor - self.used:g} s")
                if self.looked > clock:
                    raise Late("it waited, and did not end")

    def look(self):
        """CPU seconds of its processes, LOOK ago at most."""
        now = time.monotonic()
        if now >= self.looked + LOOK:
            self.looked = now
            self.measured, _ = sandbox.usage(self.process)
        return self.measured

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
    except BROKEN:
        raise Trouble("it returned something that cannot be read") from None
    raise Trouble(f"it returned a {kind}, not numbers")


def sentence(error):
    """The error of a student's code in one line."""
    try:
        kind, text, place = (str(part)[:300] for part in error)
    except (TypeError, ValueError):
        return "it failed, and did not say how"
    return f"{kind}: {text}".rstrip(": ") + (f" ({place})" if place else "")
