"""Accounts at other services in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from domain.clock import utc_now
from storage.tables import IdentityRow, UserRow


class SqlIdentities:
    """`domain.ports.Identities`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owner(self, provider: str, subject: str) -> str | None:
        named = (IdentityRow.provider == provider, IdentityRow.subject == subject, UserRow.deleted_at.is_(None))
        query = select(IdentityRow.user_id).join(UserRow, UserRow.id == IdentityRow.user_id).where(*named)
        return self._connection.execute(query).scalar_one_or_none()

    def link(self, provider: str, subject: str, user_id: str) -> None:
        values = {"provider": provider, "subject": subject, "user_id": user_id, "created_at": utc_now()}
        self._connection.execute(insert(IdentityRow).values(**values))

    def of_user(self, user_id: str) -> list[str]:
        query = select(IdentityRow.provider).where(IdentityRow.user_id == user_id).order_by(IdentityRow.provider)
        return list(self._connection.execute(query).scalars())
