"""How long a job takes: the generator's estimate, corrected by what was measured here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.generator import SLOWEST
from domain.jobs import JobStatus, Step, StepStatus
from domain.pace import Pace
from engine.generators import script, story
from storage.database import Database
from tests.storage.factories import NOW, add_user, make_job
from tests.support.studio import studio_kit

TIMED = replace(script.GENERATOR, estimate=lambda params: float(params.duration))


def params(duration: int = 60) -> Any:
    return TIMED.params.model_validate({"topic": "Bees", "duration": duration})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    kit = studio_kit(tmp_path)
    yield kit.database
    kit.database.close()


def add_done(database: Database, user: str, seconds: float, *, reused: bool = False, **changes: Any) -> None:
    job = make_job(user, generator="script", params={"topic": "Bees", "duration": 60}, **changes)
    ended = replace(
        job,
        status=JobStatus.SUCCEEDED,
        started_at=job.created_at,
        finished_at=job.created_at + timedelta(seconds=seconds),
        charged=job.price,
    )
    with database.begin() as tx:
        tx.jobs.add(ended, [Step("plan", "Planning", 1.0, status=StepStatus.DONE, reused=reused)])


def test_the_estimate_stands_where_nothing_was_measured(database: Database) -> None:
    assert Pace(database).seconds(TIMED, params(90), NOW) == 90


def test_no_estimate_no_claim(database: Database) -> None:
    assert Pace(database).seconds(script.GENERATOR, params(), NOW) is None


def test_earlier_jobs_correct_it_by_their_median(database: Database) -> None:
    user = add_user(database)
    for seconds in (120, 180, 6000):
        add_done(database, user, seconds)
    assert Pace(database).seconds(TIMED, params(90), NOW) == pytest.approx(270)  # 180 s for 60 s: three times


def test_jobs_that_took_stages_over_and_old_ones_teach_nothing(database: Database) -> None:
    user = add_user(database)
    add_done(database, user, 1, reused=True)
    add_done(database, user, 1, created_at=NOW - timedelta(days=31))
    assert Pace(database).seconds(TIMED, params(90), NOW) == 90


def test_it_looks_again_after_a_while_only(database: Database) -> None:
    pace, user = Pace(database), add_user(database)
    assert pace.seconds(TIMED, params(), NOW) == 60
    add_done(database, user, 120)
    assert pace.seconds(TIMED, params(), NOW + timedelta(minutes=4)) == 60
    assert pace.seconds(TIMED, params(), NOW + timedelta(minutes=6)) == 120


def test_a_long_job_may_run_longer() -> None:
    assert TIMED.limit_for(params(30)) == TIMED.time_limit
    assert TIMED.limit_for(params(120)) == SLOWEST * 120


def test_a_job_that_this_version_does_not_understand_teaches_nothing(database: Database) -> None:
    board = {"scenes": [{"id": "a", "text": "Hello.", "shot": "of an older version"}]}
    job = make_job(add_user(database), generator="story", params={"storyboard": board}, status=JobStatus.SUCCEEDED)
    with database.begin() as tx:
        tx.jobs.add(replace(job, started_at=NOW, finished_at=NOW + timedelta(seconds=9), charged=4), [])
    ordered = story.StoryParams(script="Hello there.")
    assert Pace(database).seconds(story.GENERATOR, ordered, NOW) == story.estimate(ordered)
