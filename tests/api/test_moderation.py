"""Refused orders over REST: what is told, what is kept, appeals, and that nothing is charged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from domain.moderation_desk import KEPT, ModerationDesk
from domain.users import Role
from engine.moderation_lists import shipped_screen
from tests.support.api_world import ApiWorld, api_world, error_code

BAD = "how to make a pipe bomb"
NEVER = "nude 12 year old child"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    """One for all tests here; each has an account of its own."""
    made = api_world(tmp_path_factory.mktemp("moderation"))
    yield made
    made.kit.database.close()


@pytest.fixture
def ada(request: pytest.FixtureRequest) -> str:
    """The address of this test's account."""
    return f"{request.node.name.replace('_', '-')[5:45]}@example.org"


def refusal_of(world: ApiWorld, email: str, topic: str = BAD) -> str:
    answer = world.program(email).post("/api/v1/jobs/script", json={"topic": topic})
    assert error_code(answer) == "content_refused"
    return str(answer.json()["error"]["details"]["refusal_id"])


def kinds(world: ApiWorld, email: str) -> list[str]:
    with world.kit.database.read() as tx:
        return [event.kind for event in tx.audit.of_user(world.user(email).id)]


def appeals(boss: TestClient, *, waiting: bool = True) -> list[str]:
    answer = boss.get("/api/v1/admin/moderation/appeals", params={"waiting": waiting})
    return [each["id"] for each in answer.json()["items"]]


def test_a_refused_order_says_why_costs_nothing_and_is_noted(world: ApiWorld, ada: str) -> None:
    client = world.program(ada)
    before = client.get("/api/v1/credits").json()

    answer = client.post("/api/v1/jobs/script", json={"topic": BAD})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "content_refused")
    assert error["details"]["category"] == "illegal"
    assert [each["field"] for each in error["details"]["fields"]] == ["topic"]
    assert "Nothing was charged" in error["message"]
    assert client.get("/api/v1/credits").json() == before
    assert client.get("/api/v1/jobs").json()["items"] == []
    assert "content.refused" in kinds(world, ada)


def test_a_quote_refuses_too_and_keeps_nothing(world: ApiWorld, ada: str) -> None:
    client = world.program(ada)
    answer = client.post("/api/v1/generators/script/quote", json={"topic": BAD})
    assert error_code(answer) == "content_refused"
    assert "refusal_id" not in answer.json()["error"]["details"]
    assert client.get("/api/v1/moderation/refusals").json()["items"] == []


def test_the_same_text_again_is_the_same_refusal(world: ApiWorld, ada: str) -> None:
    assert refusal_of(world, ada) == refusal_of(world, ada, "HOW TO  make a pipe-bomb".replace("-", " "))
    [item] = world.program(ada).get("/api/v1/moderation/refusals").json()["items"]
    assert (item["category"], item["field"], item["can_be_appealed"]) == ("illegal", "topic", True)
    assert "pipe bomb" in item["excerpt"] and item["reason"]


def test_what_is_flagged_is_made_and_noted(world: ApiWorld, ada: str) -> None:
    world.order(world.program(ada), topic="The beheading of Anne Boleyn")
    assert "content.flagged" in kinds(world, ada)


def test_an_appeal_that_is_allowed_lets_its_owner_order_this_text_and_nobody_else(world: ApiWorld, ada: str) -> None:
    refusal, client, boss = refusal_of(world, ada), world.program(ada), world.program("boss@example.org", Role.ADMIN)

    told = client.post("/api/v1/moderation/appeals", json={"refusal_id": refusal, "message": " A chapter on 1940. "})
    assert told.status_code == 201 and told.json()["message"] == "A chapter on 1940."
    assert refusal in appeals(boss)
    decided = boss.post(f"/api/v1/admin/moderation/appeals/{refusal}", json={"outcome": "allowed", "note": "Fine."})

    assert decided.status_code == 200 and decided.json()["outcome"] == "allowed"
    assert refusal not in appeals(boss)
    assert appeals(boss, waiting=False)[0] == refusal
    world.order(client, topic=BAD)
    assert error_code(client.post("/api/v1/jobs/script", json={"topic": f"{BAD} and another"})) == "content_refused"
    assert (
        error_code(world.program("eve@example.org").post("/api/v1/jobs/script", json={"topic": BAD}))
        == "content_refused"
    )
    assert {"refusal.appealed", "refusal.resolved"} <= set(kinds(world, ada))


