"""Shows, marks, moves and deletes finished work."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from domain.access import check_change, check_own, check_read, project_for
from domain.clock import utc_now
from domain.errors import BadRequest, Conflict, KinoraError, NotFound, TooLarge
from domain.jobs import Job, JobRecord, StoredArtifact
from domain.library import LibraryFilter, LibraryItem, LibraryPage, poster_of
from domain.ports import Clock, ObjectStore, Transaction, UnitOfWork
from domain.projects import ProjectRole
from domain.users import User

PAGE_MAX = 100
ZIP_JOBS_MAX = 100
ZIP_BYTES_MAX = 2_000_000_000
_CURSOR = re.compile(r"[1-9][0-9]{0,17}")
_SLUG_MAX = 40
TILES_AT_ONCE = 2
"""Tiles that one process makes at the same time; the others wait."""
TILE_NAME = "cache/tile.webp"
"""Where a job's tile is kept, below its outputs. What is in that folder can be made again."""

MakeTile = Callable[[Path, str], bytes]
"""A small WebP of a picture or film, given its media type. Raises KinoraError where none can be made."""


@dataclass(frozen=True)
class JobChange:
    """What of a job is to change. `moves` tells "into no project" from "leave it where it is"."""

    moves: bool = False
    project_id: str | None = None
    favourite: bool | None = None


@dataclass(frozen=True)
class Packed:
    """A file in a zip: its name there, its place in the object store, its size in bytes."""

    name: str
    key: str
    size: int


