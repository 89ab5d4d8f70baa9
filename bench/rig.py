"""A studio in this process, with a real database, object store and embedded Valkey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.asset_desk import AssetDesk
from domain.generator import Generator
from domain.studio import Studio
from domain.users import User
from queue_worker.embedded import EmbeddedRedis
from queue_worker.runner import JobRunner
from settings import Settings
from wiring import Installation, install


@dataclass(frozen=True)
class Rig:
    """What the measurements use."""

    installation: Installation
    runner: JobRunner
    user: User

    @property
    def studio(self) -> Studio:
        return self.installation.studio

    @property
    def desk(self) -> AssetDesk:
        return self.installation.desk

    @property
    def generators(self) -> Mapping[str, Generator[Any]]:
        return self.installation.generators


@contextmanager
def rig(folder: Path) -> Iterator[Rig]:
    """Started, and gone at the end."""
    redis = EmbeddedRedis(folder)
    redis.start()
    settings = Settings(KINORA_DATA_DIR=folder, REDIS_URL=redis.url, KINORA_JOBS_PER_HOUR=100_000)
    installation = install(settings)
    installation.storage.migrate()
    user = installation.accounts.register("bench@example.org", "correct horse")
    with installation.storage.begin() as tx:
        tx.ledger.grant(user.id, 10_000, "bench")
    try:
        yield Rig(installation, installation.runner("bench"), user)
    finally:
        installation.close()
        redis.stop()
