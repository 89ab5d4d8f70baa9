"""Ordering jobs and looking at them."""

from __future__ import annotations

from typing import Any

import pytest

from domain.jobs import JobError, StoredArtifact
from domain.users import Role
from tests.support.api_world import ApiWorld, api_world, error_code
from tests.support.pictures import photo

SCRIPT = {"topic": "volcanoes"}
EVE = "eve@example.org"


def test_an_order_is_accepted(world: ApiWorld) -> None:
    response = world.program().post("/api/v1/jobs/script", json=SCRIPT)

    assert response.status_code == 202
    body = response.json()
    assert body == {"job_id": body["job_id"], "status": "queued", "price": 1, "balance": 49}
    assert world.kit.queue.waiting == [body["job_id"]]


def test_a_job_is_shown_as_the_contract_says(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client, seed=7)

    job = client.get(f"/api/v1/jobs/{job_id}").json()

    assert set(job) >= {
        *("id", "generator", "status", "progress", "message", "stages", "params", "seed", "backend", "price"),
        *("charged", "attempt", "queue_position", "created_at", "started_at", "finished_at", "error", "artifacts"),
    }
    assert (job["id"], job["generator"], job["status"], job["seed"]) == (job_id, "script", "queued", 7)
    assert (job["price"], job["charged"], job["queue_position"]) == (1, None, 1)
    assert client.get(f"/api/v1/jobs/{job_id}/steps").json() == {"items": job["stages"]}


def test_a_finished_job_links_to_its_artifacts(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)
    job = world.lifecycle.claim(job_id)
    assert job is not None
    key = f"{job.output_prefix}script.md"
    world.kit.objects.put(key, b"# Volcanoes", "text/markdown")
    world.lifecycle.succeed(job, [StoredArtifact("script.md", "text/markdown", 11, key)], 1)

    [artifact] = client.get(f"/api/v1/jobs/{job_id}").json()["artifacts"]

    assert (artifact["name"], artifact["size"]) == ("script.md", 11)
    assert world.client().get(artifact["url"]).content == b"# Volcanoes"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "topic"),
        ({"topic": "  "}, "topic"),
        ({**SCRIPT, "duration": 5}, "duration"),
        ({**SCRIPT, "unknown": 1}, "unknown"),
        ({**SCRIPT, "seed": -1}, "seed"),
        ({**SCRIPT, "backend": "magic"}, "backend"),
    ],
)
def test_a_bad_parameter_is_named(world: ApiWorld, body: dict[str, Any], field: str) -> None:
    response = world.program().post("/api/v1/jobs/script", json=body)

    assert (response.status_code, error_code(response)) == (422, "invalid_params")
    assert field in [each["field"] for each in response.json()["error"]["details"]["fields"]]


def test_malformed_bodies(world: ApiWorld) -> None:
    client = world.program()
    as_json = {"Content-Type": "application/json"}

    broken = client.post("/api/v1/jobs/script", content="{", headers=as_json)
    deep = client.post("/api/v1/jobs/script", content="[" * 100_000, headers=as_json)
    text = client.post("/api/v1/jobs/script", content='{"topic": "x"}', headers={"Content-Type": "text/plain"})

    assert [broken.status_code, deep.status_code, text.status_code] == [400, 400, 422]
    assert error_code(broken) == error_code(deep) == "bad_request"


def test_an_unknown_generator_is_404(world: ApiWorld) -> None:
    response = world.program().post("/api/v1/jobs/sculpture", json={})

    assert (response.status_code, error_code(response)) == (404, "not_found")


