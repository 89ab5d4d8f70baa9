"""Ordering, ending and looking at jobs."""

import asyncio
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.assets import AssetType
from domain.errors import BadRequest, Conflict, Forbidden, InsufficientCredits, InvalidParams, NotFound, RateLimited
from domain.jobs import JobError, JobFilter, JobStatus, Priority
from domain.ports import JobEvent
from domain.users import Role, User
from tests.support.studio import StudioKit, studio_kit

SCRIPT = {"topic": "How volcanoes erupt"}


def png(seed: int = 0) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


def test_an_accepted_job_holds_its_price_and_is_queued(kit: StudioKit, ada: User) -> None:
    submitted = kit.studio.submit(ada, "script", SCRIPT)
    assert (submitted.credits.balance, submitted.credits.held) == (49, 1)
    assert kit.queue.waiting == [submitted.job.id]
    assert [event.data["status"] for event in kit.channel.events] == ["queued"]
    record = kit.studio.job(ada, submitted.job.id)
    assert record.job.params["seed"] == record.job.seed
    assert [step.title for step in record.steps] == ["Writing the script"]


def test_a_quote_is_what_is_charged(kit: StudioKit, ada: User) -> None:
    asset = kit.desk.take(ada, AssetType.PHOTO, "me.png", png())
    body = {"photo": asset.id, "count": 3}
    assert kit.studio.quote(ada, "restyle", body).price == 3
    assert kit.studio.submit(ada, "restyle", body).job.price == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "topic"),
        ({"topic": "   "}, "topic"),
        ({"topic": "x" * 2001}, "topic"),
        ({"topic": "x", "seed": -1}, "seed"),
        ({"topic": "x", "seed": 2**32}, "seed"),
        ({"topic": "x", "steps": 3}, "steps"),
        ({"topic": "x", "duration": 14}, "duration"),
        ({"topic": "x", "duration": 601}, "duration"),
        ({"topic": "x", "style": "rap"}, "style"),
    ],
)
def test_bad_input_names_the_field_and_costs_nothing(
    kit: StudioKit, ada: User, body: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidParams) as caught:
        kit.studio.submit(ada, "script", body)
    assert caught.value.details["fields"][0]["field"] == field
    assert kit.studio.credits(ada).balance == 50
    assert kit.queue.waiting == []


def test_an_unknown_generator_is_named(kit: StudioKit, ada: User) -> None:
    with pytest.raises(NotFound, match="'movie'"):
        kit.studio.submit(ada, "movie", {})


def test_the_last_credit_can_be_spent_and_no_more(kit: StudioKit, ada: User) -> None:
    asset = kit.desk.take(ada, AssetType.PHOTO, "me.png", png())
    for _ in range(12):
        kit.studio.submit(ada, "restyle", {"photo": asset.id, "count": 4})
    kit.studio.submit(ada, "restyle", {"photo": asset.id, "count": 2})
    assert kit.studio.credits(ada).balance == 0
    with pytest.raises(InsufficientCredits):
        kit.studio.submit(ada, "script", SCRIPT)
    assert len(kit.queue.waiting) == 13
    assert kit.studio.jobs(JobFilter(ada.id), limit=100).items[0].job.price == 2


def test_the_same_idempotency_key_makes_one_job(kit: StudioKit, ada: User) -> None:
    first = kit.studio.submit(ada, "script", SCRIPT, idempotency_key="click")
    second = kit.studio.submit(ada, "script", SCRIPT, idempotency_key="click")
    assert (second.job.id, second.repeated, second.credits.held) == (first.job.id, True, 1)
    assert (
        kit.studio.submit(kit.user("bob@example.org"), "script", SCRIPT, idempotency_key="click").job.id != first.job.id
    )
    with pytest.raises(Conflict):
        kit.studio.submit(ada, "script", {"topic": "Something else"}, idempotency_key="click")


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_bad_idempotency_keys_are_refused(kit: StudioKit, ada: User, key: str) -> None:
    with pytest.raises(BadRequest):
        kit.studio.submit(ada, "script", SCRIPT, idempotency_key=key)


def test_jobs_an_hour_are_limited_exactly(tmp_path: Path) -> None:
    kit = studio_kit(tmp_path, jobs_per_hour=3)
    ada = kit.user()
    for _ in range(3):
        kit.studio.submit(ada, "script", SCRIPT)
    with pytest.raises(RateLimited):
        kit.studio.submit(ada, "script", SCRIPT)
    assert kit.studio.credits(ada).held == 3
    kit.database.close()


