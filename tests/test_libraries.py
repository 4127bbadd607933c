"""The page "Where libraries disagree": its tables name the rows that it measures, and
what it says of libraries elsewhere was measured.
"""

import json
import math
import re
import sys

import numpy as np
import pytest

from benchmarks.libraries import __main__ as command
from benchmarks.libraries import forms, probes
from benchmarks.libraries.listed import LIBRARIES
from tests.test_chapters import CHAPTERS, cells, outputs, text
from tests.test_indexes import page

(PAGE,) = [path for path in CHAPTERS if path.stem == "libraries"]


def measured():
    """Number and name of each printed row."""
    printed = "".join(o for cell in cells(PAGE, "code") for o in outputs(cell))
    found = re.findall(r"^ ?(\d+) +\S+ +\S+ +(?:×\S+|-)  (.+)$", printed, re.M)
    return {int(number): name for number, name in found}


def named():
    """Pairs of a table's line and a number of a row that stands at its end."""
    words = "\n".join(text(cell) for cell in cells(PAGE, "markdown"))
    for table in re.findall(r"^\|.*\| Rows \|\n\|[-|]+\n((?:\|.*\n?)+)", words, re.M):
        for line in table.splitlines():
            rows = line.split("|")[-2]
            for first, last in re.findall(r"(\d+)(?: to (\d+))?", rows):
                for number in range(int(first), int(last or first) + 1):
                    yield line, number


def test_rows_are_numbered_from_1():
    assert list(measured()) == list(range(1, len(measured()) + 1))
    assert len(measured()) > 60


def test_tables_name_each_disagreement():
    ours = {number for number, name in measured().items() if "this book" in name}
    assert {number for _, number in named()} | ours == set(measured())


def test_tables_name_rows_of_their_rule():
    """The first word of a table's line, such as "LAMB:", is in the row's name."""
    rows = measured()
    for line, number in named():
        rule = re.match(r"\| ([\w-]+):", line)
        if rule:
            assert rule[1] in rows[number], f"{number} {rows[number]} in {line}"


STORED = json.loads(command.STORED.read_text("utf-8"))
SOME = {"torch": "", "optax": "adam() adamw() rmsprop() lion()"}


@pytest.mark.parametrize("name", SOME)
def test_what_is_stored_is_what_is_installed(name, monkeypatch):
    """But for distances that are no more than rounding in float32."""
    kept = STORED[name]["optimizers"]
    *told, lines = LIBRARIES[name]
    some = SOME[name].split()
    lines = lines.strip().splitlines()
    lines = [one for one in lines if not some or one.split()[0] in some]
    monkeypatch.setitem(LIBRARIES, name, (*told, "\n".join(lines)))
    now = command.library(name)
    assert now and (SOME[name] or set(now) == set(kept)), "measure again"
    for written, found in now.items():
        assert found.pop("like", "") == kept[written].get("like", "")
        far = found.pop("apart", []), kept[written].get("apart", [])
        for one, other in zip(*far, strict=True):
            assert (one == "rounding") == (other == "rounding"), written
        assert found.items() <= kept[written].items(), f"{written}: measure again"


class Planted:
    """A stepper whose rule and whose decay are known."""

    def __init__(self, make, theta, settings):
        self.theta, self.state = theta, ()
        self.rule, self.form = make()
        self.decay = settings.pop("weight_decay", 0)
        self.settings = settings

    def step(self, g):
        theta, lr, decay = self.theta, self.settings["lr"], self.decay
        g = g + decay * theta * (self.form == "L2")
        theta = theta * (1 - {"lr λ": lr, "λ": 1}.get(self.form, 0) * decay)
        theta, *self.state = self.rule(theta, g, *self.state, **self.settings)
        self.theta = theta / (1 + lr * decay * (self.form == "divides"))

    def bytes(self):
        return sum(np.asarray(part).nbytes for part in self.state if np.ndim(part))


