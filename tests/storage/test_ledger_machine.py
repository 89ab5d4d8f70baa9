"""Whatever happens to jobs, in whatever order, the books are right (a stateful property test)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from domain.credits import Credits, EntryKind, drift
from domain.errors import InsufficientCredits
from domain.jobs import Job, JobError, JobStatus
from storage.database import Database
from tests.storage.factories import NOW, add_user, make_job

ENDS = {EntryKind.SETTLE, EntryKind.REFUND}


@dataclass(frozen=True)
class Sight:
    """What somebody read of a job once; by now it may be wrong."""

    job: Job


class Books(RuleBasedStateMachine):
    """One account, its jobs, and workers that may be dead, slow, or think that they still hold a lease.

    Every sight of a job is kept and used again later, so stale writes come all the time. The model is a few sums;
    it learns what happened only from what the storage answers.
    """

    database: Database
    sights = Bundle("sights")

    def __init__(self) -> None:
        super().__init__()
        self.account = add_user(self.database)
        self.granted = 0
        self.charged = 0
        self.prices: dict[str, int] = {}
        self.open: set[str] = set()
        self.clock = NOW
        self.tokens = 0

    @rule(amount=st.integers(1, 30), key=st.integers(0, 3))
    def grant(self, amount: int, key: int) -> None:
        with self.database.begin() as tx:
            before = tx.ledger.credits(self.account).balance
            tx.ledger.grant(self.account, amount, f"gift-{key}")
            given = tx.ledger.credits(self.account).balance - before
        assert given in (0, amount)
        self.granted += given

    @rule(target=sights, price=st.integers(1, 25))
    def submit(self, price: int) -> object:
        return self._submitted(make_job(self.account, price=price))

    @rule(target=sights, sight=sights)
    def retry(self, sight: Sight) -> object:
        """The owner orders the same again; that is a new job."""
        return self._submitted(make_job(self.account, price=sight.job.price))

    @rule(target=sights, sight=sights)
    def look(self, sight: Sight) -> Sight:
        with self.database.read() as tx:
            return Sight(tx.jobs.get(sight.job.id))

    @rule(target=sights, sight=sights)
    def claim(self, sight: Sight) -> object:
        if sight.job.status is not JobStatus.QUEUED:
            return multiple()
        self.tokens += 1
        return self._swapped(sight.job, sight.job.claimed(f"lease-{self.tokens}", self.clock))

    @rule(target=sights, sight=sights)
    def lose_worker(self, sight: Sight) -> object:
        running = sight.job.status is JobStatus.RUNNING
        return self._swapped(sight.job, sight.job.worker_lost(self.clock)) if running else multiple()

    @rule(target=sights, sight=sights, share=st.floats(0, 1))
    def succeed(self, sight: Sight, share: float) -> object:
        job = sight.job
        running = job.status is JobStatus.RUNNING
        return self._swapped(job, job.succeeded(round(job.price * share), self.clock)) if running else multiple()

    @rule(target=sights, sight=sights)
    def fail(self, sight: Sight) -> object:
        if sight.job.status.terminal:
            return multiple()
        return self._swapped(sight.job, sight.job.failed(JobError("out_of_memory", "Too large."), self.clock))

    @rule(target=sights, sight=sights)
    def cancel(self, sight: Sight) -> object:
        return multiple() if sight.job.status.terminal else self._swapped(sight.job, sight.job.cancelled(self.clock))

    @rule(sight=sights)
    def ask_to_cancel(self, sight: Sight) -> None:
        with self.database.begin() as tx:
            asked = tx.jobs.request_cancel(sight.job.id)
            assert asked == (tx.jobs.get(sight.job.id).status is JobStatus.RUNNING)

    @rule(sight=sights)
    def crash_while_settling(self, sight: Sight) -> None:
        """The process dies between the writes and the commit."""
        if sight.job.status.terminal:
            return
        with pytest.raises(KeyboardInterrupt), self.database.begin() as tx:
            tx.jobs.swap(sight.job, sight.job.cancelled(self.clock))
            tx.ledger.settle(self.account, sight.job.id, 0)
            raise KeyboardInterrupt

    @rule(sight=consumes(sights), charged=st.integers(0, 25))
    def settle_an_ended_job_again(self, sight: Sight, charged: int) -> None:
        if sight.job.id not in self.open:
            with self.database.begin() as tx:
                tx.ledger.settle(self.account, sight.job.id, charged)

    @invariant()
    def books_are_right(self) -> None:
        held = sum(self.prices[job] for job in self.open)
        with self.database.read() as tx:
            credits = tx.ledger.credits(self.account)
            entries = tx.ledger.entries(self.account, limit=500)
            unfinished = {record.job.id for record in tx.jobs.open_of(self.account)}
        assert credits == Credits(self.granted - self.charged - held, held)
        assert drift(held, credits) == 0
        assert all(entry.balance_after >= 0 for entry in entries)
        assert unfinished == self.open
        settled = sorted(str(entry.job_id) for entry in entries if entry.kind in ENDS)
        assert settled == sorted(self.prices.keys() - self.open)

    def _submitted(self, job: Job) -> object:
        try:
            with self.database.begin() as tx:
                affordable = tx.ledger.credits(self.account).balance >= job.price
                tx.ledger.hold(self.account, job.id, job.price)
                tx.jobs.add(job, [])
        except InsufficientCredits:
            assert not affordable
            return multiple()
        assert affordable
        self.prices[job.id] = job.price
        self.open.add(job.id)
        return Sight(job)

    def _swapped(self, before: Job, after: Job) -> object:
        """What every writer does: in one transaction the state and, at the end, the settlement."""
        self.clock += timedelta(seconds=1)
        with self.database.begin() as tx:
            current = tx.jobs.get(before.id)
            swapped = tx.jobs.swap(before, after)
            if swapped and after.status.terminal:
                tx.ledger.settle(self.account, before.id, after.charged or 0)
        assert swapped == (_place(current) == _place(before))
        if not swapped:
            return multiple()
        if after.status.terminal:
            self.open.remove(before.id)
            self.charged += after.charged or 0
        return Sight(after)


def _place(job: Job) -> tuple[JobStatus, int, str | None]:
    return job.status, job.attempt, job.lease_token


def test_books_are_right_whatever_happens(database: Database) -> None:
    machine = type("BooksOnDatabase", (Books,), {"database": database})
    few = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(machine, settings=few)
