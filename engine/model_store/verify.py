"""Reads installed models again and compares them with the hashes that the hub gave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from domain.errors import NotFound
from engine.model_store.folders import Shelf
from engine.model_store.manifest import RemoteFile, feed, read_manifest


def verify(shelf: Shelf, key: str, each_block: Callable[[int], None] = lambda _count: None) -> list[str]:
    """What is wrong with an installed model, a line a file; empty when every byte is as it was published.

    Raises:
        NotFound: it is not installed, or was put there by other means, so that its hashes are not known.
        OSError: it cannot be read.
    """
    shelf.model(key)
    manifest = read_manifest(shelf.folder(key))
    if manifest is None:
        here = shelf.folder(key).is_dir()
        raise NotFound(
            f"{key} was not downloaded by the studio, so its checksums are not known."
            if here
            else f"{key} is not here."
        )
    found = ((file, _wrong(shelf.folder(key) / file.path, file, each_block)) for file in manifest.files)
    return [f"{file.path}: {wrong}" for file, wrong in found if wrong]


def _wrong(path: Path, file: RemoteFile, each_block: Callable[[int], None]) -> str | None:
    if not path.is_file():
        return "missing"
    digest = file.new_digest()
    feed(digest, path, each_block)
    return None if file.matches(digest) else "changed"
