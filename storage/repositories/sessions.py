"""Sessions in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

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

    def of_user(self, user_id: str, now: datetime) -> list[Session]:
        """Those that still open something, the last used first."""
        rows = self._connection.execute(select(SessionRow).where(SessionRow.user_id == user_id, *_live(now)))
        found = [Session(**row._mapping) for row in rows]
        return sorted(found, key=lambda session: (session.last_seen_at or session.created_at, session.id), reverse=True)

    def lives(self, user_id: str, family: str, now: datetime) -> bool:
        """Whether a session of this user and family still opens something."""
        own = (SessionRow.family == family, SessionRow.user_id == user_id, *_live(now))
        return self._connection.execute(select(SessionRow.id).where(*own).limit(1)).first() is not None

    def seen(self, session_id: str, now: datetime) -> None:
        self._connection.execute(update(SessionRow).where(SessionRow.id == session_id).values(last_seen_at=now))

    def revoke_family(self, family: str, now: datetime) -> None:
        self._revoke(SessionRow.family == family, now)

    def revoke_all(self, user_id: str, now: datetime) -> None:
        self._revoke(SessionRow.user_id == user_id, now)

    def drop_ended(self, before: datetime) -> int:
        return self._connection.execute(delete(SessionRow).where(SessionRow.expires_at < before)).rowcount

    def _revoke(self, which: ColumnElement[bool], now: datetime) -> None:
        valid = (which, SessionRow.revoked_at.is_(None))
        self._connection.execute(update(SessionRow).where(*valid).values(revoked_at=now))


def _live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SessionRow.revoked_at.is_(None), SessionRow.spent_at.is_(None), SessionRow.expires_at > now)