def test_too_few_credits_are_402(world: ApiWorld) -> None:
    client = world.program()
    asset = client.post("/api/v1/assets", files={"file": photo()}, data={"type": "photo"}).json()["id"]
    body = {"photo": asset, "count": 4}
    price = client.post("/api/v1/generators/restyle/quote", json=body).json()["price"]

    statuses = [client.post("/api/v1/jobs/restyle", json=body).status_code for _ in range(50 // price + 1)]
    response = client.post("/api/v1/jobs/restyle", json=body)

    assert statuses == [202] * (50 // price) + [402]
    assert error_code(response) == "insufficient_credits"


def test_jobs_an_hour_are_limited(tmp_path: Any) -> None:
    world = api_world(tmp_path, jobs_per_hour=2)
    client = world.program()
    world.order(client)
    world.order(client)

    response = client.post("/api/v1/jobs/script", json=SCRIPT)

    assert (response.status_code, error_code(response)) == (429, "rate_limited")
    assert int(response.headers["retry-after"]) > 0
    world.kit.database.close()


def test_the_queue_may_be_down(world: ApiWorld) -> None:
    world.kit.queue.down = True

    assert world.program().post("/api/v1/jobs/script", json=SCRIPT).status_code == 202


# --- idempotency --------------------------------------------------------------------------------------------------


def test_a_repeated_order_is_the_same_job(world: ApiWorld) -> None:
    client = world.program()
    key = {"Idempotency-Key": "order-1"}

    first = client.post("/api/v1/jobs/script", json=SCRIPT, headers=key)
    second = client.post("/api/v1/jobs/script", json=SCRIPT, headers=key)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert client.get("/api/v1/credits").json() == {"balance": 49, "held": 1}


def test_a_changed_order_under_the_same_key_is_409(world: ApiWorld) -> None:
    client = world.program()
    key = {"Idempotency-Key": "order-1"}
    client.post("/api/v1/jobs/script", json=SCRIPT, headers=key)

    response = client.post("/api/v1/jobs/script", json={"topic": "glaciers"}, headers=key)

    assert (response.status_code, error_code(response)) == (409, "conflict")


def test_two_users_may_use_the_same_key(world: ApiWorld) -> None:
    key = {"Idempotency-Key": "order-1"}
    jobs = [world.program(who).post("/api/v1/jobs/script", json=SCRIPT, headers=key) for who in ("a@x.org", EVE)]

    assert jobs[0].json()["job_id"] != jobs[1].json()["job_id"]


def test_a_key_of_odd_length_is_400(world: ApiWorld) -> None:
    for key in ("", "k" * 201):
        response = world.program().post("/api/v1/jobs/script", json=SCRIPT, headers={"Idempotency-Key": key})
        assert response.status_code == 400


# --- priorities ---------------------------------------------------------------------------------------------------


def test_priorities(world: ApiWorld) -> None:
    client, admin = world.program(), world.program("root@example.org", Role.ADMIN)

    high = client.post("/api/v1/jobs/script?priority=high", json=SCRIPT)
    urgent = client.post("/api/v1/jobs/script?priority=urgent", json=SCRIPT)

    assert client.get(f"/api/v1/jobs/{high.json()['job_id']}").json()["priority"] == "high"
    assert (urgent.status_code, error_code(urgent)) == (403, "forbidden")
    assert admin.post("/api/v1/jobs/script?priority=urgent", json=SCRIPT).status_code == 202
    assert client.post("/api/v1/jobs/script?priority=now", json=SCRIPT).status_code == 422


# --- lists --------------------------------------------------------------------------------------------------------


def test_pages_go_through_all_jobs_newest_first(world: ApiWorld) -> None:
    client = world.program()
    made = [world.order(client) for _ in range(5)]
    world.order(world.program(EVE))

    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = client.get("/api/v1/jobs", params=query).json()
        seen += [job["id"] for job in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert seen == made[::-1]


def test_filters(world: ApiWorld) -> None:
    client = world.program()
    queued, cancelled = world.order(client), world.order(client)
    client.post(f"/api/v1/jobs/{cancelled}/cancel")

    def ids(query: str) -> list[str]:
        return [job["id"] for job in client.get(f"/api/v1/jobs?{query}").json()["items"]]

    assert ids("status=queued") == [queued]
    assert ids("status=queued&status=cancelled") == [cancelled, queued]
    assert ids("generator=script&priority=normal&status=cancelled") == [cancelled]
    assert ids("generator=restyle") == ids("priority=high") == []
    assert client.get(f"/api/v1/jobs?project={'0' * 32}").status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "status=lost", "priority=now", "colour=red"])
def test_a_bad_filter_is_422(world: ApiWorld, query: str) -> None:
    assert world.program().get(f"/api/v1/jobs?{query}").status_code == 422


def test_a_foreign_cursor_is_400(world: ApiWorld) -> None:
    assert world.program().get("/api/v1/jobs?cursor=nonsense").status_code == 400


def test_stats_count_the_users_jobs_by_state(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)
    world.order(client)
    world.order(world.program(EVE))
    client.post(f"/api/v1/jobs/{job_id}/cancel")

    stats = client.get("/api/v1/jobs/stats").json()

    assert stats["by_status"] == {"queued": 1, "running": 0, "succeeded": 0, "failed": 0, "cancelled": 1}
    assert stats["total"] == 2


# --- cancel, retry, preview ---------------------------------------------------------------------------------------


def test_a_queued_job_is_cancelled_at_once_and_refunded(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)

    response = client.post(f"/api/v1/jobs/{job_id}/cancel")

    assert (response.status_code, response.json()["status"]) == (200, "cancelled")
    assert client.get("/api/v1/credits").json() == {"balance": 50, "held": 0}
    again = client.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (again.status_code, error_code(again)) == (409, "conflict")


def test_a_failed_job_can_be_retried_with_its_seed(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client, seed=11)
    assert client.post(f"/api/v1/jobs/{job_id}/retry").status_code == 409
    job = world.lifecycle.claim(job_id)
    assert job is not None
    world.lifecycle.fail(job, JobError("boom", "It broke."))
    assert client.get(f"/api/v1/jobs/{job_id}").json()["error"] == {"code": "boom", "message": "It broke."}

    response = client.post(f"/api/v1/jobs/{job_id}/retry")

    assert response.status_code == 202
    assert client.get(f"/api/v1/jobs/{response.json()['job_id']}").json()["seed"] == 11


def test_a_repeated_retry_is_the_same_job(world: ApiWorld) -> None:
    client = world.program()
    job_id, other = world.order(client), world.order(client, topic="glaciers")
    for each in (job_id, other):
        client.post(f"/api/v1/jobs/{each}/cancel")
    headers = {"Idempotency-Key": f"retry-{job_id}"}

    first, second = (client.post(f"/api/v1/jobs/{job_id}/retry", headers=headers) for _ in range(2))

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert client.get("/api/v1/jobs/stats").json()["total"] == 3
    assert client.post(f"/api/v1/jobs/{other}/retry", headers=headers).status_code == 409
    assert client.post(f"/api/v1/jobs/{job_id}/retry", headers={"Idempotency-Key": ""}).status_code == 400


def test_a_preview_is_a_fresh_picture(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)
    assert client.get(f"/api/v1/jobs/{job_id}/preview").status_code == 404
    world.channel.put_preview(job_id, b"\xff\xd8jpeg")

    response = client.get(f"/api/v1/jobs/{job_id}/preview")

    assert response.content == b"\xff\xd8jpeg"
    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["cache-control"] == "no-store"


# --- whose job it is ----------------------------------------------------------------------------------------------

ROUTES = [
    ("GET", ""),
    ("GET", "/steps"),
    ("GET", "/preview"),
    ("GET", "/events"),
    ("POST", "/cancel"),
    ("POST", "/retry"),
]


@pytest.mark.parametrize(("method", "tail"), ROUTES)
def test_another_users_job_is_403_and_an_unknown_one_404(world: ApiWorld, method: str, tail: str) -> None:
    job_id = world.order(world.program())
    eve = world.program(EVE)

    foreign = eve.request(method, f"/api/v1/jobs/{job_id}{tail}")
    unknown = eve.request(method, f"/api/v1/jobs/{'0' * 32}{tail}")

    assert (foreign.status_code, error_code(foreign)) == (403, "forbidden")
    assert (unknown.status_code, error_code(unknown)) == (404, "not_found")
    assert world.program().get(f"/api/v1/jobs/{job_id}").json()["status"] == "queued"


def test_another_users_asset_cannot_be_used(world: ApiWorld) -> None:
    asset = world.program().post("/api/v1/assets", files={"file": photo()}, data={"type": "photo"}).json()["id"]

    assert world.program(EVE).post("/api/v1/jobs/restyle", json={"photo": asset}).status_code == 403
    assert world.program().post("/api/v1/jobs/restyle", json={"photo": "0" * 32}).status_code == 404


def test_an_administrator_sees_every_job(world: ApiWorld) -> None:
    job_id = world.order(world.program())

    assert world.program("root@example.org", Role.ADMIN).get(f"/api/v1/jobs/{job_id}").status_code == 200
