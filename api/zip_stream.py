"""A zip that is sent while it is put together: nothing of it lies on the disk, little of it in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import IO

from domain.errors import ObjectMissing
from domain.library_desk import Packed

CHUNK_BYTES = 256 * 1024
MISSING = "MISSING.txt"


class _Sink(io.RawIOBase):
    """Takes what is written, until it is drained. It cannot seek, so sizes come after each file (APPNOTE 4.4.4)."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(memoryview(data))  # type: ignore[arg-type]  # what zipfile writes are bytes
        self._parts.append(part)
        return len(part)

    def drain(self) -> bytes:
        data, self._parts = b"".join(self._parts), []
        return data


def zip_stream(files: Iterable[Packed], opened: Callable[[str], IO[bytes]]) -> Iterator[bytes]:
    """The zip in pieces. Not compressed: pictures and films are so already. Files that are gone are named in it."""
    sink, gone = _Sink(), list[str]()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            try:
                source = opened(file.key)
            except ObjectMissing:
                gone.append(file.name)
                continue
            with source, archive.open(_entry(file.name), "w", force_zip64=file.size > 2**31) as entry:
                while chunk := source.read(CHUNK_BYTES):
                    entry.write(chunk)
                    yield sink.drain()
            yield sink.drain()
        if gone:
            archive.writestr(_entry(MISSING), "These files are no longer kept:\n" + "\n".join(gone) + "\n")
    yield sink.drain()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry
