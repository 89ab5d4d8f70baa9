"""The audit log in SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from domain.audit import AuditEvent
from domain.clock import utc_now
from storage.tables import AuditEventRow

_KIND = re.compile(r"[a-z_]+\.[a-z_]+")


class SqlAuditLog:
    """`domain.audit.AuditLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kind: str, user_id: str | None, ip: str = "", data: Mapping[str, Any] | None = None) -> None:
        """Write an event. Raises ValueError for a kind that is not noun.verb."""
        if not _KIND.fullmatch(kind):
            raise ValueError(f"{kind!r} is not noun.verb")
        values = {"at": utc_now(), "kind": kind, "user_id": user_id, "ip": ip[:64], "data": dict(data or {})}
        self._connection.execute(insert(AuditEventRow).values(**values))

    def of_user(self, user_id: str, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
        return self._newest(AuditEventRow.user_id == user_id, before, limit)

    def of_kinds(self, prefix: str, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
        return self._newest(AuditEventRow.kind.startswith(prefix, autoescape=True), before, limit)

    def _newest(self, where: ColumnElement[bool], before: int | None, limit: int) -> list[AuditEvent]:
        query = select(AuditEventRow).where(where).order_by(AuditEventRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditEventRow.id < before)
        return [AuditEvent(**row._mapping) for row in self._connection.execute(query)]
