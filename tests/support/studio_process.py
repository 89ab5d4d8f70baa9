"""A whole studio as a user starts it: `python app.py`, from a copy of the tree when a test drops files into it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import psutil

from storage.database import Database
from tests.support.ports import free_port
from tests.support.redis_server import RedisServer
from tests.support.scaled import SCALED, studio_environment

ROOT = Path(__file__).parents[2]
COPIED = (
    "app.py", "wiring.py", "settings.py", "domain", "engine", "storage", "queue_worker", "data", "api", "ui",
)  # fmt: skip


def copy_tree(target: Path) -> Path:
    """The program without its tests, where a test may add a generator."""
    target.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)  # with what is compiled: a start without it takes twice as long
        else:
            shutil.copy2(source, target / name)
    return target


class StudioProcess:
    """One app process with its embedded children, started, killed and started again on the same data."""

    def __init__(self, data_dir: Path, root: Path = ROOT, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir, self.root = data_dir, root
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self.redis = RedisServer(data_dir.parent / f"{data_dir.name}-redis") if SCALED else None
        self._environment = {
            **os.environ,
            **({} if self.redis is None else studio_environment(data_dir, self.redis.url)),
            "KINORA_DATA_DIR": str(data_dir),
            "KINORA_PORT": str(self.port),
            "KINORA_JOBS_PER_HOUR": "1000",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, timeout: float = 120) -> StudioProcess:
        """Start and wait until it is ready."""
        if self.redis is not None:
            self.redis.ensure()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=self.root, env=self._environment, stdout=log, stderr=log
            )
        self.wait_ready(timeout)
        return self

    def wait_ready(self, timeout: float = 120) -> None:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not self.alive:
                if self.redis is not None:
                    self.redis.stop()
                raise AssertionError(f"the app ended at its start:\n{self.tail()}")
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"the app was not ready in {timeout} s:\n{self.tail()}")

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A supervisor of its own with its worker, as `make worker` starts it, on the embedded Redis."""
        environment = {"REDIS_URL": f"unix://{self.data_dir}/redis/valkey.sock", **self._environment}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "queue_worker", "--name", "extra"],
                cwd=self.root, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it in good order; returns its exit status."""
        assert self._process is not None
        children = psutil.Process(self.pid).children(recursive=True) if self.alive else []
        self._process.send_signal(how)
        status = self._process.wait(20)
        _, left = psutil.wait_procs(children, timeout=5)
        if self.redis is not None:
            self.redis.stop()
        assert not left, f"still running after the app: {[p.cmdline() for p in left]}"
        return status

    def kill(self) -> None:
        if self.alive:
            assert self._process is not None
            self._process.kill()
            self._process.wait(10)

    def database(self) -> Database:
        """The database that the studio has, to look into."""
        return Database(self._environment.get("DATABASE_URL") or f"sqlite:///{self.data_dir / 'kinora.db'}")

    def redis_pid(self) -> int:
        """The process of the Redis that this studio uses."""
        if self.redis is not None and self.redis.pid is not None:
            return self.redis.pid
        [embedded] = self.children()["redis"]
        return embedded.pid

    def revive_redis(self) -> None:
        """What systemd does for a Redis of its own; the studio does it for an embedded one."""
        if self.redis is not None:
            self.redis.ensure()

    def children(self) -> dict[str, list[psutil.Process]]:
        """The app's children by part: "worker", "redis"."""
        found: dict[str, list[psutil.Process]] = {"worker": [], "redis": []}
        try:
            for process in psutil.Process(self.pid).children(recursive=True):
                part = _part(process)
                if part:
                    found[part].append(process)
        except psutil.NoSuchProcess:
            pass
        return found

    def tail(self, lines: int = 60) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def sign_up(self, email: str = "ada@example.org", password: str = "correct horse") -> str:
        """Make an account and an API key for it; returns the key."""
        with self.client() as client:
            answer = client.post("/api/v1/auth/register", json={"email": email, "password": password})
            assert answer.status_code == 201, answer.text
        with self.client(answer.json()["access_token"]) as client:
            key: str = client.post("/api/v1/auth/api-keys", json={"name": "test"}).json()["key"]
            return key


def _part(process: psutil.Process) -> str | None:
    try:
        line = " ".join(process.cmdline())
    except psutil.Error:
        return None
    if "valkey" in line or "redis-server" in line:
        return "redis"
    return "worker" if "queue_worker" in line and "--child" in line else None


def wait_for_end(client: httpx.Client, job_id: str, timeout: float = 120) -> dict[str, Any]:
    """Poll a job until it has ended."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        job: dict[str, Any] = client.get(f"/api/v1/jobs/{job_id}").json()
        if job["status"] in ("succeeded", "failed", "cancelled"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job did not end in {timeout} s: {job}")
