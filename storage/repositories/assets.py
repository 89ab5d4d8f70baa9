"""Assets in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, insert, select, update

from domain.assets import Asset, AssetType, AssetUse
from domain.errors import NotFound
from domain.jobs import JobStatus
from storage.account_lock import lock_account
from storage.cursor import split_page, up_to
from storage.tables import AssetRow, AssetUseRow, JobRow

_FACTS = [column for column in AssetRow.__table__.columns if column.name != "folded_name"]


class SqlAssets:
    """`domain.ports.Assets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, asset: Asset) -> None:
        self._connection.execute(insert(AssetRow).values(**vars(asset), folded_name=asset.name.casefold()))

    def find(self, asset_id: str) -> Asset | None:
        row = self._connection.execute(select(*_FACTS).where(AssetRow.id == asset_id)).one_or_none()
        return None if row is None else Asset(**row._mapping)

    def get(self, asset_id: str) -> Asset:
        asset = self.find(asset_id)
        if asset is None:
            raise NotFound("There is no such file.")
        return asset

    def same_content(self, user_id: str, kind: AssetType, sha256: str) -> Asset | None:
        """The user's first file of this type with this content."""
        same = (AssetRow.user_id == user_id, AssetRow.type == kind, AssetRow.sha256 == sha256)
        query = select(*_FACTS).where(*same).order_by(AssetRow.created_at, AssetRow.id).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Asset(**row._mapping)

    def of_user(
        self,
        user_id: str,
        kinds: Collection[AssetType],
        text: str,
        cursor: str | None,
        limit: int,
        project_id: str | None = None,
    ) -> tuple[list[Asset], str | None]:
        """Newest first. Raises BadRequest for a cursor that this list never gave."""
        where = [AssetRow.user_id == user_id if project_id is None else AssetRow.project_id == project_id]
        if kinds:
            where.append(AssetRow.type.in_(kinds))
        if text:
            where.append(AssetRow.folded_name.contains(text.casefold(), autoescape=True))
        query = up_to(select(*_FACTS).where(*where), AssetRow, cursor, limit)
        return split_page([Asset(**row._mapping) for row in self._connection.execute(query)], limit)

    def move(self, asset_id: str, project_id: str | None) -> None:
        self._connection.execute(update(AssetRow).where(AssetRow.id == asset_id).values(project_id=project_id))

    def rename(self, asset_id: str, name: str) -> None:
        values = {"name": name, "folded_name": name.casefold()}
        self._connection.execute(update(AssetRow).where(AssetRow.id == asset_id).values(**values))

    def note_consent(self, asset_id: str, at: datetime, text: str) -> None:
        values = {"consent_at": at, "consent_text": text}
        self._connection.execute(update(AssetRow).where(AssetRow.id == asset_id).values(**values))

    def delete(self, asset_id: str) -> None:
        """Deleting what is not there is no error."""
        self._connection.execute(delete(AssetRow).where(AssetRow.id == asset_id))

    def use(self, job_id: str, asset_ids: Collection[str]) -> None:
        """Note that a job was ordered with these files. Raises NotFound for one that was deleted meanwhile."""
        wanted = set(asset_ids)
        if not wanted:
            return
        found = set(self._connection.execute(select(AssetRow.id).where(AssetRow.id.in_(wanted))).scalars())
        if found != wanted:
            raise NotFound("There is no such file.")
        rows = [{"asset_id": each, "job_id": job_id} for each in sorted(wanted)]
        self._connection.execute(insert(AssetUseRow), rows)

    def uses(self, asset_ids: Collection[str]) -> dict[str, AssetUse]:
        """How each of the files is used."""
        still_open = case((JobRow.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]), 1), else_=0)
        query = (
            select(AssetUseRow.asset_id, func.count(), func.sum(still_open))
            .join(JobRow, JobRow.id == AssetUseRow.job_id)
            .where(AssetUseRow.asset_id.in_(set(asset_ids)))
            .group_by(AssetUseRow.asset_id)
        )
        counted = {row[0]: AssetUse(int(row[1]), int(row[2])) for row in self._connection.execute(query)}
        return {each: counted.get(each, AssetUse()) for each in asset_ids}

    def lock(self, user_id: str) -> None:
        """Until our transaction ends nobody orders a job with this user's files, and none is deleted."""
        lock_account(self._connection, user_id)
