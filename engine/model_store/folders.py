"""The models folder: where each model lies, what of it is there, and who is at work on it."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from data.catalogue import Model
from domain.errors import Conflict, NotFound
from engine.neural.weights import Weights

_NOTES = ".downloads"
_PROBE = 0.3  # seconds that somebody who only looks may hold a lock


@dataclass(frozen=True)
class Shelf:
    """The folders of a models folder.

    `<key>/` is a model, `<key>.part/` one that is on its way, `.downloads/` holds state, locks and wishes to cancel.
    Keys have no dots, so no model is called like one of the others.
    """

    root: Path
    catalogue: Mapping[str, Model]

    @property
    def weights(self) -> Weights:
        return Weights(self.root, self.catalogue)

    def model(self, key: str) -> Model:
        """Raises NotFound."""
        if key not in self.catalogue:
            raise NotFound(f"There is no model {key[:60]!r}. There are: {', '.join(self.catalogue)}.")
        return self.catalogue[key]

    def folder(self, key: str) -> Path:
        return self.root / key

    def part(self, key: str) -> Path:
        """Where a download is put together."""
        return self.root / f"{key}.part"

    def progress(self, key: str) -> Path:
        return self.root / _NOTES / f"{key}.json"

    def log(self, key: str) -> Path:
        """What a download that the web app started has said beside its progress."""
        return self.root / _NOTES / f"{key}.log"

    def _lock(self, key: str) -> Path:
        return self.root / _NOTES / f"{key}.lock"

    def _wish(self, key: str) -> Path:
        return self.root / _NOTES / f"{key}.cancel"

    def free(self) -> int:
        """Bytes free on the disk of the models folder. Raises OSError."""
        there = next(path for path in (self.root, *self.root.parents) if path.exists())
        return shutil.disk_usage(there).free

    # --- who is at work ------------------------------------------------------------------------------------------

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Be the only one at work on a model. The kernel lets go when the process ends. Raises Conflict, OSError."""
        self._lock(key).parent.mkdir(parents=True, exist_ok=True)
        with self._lock(key).open("a+") as file:
            _take(file.fileno(), key)
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
            self._wish(key).unlink(missing_ok=True)
            yield

    def held(self, key: str) -> bool:
        """Whether somebody on this machine, or on one that shares the folder, is at work on a model."""
        try:
            file = self._lock(key).open()
        except OSError:
            return False
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def wish_to_cancel(self, key: str) -> None:
        """Ask whoever is at work, in whatever process, to stop."""
        with suppress(OSError):
            self._wish(key).touch()

    def wanted_cancelled(self, key: str) -> bool:
        return self._wish(key).exists()

    # --- taking away ---------------------------------------------------------------------------------------------

    def remove(self, key: str) -> None:
        """Delete a model and what was begun of it. Raises NotFound, Conflict, OSError."""
        self.model(key)
        there = [path for path in (self.folder(key), self.part(key)) if path.exists() or path.is_symlink()]
        if not there and not self.progress(key).exists():
            raise NotFound(f"Nothing of {key} is installed.")
        with self.hold(key):
            for path in there:
                _delete(path)
            self.progress(key).unlink(missing_ok=True)
            self.log(key).unlink(missing_ok=True)


def _take(descriptor: int, key: str) -> None:
    deadline = time.monotonic() + _PROBE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Conflict(f"{key} is being downloaded or removed by another process.") from None
        time.sleep(0.02)


def _delete(path: Path) -> None:
    """Out of sight first, so that nobody loads half a model."""
    if path.is_symlink():
        return path.unlink()  # The owner's own place for weights: only the link is ours.
    gone = path.with_name(f"{path.name}.gone")
    if gone.exists():
        shutil.rmtree(gone)
    path.rename(gone)
    shutil.rmtree(gone)
