"""A studio in a folder, and somebody who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.users import User
from tests.support.studio import StudioKit, studio_kit


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[StudioKit]:
    kit = studio_kit(tmp_path)
    yield kit
    kit.database.close()


@pytest.fixture
def ada(kit: StudioKit) -> User:
    return kit.user()
