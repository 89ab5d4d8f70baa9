"""How long files are kept, and the removal of those whose time is over."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.clock import utc_now
from domain.errors import KinoraError
from domain.file_records import ExpiredJob, StorageUse
from domain.ports import Clock, ObjectStore, UnitOfWork

log = logging.getLogger(__name__)

BATCH = 100


@dataclass(frozen=True)
class Periods:
    """Days for which files are kept; 0 keeps them for ever. Favourites and assets are kept in any case.

    Attributes:
        outputs: results, from the end of their job.
        inputs: copies of files that jobs were given.
        stages: finished steps of jobs, from which a repeated job goes on.
    """

    outputs: int = 7
    inputs: int = 30
    stages: int = 7


@dataclass
class Tally:
    """What was removed, or would be: files and bytes by reason."""

    files: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, reason: str, size: int, files: int = 1) -> None:
        self.files[reason] = self.files.get(reason, 0) + files
        self.bytes[reason] = self.bytes.get(reason, 0) + size

    def lines(self) -> list[str]:
        """One line for each reason, for people."""
        return [f"{reason}: {_files(count)}, {self.bytes[reason] / 1e6:.1f} MB" for reason, count in self.files.items()]


@dataclass(frozen=True)
class Retention:
    """Removes what is no longer kept. Any number of processes may do so at once."""

    storage: UnitOfWork
    objects: ObjectStore
    periods: Periods = Periods()
    clock: Clock = utc_now

    def use_of(self, user_id: str) -> StorageUse:
        """What an account keeps."""
        with self.storage.read() as tx:
            return tx.files.use_of(user_id)

    def run(self, *, dry: bool = False) -> Tally:
        """Remove expired files, or only say which. Raises Unavailable when storage cannot be reached."""
        tally = Tally()
        if self.periods.outputs:
            self._results(tally, dry)
        for place, days in (("inputs", self.periods.inputs), ("stages", self.periods.stages)):
            if days:
                self._old_objects(tally, place, timedelta(days=days), dry)
        return tally

    def _results(self, tally: Tally, dry: bool) -> None:
        before = self.clock() - timedelta(days=self.periods.outputs)
        for job in self._expired(before):
            if not dry:
                with self.storage.begin() as tx:
                    if not tx.files.forget_results(job.id, before, self.clock()):
                        continue
                # What a crash leaves here has no record any more: the sweep of orphans finds it.
                for entry in list(self.objects.entries(job.prefix)):
                    self.objects.delete(entry.key)
                log.info("results.expired job=%s account=%s", job.id, job.user_id)
            tally.add(f"results older than {self.periods.outputs} days", job.size, len(job.keys))

    def _expired(self, before: datetime) -> Iterator[ExpiredJob]:
        after = ""
        while True:
            with self.storage.read() as tx:
                jobs = tx.files.expired_jobs(before, after, BATCH)
            yield from jobs
            if len(jobs) < BATCH:
                return
            after = jobs[-1].id

    def _old_objects(self, tally: Tally, place: str, age: timedelta, dry: bool) -> None:
        before = self.clock() - age
        for entry in list(self.objects.entries(f"{place}/")):
            if entry.modified < before:
                if not dry and not _deleted(self.objects, entry.key):
                    continue
                tally.add(f"{place} older than {age.days} days", entry.size)


def _deleted(objects: ObjectStore, key: str) -> bool:
    try:
        objects.delete(key)
    except KinoraError as error:
        log.warning("object.not_deleted code=%s", error.code)
        return False
    return True


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"
