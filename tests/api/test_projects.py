"""Projects by REST: who is in, and what each of them may do with what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.assets import AssetType
from domain.projects import MEMBERS_MAX, PROJECTS_MAX, Project, ProjectRole
from domain.users import Role
from tests.storage.factories import NOW, make_user
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

UNKNOWN = "0" * 32


def made(client: TestClient, **changes: Any) -> str:
    answer = client.post("/api/v1/projects", json={"name": "Spring campaign", **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def let_in(world: ApiWorld, project: str, email: str, role: str) -> TestClient:
    """Ada's project gets somebody else; gives their client."""
    client = world.program(email)
    added = world.program().post(f"/api/v1/projects/{project}/members", json={"email": email, "role": role})
    assert added.status_code == 201, added.text
    return client


def test_a_project_is_made_changed_listed_and_ended(world: ApiWorld) -> None:
    ada = world.program()
    project = made(ada, description="Posters")
    job = world.order(ada, project_id=project)

    changed = ada.patch(f"/api/v1/projects/{project}", json={"name": "Summer"}).json()
    assert (changed["name"], changed["description"], changed["role"], changed["jobs"]) == (
        "Summer",
        "Posters",
        "owner",
        1,
    )
    assert [each["name"] for each in ada.get("/api/v1/projects").json()["items"]] == ["Summer"]
    assert ada.delete(f"/api/v1/projects/{project}").status_code == 204
    assert ada.get(f"/api/v1/projects/{project}").status_code == 404
    assert ada.get(f"/api/v1/jobs/{job}").json()["project_id"] is None  # what was in it stays


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 121])
def test_a_name_is_one_line(world: ApiWorld, name: str) -> None:
    assert error_code(world.program().post("/api/v1/projects", json={"name": name})) == "invalid_params"


