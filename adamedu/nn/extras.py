"""What pip installs only if it is asked to: `pip install "adamedu[torch]"`."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Around the imports that need an extra of the package.

    Raises ModuleNotFoundError that says how to install what is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or name).partition(".")[0]
        raise ModuleNotFoundError(
            f'{missing} is not installed: pip install "adamedu[{name}]"', name=missing
        ) from None
