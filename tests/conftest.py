"""Of all tests: other people's optimizers compute in float64, as ours do; a sandbox;
a browser; a home for what `check` notes.
"""

import jax
import pytest

from course.grade import sandbox
from tests.browser.conftest import chromium

jax.config.update("jax_enable_x64", True)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """What tests answer is not noted as the reader's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def sandboxed():
    """A test of grading needs a sandbox, which some machines can't have."""
    try:
        sandbox.check()
    except sandbox.NoSandboxError as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def browser():
    """One for all tests of a process, which can't have two."""
    with chromium() as browser:
        yield browser