def test_others_get_nothing_of_a_project(world: ApiWorld) -> None:
    project = made(world.program())
    eve = world.program("eve@example.org")
    members = f"/api/v1/projects/{project}/members"
    answers = [
        eve.get(f"/api/v1/projects/{project}"),
        eve.patch(f"/api/v1/projects/{project}", json={"name": "Mine"}),
        eve.delete(f"/api/v1/projects/{project}"),
        eve.get(members),
        eve.post(members, json={"email": "eve@example.org", "role": "owner"}),
        eve.delete(f"{members}/{world.user().id}"),
        eve.get(f"/api/v1/jobs?project={project}"),
        eve.get(f"/api/v1/library?project={project}"),
        eve.post("/api/v1/jobs/script", json={"topic": "x", "project_id": project}),
        eve.post("/api/v1/generators/script/quote", json={"topic": "x", "project_id": project}),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    assert eve.get("/api/v1/projects").json()["items"] == []
    for path in (
        f"/api/v1/projects/{UNKNOWN}",
        f"/api/v1/jobs?project={UNKNOWN}",
        f"/api/v1/library?project={UNKNOWN}",
    ):
        assert eve.get(path).status_code == 404
    root = world.program("root@example.org", Role.ADMIN)
    assert root.get(f"/api/v1/projects/{project}").json()["role"] is None


def test_a_viewer_reads_an_editor_changes_and_each_pays_for_their_own(world: ApiWorld) -> None:
    ada = world.program()
    project = made(ada)
    job, second = world.order(ada, project_id=project), world.order(ada, project_id=project)
    bob, cid = let_in(world, project, "bob@example.org", "viewer"), let_in(world, project, "cid@example.org", "editor")

    for client in (bob, cid):
        assert client.get(f"/api/v1/jobs/{job}").status_code == 200
        assert client.get(f"/api/v1/jobs/{job}/steps").status_code == 200
        assert len(client.get(f"/api/v1/jobs?project={project}").json()["items"]) == 2
        assert client.get("/api/v1/jobs").json()["items"] == []
        assert client.delete(f"/api/v1/jobs/{job}").status_code == 403  # only who has ordered it
    assert bob.post(f"/api/v1/jobs/{job}/cancel").status_code == 403
    assert bob.patch(f"/api/v1/jobs/{job}", json={"project_id": None}).status_code == 403
    assert bob.post("/api/v1/jobs/script", json={"topic": "x", "project_id": project}).status_code == 403
    assert cid.post(f"/api/v1/jobs/{job}/cancel").json()["status"] == "cancelled"
    world.order(cid, project_id=project)
    balances = [client.get("/api/v1/credits").json()["balance"] for client in (ada, bob, cid)]
    assert balances == [49, 50, 49]
    elsewhere = made(cid)
    assert cid.patch(f"/api/v1/jobs/{second}", json={"project_id": elsewhere}).status_code == 403  # not theirs to show
    assert cid.patch(f"/api/v1/jobs/{second}", json={"project_id": None}).status_code == 200
    assert cid.get(f"/api/v1/jobs/{second}").status_code == 403  # it is Ada's alone again
    assert ada.patch(f"/api/v1/jobs/{second}", json={"project_id": UNKNOWN}).status_code == 404


def test_a_move_while_it_runs_is_kept_at_its_end(world: ApiWorld) -> None:
    ada = world.program()
    project, job_id = made(ada), world.order(ada)
    running = world.lifecycle.claim(job_id)
    assert running is not None

    assert ada.patch(f"/api/v1/jobs/{job_id}", json={"project_id": project}).status_code == 200
    world.lifecycle.succeed(running, [], 1)

    assert ada.get(f"/api/v1/jobs/{job_id}").json()["project_id"] == project
    bob = let_in(world, project, "bob@example.org", "viewer")
    assert [item["job_id"] for item in bob.get(f"/api/v1/library?project={project}").json()["items"]] == [job_id]


def test_members_change_and_leave_and_an_owner_remains(world: ApiWorld) -> None:
    ada = world.program()
    project = made(ada)
    members = f"/api/v1/projects/{project}/members"
    bob = let_in(world, project, "bob@example.org", "editor")
    ada_id, bob_id = world.user().id, world.user("bob@example.org").id

    again = ada.post(members, json={"email": " BOB@example.org ", "role": "viewer"})
    nobody = ada.post(members, json={"email": "nobody@example.org", "role": "viewer"})
    assert (error_code(again), error_code(nobody)) == ("conflict", "invalid_params")
    assert ada.delete(f"{members}/{ada_id}").status_code == 409  # the last owner
    assert ada.patch(f"{members}/{ada_id}", json={"role": "viewer"}).status_code == 409
    assert bob.patch(f"{members}/{bob_id}", json={"role": "owner"}).status_code == 403
    assert ada.patch(f"{members}/{bob_id}", json={"role": "owner"}).json()["role"] == "owner"
    assert ada.delete(f"{members}/{ada_id}").status_code == 204  # leaves
    assert ada.get(members).status_code == 403
    assert bob.delete(f"{members}/{UNKNOWN}").status_code == 404
    assert [member["email"] for member in bob.get(members).json()["items"]] == ["bob@example.org"]


def test_limits_of_projects_and_members(world: ApiWorld) -> None:
    user = world.user()
    with world.kit.database.begin() as tx:
        for n in range(PROJECTS_MAX - 1):
            tx.projects.add(Project(f"{n:032x}", "Old", "", NOW, NOW))
            tx.projects.put_member(f"{n:032x}", user.id, ProjectRole.OWNER, NOW)
    last = made(world.program())
    assert error_code(world.program().post("/api/v1/projects", json={"name": "One more"})) == "conflict"
    with world.kit.database.begin() as tx:
        for _ in range(MEMBERS_MAX - 2):
            other = make_user()
            tx.users.add(other, "hash")
            tx.projects.put_member(last, other.id, ProjectRole.VIEWER, NOW)
    let_in(world, last, "bob@example.org", "viewer")
    world.user("cid@example.org")
    full = world.program().post(f"/api/v1/projects/{last}/members", json={"email": "cid@example.org", "role": "viewer"})
    assert error_code(full) == "conflict"


def test_files_in_a_project_are_seen_and_used_by_everybody_in_it(world: ApiWorld) -> None:
    ada, asset = world.program(), world.kit.desk.take(world.user(), AssetType.PHOTO, "me.png", photo()).id
    project = made(ada)
    bob, eve = let_in(world, project, "bob@example.org", "editor"), world.program("eve@example.org")
    path, order = f"/api/v1/assets/{asset}", {"photo": asset, "style": "oil", "project_id": project}

    assert bob.get(path).status_code == bob.post("/api/v1/jobs/restyle", json=order).status_code == 403
    assert ada.patch(path, json={"project_id": UNKNOWN}).status_code == 404
    assert ada.patch(path, json={"project_id": project}).json()["project_id"] == project
    assert bob.get(path).status_code == 200
    assert [each["id"] for each in bob.get(f"/api/v1/assets?project={project}").json()["items"]] == [asset]
    assert bob.get("/api/v1/assets").json()["items"] == []
    assert bob.patch(path, json={"name": "mine.png"}).status_code == bob.delete(path).status_code == 403
    assert bob.patch(path, json={"project_id": None}).status_code == 403
    job = bob.post("/api/v1/jobs/restyle", json=order).json()["job_id"]
    assert bob.get(f"/api/v1/jobs/{job}").json()["params"]["photo"] == asset
    assert eve.get(path).status_code == eve.get(f"/api/v1/assets?project={project}").status_code == 403
    assert ada.patch(path, json={"project_id": None}).status_code == 200
    assert bob.get(path).status_code == 403
