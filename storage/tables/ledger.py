"""The table of credits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.credits import EntryKind
from storage.columns import Base, RowId, words


class LedgerEntryRow(Base):
    """One row of an account. Both sums over it are the account's credits.

    `amount` is what the row adds to the balance, `held` what it adds to the credits set aside: a hold moves credits
    from one to the other, its settlement gives back what was not charged and ends the whole hold.

    Triggers refuse to change or delete a row. So an account with entries cannot be deleted; when the deletion of
    accounts comes, it must make the person's row anonymous and keep the entries.

    `job_id` refers to no table: an entry outlives its job.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_ledger_entries_sums", "account_id", "id", "amount", "held"),
        CheckConstraint(
            "(kind IN ('grant', 'purchase') AND amount > 0 AND held = 0 AND job_id IS NULL)"
            " OR (kind = 'hold' AND amount < 0 AND held = -amount AND job_id IS NOT NULL)"
            " OR (kind IN ('settle', 'refund') AND held < 0 AND amount BETWEEN 0 AND -held AND job_id IS NOT NULL)",
            name="books",
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    kind: Mapped[EntryKind] = mapped_column(words(EntryKind, "kind"))
    amount: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[int] = mapped_column(BigInteger)
    job_id: Mapped[str | None]
    created_at: Mapped[datetime]
