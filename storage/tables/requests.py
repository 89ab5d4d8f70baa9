"""Tables of requests: when jobs were ordered, and the answers kept for idempotency keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base, RowId


class OrderRow(Base):
    """When a job was ordered, for the limits an hour. Kept apart from jobs, since those can be deleted."""

    __tablename__ = "orders"
    __table_args__ = (Index(None, "user_id", "minor", "at"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    minor: Mapped[bool]
    at: Mapped[datetime]


class KeptAnswerRow(Base):
    """What a request with an idempotency key was answered; no status while it is being answered.

    `body` is sealed with the installation's secret: answers may hold secrets that are shown once.
    """

    __tablename__ = "kept_answers"
    __table_args__ = (Index(None, "created_at"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    created_at: Mapped[datetime]
    status: Mapped[int | None]
    content_type: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
