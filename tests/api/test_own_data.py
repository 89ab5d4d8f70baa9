"""Taking all own data along, and leaving for good."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from domain.assets import AssetType
from domain.errors import LeaseLost, NotFound
from domain.jobs import JobStatus
from domain.users import Role
from storage.tables import Base
from tests.support.api_world import PASSWORD, ApiWorld, error_code
from tests.support.pictures import photo

AUTH = "/api/v1/auth"
LEAVE = {"password": PASSWORD}


def exported(world: ApiWorld, email: str = "ada@example.org", **params: str) -> zipfile.ZipFile:
    answer = world.program(email).get(f"{AUTH}/export", params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def use(world: ApiWorld, email: str = "ada@example.org") -> str:
    """Leave something of an account wherever that is easy; gives the job's id."""
    client = world.program(email)
    client.post(f"{AUTH}/api-keys", json={"name": "CI"})
    client.put("/api/v1/drafts/" + "a" * 32, json={"generator": "script", "name": "x", "content": {}, "version": 0})
    client.post("/api/v1/projects", json={"name": "Sea"})
    world.deps.desk.take(world.user(email), AssetType.PHOTO, "me.png", photo())
    return world.order(client, topic="the sea of " + email.split("@")[0])


def rows_of(world: ApiWorld, user_id: str) -> dict[str, int]:
    """How many rows refer to an account, by table."""
    found = {}
    with world.kit.database.read() as tx:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                if key.column.table.name == "users":
                    mine = select(key.parent).where(key.parent == user_id)
                    found[table.name] = len(tx.users._connection.execute(mine).all())
    return {name: count for name, count in found.items() if count}


def test_the_zip_holds_what_is_mine_and_nothing_else(world: ApiWorld) -> None:
    job = use(world)
    use(world, "eve@example.org")

    archive = exported(world)

    names = set(archive.namelist())
    assert {"account.json", "jobs.json", "ledger.csv", "assets.json", "api_keys.json", "sessions.json"} <= names
    assert not any(name.startswith("files/") for name in names)
    [account] = json.loads(archive.read("account.json"))
    [order] = json.loads(archive.read("jobs.json"))
    assert (account["email"], order["id"], order["params"]["topic"]) == ("ada@example.org", job, "the sea of ada")
    assert {step["job_id"] for step in json.loads(archive.read("job_steps.json"))} == {job}
    ledger = list(csv.DictReader(io.StringIO(archive.read("ledger.csv").decode())))
    assert [(row["kind"], row["amount"]) for row in ledger] == [("grant", "50"), ("hold", "-1")]
    whole = b"".join(archive.read(name) for name in names)
    assert b"eve" not in whole and b"sea of eve" not in whole


def test_the_zip_holds_no_secret(world: ApiWorld) -> None:
    use(world)
    with world.kit.database.read() as tx:
        connection = tx.users._connection
        secrets = [
            value
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table)).all()
            for name, value in row._mapping.items()
            if value and any(word in name for word in ("password", "secret_hash", "totp", "code_hash"))
        ]
    archive = exported(world)
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert len(secrets) >= 4
    assert [secret for secret in secrets if str(secret).encode() in whole] == []


