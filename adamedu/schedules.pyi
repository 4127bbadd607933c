from collections.abc import Iterable
from typing import TypeVar

import numpy as np

_Rate = TypeVar("_Rate", float, np.ndarray)  # an array: many rates at once

def constant(t: int, *, lr: _Rate, warmup: int = 0) -> _Rate: ...
def step_decay(t: int, *, lr: _Rate, every: int, factor: float = 0.1) -> _Rate: ...
def multistep(
    t: int, *, lr: _Rate, after: Iterable[int], factor: float = 0.1
) -> _Rate: ...
def exponential(t: int, *, lr: _Rate, factor: float) -> _Rate: ...
def linear(
    t: int, *, lr: _Rate, steps: int, warmup: int = 0, lr_end: float = 0.0
) -> _Rate: ...
def polynomial(
    t: int,
    *,
    lr: _Rate,
    steps: int,
    power: float = 2.0,
    warmup: int = 0,
    lr_end: float = 0.0,
) -> _Rate: ...
def cosine(
    t: int, *, lr: _Rate, steps: int, warmup: int = 0, lr_end: float = 0.0
) -> _Rate: ...
def cosine_restarts(
    t: int, *, lr: _Rate, every: int, longer: float = 1, lr_end: float = 0.0
) -> _Rate: ...
def inverse_sqrt(t: int, *, lr: _Rate, warmup: int) -> _Rate: ...
def one_cycle(
    t: int,
    *,
    lr: _Rate,
    steps: int,
    rise: float = 0.3,
    lr_start: float = 0.04,
    lr_end: float = 4e-6,
) -> _Rate: ...
def warmup_stable_decay(
    t: int, *, lr: _Rate, steps: int, warmup: int, decay: int, lr_end: float = 0.0
) -> _Rate: ...
def risen(t: int, warmup: int) -> float: ...
def decayed(t: int, steps: int, warmup: int) -> float: ...
def at_least(least: float, **settings: float) -> None: ...
