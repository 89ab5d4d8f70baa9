"""One whole studio for the tests of this folder, as `make run` starts it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.studio_process import StudioProcess


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path_factory.mktemp("studio") / "var").start()
    yield process
    process.stop()


@pytest.fixture
def ada(studio: StudioProcess, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A creator of this test's own, by API key."""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name.lower())[:60].strip("-")
    with studio.client(studio.sign_up(f"{name}@example.org")) as client:
        yield client
