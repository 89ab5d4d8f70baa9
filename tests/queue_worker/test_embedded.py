"""The embedded Valkey: private, kept alive, never an orphan, never two on one folder."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from domain.errors import Unavailable
from queue_worker import embedded
from queue_worker.connections import connect
from queue_worker.embedded import EmbeddedRedis, find_server
from tests.queue_worker.installation import wait_until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    one = EmbeddedRedis(tmp_path)
    one.start()
    yield one
    one.stop()


def kill(server: EmbeddedRedis) -> None:
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: server.pid not in (None, pid), what="a new server")
    server.ensure()


def test_only_this_user_reaches_it(server: EmbeddedRedis) -> None:
    path = Path(server.url.removeprefix("unix://"))

    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    assert server.pid is not None
    assert [
        c for c in psutil.Process(server.pid).net_connections() if c.status == "LISTEN" and c.family.name != "AF_UNIX"
    ] == []


def test_it_comes_back_after_a_kill_with_what_it_held(server: EmbeddedRedis) -> None:
    with connect(server.url) as client:
        client.set("key", "value")
        wait_until(lambda: int(client.info("persistence")["aof_pending_bio_fsync"]) == 0)
        client.execute_command("WAITAOF", 1, 0, 2000)

        kill(server)

        assert client.get("key") == b"value"


def test_a_file_cut_off_by_a_crash_is_loaded_as_far_as_it_goes(tmp_path: Path) -> None:
    first = EmbeddedRedis(tmp_path)
    first.start()
    with connect(first.url) as client:
        client.set("first", "1")
        client.set("second", "2")
    first.stop()
    (log,) = (tmp_path / "redis" / "appendonlydir").glob("*.incr.aof")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - 3)

    second = EmbeddedRedis(tmp_path)
    second.start()
    with connect(second.url) as client:
        assert client.get("first") == b"1"
        assert client.get("second") is None
    second.stop()


def test_a_file_damaged_beyond_loading_is_put_aside(tmp_path: Path) -> None:
    first = EmbeddedRedis(tmp_path)
    first.start()
    with connect(first.url) as client:
        client.set("first", "1")
    first.stop()
    (log,) = (tmp_path / "redis" / "appendonlydir").glob("*.incr.aof")
    log.write_bytes(b"nonsense\r\n" + log.read_bytes())

    second = EmbeddedRedis(tmp_path)
    second.start()
    with connect(second.url) as client:
        assert client.dbsize() == 0
    second.stop()
    assert list((tmp_path / "redis").glob("appendonlydir.damaged-*"))


def test_a_second_studio_on_the_same_folder_is_refused(
    server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "LOCK_PATIENCE", 0.2)

    with pytest.raises(Unavailable, match="another Kinora"):
        EmbeddedRedis(tmp_path).start()

    server.ensure()


def test_it_dies_with_the_studio_and_the_next_one_starts_at_once(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from queue_worker.embedded import EmbeddedRedis\n"
        "server = EmbeddedRedis(Path(sys.argv[1])); server.start(); print(server.pid, flush=True); time.sleep(60)"
    )
    studio = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert studio.stdout is not None
    pid = int(studio.stdout.readline())

    studio.kill()
    studio.communicate()
    successor = EmbeddedRedis(tmp_path)
    successor.start()

    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    successor.stop()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    server = EmbeddedRedis(deep)
    server.start()

    path = Path(server.url.removeprefix("unix://"))
    assert len(str(path)) <= 100
    assert path.is_relative_to(tempfile.gettempdir())
    assert EmbeddedRedis(deep).url == server.url, "another process must find it"
    server.stop()
    path.parent.rmdir()


def test_stop_ends_it(server: EmbeddedRedis) -> None:
    pid = server.pid
    assert pid is not None

    server.stop()

    assert server.pid is None
    assert not psutil.pid_exists(pid)


def test_without_a_server_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Unavailable, match="REDIS_URL"):
        find_server()
