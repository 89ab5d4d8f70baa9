"""A request that is sent again with its Idempotency-Key gets the first answer, and does nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.clock import utc_now
from domain.idempotency import BUSY, KEPT, Answer
from domain.users import hash_secret
from storage.sealed import AesSeal
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

HOOKS, HOOK = "/api/v1/webhooks", {"url": "http://127.0.0.1:8099/kinora"}
KEY = {"Idempotency-Key": "once"}


def count(world: ApiWorld) -> int:
    return len(world.program().get(HOOKS).json()["items"])


def test_the_first_answer_is_told_again_with_its_secret(world: ApiWorld) -> None:
    client = world.program()
    first, again = (client.post(HOOKS, json=HOOK, headers=KEY) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and first.json()["secret"]
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert again.headers["content-type"] == first.headers["content-type"]
    assert count(world) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [(HOOKS, {**HOOK, "name": "another"}), (HOOKS + "?x=1", HOOK), ("/api/v1/projects", {"name": "Films"})],
)
def test_a_key_belongs_to_one_request(world: ApiWorld, path: str, body: Any) -> None:
    client = world.program()
    client.post(HOOKS, json=HOOK, headers=KEY)
    assert error_code(client.post(path, json=body, headers=KEY)) == "conflict"
    assert world.program("eve@example.org").post(HOOKS, json=HOOK, headers=KEY).status_code == 201


def test_a_failure_leaves_the_key_free(world: ApiWorld) -> None:
    client = world.program()
    assert client.post(HOOKS, json={"url": "nowhere"}, headers=KEY).status_code == 422
    assert client.post(HOOKS, json=HOOK, headers=KEY).status_code == 201


def test_of_many_at_once_one_is_done(world: ApiWorld) -> None:
    client = world.program()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.post(HOOKS, json=HOOK, headers=KEY).status_code, range(6)))
    assert set(answers) <= {201, 409} and 201 in answers
    assert count(world) == 1


def test_keys_and_answers_are_not_readable_in_the_database(world: ApiWorld) -> None:
    secret = world.program().post(HOOKS, json=HOOK, headers=KEY).json()["secret"]
    with world.kit.database.read() as tx:
        kept = tx.kept_answers.find(world.user().id, hash_secret("once"))
    assert kept is not None and kept.body is not None
    assert secret.encode() not in kept.body and b"url" not in kept.body
    with pytest.raises(ValueError):
        AesSeal(b"x" * 32, "kept answers").open(kept.body, f"{kept.user_id} {kept.key_hash}")


def test_a_request_whose_process_was_killed_can_be_made_again(world: ApiWorld) -> None:
    user, answers = world.user().id, world.deps.idempotency
    begun = answers.begin(user, "k", "hash")
    assert not isinstance(begun, Answer)
    later = replace(answers, clock=lambda: utc_now() + BUSY)
    again = later.begin(user, "k", "hash")
    assert not isinstance(again, Answer)
    answers.keep(begun, Answer(201, "", b"late"))  # the first one lives after all, and is too late
    later.keep(again, Answer(201, "", b"second"))
    assert answers.begin(user, "k", "hash") == Answer(201, "", b"second")
    forgotten = replace(answers, clock=lambda: utc_now() + BUSY + KEPT + timedelta(seconds=1))
    assert not isinstance(forgotten.begin(user, "k", "another"), Answer)


@pytest.mark.parametrize("key", ["", "x" * 201, "é\t"])
def test_odd_keys_are_refused(world: ApiWorld, key: str) -> None:
    response = world.program().post(HOOKS, json=HOOK, headers={b"Idempotency-Key": key.encode()})
    assert error_code(response) == "bad_request"


def test_uploads_and_orders_go_their_own_ways(world: ApiWorld) -> None:
    client = world.program()
    ids = [
        client.post("/api/v1/assets", files={"file": photo()}, data={"type": "photo"}, headers=KEY).json()["id"]
        for _ in range(2)
    ]
    assert ids[0] == ids[1], "the same content"
    jobs = [client.post("/api/v1/jobs/script", json={"topic": "x"}, headers=KEY).json()["job_id"] for _ in range(2)]
    assert jobs[0] == jobs[1]
