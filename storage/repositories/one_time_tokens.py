"""One-time tokens in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage.tables import OneTimeTokenRow


class SqlOneTimeTokens:
    """`domain.ports.OneTimeTokens`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, purpose: str, secret_hash: str, expires_at: datetime) -> None:
        values = {"purpose": purpose, "secret_hash": secret_hash, "expires_at": expires_at}
        self._connection.execute(insert(OneTimeTokenRow).values(**values))

    def use(self, purpose: str, secret_hash: str, now: datetime) -> bool:
        usable = _usable(purpose, secret_hash, now)
        return self._connection.execute(update(OneTimeTokenRow).where(*usable).values(used_at=now)).rowcount == 1

    def valid(self, purpose: str, secret_hash: str, now: datetime) -> bool:
        query = select(OneTimeTokenRow.purpose).where(*_usable(purpose, secret_hash, now))
        return self._connection.execute(query).first() is not None


def _usable(purpose: str, secret_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeTokenRow.secret_hash == secret_hash,
        OneTimeTokenRow.purpose == purpose,
        OneTimeTokenRow.used_at.is_(None),
        OneTimeTokenRow.expires_at > now,
    )
