"""Objects on the local disk."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from domain.errors import ObjectMissing, StorageFull
from domain.ports import StoredObject, UploadTarget
from storage.local_signer import LocalSigner
from storage.object_keys import check_key, check_prefix

_FULL = {errno.ENOSPC, errno.EDQUOT}
_MOVES = 50
"""How often an object is moved to its place while deletions take away the folder. Once more is nearly always enough."""


class LocalObjects:
    """`domain.ports.ObjectStore` in a folder.

    An object's key is its path, so its media type is known by the key's ending. Drafts stand beside the objects, on
    the same file system, where no key can reach them.

    Args:
        root: the folder; made when first needed.
        signer: makes the links.
    """

    def __init__(self, root: Path, signer: LocalSigner) -> None:
        self._objects = root / "objects"
        self._drafts = root / "drafts"
        self._signer = signer

    def put(
        self,
        key: str,
        content: bytes | Path,
        content_type: str,  # noqa: ARG002  the key's ending tells it
        *,
        durable: bool = True,
    ) -> int:
        target = self._path(key)
        with _full_disk_reported(), self._draft() as draft:
            size = _write(draft, content, durable)
            _place(draft, target, durable)
        return size

    def open(self, key: str) -> IO[bytes]:
        with _misses_reported():
            return self._path(key).open("rb")

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def size(self, key: str) -> int:
        path = self._path(key)
        if not path.is_file():
            raise ObjectMissing("This file does not exist any more.")
        with _misses_reported():
            return path.stat().st_size

    def url(self, key: str, expires: int, download_name: str | None = None) -> str:
        return self._signer.download_url(key, expires, download_name)

    def upload_url(self, key: str, max_bytes: int, content_type: str, expires: int) -> UploadTarget:
        return self._signer.upload_target(key, max_bytes, content_type, expires)

    def delete(self, key: str) -> None:
        path = self._path(key)
        if path.is_file():
            path.unlink(missing_ok=True)
            self._prune(path.parent)

    def keys(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix`, sorted."""
        folder, _, _ = check_prefix(prefix).rpartition("/")
        start = self._objects / folder if folder else self._objects
        return (key for key in self._walk(start, f"{folder}/" if folder else "") if key.startswith(prefix))

    def entries(self, prefix: str) -> Iterator[StoredObject]:
        """What is stored under keys that begin with `prefix`, sorted by key."""
        for key in self.keys(prefix):
            try:
                facts = self._path(key).stat()
            except FileNotFoundError:
                continue  # deleted since it was listed
            yield StoredObject(key, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def _path(self, key: str) -> Path:
        return self._objects / check_key(key)

    def _walk(self, folder: Path, before: str) -> Iterator[str]:
        try:
            entries = [(entry.name + "/" if entry.is_dir() else entry.name) for entry in os.scandir(folder)]
        except (FileNotFoundError, NotADirectoryError):
            return
        for name in sorted(entries):
            if name.endswith("/"):
                yield from self._walk(folder / name, before + name)
            else:
                yield before + name

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        """A path for an unfinished object; nothing is left there afterwards."""
        self._drafts.mkdir(parents=True, exist_ok=True)
        draft = self._drafts / secrets.token_hex(16)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _prune(self, folder: Path) -> None:
        """Remove folders that have become empty, or the store would fill with them job by job."""
        while folder != self._objects:
            try:
                folder.rmdir()
            except OSError:
                return  # Not empty, or another process removed it first.
            folder = folder.parent


def _write(draft: Path, content: bytes | Path, durable: bool) -> int:
    with draft.open("xb") as stream:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)
        else:
            stream.write(content)
        stream.flush()
        if durable:
            os.fsync(stream.fileno())
        return stream.tell()


def _place(draft: Path, target: Path, durable: bool) -> None:
    """Move a finished object to its place in one step; if `durable`, so that it survives a power failure."""
    for attempt in range(_MOVES):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
            break
        except (FileNotFoundError, FileExistsError):
            # A deletion has just pruned the folder: make it again.
            if attempt == _MOVES - 1:
                raise
    if durable:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return  # The object was deleted, and its folder pruned, right after it came.
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _full_disk_reported() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull("The disk is full. Free some space and try again.") from error


@contextmanager
def _misses_reported() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise ObjectMissing("This file does not exist any more.") from error
