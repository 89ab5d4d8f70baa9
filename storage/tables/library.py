"""Tables of finished work: how it is found again, and links that show it to strangers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base, RowId

_FILTERED = ("generator", "style", "backend", "model", "seed", "favourite", "created_at", "kinds")


class LibraryItemRow(Base):
    """One job that succeeded. `id` goes up with the time of its end, so that pages need no sorting.

    The two indexes hold all that is filtered by: a rare filter then reads no row that it does not show. `words` are
    searched by an index that the migration makes beside this table: on SQLite the FTS5 table library_search, kept by
    triggers; on PostgreSQL the column `search`, a tsvector, with a GIN index.
    """

    __tablename__ = "library_items"
    __table_args__ = (
        Index("ix_library_items_of_user", "user_id", "id", *_FILTERED, "project_id"),
        Index("ix_library_items_of_project", "project_id", "id", *_FILTERED),
        CheckConstraint("bytes >= 0", name="bytes"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    project_id: Mapped[str | None]
    generator: Mapped[str]
    style: Mapped[str]
    backend: Mapped[str]
    model: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    favourite: Mapped[bool]
    created_at: Mapped[datetime]
    kinds: Mapped[str]
    pictures: Mapped[int]
    duration: Mapped[float | None]
    bytes: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str]
    thumbnail: Mapped[str | None]
    words: Mapped[str]


class ShareLinkRow(Base):
    """A link to one result for people without an account. Of its secret only the hash is stored."""

    __tablename__ = "share_links"
    __table_args__ = (Index(None, "job_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    with_prompt: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
