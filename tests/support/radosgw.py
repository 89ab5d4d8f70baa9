"""An S3 store for tests that checks every signature: Ceph's radosgw over one monitor and one OSD in memory.

Started by the tests on loopback, gone with them. Takes the Debian packages radosgw, ceph-mon and ceph-osd.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.ports import free_port

PROGRAMS = ("radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-osd", "ceph-authtool", "monmaptool")
MISSING = "no radosgw found: install the Debian packages radosgw, ceph-mon and ceph-osd"
_START_SECONDS = 60
_MEMORY = 3 * 1024**3
"""Bytes that all objects of a run may take together."""

_SETTINGS = """\
[global]
fsid = {fsid}
mon host = [v1:127.0.0.1:{mon_port}]
mon initial members = a
public addr = 127.0.0.1
mon data = {folder}/mon
osd data = {folder}/osd
run dir = {folder}
admin socket = {folder}/$name.$pid.asok
pid file =
keyring = {folder}/keyring
log to file = false
mon cluster log to file = false
ms bind ipv6 = false
auth allow insecure global id reclaim = false
osd objectstore = memstore
memstore device bytes = {memory}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 2
osd crush chooseleaf type = 0
rgw thread pool size = 32
rgw run sync thread = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw enable quota threads = false
rgw override bucket index max shards = 1
rgw md log max shards = 1
rgw data log num shards = 1
rgw gc max objs = 1
rgw lc max objs = 1
rgw objexp hints num shards = 1
"""

_CAPABILITIES = {
    "mon.": ("mon", "allow *"),
    "client.admin": ("mon", "allow *", "osd", "allow *", "mgr", "allow *"),
    "osd.0": ("mon", "allow profile osd", "osd", "allow *", "mgr", "allow *"),
}


@dataclass(frozen=True)
class S3Access:
    """A store, and a user who may make buckets there."""

    endpoint: str
    access_key: str
    secret_key: str


def found() -> bool:
    """Whether everything that the server needs is installed."""
    return all(shutil.which(program) for program in PROGRAMS)


@contextmanager
def radosgw() -> Iterator[S3Access]:
    """Start a store and end it afterwards; takes about ten seconds."""
    folder = Path(tempfile.mkdtemp(prefix="kinora-s3-", dir="/tmp"))  # a socket's path may not be long
    try:
        with ExitStack() as stack:
            yield _Cluster(folder, stack).start()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Cluster:
    """One store's processes; `stack` ends them, the last one first."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._settings = folder / "ceph.conf"

    def start(self) -> S3Access:
        fsid, mon_port = str(uuid.uuid4()), free_port()
        text = _SETTINGS.format(fsid=fsid, mon_port=mon_port, folder=self._folder, memory=_MEMORY)
        self._settings.write_text(text)
        self._make_keys()
        self._start_monitor(fsid, mon_port)
        self._start_osd()
        access = self._make_user()
        port = int(access.endpoint.rpartition(":")[2])
        frontend = f"beast endpoint=127.0.0.1:{port}"
        server = self._run_on("radosgw", "-n", "client.admin", "-f", "--rgw-frontends", frontend)
        _wait_for(access.endpoint, server, self._folder / "radosgw.log")
        return access

    def _make_keys(self) -> None:
        keyring = self._folder / "keyring"
        self._run("ceph-authtool", "--create-keyring", keyring)
        for name, capabilities in _CAPABILITIES.items():
            words = [word for kind, what in zip(capabilities[::2], capabilities[1::2], strict=True)
                     for word in ("--cap", kind, what)]  # fmt: skip
            self._run("ceph-authtool", keyring, "--gen-key", "-n", name, *words)

    def _start_monitor(self, fsid: str, port: int) -> None:
        monmap = self._folder / "monmap"
        self._run("monmaptool", "--create", "--addv", "a", f"[v1:127.0.0.1:{port}]", "--fsid", fsid, monmap)
        (self._folder / "mon").mkdir()
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", self._folder / "keyring")
        self._run_on("ceph-mon", "-i", "a", "-f")

    def _start_osd(self) -> None:
        osd = str(uuid.uuid4())
        (self._folder / "osd").mkdir()
        self._run("ceph", "osd", "new", osd, "0")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
        self._run_on("ceph-osd", "-i", "0", "-f")

    def _make_user(self) -> S3Access:
        asked = ("user", "create", "--uid=tests", "--display-name=Tests", "--max-buckets=0")
        keys = json.loads(self._run("radosgw-admin", *asked))["keys"][0]
        return S3Access(f"http://127.0.0.1:{free_port()}", keys["access_key"], keys["secret_key"])

    def _run(self, program: str, *words: str | Path) -> str:
        command = [program, *(() if program == "monmaptool" else ("-c", self._settings)), *words]
        if program == "ceph-authtool":
            command = [program, *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_START_SECONDS)
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stderr}")
        return done.stdout

    def _run_on(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        """Start a program that goes on until the end, or until this process dies."""
        with (self._folder / f"{program}.log").open("wb") as log:
            command = ["setpriv", "--pdeathsig", "KILL", "--", program, "-c", str(self._settings), *words]
            process = subprocess.Popen(command, stdout=log, stderr=log)
        self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it is to be kept, so nothing needs to be closed in good order."""
    process.kill()
    process.wait(10)


def _wait_for(endpoint: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(endpoint, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"radosgw did not start:\n{log.read_text()}") from None
        time.sleep(0.05)