@dataclass(frozen=True)
class LibraryDesk:
    """The facade for finished work that the API and the pages call. Each call may raise NotFound and Forbidden."""

    storage: UnitOfWork
    objects: ObjectStore
    make_tile: MakeTile
    clock: Clock = utc_now
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(TILES_AT_ONCE), repr=False)

    def page(self, user: User, where: LibraryFilter, cursor: str | None, limit: int) -> LibraryPage:
        """Newest first: the user's own results, or with `where.project_id` everybody's in that project.

        Raises:
            BadRequest: a cursor that this list never gave, or a limit outside 1..100.
        """
        if not 1 <= limit <= PAGE_MAX:
            raise BadRequest(f"limit must be between 1 and {PAGE_MAX}.")
        if cursor is not None and not _CURSOR.fullmatch(cursor):
            raise BadRequest("This page does not exist. Start again from the first page.")
        with self.storage.read() as tx:
            if where.project_id is None:
                where = replace(where, user_id=user.id)
            else:
                project_for(tx, user, where.project_id, ProjectRole.VIEWER)
            items = tx.library.page(where, None if cursor is None else int(cursor), limit + 1)
        return LibraryPage(tuple(items[:limit]), items[limit - 1].id if len(items) > limit else None)

    def item(self, user: User, job_id: str) -> tuple[Job, LibraryItem | None]:
        """A job with its place in the library; None unless it has succeeded."""
        with self.storage.read() as tx:
            job = tx.jobs.get(job_id)
            check_read(tx, user, job)
            return job, tx.library.find(job_id)

    def tile(self, user: User, job_id: str) -> str:
        """The key of a result's tile, which is made when it is first asked for. Raises NotFound where there is none."""
        job, item = self.item(user, job_id)
        if item is None or item.thumbnail == "":
            raise NotFound("This job has no picture.")
        if item.thumbnail is not None:
            return item.thumbnail
        key = self._made_tile(job)
        with self.storage.begin() as tx:
            tx.library.set_thumbnail(job_id, key)
        if not key:
            raise NotFound("This job has no picture.")
        return key

    def _made_tile(self, job: Job) -> str:
        """ "" where none can be made."""
        with self.storage.read() as tx:
            poster = poster_of(tx.artifacts.of_job(job.id))
        if poster is None:
            return ""
        with self._turns, TemporaryDirectory(prefix="kinora-tile-") as folder:
            path = Path(folder, "poster")
            try:
                with self.objects.open(poster.key) as stored, path.open("wb") as copy:
                    shutil.copyfileobj(stored, copy)
                tile = self.make_tile(path, poster.content_type)
            except KinoraError:
                return ""
        key = job.output_prefix + TILE_NAME
        self.objects.put(key, tile, "image/webp", durable=False)
        return key

    def change(self, user: User, job_id: str, change: JobChange) -> JobRecord:
        """Move a job into a project or out of it, or mark its result. Gives it as it then is.

        Raises:
            Conflict: only what has succeeded can be a favourite.
        """
        with self.storage.begin() as tx:
            job = tx.jobs.get(job_id)
            check_change(tx, user, job)
            if change.moves and change.project_id != job.project_id:
                self._move(tx, user, job, change.project_id)
            if change.favourite is not None and not tx.library.set_favourite(job_id, change.favourite):
                raise Conflict("Only a finished result can be a favourite.", status=job.status.value)
            return tx.jobs.record(job_id)

    def delete(self, user: User, job_id: str) -> None:
        """Remove an ended job with its files, for good. What it cost stays in the account's history.

        Raises:
            Conflict: it has not ended.
        """
        with self.storage.begin() as tx:
            job = tx.jobs.get(job_id)
            check_own(tx, user, job)
            if not job.status.terminal:
                raise Conflict("This job has not ended. Cancel it first.", status=job.status.value)
            tx.jobs.delete(job_id)
            tx.audit.add("job.deleted", user.id, data={"job_id": job_id, "generator": job.generator})
        for prefix in (job.output_prefix, job.input_prefix):
            for key in list(self.objects.keys(prefix)):
                self.objects.delete(key)

    def artifacts(self, user: User, job_id: str) -> tuple[Job, Sequence[StoredArtifact]]:
        with self.storage.read() as tx:
            job = tx.jobs.get(job_id)
            check_read(tx, user, job)
            return job, tx.artifacts.of_job(job_id)

    def artifact(self, user: User, job_id: str, name: str) -> tuple[Job, StoredArtifact]:
        """One file of a job. Raises NotFound for a name that it has not."""
        job, artifacts = self.artifacts(user, job_id)
        found = next((each for each in artifacts if each.name == name), None)
        if found is None:
            raise NotFound("This job has no such file.", name=name)
        return job, found

    def pack(self, user: User, job_ids: Sequence[str]) -> list[Packed]:
        """What a zip of these jobs holds: a folder for each, with names that are safe everywhere and unique.

        Raises:
            BadRequest: no job, or too many.
            TooLarge: more than 2 GB.
        """
        wanted = list(dict.fromkeys(job_ids))
        if not 1 <= len(wanted) <= ZIP_JOBS_MAX:
            raise BadRequest(f"A zip takes 1 to {ZIP_JOBS_MAX} results.", limit=ZIP_JOBS_MAX)
        packed: list[Packed] = []
        with self.storage.read() as tx:
            for job_id in wanted:
                job = tx.jobs.get(job_id)
                check_read(tx, user, job)
                item = tx.library.find(job_id)
                folder = folder_name(item.title if item else job.generator, job)
                packed += [Packed(f"{folder}/{e.name}", e.key, e.size) for e in tx.artifacts.of_job(job_id)]
        size = sum(each.size for each in packed)
        if size > ZIP_BYTES_MAX:
            message = f"These results have {size / 1e9:.1f} GB together; a zip holds 2 GB. Choose fewer."
            raise TooLarge(message, max_bytes=ZIP_BYTES_MAX)
        return packed

    @staticmethod
    def _move(tx: Transaction, user: User, job: Job, project_id: str | None) -> None:
        if project_id is not None:
            check_own(tx, user, job)  # an editor may take it out, not show it to other people
            project_for(tx, user, project_id, ProjectRole.EDITOR)
        tx.jobs.move(job.id, project_id)
        tx.library.move(job.id, project_id)


def folder_name(title: str, job: Job) -> str:
    """Such as "2026-11-21 a-red-fox 1a2b3c4d": letters, digits, hyphens; the id's beginning keeps two apart."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_MAX].strip("-") or job.generator
    return f"{job.created_at:%Y-%m-%d} {slug} {job.id[:8]}"
