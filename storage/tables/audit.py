"""The table of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base, RowId


class AuditEventRow(Base):
    """What happened to an account, written in the transaction that did it. Never a secret."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "user_id", "id"), Index(None, "kind", "id"))

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    ip: Mapped[str]
    data: Mapped[dict[str, Any]]
