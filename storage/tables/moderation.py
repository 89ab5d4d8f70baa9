"""The table of refused orders and of what was said against a refusal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base


class RefusalRow(Base):
    """`text_hash` is of the whole text in its compared form; `excerpt` is what stands around the words in question."""

    __tablename__ = "refusals"
    __table_args__ = (
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "text_hash"),
        Index(None, "appealed_at", "id"),
        CheckConstraint("outcome IN ('allowed', 'upheld')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (resolved_at IS NULL)", name="resolved"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    generator: Mapped[str]
    field: Mapped[str]
    category: Mapped[str]
    rule: Mapped[str]
    text_hash: Mapped[str]
    excerpt: Mapped[str]
    appealed_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(server_default="")
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    outcome: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default="")
