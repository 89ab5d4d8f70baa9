"""Objects that no record knows, and records whose object is gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from domain.clock import utc_now
from domain.ports import Clock, ObjectStore, StoredObject, UnitOfWork
from domain.retention import BATCH, Tally

log = logging.getLogger(__name__)

GRACE = timedelta(days=1)
"""An object younger than this is left alone: its record may be about to be written. Jobs run for hours at most."""

SUSPECT_SHARE, SUSPECT_COUNT = 0.5, 20
"""More orphans than this share, and more than this many: then the store and the database do not belong together (a
wrong setting, an old backup), and nothing is removed unless it is asked for."""


@dataclass(frozen=True)
class OrphanSweep:
    """Compares the object store with the records, both ways. What is young is never touched."""

    storage: UnitOfWork
    objects: ObjectStore
    clock: Clock = utc_now
    grace: timedelta = GRACE

    def run(self, *, dry: bool = False, force: bool = False) -> Tally:
        """Remove orphans, or only say which. `force` removes them however many they are.

        Raises Unavailable when storage cannot be reached.
        """
        tally = Tally()
        for place, reason in (("outputs", "results"), ("references", "uploads"), ("temp", "temporary files")):
            self._objects_without_records(tally, place, f"{reason} without a record", dry, force)
        self._records_without_objects(tally, dry, force)
        return tally

    # --- objects without records ------------------------------------------------------------------------------

    def _objects_without_records(self, tally: Tally, place: str, reason: str, dry: bool, force: bool) -> None:
        before, seen = self.clock() - self.grace, 0
        orphans: list[StoredObject] = []
        for batch in _batches(self.objects.entries(f"{place}/")):
            seen += len(batch)
            old = [entry for entry in batch if entry.modified < before]
            orphans += self._unknown(place, old)
        if not force and place != "temp" and _suspect(len(orphans), seen):
            tally.notes.append(_refusal(reason, len(orphans), seen))
            log.error("orphans.refused place=%s orphans=%d seen=%d", place, len(orphans), seen)
            return
        for entry in orphans:
            if not dry:
                self.objects.delete(entry.key)
            tally.add(reason, entry.size)

    def _unknown(self, place: str, entries: list[StoredObject]) -> list[StoredObject]:
        """Those of the objects that belong to nothing on record."""
        owners = {entry.key: _owner(place, entry.key) for entry in entries}
        ids = sorted(set(owners.values()))
        with self.storage.read() as tx:
            if place == "outputs":
                known = {job_id for job_id, keeps in tx.files.known_jobs(ids).items() if keeps}
            elif place == "references":
                known = tx.files.known_files(ids)
            else:
                known = tx.files.known_files(ids) | {job for job, keeps in tx.files.known_jobs(ids).items() if keeps}
        return [entry for entry in entries if owners[entry.key] not in known]

    # --- records without objects ------------------------------------------------------------------------------

    def _records_without_objects(self, tally: Tally, dry: bool, force: bool) -> None:
        """Results whose file is gone are taken out of the records; of uploads it is only said."""
        lost, seen = [], 0
        for number, job_id, key in self._results():
            seen += 1
            if not self.objects.exists(key):
                lost.append((number, job_id))
        reason = "records of results without a file"
        if not force and _suspect(len(lost), seen):
            tally.notes.append(_refusal(reason, len(lost), seen))
            log.error("orphans.refused place=records orphans=%d seen=%d", len(lost), seen)
        else:
            for number, job_id in lost:
                if not dry:
                    with self.storage.begin() as tx:
                        tx.files.drop_result(number)
                    log.warning("result.lost job=%s", job_id)
                tally.add(reason, 0)
        missing = sum(1 for _, key in self._assets() if not self.objects.exists(key))
        if missing:
            tally.notes.append(f"{missing} uploads have a record but no file. Their owners have to upload them again.")
            log.error("uploads.lost count=%d", missing)

    def _results(self) -> Iterator[tuple[int, str, str]]:
        after = 0
        while True:
            with self.storage.read() as tx:
                rows = tx.files.results(after, BATCH)
            yield from rows
            if len(rows) < BATCH:
                return
            after = rows[-1][0]

    def _assets(self) -> Iterator[tuple[str, str]]:
        after = ""
        while True:
            with self.storage.read() as tx:
                rows = tx.files.assets(after, BATCH)
            yield from rows
            if len(rows) < BATCH:
                return
            after = rows[-1][0]


def _owner(place: str, key: str) -> str:
    """The id of the job, asset or upload that a key belongs to; see the keys in docs/how-to/retention.md."""
    parts = key.split("/")
    if place == "outputs":
        return parts[2] if len(parts) > 3 else ""
    if place == "references":
        return parts[2][:32] if len(parts) > 2 else ""
    return parts[1] if len(parts) > 2 else ""


def _suspect(orphans: int, seen: int) -> bool:
    return orphans > SUSPECT_COUNT and orphans > SUSPECT_SHARE * seen


def _refusal(reason: str, orphans: int, seen: int) -> str:
    return (
        f"{reason}: {orphans} of {seen}. That is too many to be chance, so nothing was removed. Check that "
        "DATABASE_URL and the object store belong together; then use --force."
    )


def _batches(entries: Iterator[StoredObject]) -> Iterator[list[StoredObject]]:
    while batch := list(islice(entries, BATCH)):
        yield batch
