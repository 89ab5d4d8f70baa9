"""A PostgreSQL server for tests: started by them, without a network port, gone with them."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

MISSING = "no PostgreSQL server found: install the Debian package postgresql (or put initdb and postgres on the PATH)"
_START_SECONDS = 30
_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB"]
_INITDB = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest one where Debian keeps several."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*debian, *([Path(on_path).parent] if on_path else [])]
    return next((each for each in candidates if (each / "initdb").exists() and (each / "postgres").exists()), None)


class PostgresServer:
    """A running server; its databases are reached through a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, template: str = "template1", name: str = "") -> str:
        """Make a database as a copy of another one, which nobody may be using; gives its name."""
        name = name or f"test_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def ready(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def postgres_server(binaries: Path, connections: int = 60) -> Iterator[PostgresServer]:
    """Start a server in a temporary folder, for so many connections, and end it afterwards."""
    # A socket's path may have only about 100 characters, so it cannot stand in pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="kinora-pg-", dir="/tmp"))
    try:
        as_user = _unprivileged(folder)
        data = folder / "data"
        initdb: list[str | Path] = [*as_user, binaries / "initdb", "-D", data, "-U", "postgres"]
        subprocess.run([*initdb, *_INITDB], check=True, capture_output=True, cwd=folder)
        server_words = [
            binaries / "postgres",
            "-D",
            data,
            "-k",
            folder,
            "-h",
            "",
            "-c",
            f"max_connections={connections}",
        ]
        with _running([*as_user, *server_words], folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(command: list[str | Path], folder: Path) -> Iterator[PostgresServer]:
    options = [word for setting in _FAST for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, *options], stdout=log, stderr=log, cwd=folder)
    try:
        server = PostgresServer(folder)
        _wait(process, server, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_START_SECONDS)


def _wait(process: subprocess.Popen[bytes], server: PostgresServer, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that run a command as somebody else, who then owns `folder`."""
    if os.geteuid() != 0:
        return []
    user = next(each for each in pwd.getpwall() if each.pw_name in ("postgres", "nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, "--pdeathsig", "INT", "--"]
