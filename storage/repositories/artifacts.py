"""Artifacts in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from domain.jobs import StoredArtifact
from storage.tables import ArtifactRow


class SqlArtifacts:
    """`domain.ports.Artifacts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job_id: str, artifacts: Sequence[StoredArtifact]) -> None:
        """Record result files in this order. A name may come once in a job."""
        if artifacts:
            self._connection.execute(insert(ArtifactRow), [{"job_id": job_id, **vars(each)} for each in artifacts])

    def of_job(self, job_id: str) -> list[StoredArtifact]:
        return list(self.of_jobs([job_id]).get(job_id, ()))

    def of_jobs(self, job_ids: Sequence[str]) -> Mapping[str, Sequence[StoredArtifact]]:
        """The artifacts of several jobs, in one query."""
        found: defaultdict[str, list[StoredArtifact]] = defaultdict(list)
        query = select(ArtifactRow).where(ArtifactRow.job_id.in_(job_ids)).order_by(ArtifactRow.id)
        for row in self._connection.execute(query):
            found[row.job_id].append(_artifact(row))
        return found


def _artifact(row: Row[Any]) -> StoredArtifact:
    return StoredArtifact(row.name, row.content_type, row.size, row.key, row.width, row.height, row.duration)
