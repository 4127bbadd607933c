"""Chapter 13: each illness of its table is made and cured, and its log is right."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import torch

PATH = Path(__file__).parents[1] / "chapters/13_breakage.ipynb"
CELLS = nbformat.read(PATH, 4).cells
TEXT = "\n".join(cell.source for cell in CELLS if cell.cell_type == "markdown")
LINKED = re.findall(r"^\| \{ref\}`[^<`]+<(ill-[\w-]+)>`", TEXT, re.M)
VERDICT = re.compile(r"made on (\d+) of (\d+) seeds, cured on (\d+) of (\d+)")
SPIKES = "ill-spikes"  # a study, whose remedies are not decided


def verdicts():
    """{label: the verdicts that the cells of its section print}."""
    found, label, named = {}, None, None
    for cell in CELLS:
        if cell.cell_type == "code":
            printed = "".join(out.get("text", "") for out in cell.outputs)
            found.setdefault(label, []).extend(VERDICT.findall(printed))
            continue
        for line in cell.source.splitlines():
            if match := re.fullmatch(r"\((ill-[\w-]+)\)=", line):
                named = match[1]
            elif line.startswith("##"):
                label, named = named, None
                found.setdefault(label, [])
    return {label: told for label, told in found.items() if label}


def test_the_table_has_each_illness_once():
    assert len(LINKED) >= 14
    assert sorted(LINKED) == sorted(verdicts())


@pytest.mark.parametrize("label", LINKED)
def test_an_illness_is_made_and_cured_on_all_seeds(label):
    if label == SPIKES:
        assert re.search(rf"\({SPIKES}\)=.*?:here: not decided", TEXT, re.S)
        return
    told = verdicts()[label]
    assert told
    for made, sick, cured, well in told:
        assert made == sick and cured == well and int(sick) >= 5


def function(name):
    """A function that a cell of the page shows."""
    for cell in CELLS:
        if cell.cell_type == "code" and f"def {name}(" in cell.source:
            space = {"torch": torch}
            (tree,) = [part for part in ast.parse(cell.source).body
                       if getattr(part, "name", "") == name]  # fmt: skip
            exec(ast.unparse(tree), space)
            return space[name]


def net_and_data(seed):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 2)
    )
    return net.double(), torch.randn(20, 5).double()


@pytest.mark.parametrize("form", [torch.optim.Adam, torch.optim.AdamW])
@pytest.mark.parametrize("settings", [
    {}, {"betas": (0.8, 0.95), "eps": 1e-3}, {"foreach": False}, {"fused": True},
])  # fmt: skip
def test_vitals_are_the_step_that_torch_takes(form, settings):
    """The largest step over weight, by the weights before and after it, and the root
    mean square of v, averaged by hand, over eps."""
    net, x = net_and_data(0)
    optimizer, squares = form(net.parameters(), lr=0.01, weight_decay=0, **settings), 0
    beta2 = optimizer.param_groups[0]["betas"][1]
    for t in range(1, 8):
        optimizer.zero_grad()
        net(x).square().mean().backward()
        now = [p.detach() for p in net.parameters()]
        before, g = [p.clone() for p in now], [p.grad for p in net.parameters()]
        optimizer.step()
        told = function("vitals")(optimizer)
        moved = [float((p - old).norm() / p.norm())
                 for p, old in zip(now, before) if p.ndim > 1]  # fmt: skip
        assert abs(told["update_ratio"] / sorted(moved)[-1] - 1) <= 1e-9
        new = [float(p.square().mean()) for p in g]
        squares = [beta2 * s + (1 - beta2) * n
                   for s, n in zip(squares or [0] * len(new), new)]  # fmt: skip
        root = (min(squares) / (1 - beta2**t)) ** 0.5
        eps = optimizer.param_groups[0]["eps"]
        assert abs(told["v_eps"] * eps / root - 1) <= 1e-6


def test_a_gradient_of_nan_shows_in_the_vitals():
    net, x = net_and_data(1)
    optimizer = torch.optim.AdamW(net.parameters())
    (net(x).square().mean() * float("nan")).backward()
    optimizer.step()
    told = function("vitals")(optimizer)
    assert all(value != value for value in told.values())


def test_a_row_of_the_log_has_the_columns():
    net, x = net_and_data(2)
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.02)
    loss = net(x).square().mean()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    row = function("log_row")
    row.__globals__["vitals"] = function("vitals")
    told = row(1, loss, norm, optimizer)
    names = ["step", "loss", "gradient_norm", "lr", "update_ratio", "v_eps"]
    assert list(told) == names
    assert told["lr"] == 0.02 and told["loss"] == loss.item()
    assert told["gradient_norm"] == norm.item()
