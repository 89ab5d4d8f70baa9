"""The credit ledger in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from domain.clock import utc_now
from domain.credits import Credits, Entry, EntryKind
from domain.errors import InsufficientCredits, NotFound
from storage.account_lock import lock_account
from storage.insert import insert_new
from storage.tables import LedgerEntryRow


class SqlCreditLedger:
    """`domain.credits.CreditLedger` over append-only rows.

    Only `hold` takes from a balance, so only it must not run twice at once for one account: it locks the
    account. The others are made idempotent by their keys.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def credits(self, account: str) -> Credits:
        sums = (func.coalesce(func.sum(LedgerEntryRow.amount), 0), func.coalesce(func.sum(LedgerEntryRow.held), 0))
        balance, held = self._connection.execute(select(*sums).where(LedgerEntryRow.account_id == account)).one()
        return Credits(int(balance), int(held))

    def grant(self, account: str, amount: int, key: str, kind: EntryKind = EntryKind.GRANT) -> None:
        """Add credits once for `key`. Raises ValueError unless amount > 0 and kind is "grant" or "purchase"."""
        if amount <= 0 or kind not in (EntryKind.GRANT, EntryKind.PURCHASE):
            raise ValueError(f"cannot grant {amount} credits as {kind}")
        self._append(account, f"grant:{key}", kind, amount)

    def hold(self, account: str, job: str, amount: int) -> None:
        """Set credits aside. Raises InsufficientCredits, NotFound for no such account, ValueError unless amount > 0."""
        if amount <= 0:
            raise ValueError(f"cannot hold {amount} credits")
        if not lock_account(self._connection, account):
            raise NotFound("There is no such user.")
        if self._held(account, job) is not None:
            return
        balance = self.credits(account).balance
        if amount > balance:
            message = f"This costs {amount} credits and you have {balance}."
            raise InsufficientCredits(message, price=amount, balance=balance)
        self._append(account, f"hold:{job}", EntryKind.HOLD, -amount, held=amount, job=job)

    def settle(self, account: str, job: str, charged: int) -> None:
        if charged < 0:
            raise ValueError(f"cannot charge {charged} credits")
        held = self._held(account, job)
        if held is None or self._exists(account, f"settle:{job}"):
            return
        if charged > held:
            raise ValueError(f"cannot charge {charged} of {held} held credits")
        kind = EntryKind.SETTLE if charged else EntryKind.REFUND
        self._append(account, f"settle:{job}", kind, held - charged, held=-held, job=job)

    def entries(self, account: str, before: int | None = None, limit: int = 50) -> list[Entry]:
        balance = func.sum(LedgerEntryRow.amount).over(order_by=LedgerEntryRow.id).label("balance_after")
        rows = select(LedgerEntryRow, balance).where(LedgerEntryRow.account_id == account)
        if before is not None:
            rows = rows.where(LedgerEntryRow.id < before)
        page = self._connection.execute(rows.order_by(LedgerEntryRow.id.desc()).limit(limit))
        return [Entry(row.id, row.kind, row.amount, row.job_id, row.created_at, int(row.balance_after)) for row in page]

    def _held(self, account: str, job: str) -> int | None:
        """What was set aside for a job, settled or not; None when nothing ever was."""
        own = (LedgerEntryRow.account_id == account, LedgerEntryRow.key == f"hold:{job}")
        return self._connection.execute(select(LedgerEntryRow.held).where(*own)).scalar_one_or_none()

    def _exists(self, account: str, key: str) -> bool:
        own = (LedgerEntryRow.account_id == account, LedgerEntryRow.key == key)
        return self._connection.execute(select(LedgerEntryRow.id).where(*own)).first() is not None

    def _append(
        self, account: str, key: str, kind: EntryKind, amount: int, *, held: int = 0, job: str | None = None
    ) -> None:
        values = {"account_id": account, "key": key, "kind": kind, "amount": amount, "held": held, "job_id": job}
        insert_new(self._connection, LedgerEntryRow, {**values, "created_at": utc_now()}, ["account_id", "key"])
