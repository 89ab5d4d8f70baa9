"""Gives results in other formats, and to strangers without what they were made from. Copies are kept with the job."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, Literal

from domain.access import check_read
from domain.errors import InvalidParams, NotFound, ObjectMissing, Unavailable
from domain.jobs import Job, StoredArtifact
from domain.ports import ObjectStore, UnitOfWork
from domain.sharing_desk import Shared
from domain.users import User

Format = Literal["png", "jpg", "webp", "mp4", "webm", "gif"]
TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "gif": "image/gif",
}
FORMATS: Mapping[str, tuple[Format, ...]] = {"image": ("png", "jpg", "webp"), "video": ("mp4", "webm", "gif")}
LONGEST: Mapping[str, float] = {"webm": 60.0, "gif": 20.0}
"""Seconds of film that are converted while somebody waits."""
AT_ONCE = 2
PATIENCE = 20.0
"""Seconds that a request waits for one of AT_ONCE places."""
METADATA = "metadata.json"
_TOLD_TO_ALL = ("image/", "video/", "audio/", "text/markdown", "text/plain", "application/x-subrip")
_PLAIN = ("ai_generated", "created_at", "generator", "backends")
"""What of a record does not say what a result was made from."""

MakeCopy = Callable[[Path, str, str, Mapping[str, Any], Path], Path]
"""(file, its media type, the wanted one, record, folder) -> a copy in the folder with the record in place of its own.

Raises KinoraError.
"""


@dataclass(frozen=True)
class FormatDesk:
    """The facade for copies of result files that the API and the pages call."""

    storage: UnitOfWork
    objects: ObjectStore
    make_copy: MakeCopy
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE), repr=False)

    def give(self, user: User, job_id: str, name: str, wanted: Format | None) -> tuple[str, str]:
        """The key of a file of a job, in another format where one is wanted, and the name to save it under.

        Raises:
            NotFound, Forbidden.
            InvalidParams: this file cannot be had in that format.
            Unavailable: too many files are being converted.
        """
        with self.storage.read() as tx:
            job = tx.jobs.get(job_id)
            check_read(tx, user, job)
            artifacts = tx.artifacts.of_job(job_id)
        artifact = _named(artifacts, name)
        if wanted is None or TYPES[wanted] == artifact.content_type:
            return artifact.key, artifact.name
        _check_format(artifact, wanted)
        copy = f"{PurePosixPath(name).stem}.{wanted}"
        key = f"{job.output_prefix}cache/{name}.{wanted}"
        return self._copied(job, artifact, TYPES[wanted], key, plain=False), copy

    def show(self, shared: Shared, name: str) -> tuple[str, str]:
        """The same for a file behind a share link: without the prompt in it, unless the link shows that."""
        artifact = _named(self.shown(shared), name)
        if shared.link.with_prompt or not artifact.content_type.startswith(("image/", "video/", "audio/")):
            return artifact.key, artifact.name
        key = f"{shared.job.output_prefix}cache/shared/{name}"
        return self._copied(shared.job, artifact, artifact.content_type, key, plain=True), artifact.name

    @staticmethod
    def shown(shared: Shared) -> list[StoredArtifact]:
        """The files that a share link shows: all with the prompt, else what does not tell it."""
        if shared.link.with_prompt:
            return list(shared.artifacts)
        return [each for each in shared.artifacts if each.content_type.startswith(_TOLD_TO_ALL)]

    def _copied(self, job: Job, artifact: StoredArtifact, wanted: str, key: str, *, plain: bool) -> str:
        if self.objects.exists(key):
            return key
        if not self._turns.acquire(timeout=PATIENCE):
            raise Unavailable("Many files are being converted right now. Try again in a minute.")
        try:
            with TemporaryDirectory(prefix="kinora-copy-") as folder:
                source = Path(folder, "source")
                with self.objects.open(artifact.key) as stored, source.open("wb") as file:
                    shutil.copyfileobj(stored, file)
                record = self._record(job)
                if plain:
                    record = {name: record[name] for name in _PLAIN if name in record}
                copy = self.make_copy(source, artifact.content_type, wanted, record, Path(folder))
                self.objects.put(key, copy, wanted, durable=False)
        finally:
            self._turns.release()
        return key

    def _record(self, job: Job) -> dict[str, Any]:
        try:
            with self.objects.open(job.output_prefix + METADATA) as file:
                record = json.load(file)
        except (ObjectMissing, ValueError):
            record = None
        return record if isinstance(record, dict) else {"ai_generated": True, "generator": job.generator}


def _named(artifacts: Sequence[StoredArtifact], name: str) -> StoredArtifact:
    found = next((each for each in artifacts if each.name == name), None)
    if found is None:
        raise NotFound("This job has no such file.", name=name)
    return found


def _check_format(artifact: StoredArtifact, wanted: Format) -> None:
    offered = FORMATS.get(artifact.content_type.partition("/")[0], ())
    if wanted not in offered:
        words = " or ".join(offered) or "no other format"
        raise InvalidParams.of_fields([("format", f"This file can be had as {words}")])
    longest = LONGEST.get(wanted)
    if longest is not None and (artifact.duration or 0) > longest:
        raise InvalidParams.of_fields([("format", f"A film becomes {wanted} up to {longest:.0f} seconds")])
