"""Folders for running jobs, removed with the job or, if its process died, by the next one."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "run-"


@contextmanager
def workdir(root: Path) -> Iterator[Path]:
    """An empty folder for one run. What dead runs have left is removed first.

    A run holds a lock on a file beside its folder. The kernel drops the lock with the process, so a folder whose
    lock can be taken belongs to nobody.
    """
    root.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(root)
    folder = root / f"{_PREFIX}{secrets.token_hex(8)}"
    handle = _own_lock(folder.with_suffix(".lock"))
    try:
        folder.mkdir()
        yield folder
    finally:
        _remove(folder)
        os.close(handle)


def _remove_leftovers(root: Path) -> None:
    for lock in root.glob(f"{_PREFIX}*.lock"):
        handle = _lock_leftover(lock)
        if handle is not None:
            _remove(lock.with_suffix(""))
            os.close(handle)


def _own_lock(path: Path) -> int:
    """A lock held until it is closed. Another process may just be removing the file, taking it for a leftover."""
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
            return handle
        os.close(handle)


def _lock_leftover(path: Path) -> int | None:
    """The lock of another run's folder; None when that run lives, or has just been removed."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.with_suffix(".lock").unlink(missing_ok=True)
