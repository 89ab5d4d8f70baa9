"""Tables of jobs and of what belongs to one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.jobs import JobStatus, Priority, StepStatus
from storage.columns import Base, RowId, words


class JobRow(Base):
    """One order. A lease exists exactly while the job runs, an end exactly when it has ended.

    No index holds `lease_until`: few jobs run at once, so (status, created_at) finds the lost ones,
    and a heartbeat then changes no index, which PostgreSQL does much faster.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("user_id", "idempotency_key"),
        Index(None, "user_id", "created_at", "id"),
        Index(None, "user_id", "status", "created_at", "id"),
        Index(None, "status", "created_at", "id"),
        Index(None, "project_id", "created_at", "id"),
        Index(None, "user_id", "started_at"),
        Index(None, "files_removed_at", "finished_at"),
        CheckConstraint("queue IN ('gpu', 'cpu')", name="queue"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("attempt >= 1", name="attempt"),
        CheckConstraint("charged >= 0 AND charged <= price", name="charged"),
        CheckConstraint(
            "(status = 'running') = (lease_token IS NOT NULL) AND (status = 'running') = (lease_until IS NOT NULL)",
            name="lease",
        ),
        CheckConstraint("(status IN ('queued', 'running')) = (finished_at IS NULL)", name="finished"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    generator: Mapped[str]
    params: Mapped[dict[str, Any]]
    seed: Mapped[int] = mapped_column(BigInteger)
    price: Mapped[int] = mapped_column(BigInteger)
    queue: Mapped[str]
    created_at: Mapped[datetime]
    time_limit: Mapped[float]
    expected_seconds: Mapped[float] = mapped_column(server_default="10")
    project_id: Mapped[str | None]
    priority: Mapped[Priority] = mapped_column(words(Priority, "priority"))
    idempotency_key: Mapped[str | None]
    request_hash: Mapped[str]
    status: Mapped[JobStatus] = mapped_column(words(JobStatus, "status"))
    attempt: Mapped[int]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    cancel_requested: Mapped[bool]
    progress: Mapped[float]
    message: Mapped[str]
    backend: Mapped[dict[str, Any] | None]
    charged: Mapped[int | None] = mapped_column(BigInteger)
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    files_removed_at: Mapped[datetime | None]


class StepRow(Base):
    """`position` is the step's place in the plan, from 0."""

    __tablename__ = "job_steps"
    __table_args__ = (UniqueConstraint("job_id", "name"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    title: Mapped[str]
    weight: Mapped[float]
    status: Mapped[StepStatus] = mapped_column(words(StepStatus, "status"))
    progress: Mapped[float]
    seconds: Mapped[float | None]
    reused: Mapped[bool]


class ArtifactRow(Base):
    __tablename__ = "artifacts"
    __table_args__ = (UniqueConstraint("job_id", "name"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration: Mapped[float | None]


class JobEventRow(Base):
    """State changes, replayed when the live channel has lost them."""

    __tablename__ = "job_events"
    __table_args__ = (Index(None, "job_id", "id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    user_id: Mapped[str]
    type: Mapped[str]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