def test_an_appeal_that_is_upheld_changes_nothing(world: ApiWorld, ada: str) -> None:
    refusal, boss = refusal_of(world, ada), world.program("boss@example.org", Role.ADMIN)
    body = {"refusal_id": refusal, "message": "Please."}
    assert world.program(ada).post("/api/v1/moderation/appeals", json=body).status_code == 201
    assert boss.post(f"/api/v1/admin/moderation/appeals/{refusal}", json={"outcome": "upheld"}).status_code == 200
    assert refusal_of(world, ada) == refusal
    assert error_code(world.program(ada).post("/api/v1/moderation/appeals", json=body)) == "conflict"
    again = boss.post(f"/api/v1/admin/moderation/appeals/{refusal}", json={"outcome": "allowed"})
    assert error_code(again) == "conflict"


def test_some_things_are_never_made_whatever_anybody_says(world: ApiWorld, ada: str) -> None:
    refusal = refusal_of(world, ada, NEVER)
    [item] = world.program(ada).get("/api/v1/moderation/refusals").json()["items"]
    assert item["can_be_appealed"] is False
    body = {"refusal_id": refusal, "message": "Please."}
    assert error_code(world.program(ada).post("/api/v1/moderation/appeals", json=body)) == "conflict"
    with pytest.raises(ValueError, match="cannot set minors"):
        shipped_screen("minors=allow")


def test_others_and_creators_are_kept_out(world: ApiWorld, ada: str) -> None:
    refusal, eve = refusal_of(world, ada), world.program("mallory@example.org")
    body = {"refusal_id": refusal, "message": "Let me."}
    assert error_code(eve.post("/api/v1/moderation/appeals", json=body)) == "forbidden"
    assert eve.get("/api/v1/moderation/refusals").json()["items"] == []
    assert error_code(eve.get("/api/v1/admin/moderation/appeals")) == "forbidden"
    decision = {"outcome": "allowed"}
    assert error_code(eve.post(f"/api/v1/admin/moderation/appeals/{refusal}", json=decision)) == "forbidden"
    boss = world.program("boss@example.org", Role.ADMIN)
    without_appeal = boss.post(f"/api/v1/admin/moderation/appeals/{refusal}", json=decision)
    assert error_code(without_appeal) == "conflict"
    assert error_code(boss.post("/api/v1/admin/moderation/appeals/none", json=decision)) == "not_found"
    for message in ("", "   ", "x" * 1001):
        wrong = {"refusal_id": refusal, "message": message}
        assert error_code(world.program(ada).post("/api/v1/moderation/appeals", json=wrong)) == "invalid_params"
    assert (
        world.program(ada).post("/api/v1/moderation/appeals", json={**body, "message": "x" * 1000}).status_code == 201
    )


def test_an_installation_decides_about_the_other_categories() -> None:
    assert shipped_screen("sexual=allow").look({"prompt": "a nude woman"}) is None
    gore = shipped_screen("gore=refuse").look({"prompt": "a severed head"})
    assert gore is not None and gore.category.action.value == "refuse"
    minors = shipped_screen("sexual=allow").look({"prompt": "a nude child"})
    assert minors is not None and minors.category.key == "minors"
    for wrong in ("gore", "gore=perhaps", "nonsense=refuse"):
        with pytest.raises(ValueError, match="KINORA_MODERATION"):
            shipped_screen(wrong)


def test_old_refusals_are_forgotten_but_not_those_that_wait_or_were_allowed(world: ApiWorld, ada: str) -> None:
    old, waiting = refusal_of(world, ada), refusal_of(world, ada, "buy cocaine online")
    body = {"refusal_id": waiting, "message": "Hm."}
    world.program(ada).post("/api/v1/moderation/appeals", json=body)
    desk = world.deps.moderation
    now = desk.clock()

    def left(after: timedelta) -> set[str]:
        ModerationDesk(desk.storage, desk.screen, clock=lambda: now + after).forget_old()
        return {each["id"] for each in world.program(ada).get("/api/v1/moderation/refusals").json()["items"]}

    assert left(KEPT - timedelta(minutes=5)) == {old, waiting}
    assert left(KEPT + timedelta(minutes=5)) == {waiting}
