"""The table of unfinished orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base


class DraftRow(Base):
    """`version` goes up with each change: whoever changes a draft names the one that they have seen."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index(None, "user_id", "updated_at", "id"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("size >= 2", name="size"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    generator: Mapped[str]
    name: Mapped[str]
    version: Mapped[int]
    size: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
