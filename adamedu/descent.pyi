from collections.abc import Callable, Iterator
from typing import Any, TypeVar

_T = TypeVar("_T")  # a float, an array, a tensor, or a list of these

def descend(
    rule: Callable[..., Any],
    theta: _T,
    grad: Callable[[_T], _T],
    steps: int,
    **settings: float | Callable[[int], float],
) -> Iterator[_T]: ...
def each(
    rule: Callable[..., Any] | list[Any],
) -> Callable[..., tuple[list[Any], list[Any]]]: ...
def check_start(rule: Callable[..., Any], theta: object) -> None: ...
def check_settings(settings: dict[str, float]) -> None: ...
def check_shape(g: object, theta: object) -> None: ...
