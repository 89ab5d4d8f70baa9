"""API keys in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from domain.errors import NotFound
from domain.users import ApiKey, Scope
from storage.tables import ApiKeyRow


class SqlApiKeys:
    """`domain.ports.ApiKeys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: ApiKey) -> None:
        scopes = " ".join(scope.value for scope in Scope if scope in key.scopes)
        self._connection.execute(insert(ApiKeyRow).values(**{**vars(key), "scopes": scopes}))

    def by_secret(self, secret_hash: str) -> ApiKey | None:
        """The key, revoked or not."""
        row = self._connection.execute(select(ApiKeyRow).where(ApiKeyRow.secret_hash == secret_hash)).one_or_none()
        return None if row is None else _key(row)

    def of_user(self, user_id: str) -> list[ApiKey]:
        """All keys, revoked ones too, newest first."""
        newest_first = (ApiKeyRow.created_at.desc(), ApiKeyRow.id.desc())
        rows = self._connection.execute(select(ApiKeyRow).where(ApiKeyRow.user_id == user_id).order_by(*newest_first))
        return [_key(row) for row in rows]

    def revoke(self, user_id: str, key_id: str, now: datetime) -> None:
        """Revoke a key of this user; a second time keeps the first time. Raises NotFound."""
        own = (ApiKeyRow.id == key_id, ApiKeyRow.user_id == user_id)
        revoked_at = func.coalesce(ApiKeyRow.revoked_at, now, type_=ApiKeyRow.revoked_at.type)
        if self._connection.execute(update(ApiKeyRow).where(*own).values(revoked_at=revoked_at)).rowcount != 1:
            raise NotFound("There is no such API key.")

    def touch(self, key_id: str, now: datetime) -> None:
        self._connection.execute(update(ApiKeyRow).where(ApiKeyRow.id == key_id).values(last_used_at=now))


def _key(row: Row[Any]) -> ApiKey:
    values = dict(row._mapping)
    return ApiKey(**{**values, "scopes": frozenset(Scope(word) for word in values["scopes"].split())})