def test_files_come_along_when_asked_for(world: ApiWorld) -> None:
    use(world)
    archive = exported(world, files="true")
    stored = list(world.kit.objects.keys(f"references/{world.user().id}/"))
    files = {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")}
    kept = []
    for key in stored:
        with world.kit.objects.open(key) as stream:
            kept.append(stream.read())
    assert sorted(files.values()) == sorted(kept) and kept


def test_exports_are_limited(world: ApiWorld) -> None:
    world.limiter.limits["exports-user"] = 1
    client = world.program()
    assert [client.get(f"{AUTH}/export").status_code for _ in range(2)] == [200, 429]


def test_leaving_removes_rows_and_objects_but_not_the_books(world: ApiWorld) -> None:
    job, other = use(world), use(world, "eve@example.org")
    ada, eve = world.user(), world.user("eve@example.org")
    running = world.lifecycle.claim(job)
    client, browser = world.program(), world.browser()
    assert running is not None and list(world.kit.objects.keys(f"references/{ada.id}/"))
    before = rows_of(world, eve.id)

    wrong = client.post(f"{AUTH}/delete", json={"password": "wrong"})
    assert (wrong.status_code, error_code(wrong)) == (422, "invalid_params")
    assert client.post(f"{AUTH}/delete", json=LEAVE).status_code == 204

    assert rows_of(world, ada.id) == {"ledger_entries": 3, "audit_events": 1}
    assert [
        key
        for folder in ("references", "inputs", "outputs", "stages")
        for key in world.kit.objects.keys(f"{folder}/{ada.id}/")
    ] == []
    with world.kit.database.read() as tx:
        assert tx.ledger.credits(ada.id).held == 0
        left = tx.users.get(ada.id)
        assert "ada" not in f"{left.email}{left.name}".lower()
        with pytest.raises(NotFound):
            tx.jobs.get(job)
    assert (client.get(f"{AUTH}/me").status_code, browser.get(f"{AUTH}/me").status_code) == (401, 401)
    assert world.client().post(f"{AUTH}/login", json={"email": ada.email, **LEAVE}).status_code == 401
    assert rows_of(world, eve.id) == before
    assert world.deps.studio.job(eve, other).job.status is JobStatus.QUEUED
    again = world.client().post(f"{AUTH}/register", json={"email": ada.email, **LEAVE})
    assert again.status_code == 201 and again.json()["user"]["id"] != ada.id


def test_the_worker_of_a_deleted_account_can_record_nothing(world: ApiWorld) -> None:
    running = world.lifecycle.claim(use(world))
    assert running is not None
    world.program().post(f"{AUTH}/delete", json=LEAVE)
    with pytest.raises(LeaseLost):
        world.lifecycle.succeed(running, [], charged=1)
    with world.kit.database.begin() as tx:
        assert not tx.jobs.beat(running.id, str(running.lease_token), running.created_at)


def test_an_order_that_overtakes_the_deletion_is_refused(world: ApiWorld) -> None:
    ada = world.user()
    world.program().post(f"{AUTH}/delete", json=LEAVE)
    with pytest.raises(NotFound):
        world.deps.studio.submit(ada, "script", {"topic": "too late"})
    assert world.deps.studio.job_counts(ada)[JobStatus.QUEUED] == 0


def test_a_deletion_that_was_cut_short_goes_on(world: ApiWorld) -> None:
    use(world)
    ada = world.user()
    with world.kit.database.begin() as tx:  # as far as a crash let it get
        tx.users.anonymise(ada.id, ada.created_at)
    assert world.deps.own_data.finish() == 1
    assert rows_of(world, ada.id) == {"ledger_entries": 3, "audit_events": 1}
    assert world.deps.own_data.finish() == 0


def test_the_last_administrator_stays(world: ApiWorld) -> None:
    root = world.program("root@example.org", Role.ADMIN)
    refused = root.post(f"{AUTH}/delete", json=LEAVE)
    assert (refused.status_code, error_code(refused)) == (409, "conflict")
    assert root.get(f"{AUTH}/me").json()["name"] == "root"
    world.user("second@example.org", Role.ADMIN)
    assert root.post(f"{AUTH}/delete", json=LEAVE).status_code == 204
    last = world.program("second@example.org").post(f"{AUTH}/delete", json=LEAVE)
    assert last.status_code == 409


def test_shared_projects_stay_with_somebody(world: ApiWorld) -> None:
    ada, eve = world.program(), world.program("eve@example.org")
    shared = ada.post("/api/v1/projects", json={"name": "Shared"}).json()["id"]
    ada.post("/api/v1/projects", json={"name": "Mine"})
    added = ada.post(f"/api/v1/projects/{shared}/members", json={"email": "eve@example.org", "role": "viewer"})
    assert added.status_code < 300, added.text
    ada.post(f"{AUTH}/delete", json=LEAVE)
    [left] = eve.get("/api/v1/projects").json()["items"]
    assert (left["id"], left["role"]) == (shared, "owner")


def test_a_key_makes_no_key_that_may_do_more(world: ApiWorld) -> None:
    made = world.program().post(f"{AUTH}/api-keys", json={"name": "CI", "scopes": ["account"]}).json()
    key = world.client(Authorization=f"Bearer {made['key']}")
    assert key.post(f"{AUTH}/api-keys", json={"name": "more"}).status_code == 403
    assert key.post(f"{AUTH}/api-keys", json={"name": "same", "scopes": ["account"]}).status_code == 201
