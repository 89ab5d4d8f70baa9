"""A folder for files that are being looked at."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STALE = 6 * 3600
"""Seconds after which what a killed process has left behind is removed; no check takes so long."""


@contextmanager
def scratch_folder(root: Path | None) -> Iterator[Path]:
    """A new folder under `root` (the system's folder for temporary files when None), gone at the end of the block."""
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
    with tempfile.TemporaryDirectory(prefix="kinora-file-", dir=root, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _sweep(root: Path) -> None:
    for entry in root.iterdir():
        with suppress(OSError):  # another process may be removing it
            if time.time() - entry.stat().st_mtime > _STALE:
                shutil.rmtree(entry)
