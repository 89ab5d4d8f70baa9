"""How much one user may order: both sides of each limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.prices import load_prices
from domain.errors import Conflict, Forbidden, RateLimited
from domain.jobs import Priority
from domain.quotas import QueueFull
from domain.studio import Studio, StudioPorts
from domain.users import Role, User
from engine.generators import script, story
from tests.storage.factories import NOW
from tests.support.studio import StudioKit, studio_kit

FREE = replace(script.GENERATOR, price=lambda _params, _book: 1, minor=lambda params: params.topic == "A step")


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[StudioKit]:
    made = studio_kit(tmp_path, {"script": FREE})
    yield made
    made.database.close()


def limited(kit: StudioKit, clock: list[datetime], **limits: Any) -> Studio:
    ports = StudioPorts(
        kit.database,
        kit.objects,
        kit.queue,
        kit.channel,
        load_prices(),
        {"script": FREE},
        **{"jobs_per_hour": 99, **limits},
    )
    return Studio(replace(ports, clock=lambda: clock[0]))


def order(studio: Studio, user: User, topic: str = "A job") -> str:
    return studio.submit(user, "script", {"topic": topic}).job.id


def test_ten_jobs_in_any_hour_and_not_eleven(kit: StudioKit) -> None:
    ada, bob, clock = kit.user(), kit.user("bob@example.org"), [NOW]
    studio = limited(kit, clock, jobs_per_hour=10)
    for minute in range(10):
        clock[0] = NOW + timedelta(minutes=minute)
        order(studio, ada)

    with pytest.raises(RateLimited, match="10 jobs in the last hour.*in 51 minutes") as refused:
        order(studio, ada)
    assert (refused.value.details["retry_after"], refused.value.details["limit"]) == (51 * 60, 10)
    order(studio, bob)

    # the hour of the first one ends, and nothing before
    clock[0] = NOW + timedelta(minutes=60, microseconds=-1)
    with pytest.raises(RateLimited):
        order(studio, ada)
    clock[0] = NOW + timedelta(minutes=60)
    order(studio, ada)
    with pytest.raises(RateLimited, match="in a minute"):
        order(studio, ada)


def test_steps_on_the_way_have_a_limit_of_their_own(kit: StudioKit) -> None:
    ada = kit.user()
    studio = limited(kit, [NOW], jobs_per_hour=1, minor_per_hour=2)
    order(studio, ada, "A step")
    order(studio, ada)
    order(studio, ada, "A step")
    with pytest.raises(RateLimited, match="2 storyboards and redrawn scenes"):
        order(studio, ada, "A step")
    with pytest.raises(RateLimited, match="1 job in"):
        order(studio, ada)


def test_what_is_refused_does_not_count_and_what_was_deleted_does(kit: StudioKit) -> None:
    ada = kit.user()
    studio = limited(kit, [NOW], jobs_per_hour=2)
    with pytest.raises(Exception, match="topic"):
        studio.submit(ada, "script", {})
    deleted = order(studio, ada)
    studio.cancel(ada, deleted)
    with kit.database.begin() as tx:
        tx.jobs.delete(deleted)
    order(studio, ada)
    with pytest.raises(RateLimited):
        order(studio, ada)


def test_so_many_jobs_may_wait_and_not_one_more(kit: StudioKit) -> None:
    ada, bob = kit.user(), kit.user("bob@example.org")
    studio = limited(kit, [NOW], queued_max=3)
    first = [order(studio, ada) for _ in range(3)][0]
    with pytest.raises(QueueFull, match="3 of your jobs are waiting"):
        order(studio, ada)
    order(studio, bob)
    studio.cancel(ada, first)
    order(studio, ada)


def test_a_waiting_job_is_told_when_it_starts(kit: StudioKit) -> None:
    now = [NOW]
    studio = limited(kit, now, workers=lambda: 2)
    ada, bob = kit.user(), kit.user("bob@example.org")
    first = order(studio, ada)
    now[0] += timedelta(seconds=1)
    second, other = order(studio, ada), order(studio, bob)
    seen = [studio.job(user, job) for user, job in ((ada, first), (bob, other), (ada, second))]
    assert [(record.queue_position, record.starts_in) for record in seen] == [(1, 0.0), (2, 5.0), (3, 10.0)]


def test_storyboards_are_steps_and_films_are_not() -> None:
    def minor(**changes: Any) -> bool:
        return story.GENERATOR.minor(story.StoryParams.model_validate({"script": "# A\n\nTom went home.", **changes}))

    assert minor(make="storyboard") and not minor()


def test_a_waiting_job_gets_another_priority_and_its_place(kit: StudioKit) -> None:
    ada, boss = kit.user(), kit.accounts.register("boss@example.org", "correct horse", role=Role.ADMIN)
    first, second = order(kit.studio, ada), order(kit.studio, ada)

    kit.studio.prioritise(ada, second, Priority.HIGH)

    assert [kit.studio.job(ada, job).queue_position for job in (first, second)] == [2, 1]
    assert kit.queue.waiting.count(second) == 2, "delivered anew; the real queue replaces the old delivery"
    with pytest.raises(Forbidden, match="administrators"):
        kit.studio.prioritise(ada, first, Priority.URGENT)
    with pytest.raises(Forbidden, match="another account"):
        kit.studio.prioritise(kit.user("eve@example.org"), first, Priority.LOW)
    assert kit.studio.prioritise(boss, first, Priority.URGENT).priority is Priority.URGENT
    kit.lifecycle.claim(first)
    with pytest.raises(Conflict):
        kit.studio.prioritise(ada, first, Priority.LOW)
