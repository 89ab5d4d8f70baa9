"""Chores are done once in their time, by whichever process is first."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import utc_now
from domain.errors import Unavailable
from queue_worker.housekeeper import Chore, Housekeeper
from tests.support.studio import studio_kit

HOUR = timedelta(hours=1)


def test_of_two_processes_one_does_a_chore_and_again_only_when_it_is_due(tmp_path: Path) -> None:
    kit, done, start = studio_kit(tmp_path), [], utc_now()
    now = [start]
    one, other = (
        Housekeeper(kit.database, [Chore("tidy", HOUR, lambda: done.append(now[0]))], clock=lambda: now[0])
        for _ in range(2)
    )

    for moment in (start, start + HOUR - timedelta(seconds=1), start + HOUR, start + HOUR):
        now[0] = moment
        one.do_what_is_due()
        other.do_what_is_due()

    assert done == [start, start + HOUR]
    kit.database.close()


def test_a_chore_that_fails_keeps_no_other_from_being_done(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kit, done = studio_kit(tmp_path), []

    def fail() -> None:
        raise Unavailable("The store is away.")

    def break_down() -> None:
        raise RuntimeError

    chores = [Chore("a", HOUR, fail), Chore("b", HOUR, break_down), Chore("c", HOUR, lambda: done.append("c"))]
    with caplog.at_level(logging.WARNING):
        Housekeeper(kit.database, chores).do_what_is_due()

    assert done == ["c"]
    assert "chore.failed name=a code=unavailable" in caplog.text and "chore.failed name=b" in caplog.text
    kit.database.close()
