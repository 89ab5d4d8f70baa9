"""Assets in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from domain.assets import Asset, AssetType
from domain.errors import NotFound
from storage.cursor import split_page, up_to
from storage.tables import AssetRow


class SqlAssets:
    """`domain.ports.Assets`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, asset: Asset) -> None:
        self._connection.execute(insert(AssetRow).values(**vars(asset)))

    def get(self, asset_id: str) -> Asset:
        row = self._connection.execute(select(AssetRow).where(AssetRow.id == asset_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such file.")
        return Asset(**row._mapping)

    def same_content(self, user_id: str, kind: AssetType, sha256: str) -> Asset | None:
        """The user's first file of this type with this content."""
        same = (AssetRow.user_id == user_id, AssetRow.type == kind, AssetRow.sha256 == sha256)
        query = select(AssetRow).where(*same).order_by(AssetRow.created_at, AssetRow.id).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Asset(**row._mapping)

    def of_user(
        self, user_id: str, kind: AssetType | None, cursor: str | None, limit: int
    ) -> tuple[list[Asset], str | None]:
        """Newest first. Raises BadRequest for a cursor that this list never gave."""
        where = [AssetRow.user_id == user_id]
        if kind is not None:
            where.append(AssetRow.type == kind)
        query = up_to(select(AssetRow).where(*where), AssetRow, cursor, limit)
        return split_page([Asset(**row._mapping) for row in self._connection.execute(query)], limit)

    def delete(self, asset_id: str) -> None:
        """Deleting what is not there is no error."""
        self._connection.execute(delete(AssetRow).where(AssetRow.id == asset_id))
