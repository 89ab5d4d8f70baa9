"""The tables of files that creators bring, of those on their way, and of the jobs that use them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.assets import AssetType
from storage.columns import Base, words


class AssetRow(Base):
    """`folded_name` is the name as it is searched: in small letters of any alphabet."""

    __tablename__ = "assets"
    __table_args__ = (
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "type", "sha256"),
        Index(None, "project_id", "created_at", "id"),
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
    project_id: Mapped[str | None]
    duration: Mapped[float | None]
    fps: Mapped[float | None]
    thumb_key: Mapped[str] = mapped_column(server_default="")
    waveform: Mapped[str] = mapped_column(server_default="")
    consent_at: Mapped[datetime | None]
    consent_text: Mapped[str] = mapped_column(server_default="")
    folded_name: Mapped[str] = mapped_column(server_default="")


class AssetUseRow(Base):
    """A job that was ordered with a file."""

    __tablename__ = "asset_uses"
    __table_args__ = (Index(None, "job_id"),)

    asset_id: Mapped[str] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)


class UploadRow(Base):
    """A file that its owner may send straight into the object store until `expires_at`."""

    __tablename__ = "uploads"
    __table_args__ = (
        Index(None, "user_id"),
        Index(None, "expires_at"),
        Index(None, "key", unique=True),
        CheckConstraint("size >= 1", name="size"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    type: Mapped[AssetType] = mapped_column(words(AssetType, "type"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    consent: Mapped[bool]
