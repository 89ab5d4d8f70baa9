"""Recovery codes in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from storage.tables import RecoveryCodeRow


class SqlRecoveryCodes:
    """`domain.ports.RecoveryCodes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, user_id: str, code_hashes: Sequence[str]) -> None:
        self._connection.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
        if code_hashes:
            rows = [{"user_id": user_id, "code_hash": code, "used_at": None} for code in code_hashes]
            self._connection.execute(insert(RecoveryCodeRow), rows)

    def use(self, user_id: str, code_hash: str, now: datetime) -> bool:
        unused = (*_unused(user_id), RecoveryCodeRow.code_hash == code_hash)
        return self._connection.execute(update(RecoveryCodeRow).where(*unused).values(used_at=now)).rowcount == 1

    def left(self, user_id: str) -> int:
        query = select(func.count()).select_from(RecoveryCodeRow).where(*_unused(user_id))
        return int(self._connection.execute(query).scalar_one())


def _unused(user_id: str) -> tuple[ColumnElement[bool], ...]:
    return (RecoveryCodeRow.user_id == user_id, RecoveryCodeRow.used_at.is_(None))
