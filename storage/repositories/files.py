"""What the database knows of files in the object store."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from domain.file_records import ExpiredJob, StorageUse
from domain.jobs import JobStatus
from storage.insert import insert_new
from storage.tables import ArtifactRow, AssetRow, ChoreRow, JobRow, LibraryItemRow, UploadRow

_ENDED = (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)
_FAVOURITE = exists().where(LibraryItemRow.job_id == JobRow.id, LibraryItemRow.favourite)


class SqlFileRecords:
    """`domain.file_records.FileRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def expired_jobs(self, ended_before: datetime, after: str, limit: int) -> list[ExpiredJob]:
        has_results = exists().where(ArtifactRow.job_id == JobRow.id)
        query = (
            select(JobRow.id, JobRow.user_id)
            .where(*_expired(ended_before), JobRow.id > after, has_results)
            .order_by(JobRow.id)
            .limit(limit)
        )
        return [self._expired_job(row.id, row.user_id) for row in self._connection.execute(query)]

    def _expired_job(self, job_id: str, user_id: str) -> ExpiredJob:
        query = select(ArtifactRow.key, ArtifactRow.size).where(ArtifactRow.job_id == job_id)
        rows = self._connection.execute(query).all()
        return ExpiredJob(job_id, user_id, tuple(row.key for row in rows), sum(row.size for row in rows))

    def forget_results(self, job_id: str, ended_before: datetime, now: datetime) -> bool:
        """Also takes the job out of the library, which shows what there is; the job itself stays, to be made again."""
        statement = update(JobRow).where(JobRow.id == job_id, *_expired(ended_before)).values(files_removed_at=now)
        if self._connection.execute(statement).rowcount != 1:
            return False
        self._connection.execute(delete(ArtifactRow).where(ArtifactRow.job_id == job_id))
        self._connection.execute(delete(LibraryItemRow).where(LibraryItemRow.job_id == job_id))
        return True

    def known_jobs(self, ids: list[str]) -> dict[str, bool]:
        query = select(JobRow.id, JobRow.status, JobRow.files_removed_at).where(JobRow.id.in_(ids))
        keeping = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.SUCCEEDED)
        return {
            row.id: row.files_removed_at is None and row.status in keeping for row in self._connection.execute(query)
        }

    def known_files(self, ids: list[str]) -> set[str]:
        found = select(AssetRow.id).where(AssetRow.id.in_(ids)).union(select(UploadRow.id).where(UploadRow.id.in_(ids)))
        return set(self._connection.execute(found).scalars())

    def results(self, after: int, limit: int) -> list[tuple[int, str, str]]:
        query = select(ArtifactRow.id, ArtifactRow.job_id, ArtifactRow.key).where(ArtifactRow.id > after)
        rows = self._connection.execute(query.order_by(ArtifactRow.id).limit(limit))
        return [(row.id, row.job_id, row.key) for row in rows]

    def drop_result(self, number: int) -> None:
        self._connection.execute(delete(ArtifactRow).where(ArtifactRow.id == number))

    def assets(self, after: str, limit: int) -> list[tuple[str, str]]:
        query = select(AssetRow.id, AssetRow.key).where(AssetRow.id > after).order_by(AssetRow.id).limit(limit)
        return [(row.id, row.key) for row in self._connection.execute(query)]

    def claim(self, chore: str, now: datetime, every: timedelta) -> bool:
        if insert_new(self._connection, ChoreRow, {"name": chore, "claimed_at": now}, ["name"]):
            return True
        due = update(ChoreRow).where(ChoreRow.name == chore, ChoreRow.claimed_at <= now - every)
        return self._connection.execute(due.values(claimed_at=now)).rowcount == 1

    def use_of(self, user_id: str) -> StorageUse:
        made_by = (ArtifactRow.job_id == JobRow.id, JobRow.user_id == user_id)
        results = select(func.count(), func.coalesce(func.sum(ArtifactRow.size), 0)).where(*made_by)
        uploads = select(func.count(), func.coalesce(func.sum(AssetRow.size), 0)).where(AssetRow.user_id == user_id)
        made, brought = self._connection.execute(results).one(), self._connection.execute(uploads).one()
        return StorageUse(made[0], int(made[1]), brought[0], int(brought[1]))


def _expired(ended_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        JobRow.files_removed_at.is_(None),
        JobRow.finished_at < ended_before,
        JobRow.status.in_(_ENDED),
        ~_FAVOURITE,
    )
