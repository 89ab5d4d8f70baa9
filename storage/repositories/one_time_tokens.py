"""One-time tokens in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from storage.tables import OneTimeTokenRow


class SqlOneTimeTokens:
    """`domain.ports.OneTimeTokens`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, purpose: str, secret_hash: str, expires_at: datetime, user_id: str | None = None) -> None:
        values = {"purpose": purpose, "secret_hash": secret_hash, "expires_at": expires_at, "user_id": user_id}
        self._connection.execute(insert(OneTimeTokenRow).values(**values))

    def use(self, purpose: str, secret_hash: str, now: datetime) -> bool:
        usable = _usable(purpose, secret_hash, now)
        return self._connection.execute(update(OneTimeTokenRow).where(*usable).values(used_at=now)).rowcount == 1

    def valid(self, purpose: str, secret_hash: str, now: datetime) -> bool:
        query = select(OneTimeTokenRow.purpose).where(*_usable(purpose, secret_hash, now))
        return self._connection.execute(query).first() is not None

    def owner(self, purpose: str, secret_hash: str) -> str | None:
        named = (OneTimeTokenRow.secret_hash == secret_hash, OneTimeTokenRow.purpose == purpose)
        query = select(OneTimeTokenRow.user_id).where(*named)
        return self._connection.execute(query).scalar_one_or_none()

    def drop(self, purpose: str, user_id: str) -> None:
        mine = (OneTimeTokenRow.purpose == purpose, OneTimeTokenRow.user_id == user_id)
        self._connection.execute(delete(OneTimeTokenRow).where(*mine))

    def drop_expired(self, before: datetime) -> None:
        self._connection.execute(delete(OneTimeTokenRow).where(OneTimeTokenRow.expires_at < before))


def _usable(purpose: str, secret_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeTokenRow.secret_hash == secret_hash,
        OneTimeTokenRow.purpose == purpose,
        OneTimeTokenRow.used_at.is_(None),
        OneTimeTokenRow.expires_at > now,
    )