@pytest.mark.parametrize(
    "rule,eps,half,where,first",
    [
        (forms.adam_hat, 1e-7, 1e-7 / math.sqrt(0.001), "outside the root", 1),
        (forms.rules.adam, 1e-8, 1e-8, "outside the root", 1),
        (
            forms.adam_uncorrected,
            1e-8,
            1e-8 / math.sqrt(0.001),
            "outside the root",
            3.16,
        ),
        (forms.adagrad_inside, 1e-7, math.sqrt(1e-7 / 3), "inside the root", 1),
        (forms.rules.lion, 0, "", "none", 1),
        (forms.rules.momentum, 0, "", "no division", 1),
    ],
)
@pytest.mark.parametrize("form", ["L2", "lr λ", "λ", "divides"])
def test_what_is_planted_is_found(rule, eps, half, where, first, form):
    """By hand: without correction the root of v is that of 1 - beta2 times g."""

    def planted(*, lr=0.5, weight_decay=0.25, **more):
        return rule, form

    def with_eps(*, lr=0.5, eps=eps, weight_decay=0.25):
        return rule, form

    class Module:
        made = with_eps if eps else planted

    optimizer = probes.Optimizer(Module, Planted, "float64", "made()")
    if eps:
        optimizer.given["eps"] = eps
    found = probes.measure(optimizer)
    assert (found["lr"], found["decay"], found["where"]) == ("0.5", "0.25", where)
    assert found["half"] == (half and probes.digit(half))
    assert float(found["first"]) == first
    assert found["form"] == form
    names = rule.__code__.co_varnames[: rule.__code__.co_argcount]
    assert float(found["bytes"]) == 4 * len({"m", "v"} & set(names))


@pytest.mark.parametrize(
    "words,library,optimizer,column,value",
    [
        ("Keras† `4e-3`", "keras", "AdamW()", "decay", "0.004"),
        ("Keras† `0.004`", "keras", "Muon()", "decay", "0.004"),
        (
            "Keras†: the same as that, by default",
            "keras",
            "Muon()",
            "like",
            "muon_rms()",
        ),
        ("Keras†: inside, `1e-7`", "keras", "Adagrad()", "eps", "1e-07"),
        ("Keras†: the order with $\\hat\\epsilon$", "keras", "Adam()", "half", "3e-06"),
        ("MLX†: none, unless `bias_correction=True`", "mlx", "Adam()", "first", "3.16"),
        ("MLX† `0.01`", "mlx", "Muon()", "decay", "0.01"),
        ("MLX†: in the gradient", "mlx", "Muon()", "form", "L2"),
        (
            "bitsandbytes†: `Adam` decays as AdamW",
            "bitsandbytes",
            "Adam()",
            "form",
            "lr λ",
        ),
        (
            "Composer†'s `DecoupledAdamW`: the paper's",
            "composer",
            "DecoupledAdamW()",
            "form",
            "λ",
        ),
        ("Composer† `1e-5`", "composer", "DecoupledAdamW()", "decay", "1e-05"),
        (
            "`consistent_rms=0.2`",
            "optax",
            "contrib.muon(consistent_rms=0.2)",
            "like",
            "muon_rms()",
        ),
        (
            "`decoupled_weight_decay=True`",
            "torch",
            "NAdam(decoupled_weight_decay=True)",
            "form",
            "lr λ",
        ),
    ],
)
def test_the_page_says_what_was_measured(words, library, optimizer, column, value):
    assert words in "\n".join(text(cell) for cell in cells(PAGE, "markdown"))
    assert STORED[library]["optimizers"][optimizer][column] == value


def test_forms_that_are_named_take_the_same_walk():
    """Up to float32, in which some libraries compute and others keep a rate."""
    loose = {("keras on torch", "ScheduleFreeAdamW()"), ("timm", "RAdamLegacy()")}
    for name, told in STORED.items():
        for written, found in told["optimizers"].items():
            if "Muon" in written or "muon" in written or (name, written) in loose:
                continue
            for far in found.get("apart", []):
                assert far == "rounding" or float(far) <= 1e-5, (name, written)


def test_the_page_shows_every_measurement():
    shown = " ".join(page("libraries").get_text(" ").split())
    assert len(STORED) > 14
    for name, told in STORED.items():
        assert f"{name} {told['version']}, measured on {told['on']}" in shown
        assert all(written in shown for written in told["optimizers"])


def test_what_is_not_installed_is_named(monkeypatch, capsys):
    monkeypatch.setattr(command, "installed", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["libraries"])
    command.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(LIBRARIES)
    told = STORED["keras"]
    last = f"last measured with {told['version']} on {told['on']}"
    assert f"keras: not installed here, {last}" in lines
    assert "apex: not installed here, never measured" in lines


def test_changes_are_told():
    old = {"Adam()": {"lr": "0.001", "eps": "1e-08"}}
    new = {"Adam()": {"lr": "0.01", "eps": "1e-08"}}
    assert list(command.differences(old, new)) == ["Adam() lr: 0.001 -> 0.01"]
    assert list(command.differences(old, {})) == [
        "Adam() lr: 0.001 -> None", "Adam() eps: 1e-08 -> None",
    ]  # fmt: skip
