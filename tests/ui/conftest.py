"""One running studio for all tests of the pages: building the Gradio app takes a second."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.studio_process import free_port
from tests.ui.demo_studio import Demo, build_demo, serving

_GRADIO_LEAKS = (
    "ignore::pytest.PytestUnraisableExceptionWarning",  # event loops and sockets that Gradio and its client leave open
    "ignore::ResourceWarning",
    "ignore:'future.no_silent_downcasting' is deprecated",  # pandas, asked by Gradio's monitoring
    "ignore:The copy keyword is deprecated",  # the same
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            for leak in _GRADIO_LEAKS:
                item.add_marker(pytest.mark.filterwarnings(leak))


@pytest.fixture(scope="module", autouse=True)
def _leaks_stay_here() -> Iterator[None]:
    """Collect what Gradio leaves open while its warnings are ignored, not in the middle of another test."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("studio")
    return build_demo(folder, examples=_examples(folder))


@pytest.fixture(scope="session")
def site(demo: Demo) -> Iterator[str]:
    with serving(demo.app, free_port()) as url:
        yield url


def _examples(folder: Path) -> Path:
    """A folder with the picture of one example only: the others must do without."""
    examples = folder / "examples"
    examples.mkdir()
    (examples / "restyle-anime.jpg").write_bytes(b"\xff\xd8\xff\xd9")
    return examples
