"""Downloads one model: pinned to a commit, resumable, checked, and put in place in one step."""

from __future__ import annotations

import errno
import getpass
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.catalogue import Model
from domain.clock import utc_now
from domain.errors import Conflict, KinoraError, StorageFull, Unavailable
from engine.model_store.folders import Shelf
from engine.model_store.hub import Hub
from engine.model_store.manifest import Manifest, RemoteFile, read_manifest
from engine.model_store.progress import Meter
from engine.model_store.selection import INDEX, choose
from engine.model_store.transfer import Transfer
from engine.neural.weights import lora_problem, problem

SPARE = 1.1
"""Times what is missing must be free on the disk."""

_GB = 10**9


class DownloadCancelled(Exception):
    """Somebody wanted it to end. What has arrived is kept."""


@dataclass(frozen=True)
class Download:
    """Gets models from a hub into a models folder.

    Attributes:
        stop: ends the download that runs, like `Shelf.wish_to_cancel` does from another process.
        first_pause: seconds before a second try.
    """

    shelf: Shelf
    hub: Hub
    stop: threading.Event = field(default_factory=threading.Event)
    first_pause: float = 1.0

    def run(self, key: str, accepted_by: str) -> Manifest | None:
        """Download a model, or the rest of it; None when it was there already.

        Args:
            accepted_by: who has read and accepted the licence that the catalogue names.

        Raises:
            DownloadCancelled: it was wanted; the next call goes on where this one stopped.
            KinoraError: why it is not there; the same.
        """
        model = self.shelf.model(key)
        try:
            with self.shelf.hold(key):
                meter = Meter(self.shelf.progress(key))
                with _told(meter):
                    return self._run(model, accepted_by, meter)
        except OSError as error:
            raise _disk_trouble(error) from error

    def _run(self, model: Model, accepted_by: str, meter: Meter) -> Manifest | None:
        if self._installed(model, meter):
            return None
        if model.needs and not self.shelf.weights.present(self.shelf.model(model.needs)):
            raise Conflict(f"{model.title} works on {model.needs}. Download that one first.")
        transfer = Transfer(self.hub, meter, self._pause, lambda: self._check(model.key), self.first_pause)
        part = self.shelf.part(model.key)
        meter.phase("listing")
        manifest = self._plan(model, accepted_by, transfer)
        part.mkdir(parents=True, exist_ok=True)
        manifest.write(part)
        self._check_disk(manifest, part)
        meter.phase("downloading", total=manifest.size, done=sum(_there(part, file) for file in manifest.files))
        for file in manifest.files:
            target = part / file.path
            if not target.exists():
                meter.file(file.path)
                transfer.fetch(self.hub.file_url(model.repo_id, manifest.commit, file.path), file, target)
        return self._put_in_place(model, manifest, meter)

    def _installed(self, model: Model, meter: Meter) -> bool:
        """Raises Conflict where something else lies in the model's place."""
        folder = self.shelf.folder(model.key)
        if not folder.exists():
            return False
        wrong = _problem(model, folder)
        if wrong:
            raise Conflict(f"There is a folder {folder} already, and it is incomplete: {wrong}. Remove it first.")
        meter.phase("done")
        return True

    def _plan(self, model: Model, accepted_by: str, transfer: Transfer) -> Manifest:
        """What was planned when this download began, if it still is what the catalogue asks for; else a new plan."""
        begun = read_manifest(self.shelf.part(model.key))
        if begun and (begun.repo_id, begun.revision) == (model.repo_id, model.revision):
            asked = {"licence": model.licence, "licence_url": model.licence_url}
            return begun.model_copy(update={**asked, "accepted_by": accepted_by, "accepted_at": utc_now()})
        if self.shelf.part(model.key).exists():
            shutil.rmtree(self.shelf.part(model.key))  # of another plan, of which no file must stay
        commit = transfer.patiently(lambda: self.hub.commit(model.repo_id, model.revision))
        listed = transfer.patiently(lambda: self.hub.files(model.repo_id, commit))
        index = self._index(model, commit, listed, transfer)
        return Manifest(
            key=model.key,
            repo_id=model.repo_id,
            revision=model.revision,
            commit=commit,
            licence=model.licence,
            licence_url=model.licence_url,
            accepted_by=accepted_by,
            accepted_at=utc_now(),
            files=choose(model, listed, index),
        )

    def _index(self, model: Model, commit: str, listed: list[RemoteFile], transfer: Transfer) -> dict[str, Any] | None:
        """The content of the repository's model_index.json; None where it has none."""
        if not any(file.path == INDEX for file in listed):
            return None
        text = transfer.patiently(lambda: self.hub.read(self.hub.file_url(model.repo_id, commit, INDEX)))
        try:
            index = json.loads(text)
        except ValueError:
            index = None
        if not isinstance(index, dict):
            raise Unavailable(f"The repository's {INDEX} cannot be read.")
        return index

    def _check_disk(self, manifest: Manifest, part: Path) -> None:
        """Raises StorageFull."""
        missing = manifest.size - sum(_there(part, file) for file in manifest.files)
        free = self.shelf.free()
        if free < missing * SPARE:
            raise StorageFull(
                f"{manifest.key} needs {missing * SPARE / _GB:.1f} GB more in {self.shelf.root}, and "
                f"{free / _GB:.1f} GB are free. Make room, or set KINORA_MODELS_DIR to a larger disk."
            )

    def _put_in_place(self, model: Model, manifest: Manifest, meter: Meter) -> Manifest:
        part = self.shelf.part(model.key)
        meter.phase("checking")
        wrong = _problem(model, part)
        if wrong:
            raise Unavailable(f"All files of {model.repo_id} have arrived, and it cannot be loaded: {wrong}.")
        finished = manifest.model_copy(update={"finished_at": utc_now()})
        finished.write(part)
        part.rename(self.shelf.folder(model.key))
        meter.phase("done", done=manifest.size)
        return finished

    def _check(self, key: str) -> None:
        if self.stop.is_set() or self.shelf.wanted_cancelled(key):
            raise DownloadCancelled

    def _pause(self, seconds: float) -> None:
        for _ in range(max(1, int(seconds / 0.25))):
            if self.stop.wait(min(0.25, seconds)):
                raise DownloadCancelled


def login() -> str:
    """Who this is, for the manifest of a download from the command line."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody at the command line"


def _there(part: Path, file: RemoteFile) -> int:
    """Bytes of a file that have arrived."""
    target = part / file.path
    for path in (target, target.with_name(target.name + ".partial")):
        if path.exists():
            return path.stat().st_size
    return 0


def _problem(model: Model, folder: Path) -> str | None:
    return lora_problem(folder / model.lora_file) if model.base else problem(folder)


@contextmanager
def _told(meter: Meter) -> Iterator[None]:
    """Note how it ended for those who read the state."""
    try:
        yield
    except (DownloadCancelled, KeyboardInterrupt):
        meter.phase("cancelled")
        raise DownloadCancelled from None
    except KinoraError as error:
        meter.phase("failed", message=error.message)
        raise
    except OSError as error:
        meter.phase("failed", message=_disk_trouble(error).message)
        raise


def _disk_trouble(error: OSError) -> KinoraError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull("The disk is full. What has arrived is kept: make room and start it again.")
    return Unavailable(f"The models folder cannot be used: {error.strerror or error}.")
