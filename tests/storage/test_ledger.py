"""Credits: each change once, no balance below zero, sums that always agree."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.credits import CreditLedger, Credits, EntryKind
from domain.errors import InsufficientCredits, NotFound
from storage.database import Database
from tests.storage.factories import add_job, add_user

Row = tuple[EntryKind, int, str | None, int]


def rows(ledger: CreditLedger, account: str) -> list[Row]:
    return [(each.kind, each.amount, each.job_id, each.balance_after) for each in ledger.entries(account)]


def test_new_account_has_nothing(database: Database) -> None:
    with database.read() as tx:
        assert tx.ledger.credits("nobody") == Credits(0, 0)
        assert tx.ledger.entries("nobody") == []


def test_grant_counts_once_for_a_key(database: Database) -> None:
    user_id = add_user(database)
    with database.begin() as tx:
        tx.ledger.grant(user_id, 50, "sign-up")
        tx.ledger.grant(user_id, 70, "sign-up")
        tx.ledger.grant(user_id, 20, "sign-up", EntryKind.PURCHASE)
        tx.ledger.grant(user_id, 20, "invoice-1", EntryKind.PURCHASE)

        assert rows(tx.ledger, user_id) == [(EntryKind.PURCHASE, 20, None, 70), (EntryKind.GRANT, 50, None, 50)]


@pytest.mark.parametrize(
    ("amount", "kind"), [(0, EntryKind.GRANT), (-1, EntryKind.GRANT), (1, EntryKind.HOLD), (1, EntryKind.REFUND)]
)
def test_grant_only_gives(database: Database, amount: int, kind: EntryKind) -> None:
    user_id = add_user(database)
    with database.begin() as tx:
        with pytest.raises(ValueError, match="cannot grant"):
            tx.ledger.grant(user_id, amount, "key", kind)
        assert tx.ledger.entries(user_id) == []


def test_hold_sets_credits_aside_once(database: Database) -> None:
    user_id = add_user(database, credits=50)
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job", 8)
        tx.ledger.hold(user_id, "job", 8)

        assert tx.ledger.credits(user_id) == Credits(42, 8)
        assert rows(tx.ledger, user_id)[0] == (EntryKind.HOLD, -8, "job", 42)


@pytest.mark.parametrize(("amount", "enough"), [(10, True), (11, False)])
def test_hold_may_take_all_but_no_more(database: Database, amount: int, enough: bool) -> None:
    user_id = add_user(database, credits=10)
    with database.begin() as tx:
        if enough:
            tx.ledger.hold(user_id, "job", amount)
        else:
            with pytest.raises(InsufficientCredits, match="costs 11 credits and you have 10") as caught:
                tx.ledger.hold(user_id, "job", amount)
            assert caught.value.details == {"price": 11, "balance": 10}
        assert tx.ledger.credits(user_id) == (Credits(0, 10) if enough else Credits(10, 0))


@pytest.mark.parametrize("amount", [0, -5])
def test_hold_is_positive(database: Database, amount: int) -> None:
    user_id = add_user(database, credits=10)
    with database.begin() as tx, pytest.raises(ValueError, match="cannot hold"):
        tx.ledger.hold(user_id, "job", amount)


def test_nobody_can_hold_nothing(database: Database) -> None:
    with database.begin() as tx, pytest.raises(NotFound):
        tx.ledger.hold("nobody", "job", 1)


@pytest.mark.parametrize(
    ("charged", "row"),
    [
        (0, (EntryKind.REFUND, 8, "job", 50)),
        (3, (EntryKind.SETTLE, 5, "job", 47)),
        (8, (EntryKind.SETTLE, 0, "job", 42)),
    ],
)
def test_settling_gives_back_what_was_not_charged(database: Database, charged: int, row: Row) -> None:
    user_id = add_user(database, credits=50)
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job", 8)
        tx.ledger.settle(user_id, "job", charged)

        assert rows(tx.ledger, user_id)[0] == row
        assert tx.ledger.credits(user_id) == Credits(50 - charged, 0)


def test_job_is_settled_once(database: Database) -> None:
    user_id = add_user(database, credits=50)
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job", 8)
        tx.ledger.settle(user_id, "job", 3)
        tx.ledger.settle(user_id, "job", 8)
        tx.ledger.settle(user_id, "job", 99)
        tx.ledger.hold(user_id, "job", 8)

        assert tx.ledger.credits(user_id) == Credits(47, 0)
        assert len(tx.ledger.entries(user_id)) == 3


def test_job_without_a_hold_is_not_settled(database: Database) -> None:
    user_id, other = add_user(database, credits=50), add_user(database, credits=50)
    with database.begin() as tx:
        tx.ledger.hold(other, "job", 8)
        tx.ledger.settle(user_id, "job", 0)

        assert len(tx.ledger.entries(user_id)) == 1
        assert tx.ledger.credits(other) == Credits(42, 8)


@pytest.mark.parametrize("charged", [-1, 9])
def test_charge_is_between_nothing_and_the_hold(database: Database, charged: int) -> None:
    user_id = add_user(database, credits=50)
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job", 8)
        with pytest.raises(ValueError, match="cannot charge"):
            tx.ledger.settle(user_id, "job", charged)
        assert tx.ledger.credits(user_id) == Credits(42, 8)


def test_entries_are_read_by_pages(database: Database) -> None:
    # given six entries among those of somebody else
    user_id, other = add_user(database), add_user(database)
    with database.begin() as tx:
        for number in range(1, 7):
            tx.ledger.grant(user_id, number, f"grant-{number}")
            tx.ledger.grant(other, 100, f"grant-{number}")

        # when read by pages of four
        first = tx.ledger.entries(user_id, limit=4)
        second = tx.ledger.entries(user_id, before=first[-1].id, limit=4)

    # then each comes once, with the balance after it
    assert [(each.amount, each.balance_after) for each in first] == [(6, 21), (5, 15), (4, 10), (3, 6)]
    assert [(each.amount, each.balance_after) for each in second] == [(2, 3), (1, 1)]


def test_eight_at_once_never_overdraw(database: Database) -> None:
    # given credits for three of eight jobs
    user_id = add_user(database, credits=10)
    start = Barrier(8)

    def hold(number: int) -> bool:
        start.wait()
        try:
            with database.begin() as tx:
                tx.ledger.hold(user_id, f"job-{number}", 3)
        except InsufficientCredits:
            return False
        return True

    # when all want theirs at once
    with ThreadPoolExecutor(8) as threads:
        held = list(threads.map(hold, range(8)))

    # then three have it
    with database.read() as tx:
        assert (sum(held), tx.ledger.credits(user_id)) == (3, Credits(1, 9))


def test_eight_settlements_at_once_count_once(database: Database) -> None:
    user_id = add_user(database, credits=10)
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job", 8)
    start = Barrier(8)

    def settle(charged: int) -> None:
        start.wait()
        with database.begin() as tx:
            tx.ledger.settle(user_id, "job", charged)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(settle, range(8)))

    with database.read() as tx:
        entries = tx.ledger.entries(user_id)
        assert len(entries) == 3
        assert tx.ledger.credits(user_id) == Credits(entries[0].balance_after, 0)


def test_eight_grants_at_once_with_one_key_count_once(database: Database) -> None:
    user_id = add_user(database)
    start = Barrier(8)

    def grant(_number: int) -> None:
        start.wait()
        with database.begin() as tx:
            tx.ledger.grant(user_id, 50, "sign-up")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(grant, range(8)))

    with database.read() as tx:
        assert tx.ledger.credits(user_id) == Credits(50, 0)


def test_one_of_eight_claimers_wins(database: Database) -> None:
    # given eight workers that were given the same job
    job = add_job(database, add_user(database))
    start = Barrier(8)

    def claim(number: int) -> bool:
        with database.read() as tx:
            seen = tx.jobs.get(job.id)
        start.wait()
        with database.begin() as tx:
            return tx.jobs.swap(seen, seen.claimed(f"worker-{number}", seen.created_at))

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(claim, range(8)))

    # then exactly one has it
    with database.read() as tx:
        assert (won.count(True), tx.jobs.get(job.id).lease_token) == (1, f"worker-{won.index(True)}")
