"""A fresh installation for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.api_world import ApiWorld, api_world


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and no rows: copying it is faster than migrating each time."""
    file = tmp_path_factory.mktemp("database") / "kinora.db"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return file


@pytest.fixture
def world(tmp_path: Path, migrated: Path) -> Iterator[ApiWorld]:
    shutil.copy(migrated, tmp_path / "kinora.db")
    built = api_world(tmp_path)
    yield built
    built.kit.database.close()
