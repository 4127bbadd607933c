"""What mypy accepts of the public names, and what it must refuse: run `mypy`.

Nothing here is run. A line that ends in `ignore` is wrong; mypy reports those that
it finds right (warn_unused_ignores).
"""

from typing import Any, assert_type

import numpy as np
import torch

from adamedu import adam, descend, each, lion, sgd
from adamedu.descent import check_settings
from adamedu.figures import Point, interact
from adamedu.figures.live import Live
from adamedu.nn.blocks import in_blocks
from adamedu.nn.datasets import digits
from adamedu.nn.fit import fit
from adamedu.nn.mlp import MLP
from adamedu.nn.rule_optimizer import RuleOptimizer, as_torch
from adamedu.nn.transformer import Transformer
from adamedu.questions import check
from adamedu.schedules import cosine, multistep


def slope(theta: float) -> float:
    return 2 * theta


def slopes(theta: np.ndarray) -> np.ndarray:
    return 2 * theta


def plan(t: int) -> float:
    return cosine(t, lr=0.1, steps=100)


def loops(array: np.ndarray) -> None:
    *_, theta = descend(adam, 5.0, slope, 100, lr=plan, beta1=0.9)
    assert_type(theta, float)
    *_, whole = descend(adam, array, slopes, 100, lr=0.1)
    assert_type(whole, np.ndarray)
    *_, both = descend(each([adam, lion]), [array, array], lambda p: p, 100)
    assert_type(both, list[np.ndarray])
    descend(each(sgd), [1.0, 2.0], lambda p: p, 100)
    check_settings({"lr": 0.1})
    descend(adam, array, slope, 100)  # type: ignore[arg-type]
    descend(adam, 5.0, slope, 100, lr="a")  # type: ignore[arg-type]
    descend(adam, 5.0, slope, "100")  # type: ignore[arg-type]
    descend("adam", 5.0, slope, 100)  # type: ignore[arg-type]
    descend(adam, 5.0)  # type: ignore[call-arg]
    each("adam")  # type: ignore[arg-type]


def rates(many: np.ndarray) -> None:
    assert_type(cosine(1, lr=0.1, steps=100), float)
    assert_type(cosine(1, lr=many, steps=100, warmup=10), np.ndarray)
    assert_type(cosine(many, lr=0.1, steps=100), np.ndarray)
    assert_type(cosine(range(1, 101), lr=0.1, steps=100), list[float])
    assert_type(multistep(1, lr=0.1, after=[30, 60]), float)
    cosine("a", lr=0.1, steps=3)  # type: ignore[arg-type]
    cosine(1, lr="a", steps=3)  # type: ignore[call-overload]
    cosine(1, lr=0.1)  # type: ignore[call-overload]
    cosine(1, lr=0.1, steps=3, warm=1)  # type: ignore[call-overload]
    multistep(1, lr=0.1, after=30)  # type: ignore[call-overload]


def networks(rng: np.random.Generator) -> None:
    x, y = digits()
    net = MLP([64, 32, 10], activation="tanh")
    start = net.init(rng)
    theta, history = fit(
        net, start, x, y, adam, steps=100, batch=32, lr=plan, weight_decay=0.1
    )
    assert_type(theta, list[np.ndarray])
    assert_type(history["loss"], np.ndarray)
    assert_type(net.gradient(theta, x, y), tuple[float, list[np.ndarray]])
    assert_type(net.predict(theta, x), np.ndarray)
    reader = Transformer(27, 32)
    moved, _ = fit(reader, reader.init(rng), x, y, [adam, lion], steps=9, batch=4)
    assert_type(moved, list[torch.Tensor])
    in_blocks(adam, threads=2)
    MLP(64)  # type: ignore[arg-type]
    net.loss(theta, x)  # type: ignore[call-arg]
    fit(net, start, x, y, adam, steps="9", batch=4)  # type: ignore[arg-type]
    fit(net, start, x, y, adam, batch=4)  # type: ignore[call-arg]
    fit(adam, start, x, y, adam, steps=9, batch=4)  # type: ignore[arg-type]


def optimizers(net: torch.nn.Module) -> None:
    optimizer = RuleOptimizer(net.parameters(), lion, weight_decay=0.1)
    RuleOptimizer([{"params": [*net.parameters()]}], [adam], lr=1e-3)
    scheduler = as_torch(cosine, optimizer, lr=1e-4, steps=1000, warmup=50)
    assert_type(scheduler, torch.optim.lr_scheduler.LambdaLR)
    torch.optim.Optimizer.step(optimizer)
    RuleOptimizer(net, adam)  # type: ignore[arg-type]
    RuleOptimizer(net.parameters(), "adam")  # type: ignore[arg-type]
    as_torch(cosine, lr=1e-4)  # type: ignore[call-arg]


def figures(draw: Any) -> None:
    def figure(lr: float, start: list[float]) -> dict[str, Any]:
        return draw(lr, start)

    live = interact(figure, edit=adam, lr=(0.0, 1.0), start=Point(1, 2))
    assert_type(live, Live)
    assert_type(live.scene, dict[str, Any])
    interact("figure")  # type: ignore[arg-type]
    interact(slope)  # type: ignore[arg-type]
    Point("1", "2")  # type: ignore[arg-type]


def answers() -> None:
    check("adam", adam)
    check("bias", 0.1)
    check(adam)  # type: ignore[call-arg, arg-type]
    check(1, adam)  # type: ignore[arg-type]
