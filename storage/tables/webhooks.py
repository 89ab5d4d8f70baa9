"""The tables of webhooks and of what is sent to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.webhooks import DeliveryStatus, WebhookEvent
from storage.columns import Base, words


class WebhookRow(Base):
    """`events` are words with spaces between them. Its secret is derived from `id` and `generation`, not stored."""

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "user_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[str]
    active: Mapped[bool]
    generation: Mapped[int]
    created_at: Mapped[datetime]


class WebhookDeliveryRow(Base):
    """Written in the transaction that ends a job, sent afterwards. `job_id` refers to no table: it outlives its job."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(None, "webhook_id", "created_at", "id"),
        Index(None, "status", "next_at"),
        CheckConstraint("(status = 'pending') = (next_at IS NOT NULL)", name="due"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event: Mapped[WebhookEvent] = mapped_column(words(WebhookEvent, "event"))
    job_id: Mapped[str | None]
    body: Mapped[str]
    status: Mapped[DeliveryStatus] = mapped_column(words(DeliveryStatus, "status"))
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    response_status: Mapped[int | None]
    error: Mapped[str]
