"""A Redis of the distribution, reached by TCP: what a scaled studio has in place of the embedded one."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import redis

from tests.support.ports import free_port

MISSING = "no redis-server found: install the Debian package redis-server"
_START_SECONDS = 20


class RedisServer:
    """Has the face of `queue_worker.embedded.EmbeddedRedis`, so that a test can take either."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "redis"
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int | None:
        return None if self._process is None or self._process.poll() is not None else self._process.pid

    def start(self) -> None:
        """Start it, with what it had written down before, and wait until it answers."""
        program = shutil.which("redis-server")
        if program is None:
            raise RuntimeError(MISSING)
        self._folder.mkdir(parents=True, exist_ok=True)
        options = {
            "port": self._port, "bind": "127.0.0.1", "dir": self._folder, "save": "", "appendonly": "yes",
            "appendfsync": "no", "maxmemory-policy": "noeviction", "loglevel": "warning", "databases": 1,
        }  # fmt: skip
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        with (self._folder / "log").open("ab") as log:
            command = ["setpriv", "--pdeathsig", "KILL", "--", program, *words]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._wait()

    def ensure(self) -> None:
        """Start it again if it has died."""
        with redis.Redis.from_url(self.url) as client:
            try:
                client.ping()
            except redis.RedisError:
                self.stop()  # a process that was just killed may look alive for a moment
                self.start()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        with redis.Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    if self.pid is None or time.monotonic() > deadline:
                        raise RuntimeError(
                            f"redis-server did not start:\n{(self._folder / 'log').read_text()}"
                        ) from None
                time.sleep(0.02)
