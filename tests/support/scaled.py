"""What tests run on: the parts of one machine, or, under `make test-scaled`, those of a scaled studio.

`tests.support.scaled_run` starts PostgreSQL and an S3 store and names them in the environment. There, every database
file that a test asks for stands for a database on the server, and every folder of objects for a bucket; a process that
is started with the same path finds the same ones.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from domain.ports import ObjectStore
from queue_worker.embedded import EmbeddedRedis
from storage.database import Database
from storage.local_objects import LocalObjects
from storage.local_signer import LocalSigner
from storage.s3_objects import S3Objects, S3Options
from tests.support.radosgw import S3Access
from tests.support.redis_server import RedisServer

POSTGRES = "KINORA_TEST_POSTGRES"
"""The folder with the socket of a PostgreSQL server that trusts us."""
S3 = "KINORA_TEST_S3"
"""An `S3Access` as JSON."""
TEMPLATE = "kinora_template"
"""A database with all tables and no rows."""

SCALED = POSTGRES in os.environ
KEPT = 40
"""Databases that one process leaves standing: a module's fixture may outlive many tests, but not so many."""

solo_only = pytest.mark.skipif(SCALED, reason="of the parts that only a studio on one machine has")

_made: list[str] = []
_opened: list[Database] = []
"""Held, since not every test closes what it has opened, and PostgreSQL's driver warns of that."""


def server_url(name: str, folder: str | None = None) -> str:
    return f"postgresql://postgres@/{name}?host={folder or os.environ[POSTGRES]}"


def migrated_url(file: Path) -> str:
    """The URL of the database that stands for this file: made on first use, with all tables and no rows."""
    return server_url(_database(file, TEMPLATE))


def empty_url(file: Path) -> str:
    """The same, without tables."""
    return server_url(_database(file, "template1"))


def _database(file: Path, template: str) -> str:
    name = _name("kinora_", file)
    with psycopg.connect(server_url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))
            _made.append(name)
        while len(_opened) > KEPT:
            _opened.pop(0).close()
        while len(_made) > KEPT:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_made.pop(0))))
    return name


def _name(prefix: str, path: Path) -> str:
    return prefix + sha256(str(path.resolve()).encode()).hexdigest()[:24]


def s3_access() -> S3Access:
    return S3Access(**json.loads(os.environ[S3]))


def bucket_of(folder: Path) -> str:
    return _name("kinora-", folder)


def objects_in(folder: Path, signer: LocalSigner) -> ObjectStore:
    """A store of this folder's own: in it, or in a bucket."""
    if not SCALED:
        return LocalObjects(folder, signer)
    access = s3_access()
    store = S3Objects(S3Options(access.endpoint, bucket_of(folder), access.access_key, access.secret_key))
    store.prepare()
    return store


def redis_in(folder: Path) -> EmbeddedRedis | RedisServer:
    """A Redis with its data in this folder, not started yet."""
    return RedisServer(folder) if SCALED else EmbeddedRedis(folder)


def studio_environment(data_dir: Path, redis_url: str) -> dict[str, str]:
    """Settings of a scaled studio; its data folder stands for its database and its bucket."""
    access = s3_access()
    return {
        "DATABASE_URL": empty_url(data_dir / "kinora.db"),
        "REDIS_URL": redis_url,
        "S3_ENDPOINT": access.endpoint,
        "S3_BUCKET": bucket_of(data_dir),
        "S3_ACCESS_KEY": access.access_key,
        "S3_SECRET_KEY": access.secret_key,
    }


def settings_of(data_dir: Path, redis_url: str) -> dict[str, Any]:
    """The same for `Settings(...)`; only the folder and the Redis where one machine is enough."""
    return {
        "KINORA_DATA_DIR": data_dir,
        "REDIS_URL": redis_url,
        **(studio_environment(data_dir, redis_url) if SCALED else {}),
    }


def open_database(file: Path) -> Database:
    """The migrated database that this file stands for, on a PostgreSQL server."""
    database = Database(migrated_url(file))
    _opened.append(database)
    return database
