from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.scene.render.renderer import Renderer


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as opened:
        yield opened
