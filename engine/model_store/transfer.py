"""One file from the hub to the disk: resumed where it stopped, tried again when the line breaks, checked at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx

from domain.errors import Unavailable
from engine.model_store.hub import Hub, HubTrouble
from engine.model_store.manifest import RemoteFile, feed
from engine.model_store.progress import Meter

if TYPE_CHECKING:
    from hashlib import _Hash

FAILURES_MAX = 6
"""Failures in a row, without a byte in between, after which a download ends."""
LONGEST_PAUSE = 30.0

Result = TypeVar("Result")


class Damaged(Exception):
    """What arrived is not what the hub's list says."""


@dataclass(frozen=True)
class Transfer:
    """Moves files.

    Attributes:
        pause: waits so many seconds; raises what ends the download when that is wanted meanwhile.
        check: called with every block; raises likewise.
        first_pause: seconds before the second try, doubled with each further one.
    """

    hub: Hub
    meter: Meter
    pause: Callable[[float], None]
    check: Callable[[], None]
    first_pause: float = 1.0

    def fetch(self, url: str, file: RemoteFile, target: Path) -> None:
        """Download one file. What has arrived waits in `<target>.partial` if this is ended.

        Raises:
            Unavailable: the hub refuses it, cannot be reached, or sends something else.
            OSError: it cannot be written.
        """
        partial = target.with_name(target.name + ".partial")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.patiently(lambda: self._attempt(url, file, partial), lambda: _size(partial))
        except Damaged:
            # Once more from the start: a disk or a proxy may have spoilt what was resumed.
            self._drop(partial)
            try:
                self.patiently(lambda: self._attempt(url, file, partial), lambda: _size(partial))
            except Damaged:
                self._drop(partial)
                raise Unavailable(f"{file.path} arrived twice with a wrong checksum. It was not kept.") from None
        partial.replace(target)
        _etag_file(partial).unlink(missing_ok=True)

    def patiently(self, act: Callable[[], Result], arrived: Callable[[], int] = lambda: 0) -> Result:
        """Try until it succeeds or fails six times without any bytes more. Raises Unavailable."""
        failures, before = 0, arrived()
        while True:
            try:
                return act()
            except (HubTrouble, httpx.TransportError) as error:
                now = arrived()
                failures = 1 if now > before else failures + 1
                before = now
                if failures >= FAILURES_MAX:
                    again = "Start it again later: it goes on where it stopped."
                    raise Unavailable(f"The hub cannot be reached ({_words(error)}). {again}") from error
                asked = error.wait if isinstance(error, HubTrouble) else None
                seconds = asked or min(LONGEST_PAUSE, self.first_pause * 2 ** (failures - 1))
                self.meter.say(f"Interrupted ({_words(error)}), trying again in {seconds:.0f} s")
                self.pause(seconds)

    def _attempt(self, url: str, file: RemoteFile, partial: Path) -> None:
        digest = file.new_digest()
        have = _size(partial)
        if have > file.size:
            self._drop(partial)
            have = 0
        if have:
            feed(digest, partial, lambda _count: self.check())
        if have < file.size or not partial.exists():
            digest = self._receive(url, file, partial, digest, have)
        if not file.matches(digest):
            raise Damaged

    def _receive(self, url: str, file: RemoteFile, partial: Path, digest: _Hash, have: int) -> _Hash:
        """Ask for what is missing and append it; the digest of all of it."""
        with self.hub.get(url, _range(partial, have)) as response:
            if have and not _continues(response, have, file.size):
                self._drop(partial)  # It has changed, or the server knows no ranges.
                if response.status_code != 200:
                    raise HubTrouble("the server could not go on where it stopped")
                digest, have = file.new_digest(), 0
            if not have and response.status_code != 200:
                raise HubTrouble(f"the server answered {response.status_code}")
            _note_etag(partial, response)
            with partial.open("ab") as out:
                for block in response.iter_raw():  # no chunks: one that is not full is lost when the line breaks
                    self.check()
                    have += len(block)
                    if have > file.size:
                        raise Damaged
                    out.write(block)
                    digest.update(block)
                    self.meter.add(len(block))
                out.flush()
                os.fsync(out.fileno())
        if have < file.size:
            raise HubTrouble("the connection ended early")
        return digest

    def _drop(self, partial: Path) -> None:
        self.meter.add(-_size(partial))
        partial.unlink(missing_ok=True)
        _etag_file(partial).unlink(missing_ok=True)


def _size(partial: Path) -> int:
    try:
        return partial.stat().st_size
    except FileNotFoundError:
        return 0


def _range(partial: Path, have: int) -> dict[str, str]:
    """Headers that ask for the rest, or for all of it if it has changed (RFC 9110, 13.1.5)."""
    if not have:
        return {}
    headers = {"range": f"bytes={have}-"}
    with suppress(OSError):
        headers["if-range"] = _etag_file(partial).read_text(encoding="ascii")
    return headers


def _continues(response: httpx.Response, have: int, size: int) -> bool:
    return response.status_code == 206 and response.headers.get("content-range") == f"bytes {have}-{size - 1}/{size}"


def _etag_file(partial: Path) -> Path:
    return partial.with_name(partial.name + ".etag")


def _note_etag(partial: Path, response: httpx.Response) -> None:
    """Only a strong one may stand in If-Range."""
    etag = response.headers.get("etag", "")
    if etag.startswith('"') and etag.isascii():
        _etag_file(partial).write_text(etag, encoding="ascii")
    else:
        _etag_file(partial).unlink(missing_ok=True)


def _words(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return str(error) or type(error).__name__
