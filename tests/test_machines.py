"""One table of rules and problems on five machines: the same text, the same paths."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

from adamedu import rules
from adamedu.rules import whole_array
from tests.machines import table

ROOT = Path(__file__).parents[1]
HEART = [*(ROOT / "adamedu").glob("*.py"), *(ROOT / "adamedu/rules").glob("*.py")]
ROOMS = ("table", "preconditioners")  # not for the page
CASES = list(table.cases())
all_cases = pytest.mark.parametrize(
    "name, problem, settings", CASES, ids=[f"{n}-{p}" for n, p, _ in CASES]
)

ARRAYS = 1e-12  # relative; NumPy and torch add and multiply as floats do
COMPILED = 1e-11  # the compiler may fuse a product and a sum
PAGE = 1e-10  # MicroPython's ** differs in the last digit now and then


def on_floats(name, problem, settings):
    return table.end(table.rule_named(name), settings, problem)


@all_cases
def test_numpy(name, problem, settings):
    expected = on_floats(name, problem, settings)
    land = getattr(table.landscapes, problem)(**table.PROBLEMS[problem])
    beside = [0.0] if hasattr(whole_array, name) else [0.0, 0.1, -0.1]
    starts = [p + np.array(beside) for p in land.start]
    many = table.end(table.rule_named(name), settings, problem, starts)
    np.testing.assert_allclose([p[0] for p in many], expected, rtol=ARRAYS)


@all_cases
def test_torch(name, problem, settings):
    assert_on_tensors(table.rule_named(name), ARRAYS, name, problem, settings)


@pytest.mark.parametrize("name", list(table.RULES))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside torch
def test_torch_compile(name):
    torch.compiler.reset()
    fast = torch.compile(table.rule_named(name), dynamic=False)

    def rule(theta, g, *state, **settings):
        # as a tensor, t is no new constant at every step
        state = [torch.as_tensor(part, dtype=torch.float64) for part in state]
        return fast(theta, g, *state, **settings)

    for problem in table.PROBLEMS:
        assert_on_tensors(rule, COMPILED, name, problem, table.RULES[name])


@pytest.mark.parametrize("name", ["adafactor", "adafactor_torch", "muon"])
def test_arrays_only(name):
    """These need rows and columns: NumPy against torch."""
    rule, rng = getattr(rules, name), np.random.default_rng(0)
    theta, state = rng.standard_normal((4, 3)), ()
    twin, twin_state = torch.tensor(theta), ()
    for g in rng.standard_normal((20, 4, 3)):
        theta, *state = rule(theta, g, *state)
        twin, *twin_state = rule(twin, torch.tensor(g), *twin_state)
    np.testing.assert_allclose(twin, theta, rtol=ARRAYS)


def assert_on_tensors(rule, tolerance, name, problem, settings):
    expected = on_floats(name, problem, settings)
    land = getattr(table.landscapes, problem)(**table.PROBLEMS[problem])
    start = [torch.tensor(p, dtype=torch.float64) for p in land.start]
    theta = table.end(rule, settings, problem, start)
    np.testing.assert_allclose([float(p) for p in theta], expected, rtol=tolerance)


@pytest.fixture(scope="module")
def in_page():
    """Ends of all cases, computed by the page's MicroPython in one process."""
    node = shutil.which("node")
    assert node, "node is missing: run `make test`, which installs one"
    files = {str(path.relative_to(ROOT)): path.read_text() for path in HEART
             if path.stem not in ROOMS}  # fmt: skip
    files["adamedu/__init__.py"] = files["adamedu/rules/__init__.py"] = ""
    files["table.py"] = (ROOT / "tests/machines/table.py").read_text()
    text = """
import json
import table
from adamedu import scene
ends = [table.end(table.rule_named(n), s, p) for n, p, s in table.cases()]
names = [[n, p] for n, p, s in table.cases()]
answer = json.dumps({"names": names, "ends": ends, "rates": table.scheduled()})
"""
    done = subprocess.run(
        [node, ROOT / "tests/machines/micropython.mjs"],
        input=json.dumps({"files": files, "text": text}),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    answer = json.loads(done.stdout)
    ends = {tuple(name): end for name, end in zip(answer["names"], answer["ends"])}
    return ends, answer["rates"]


@all_cases
def test_micropython(in_page, name, problem, settings):
    ends, _ = in_page
    expected = on_floats(name, problem, settings)
    np.testing.assert_allclose(ends[name, problem], expected, rtol=PAGE)


def test_micropython_schedules(in_page):
    _, rates = in_page
    np.testing.assert_allclose(rates, table.scheduled(), rtol=PAGE)
