"""Sessions in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from domain.users import Session
from storage.tables import SessionRow


class SqlSessions:
    """`domain.ports.Sessions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> None:
        self._connection.execute(insert(SessionRow).values(**vars(session)))

    def by_secret(self, secret_hash: str) -> Session | None:
        """The session in whatever state: a spent or revoked one tells of a stolen token."""
        row = self._connection.execute(select(SessionRow).where(SessionRow.secret_hash == secret_hash)).one_or_none()
        return None if row is None else Session(**row._mapping)

    def spend(self, session_id: str, now: datetime) -> bool:
        """Mark a refresh token as used; False when it was used or revoked before."""
        usable = (SessionRow.id == session_id, SessionRow.spent_at.is_(None), SessionRow.revoked_at.is_(None))
        return self._connection.execute(update(SessionRow).where(*usable).values(spent_at=now)).rowcount == 1

    def revoke_family(self, family: str, now: datetime) -> None:
        self._revoke(SessionRow.family == family, now)

    def revoke_all(self, user_id: str, now: datetime) -> None:
        self._revoke(SessionRow.user_id == user_id, now)

    def _revoke(self, which: ColumnElement[bool], now: datetime) -> None:
        valid = (which, SessionRow.revoked_at.is_(None))
        self._connection.execute(update(SessionRow).where(*valid).values(revoked_at=now))
