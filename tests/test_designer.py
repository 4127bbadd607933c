"""The torch code that chapter 12's designer prints gives the rates that it draws."""

import ast
import itertools
import json
import warnings
from pathlib import Path

import pytest
import torch

from adamedu import schedules

CHAPTER = Path(__file__).parents[1] / "chapters/12_schedules.ipynb"
PLANS = ["constant", "step", "cosine", "linear", "wsd", "inverse sqrt"]


def designer_of(chapter):
    """The names that the chapter's imports and functions of the designer define."""
    space, wanted = {}, {"cosine", "rate", "factor_text", "torch_text", "mean_loss",
                         "designer"}  # fmt: skip
    for cell in json.loads(chapter.read_text())["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.parse("".join(cell["source"])).body:
            imported = isinstance(node, ast.Import | ast.ImportFrom)
            if imported or getattr(node, "name", "") in wanted:
                exec(ast.unparse(node), space)
    assert wanted <= set(space)
    return space


@pytest.fixture(scope="module")
def space():
    return designer_of(CHAPTER)


def rates_of(text, lr, steps):
    """The rates that an optimizer uses under the scheduler made by a text."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    names = {**vars(torch.optim.lr_scheduler), "optimizer": optimizer}
    exec(text, names)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        with warnings.catch_warnings():  # SequentialLR passes an epoch inside torch
            warnings.filterwarnings("ignore", "The epoch parameter", UserWarning)
            names["schedule"].step()
    return rates


@pytest.mark.parametrize("plan", PLANS)
def test_printed_torch_code_gives_the_drawn_rates(space, plan):
    settings = itertools.product([0.01, 1.78], [0, 5, 40], [100, 300], [0, 0.1, 0.3])
    for lr, warm, steps, end in settings:
        shown = space["designer"](plan, lr, warm, steps, end)
        drawn = shown["panels"][0]["marks"][-1]["y"]
        text = shown["text"].split("\n\n", 1)[1]
        assert f"lr={lr:g}" in text and len(drawn) == steps
        rates = rates_of(text, lr, steps)
        assert rates == pytest.approx(drawn, rel=1e-9, abs=1e-15), (lr, warm, end)


def test_a_wrong_step_in_the_code_is_seen(space):
    """The comparison above can fail: shift the end of the warm-up by one."""
    shown = space["designer"]("linear", 0.1, 5, 100, 0.0)
    text = shown["text"].replace("total_iters=4", "total_iters=5")
    assert text != shown["text"]
    drawn = shown["panels"][0]["marks"][-1]["y"]
    rates = rates_of(text.split("\n\n", 1)[1], 0.1, 100)
    assert rates != pytest.approx(drawn, rel=1e-9, abs=1e-15)


def test_the_chapter_writes_out_the_package_s_cosine(space):
    for t, warm, end in itertools.product(range(1, 60), [0, 5], [0.0, 0.1]):
        settings = {"lr": 0.3, "steps": 50, "warmup": warm, "lr_end": end}
        assert space["cosine"](t, **settings) == schedules.cosine(t, **settings)
