"""Users in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from domain.errors import Conflict, NotFound
from domain.users import Role, User
from storage.insert import insert_new
from storage.tables import AuditEventRow, UserRow


class SqlUsers:
    """`domain.ports.Users`. Who has been deleted is not found by address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: User, password_hash: str) -> None:
        values = {name: value for name, value in vars(user).items() if name != "two_factor"}
        if not insert_new(self._connection, UserRow, {**values, "password_hash": password_hash}, ["email"]):
            raise Conflict("This e-mail address is already registered.")

    def get(self, user_id: str) -> User:
        return _user(self._row(user_id))

    def by_email(self, email: str) -> tuple[User, str] | None:
        here = (UserRow.email == email, UserRow.deleted_at.is_(None))
        row = self._connection.execute(select(UserRow).where(*here)).one_or_none()
        return None if row is None else (_user(row), row.password_hash)

    def password_hash(self, user_id: str) -> str:
        return str(self._row(user_id).password_hash)

    def set_role(self, user_id: str, role: Role) -> None:
        self._set(user_id, role=role)

    def set_name(self, user_id: str, name: str) -> None:
        self._set(user_id, name=name)

    def set_pronunciations(self, user_id: str, text: str) -> None:
        self._set(user_id, pronunciations=text)

    def set_password(self, user_id: str, password_hash: str) -> None:
        self._set(user_id, password_hash=password_hash)

    def set_verified(self, user_id: str, at: datetime) -> None:
        self._set(user_id, email_verified_at=at)

    def totp(self, user_id: str) -> str | None:
        sealed = self._row(user_id).totp_secret
        return None if sealed is None else str(sealed)

    def set_totp(self, user_id: str, sealed: str | None) -> None:
        self._set(user_id, totp_secret=sealed, totp_step=None)

    def take_totp_step(self, user_id: str, step: int) -> bool:
        newer = or_(UserRow.totp_step.is_(None), UserRow.totp_step < step)
        taken = update(UserRow).where(UserRow.id == user_id, newer).values(totp_step=step)
        return self._connection.execute(taken).rowcount == 1

    def admin_exists(self) -> bool:
        query = select(UserRow.id).where(UserRow.role == Role.ADMIN).limit(1)
        return self._connection.execute(query).first() is not None

    def admins(self) -> int:
        """Locks the administrators' rows on PostgreSQL, so that two who leave at once see each other."""
        query = select(UserRow.id).where(UserRow.role == Role.ADMIN, UserRow.deleted_at.is_(None)).order_by(UserRow.id)
        return len(self._connection.execute(query.with_for_update()).all())

    def anonymise(self, user_id: str, at: datetime) -> None:
        nobody = {"email": f"deleted-{user_id}@deleted.invalid", "name": "Deleted account", "role": Role.CREATOR}
        proofs = {"password_hash": "", "totp_secret": None, "totp_step": None, "email_verified_at": None}
        self._set(user_id, **nobody, **proofs, pronunciations="", deleted_at=at)

    def half_deleted(self) -> list[str]:
        done = select(AuditEventRow.user_id).where(AuditEventRow.kind == "user.deleted")
        query = select(UserRow.id).where(UserRow.deleted_at.is_not(None), UserRow.id.not_in(done))
        return list(self._connection.execute(query).scalars())

    def _set(self, user_id: str, **values: Any) -> None:
        """Raises NotFound."""
        if self._connection.execute(update(UserRow).where(UserRow.id == user_id).values(**values)).rowcount != 1:
            raise NotFound("There is no such user.")

    def _row(self, user_id: str) -> Row[Any]:
        row = self._connection.execute(select(UserRow).where(UserRow.id == user_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such user.")
        return row


def _user(row: Row[Any]) -> User:
    return User(
        id=row.id,
        email=row.email,
        name=row.name,
        role=row.role,
        created_at=row.created_at,
        pronunciations=row.pronunciations,
        email_verified_at=row.email_verified_at,
        two_factor=row.totp_secret is not None,
    )
