"""Tables of projects and of who is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.projects import ProjectRole
from storage.columns import Base, words


class ProjectRow(Base):
    """Jobs, library items and assets name their project without a foreign key: the repository frees them at its end."""

    __tablename__ = "projects"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ProjectMemberRow(Base):
    __tablename__ = "project_members"
    __table_args__ = (Index(None, "user_id", "project_id"),)

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[ProjectRole] = mapped_column(words(ProjectRole, "role"))
    added_at: Mapped[datetime]
