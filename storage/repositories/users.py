"""Users in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from domain.errors import Conflict, NotFound
from domain.users import Role, User
from storage.insert import insert_new
from storage.tables import UserRow


class SqlUsers:
    """`domain.ports.Users`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: User, password_hash: str) -> None:
        values = {**vars(user), "password_hash": password_hash}
        if not insert_new(self._connection, UserRow, values, ["email"]):
            raise Conflict("This e-mail address is already registered.")

    def get(self, user_id: str) -> User:
        row = self._connection.execute(select(UserRow).where(UserRow.id == user_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such user.")
        return _user(row)

    def by_email(self, email: str) -> tuple[User, str] | None:
        row = self._connection.execute(select(UserRow).where(UserRow.email == email)).one_or_none()
        return None if row is None else (_user(row), row.password_hash)

    def set_role(self, user_id: str, role: Role) -> None:
        """Raises NotFound."""
        if self._connection.execute(update(UserRow).where(UserRow.id == user_id).values(role=role)).rowcount != 1:
            raise NotFound("There is no such user.")

    def set_pronunciations(self, user_id: str, text: str) -> None:
        """Raises NotFound."""
        changed = self._connection.execute(update(UserRow).where(UserRow.id == user_id).values(pronunciations=text))
        if changed.rowcount != 1:
            raise NotFound("There is no such user.")

    def admin_exists(self) -> bool:
        query = select(UserRow.id).where(UserRow.role == Role.ADMIN).limit(1)
        return self._connection.execute(query).first() is not None


def _user(row: Row[Any]) -> User:
    return User(row.id, row.email, row.name, row.role, row.created_at, row.pronunciations)
