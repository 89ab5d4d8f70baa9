"""Webhooks by REST."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.webhook_desk import WebhookDesk
from queue_worker.webhook_post import HttpPost
from tests.support.api_world import ApiWorld, error_code

HOOK = {"url": "http://127.0.0.1:8099/kinora", "name": " Our  archive ", "events": ["job.failed"]}


def test_a_webhook_is_made_changed_and_deleted(world: ApiWorld) -> None:
    client = world.program()
    made = client.post("/api/v1/webhooks", json=HOOK)
    assert made.status_code == 201
    body = made.json()
    secret = body.pop("secret")
    assert (body["name"], body["events"], body["active"]) == ("Our archive", ["job.failed"], True)
    address = f"/api/v1/webhooks/{body['id']}"

    assert client.get(address).json() == body and "secret" not in client.get(address).json()
    assert client.get("/api/v1/webhooks").json() == {"items": [body], "limit": 20}
    changed = client.patch(address, json={"active": False})
    assert changed.json() == {**body, "active": False}
    assert error_code(client.post(f"{address}/test")) == "conflict"
    renewed = client.post(f"{address}/secret").json()["secret"]
    assert renewed != secret
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_messages_are_listed_in_pages(world: ApiWorld) -> None:
    client = world.program()
    address = f"/api/v1/webhooks/{client.post('/api/v1/webhooks', json=HOOK).json()['id']}"
    sent = [client.post(f"{address}/test").json()["id"] for _ in range(3)]

    first = client.get(f"{address}/deliveries?limit=2").json()
    second = client.get(f"{address}/deliveries?limit=2&cursor={first['next_cursor']}").json()

    assert [each["id"] for each in first["items"] + second["items"]] == sent[::-1]
    assert second["next_cursor"] is None
    assert {each["status"] for each in first["items"]} == {"pending"}
    replayed = client.post(f"{address}/deliveries/{sent[0]}/replay")
    assert (replayed.status_code, error_code(replayed)) == (409, "conflict")


def test_wrong_webhooks_are_refused(world: ApiWorld) -> None:
    client = world.program()
    wrong: list[dict[str, Any]] = [
        {"url": "ftp://example.org"},
        {"events": []},
        {"events": ["test"]},
        {"more": 1},
        {"name": "x" * 101},
    ]
    for changes in wrong:
        assert client.post("/api/v1/webhooks", json={**HOOK, **changes}).status_code == 422
    outside = world.rewired(webhooks=_public(world)).program()
    refused = outside.post("/api/v1/webhooks", json=HOOK)
    assert refused.status_code == 422 and "private network" in refused.json()["error"]["message"]


def test_what_was_made_and_changed_is_in_the_audit_log(world: ApiWorld) -> None:
    client = world.program()
    address = f"/api/v1/webhooks/{client.post('/api/v1/webhooks', json=HOOK).json()['id']}"
    client.patch(address, json={"active": False})
    client.post(f"{address}/secret")
    client.delete(address)
    with world.kit.database.read() as tx:
        events = [event.kind for event in tx.audit.of_kinds("webhook.")]
    assert events == ["webhook.deleted", "webhook.secret_renewed", "webhook.changed", "webhook.created"]


def _public(world: ApiWorld) -> WebhookDesk:
    return replace(world.deps.webhooks, check_address=HttpPost().check)
