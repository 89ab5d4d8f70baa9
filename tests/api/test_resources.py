"""Generators, credits, workers and health."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from domain.users import Role, User
from tests.support.api_world import ApiWorld, error_code


def test_all_generators_are_listed_in_order(world: ApiWorld) -> None:
    items = world.program().get("/api/v1/generators").json()["items"]

    assert [item["key"] for item in items] == list(world.deps.studio.generators)
    assert all(item["title"] and item["summary"] for item in items)


def test_a_generators_schema_takes_its_examples(world: ApiWorld) -> None:
    body = world.program().get("/api/v1/generators/script").json()

    assert body["price"] == 1
    assert body["schema"]["required"] == ["topic"]
    assert body["examples"]
    for example in body["examples"]:
        jsonschema.validate(example["values"], body["schema"])


def test_a_generator_that_needs_a_file_has_a_price_too(world: ApiWorld) -> None:
    assert world.program().get("/api/v1/generators/restyle").json()["price"] >= 1


def test_a_quote_orders_nothing(world: ApiWorld) -> None:
    client = world.program()

    quote = client.post("/api/v1/generators/restyle/quote", json={"photo": "0" * 32, "count": 3}).json()

    assert quote == {"price": 3, "balance": 50, "sufficient": True, "estimated_seconds": None}
    assert client.get("/api/v1/jobs").json()["items"] == []


def test_quotes_refuse_what_orders_refuse(world: ApiWorld) -> None:
    client = world.program()

    bad = client.post("/api/v1/generators/script/quote", json={})
    project = {"topic": "volcanoes", "project_id": "0" * 32}
    assert client.post("/api/v1/generators/script/quote", json=project).status_code == 404
    assert client.post("/api/v1/jobs/script", json=project).status_code == 404
    unknown = client.post("/api/v1/generators/sculpture/quote", json={})

    assert (bad.status_code, error_code(bad)) == (422, "invalid_params")
    assert (unknown.status_code, error_code(unknown)) == (404, "not_found")
    assert client.get("/api/v1/generators/sculpture").status_code == 404


def test_credits_and_where_they_went(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)
    client.post(f"/api/v1/jobs/{job_id}/cancel")

    items = client.get("/api/v1/credits/transactions").json()["items"]

    assert client.get("/api/v1/credits").json() == {"balance": 50, "held": 0}
    assert {"id", "kind", "amount", "job_id", "created_at", "balance_after"} == set(items[0])
    assert [(item["kind"], item["balance_after"]) for item in items][-2:] == [("hold", 49), ("grant", 50)]
    assert sum(item["amount"] for item in items) == 50
    assert items[0]["job_id"] == job_id


def test_transactions_come_in_pages(world: ApiWorld) -> None:
    client = world.program()
    for _ in range(3):
        world.order(client)

    seen: list[int] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = client.get("/api/v1/credits/transactions", params=query).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_before"] is None:
            break
        query["before"] = page["next_before"]

    assert len(seen) == 4
    assert seen == sorted(set(seen), reverse=True)
    assert client.get("/api/v1/credits/transactions?limit=101").status_code == 422
    assert client.get(f"/api/v1/credits/transactions?before={10**30}").status_code == 422


def test_users_see_their_own_credits(world: ApiWorld) -> None:
    world.order(world.program())

    assert world.program("eve@example.org").get("/api/v1/credits").json() == {"balance": 50, "held": 0}


def test_workers_are_shown_without_what_is_nobodys_business(world: ApiWorld) -> None:
    response = world.program().get("/api/v1/worker/status")

    assert response.json() == {"workers": [{"name": "worker-1", "state": "busy"}]}


def test_administrators_see_all_of_a_worker(world: ApiWorld) -> None:
    [worker] = world.program("root@example.org", Role.ADMIN).get("/api/v1/worker/status").json()["workers"]

    assert (worker["host"], worker["pid"], worker["job_id"]) == ("gpu-1", 7, "0" * 32)


def test_alive(world: ApiWorld) -> None:
    assert world.client().get("/health/live").json() == {"status": "ok"}
    assert world.client().head("/health/live").status_code == 200


def test_ready_while_every_component_is(world: ApiWorld) -> None:
    response = world.client().get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "components": {"database": "ok", "redis": "ok"}}


def test_not_ready_without_one_of_them_and_strangers_do_not_learn_why(world: ApiWorld) -> None:
    world.components["redis"] = "refused by 10.0.0.7:6379"

    response = world.client().get("/health/ready")

    assert response.status_code == 503
    assert response.json()["components"] == {"database": "ok", "redis": "unavailable"}
    assert "10.0.0.7" not in response.text


def test_me(world: ApiWorld) -> None:
    user: User = world.user()

    assert world.browser().get("/api/v1/auth/me").json()["email"] == user.email


@pytest.mark.parametrize("path", ["/api/v1/generators", "/api/v1/credits", "/api/v1/jobs", "/api/v1/worker/status"])
def test_answers_are_not_kept_by_browsers(world: ApiWorld, path: str) -> None:
    assert world.program().get(path).headers["cache-control"] == "no-store"
