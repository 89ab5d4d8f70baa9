"""Credits: whole numbers on an append-only ledger. A balance is a sum of rows, never an edited column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

SIGNUP_GRANT = 50


class EntryKind(StrEnum):
    GRANT = "grant"
    HOLD = "hold"
    SETTLE = "settle"
    REFUND = "refund"
    PURCHASE = "purchase"


@dataclass(frozen=True)
class Entry:
    """One row. `amount` is what it adds to the balance: a hold is negative, a refund positive."""

    id: int
    kind: EntryKind
    amount: int
    job_id: str | None
    created_at: datetime
    balance_after: int


@dataclass(frozen=True)
class Credits:
    """`balance` can be spent now; `held` is set aside for jobs that have not ended."""

    balance: int
    held: int


class CreditLedger(Protocol):
    """Works inside a transaction. Every method is idempotent: a second call with the same key changes nothing."""

    def credits(self, account: str) -> Credits: ...

    def grant(self, account: str, amount: int, key: str, kind: EntryKind = EntryKind.GRANT) -> None:
        """Add credits once for `key`. Raises ValueError unless amount > 0."""

    def hold(self, account: str, job: str, amount: int) -> None:
        """Set `amount` aside for a job. Raises InsufficientCredits, writing nothing."""

    def settle(self, account: str, job: str, charged: int) -> None:
        """End a job's hold: charge `charged` (0..held) and give the rest back, exactly once.

        A job without a hold, or one already settled, is left as it is. Raises ValueError when
        `charged` is negative or above what is held.
        """

    def entries(self, account: str, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Rows, newest first; `before` is an entry id to go on from."""


def drift(held_by_open_jobs: int, credits: Credits) -> int:
    """How far the ledger's holds are from what the open jobs should hold; 0 when the books are right."""
    return credits.held - held_by_open_jobs
