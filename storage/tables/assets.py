"""The table of files that creators bring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.assets import AssetType
from storage.columns import Base, words


class AssetRow(Base):
    __tablename__ = "assets"
    __table_args__ = (
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "type", "sha256"),
        CheckConstraint("size >= 0", name="size"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    type: Mapped[AssetType] = mapped_column(words(AssetType, "type"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    key: Mapped[str]
    created_at: Mapped[datetime]
    width: Mapped[int | None]
    height: Mapped[int | None]
    status: Mapped[str]
