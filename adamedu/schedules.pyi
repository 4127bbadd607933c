from collections.abc import Callable, Iterable, Sequence
from typing import Concatenate, ParamSpec, Protocol, TypeVar, overload

import numpy as np

_Rate = TypeVar("_Rate", float, np.ndarray)  # an array: many rates at once
_Settings = ParamSpec("_Settings")
_R = TypeVar("_R")

class _Schedule(Protocol[_Settings, _R]):
    @overload
    def __call__(
        self, t: int, *args: _Settings.args, **kwargs: _Settings.kwargs
    ) -> _R: ...
    @overload
    def __call__(
        self, t: Sequence[int], *args: _Settings.args, **kwargs: _Settings.kwargs
    ) -> list[_R]: ...
    @overload
    def __call__(
        self, t: np.ndarray, *args: _Settings.args, **kwargs: _Settings.kwargs
    ) -> np.ndarray: ...

def over_steps(
    schedule: Callable[Concatenate[int, _Settings], _R],
) -> _Schedule[_Settings, _R]: ...
@over_steps
def constant(t: int, *, lr: _Rate, warmup: int = 0) -> _Rate: ...
@over_steps
def step_decay(t: int, *, lr: _Rate, every: int, factor: float = 0.1) -> _Rate: ...
@over_steps
def multistep(
    t: int, *, lr: _Rate, after: Iterable[int], factor: float = 0.1
) -> _Rate: ...
@over_steps
def exponential(t: int, *, lr: _Rate, factor: float) -> _Rate: ...
@over_steps
def linear(
    t: int, *, lr: _Rate, steps: int, warmup: int = 0, lr_end: float = 0.0
) -> _Rate: ...
@over_steps
def polynomial(
    t: int,
    *,
    lr: _Rate,
    steps: int,
    power: float = 2.0,
    warmup: int = 0,
    lr_end: float = 0.0,
) -> _Rate: ...
@over_steps
def cosine(
    t: int, *, lr: _Rate, steps: int, warmup: int = 0, lr_end: float = 0.0
) -> _Rate: ...
@over_steps
def cosine_restarts(
    t: int, *, lr: _Rate, every: int, longer: int = 1, lr_end: float = 0.0
) -> _Rate: ...
@over_steps
def inverse_sqrt(t: int, *, lr: _Rate, warmup: int) -> _Rate: ...
@over_steps
def one_cycle(
    t: int,
    *,
    lr: _Rate,
    steps: int,
    rise: float = 0.3,
    lr_start: float = 0.04,
    lr_end: float = 4e-6,
) -> _Rate: ...
@over_steps
def warmup_stable_decay(
    t: int, *, lr: _Rate, steps: int, warmup: int, decay: int, lr_end: float = 0.0
) -> _Rate: ...
def risen(t: int, warmup: int) -> float: ...
def decayed(t: int, steps: int, warmup: int) -> float: ...
def check_counts(least: int, **counts: float) -> None: ...
