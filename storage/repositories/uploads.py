"""Files on their way into the object store, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from domain.assets import Upload
from storage.account_lock import lock_account
from storage.tables import UploadRow


class SqlUploads:
    """`domain.ports.Uploads`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, upload: Upload) -> None:
        self._connection.execute(insert(UploadRow).values(**vars(upload)))

    def find(self, upload_id: str) -> Upload | None:
        row = self._connection.execute(select(UploadRow).where(UploadRow.id == upload_id)).one_or_none()
        return None if row is None else Upload(**row._mapping)

    def expects(self, key: str, now: datetime) -> bool:
        """Whether a file may still arrive at this place in the object store."""
        query = select(UploadRow.id).where(UploadRow.key == key, UploadRow.expires_at > now)
        return self._connection.execute(query).first() is not None

    def of_user(self, user_id: str) -> list[Upload]:
        """The user's; until our transaction ends nobody else adds one for them."""
        lock_account(self._connection, user_id)
        rows = self._connection.execute(select(UploadRow).where(UploadRow.user_id == user_id))
        return [Upload(**row._mapping) for row in rows]

    def expired(self, now: datetime, limit: int) -> list[Upload]:
        query = select(UploadRow).where(UploadRow.expires_at <= now).order_by(UploadRow.expires_at).limit(limit)
        return [Upload(**row._mapping) for row in self._connection.execute(query)]

    def delete(self, upload_id: str) -> bool:
        """False when it is not there."""
        return self._connection.execute(delete(UploadRow).where(UploadRow.id == upload_id)).rowcount == 1