def test_redis_may_be_down_at_submit(kit: StudioKit, ada: User) -> None:
    kit.queue.down = True
    job = kit.studio.submit(ada, "script", SCRIPT).job
    assert kit.studio.job(ada, job.id).job.status is JobStatus.QUEUED


def test_assets_of_others_unknown_ones_and_wrong_types_are_refused(kit: StudioKit, ada: User) -> None:
    bobs = kit.desk.take(kit.user("bob@example.org"), AssetType.PHOTO, "me.png", png())
    with pytest.raises(Forbidden):
        kit.studio.submit(ada, "restyle", {"photo": bobs.id})
    with pytest.raises(NotFound):
        kit.studio.submit(ada, "restyle", {"photo": "0" * 32})
    garment = kit.desk.take(ada, AssetType.GARMENT, "shirt.png", png())
    with pytest.raises(InvalidParams, match="uploaded as garment"):
        kit.studio.submit(ada, "restyle", {"photo": garment.id})
    with pytest.raises(NotFound, match="project"):
        kit.studio.submit(ada, "script", {**SCRIPT, "project_id": "0" * 32})
    assert kit.studio.credits(ada).balance == 50


def test_the_same_picture_is_kept_once(kit: StudioKit, ada: User) -> None:
    first = kit.desk.take(ada, AssetType.PHOTO, "a.png", png())
    assert kit.desk.take(ada, AssetType.PHOTO, "b.png", png()).id == first.id
    assert kit.desk.take(ada, AssetType.PHOTO, "C:\\x\\..\\evil/../c.png", png(1)).name == "c.png"


def test_a_queued_job_is_cancelled_at_once_with_its_credits_back(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "script", SCRIPT).job
    assert kit.studio.cancel(ada, job.id).status is JobStatus.CANCELLED
    assert (kit.studio.credits(ada).balance, kit.queue.waiting) == (50, [])
    with pytest.raises(Conflict, match="already been cancelled"):
        kit.studio.cancel(ada, job.id)


def test_a_running_job_is_asked_to_stop(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "script", SCRIPT).job
    kit.lifecycle.claim(job.id)
    assert kit.studio.cancel(ada, job.id).cancel_requested
    assert kit.studio.credits(ada).held == 1


def test_only_failed_and_cancelled_jobs_are_retried_with_the_same_seed(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "script", SCRIPT).job
    with pytest.raises(Conflict):
        kit.studio.retry(ada, job.id)
    claimed = kit.lifecycle.claim(job.id)
    assert claimed is not None
    kit.lifecycle.fail(claimed, JobError("bad", "It went wrong."))
    again = kit.studio.retry(ada, job.id).job
    assert (again.seed, again.id != job.id) == (job.seed, True)


def test_jobs_are_their_owners(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "script", SCRIPT).job
    bob = kit.user("bob@example.org")
    for look in (kit.studio.job, kit.studio.cancel, kit.studio.retry, kit.studio.preview):
        with pytest.raises(Forbidden):
            look(bob, job.id)
        with pytest.raises(NotFound):
            look(bob, "0" * 32)
    admin = kit.accounts.register("root@example.org", "correct horse", role=Role.ADMIN)
    assert kit.studio.job(admin, job.id).job.id == job.id


def test_urgent_is_for_administrators(kit: StudioKit, ada: User) -> None:
    with pytest.raises(Forbidden):
        kit.studio.submit(ada, "script", SCRIPT, priority=Priority.URGENT)
    admin = kit.accounts.register("root@example.org", "correct horse", role=Role.ADMIN)
    assert kit.studio.submit(admin, "script", SCRIPT, priority=Priority.URGENT).job.priority is Priority.URGENT


def test_following_ends_with_the_terminal_state_even_if_its_event_was_lost(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "script", SCRIPT).job
    kit.channel.publish(JobEvent(job.id, ada.id, "progress", {"progress": 0.5}))
    kit.studio.cancel(ada, job.id)
    kit.channel.events.pop()

    async def follow() -> list[JobEvent]:
        events = [event async for event in kit.studio.follow(ada, job.id)]
        return events

    events = asyncio.run(follow())
    assert [event.type for event in events] == ["state", "progress", "state"]
    assert events[-1].data["status"] == "cancelled"
