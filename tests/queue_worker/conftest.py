"""One Valkey for all tests of a run, emptied before each; a fresh database and store for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_worker.connections import connect
from queue_worker.embedded import EmbeddedRedis
from queue_worker.supervisor import Supervisor
from tests.queue_worker.installation import Installation
from tests.queue_worker.supervised import supervised
from tests.support.redis_server import RedisServer
from tests.support.scaled import redis_in


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis | RedisServer]:
    server = redis_in(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(valkey: EmbeddedRedis | RedisServer) -> str:
    valkey.ensure()
    with connect(valkey.url) as client:
        client.flushall()
    return valkey.url


@pytest.fixture
def installation(tmp_path: Path, redis_url: str) -> Iterator[Installation]:
    made = Installation(tmp_path, redis_url)
    yield made
    made.close()


@pytest.fixture
def supervisor(installation: Installation) -> Iterator[Supervisor]:
    """A running worker process of this test's own."""
    with supervised(installation) as one:
        yield one
