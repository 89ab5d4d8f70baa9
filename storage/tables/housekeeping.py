"""The table of what is done from time to time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base


class ChoreRow(Base):
    """`claimed_at`: when a process last took the chore on; of several processes one does."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime]
