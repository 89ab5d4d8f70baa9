"""Orders that revise an earlier job pay for what differs, keep its seed, and can revise nobody else's."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from domain.errors import Conflict, Forbidden, InvalidParams, NotFound
from domain.jobs import Job, JobError
from domain.users import Role, User
from tests.support.studio import StudioKit

BOARD: dict[str, Any] = {
    "music": "none",
    "seed": 41,
    "scenes": [{"id": f"s{n}", "text": f"This is part {n}.", "prompt": "a fox in a forest"} for n in range(1, 6)],
}


def ended(kit: StudioKit, job: Job, *, well: bool = True) -> Job:
    claimed = kit.lifecycle.claim(job.id)
    assert claimed is not None
    if well:
        return kit.lifecycle.succeed(claimed, [], claimed.price)
    return kit.lifecycle.fail(claimed, JobError("bad", "It went wrong."))


@pytest.fixture
def film(kit: StudioKit, ada: User) -> Job:
    return ended(kit, kit.studio.submit(ada, "story", {"storyboard": BOARD}).job)


def revision(film: Job, edit: Any = lambda _board: None, **changes: Any) -> dict[str, Any]:
    board = copy.deepcopy(BOARD)
    edit(board)
    return {"storyboard": board, "revises": film.id, **changes}


def other_words(board: dict[str, Any]) -> None:
    board["scenes"][1]["text"] = "Something else."


def everything(board: dict[str, Any]) -> None:
    for number, scene in enumerate(board["scenes"]):
        scene.update(text=f"Other words {number}.", prompt="a whale in the sea")


@pytest.mark.parametrize(
    ("edit", "changes", "price"),
    [
        (lambda _board: None, {}, 1),
        (other_words, {}, 1),  # 0.3 + 0.2 of one scene in five, of 10 credits
        (lambda board: board["scenes"][1].update(seed=9), {}, 2),  # 0.5 + 0.2 of one in five
        (lambda board: board["scenes"].reverse(), {}, 1),
        (lambda board: board["scenes"].append({"id": "new", "text": "One more."}), {}, 2),
        (everything, {}, 10),
        (lambda board: board.update(voice="child"), {}, 5),
        (lambda board: board.update(music="epic"), {}, 2),
        (lambda _board: None, {"subtitles": False}, 2),
        (lambda _board: None, {"pronunciations": "fox = focks"}, 5),
        (lambda _board: None, {"backend": "builtin"}, 10),
        (lambda _board: None, {"make": "storyboard"}, 1),
    ],
)
def test_only_what_differs_is_quoted_held_and_charged(
    kit: StudioKit, ada: User, film: Job, edit: Any, changes: dict[str, Any], price: int
) -> None:
    before = kit.studio.credits(ada).balance
    body = revision(film, edit, **changes)
    assert kit.studio.quote(ada, "story", body).price == price
    submitted = kit.studio.submit(ada, "story", body)
    assert (submitted.job.price, submitted.credits.held) == (price, price)
    ended(kit, submitted.job)
    assert kit.studio.credits(ada).balance == before - price


def test_a_revision_keeps_the_seed_of_its_film_whatever_the_storyboard_says(kit: StudioKit, ada: User) -> None:
    film = ended(kit, kit.studio.submit(ada, "story", {"storyboard": BOARD, "seed": 5}).job)
    job = kit.studio.submit(ada, "story", revision(film)).job
    assert (job.seed, job.params["seed"], job.price) == (5, 5, 1)
    with pytest.raises(InvalidParams, match="keeps the seed") as caught:
        kit.studio.quote(ada, "story", revision(film, seed=6))
    assert caught.value.details["fields"][0]["field"] == "seed"


def test_a_film_from_a_storyboard_order_costs_all_of_it(kit: StudioKit, ada: User) -> None:
    drawn = ended(kit, kit.studio.submit(ada, "story", {"storyboard": BOARD, "make": "storyboard"}).job)
    assert kit.studio.quote(ada, "story", revision(drawn)).price == 10


def test_only_own_finished_jobs_of_the_generator_can_be_revised(kit: StudioKit, ada: User, film: Job) -> None:
    queued = kit.studio.submit(ada, "story", {"storyboard": BOARD}).job
    failed = ended(kit, kit.studio.submit(ada, "story", {"storyboard": BOARD}).job, well=False)
    script = ended(kit, kit.studio.submit(ada, "script", {"topic": "volcanoes"}).job)
    bob = kit.user("bob@example.org")
    admin = kit.accounts.register("root@example.org", "correct horse", role=Role.ADMIN)
    before = kit.studio.credits(ada)
    for who, revised, error in (
        (ada, "0" * 32, NotFound),
        (bob, film.id, Forbidden),
        (admin, film.id, Forbidden),
        (ada, queued.id, Conflict),
        (ada, failed.id, Conflict),
        (ada, script.id, Conflict),
    ):
        for ask in (kit.studio.quote, kit.studio.submit):
            with pytest.raises(error):
                ask(who, "story", {"storyboard": BOARD, "revises": revised})  # type: ignore[operator]
    with pytest.raises(InvalidParams):
        kit.studio.quote(ada, "story", {"storyboard": BOARD, "revises": "../../etc"})
    with pytest.raises(InvalidParams):
        kit.studio.submit(ada, "script", {"topic": "volcanoes", "revises": script.id})
    assert kit.studio.credits(ada) == before


def test_a_failed_revision_is_refunded_and_retried_for_its_own_price(kit: StudioKit, ada: User, film: Job) -> None:
    before = kit.studio.credits(ada).balance
    job = ended(kit, kit.studio.submit(ada, "story", revision(film, other_words)).job, well=False)
    assert kit.studio.credits(ada).balance == before
    again = kit.studio.retry(ada, job.id).job
    assert (again.price, again.seed, again.params["revises"]) == (1, film.seed, film.id)


def test_the_same_key_gives_the_same_revision_and_other_terms_are_a_conflict(
    kit: StudioKit, ada: User, film: Job
) -> None:
    first = kit.studio.submit(ada, "story", revision(film), idempotency_key="click")
    second = kit.studio.submit(ada, "story", revision(film), idempotency_key="click")
    assert (second.job.id, second.repeated) == (first.job.id, True)
    with pytest.raises(Conflict, match="Idempotency-Key"):
        kit.studio.submit(ada, "story", {"storyboard": BOARD}, idempotency_key="click")


def test_a_quote_tells_that_a_small_change_is_quick(kit: StudioKit, ada: User, film: Job) -> None:
    whole = kit.studio.quote(ada, "story", {"storyboard": BOARD}).seconds
    change = kit.studio.quote(ada, "story", revision(film, other_words)).seconds
    assert whole is not None and change is not None
    assert change < whole / 5
