"""The library by REST: found, marked, zipped, shared, deleted."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from domain.jobs import StoredArtifact
from domain.library_desk import ZIP_BYTES_MAX, ZIP_JOBS_MAX
from domain.sharing import SHARES_MAX
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

UNKNOWN = "0" * 32


def made(world: ApiWorld, email: str = "ada@example.org", *, picture: bool = True, **body: Any) -> str:
    """A job that has succeeded, with a picture and its metadata in the store."""
    job_id = world.order(world.program(email), **body)
    job = world.lifecycle.claim(job_id)
    assert job is not None
    files = [("script-1.png", "image/png", photo())] if picture else []
    files.append(("metadata.json", "application/json", b"{}"))
    stored = []
    for name, kind, data in files:
        size = world.kit.objects.put(job.output_prefix + name, data, kind)
        stored.append(StoredArtifact(name, kind, size, job.output_prefix + name))
    world.lifecycle.succeed(job, stored, 1)
    return job_id


def test_results_are_found_marked_and_filtered(world: ApiWorld) -> None:
    fox, owl = made(world, topic="A red fox"), made(world, topic="An owl", picture=False)
    ada = world.program()

    def listed(query: str) -> list[str]:
        return [item["job_id"] for item in ada.get(f"/api/v1/library?{query}").json()["items"]]

    assert listed("") == [owl, fox]
    assert listed("q=fo") == listed("kind=image") == [fox]
    assert ada.patch(f"/api/v1/jobs/{fox}", json={"favourite": True}).status_code == 200
    assert listed("favourite=true") == [fox]
    assert listed("favourite=false&generator=script") == [owl]
    first = ada.get("/api/v1/library?limit=1").json()
    assert listed(f"limit=1&cursor={first['next_cursor']}") == [fox]
    assert listed("after=2026-01-01T00:00:00Z") == [owl, fox] and listed("before=2026-01-01T00:00:00Z") == []
    for bad in ("cursor=x", "cursor=0", "cursor=-1", f"cursor={'9' * 30}", "limit=0", "limit=101", "kind=cake", "x=1"):
        assert ada.get(f"/api/v1/library?{bad}").status_code in (400, 422), bad
    assert world.program("eve@example.org").get("/api/v1/library").json()["items"] == []


def test_only_what_has_succeeded_can_be_a_favourite(world: ApiWorld) -> None:
    ada, job = world.program(), world.order(world.program())
    assert error_code(ada.patch(f"/api/v1/jobs/{job}", json={"favourite": True})) == "conflict"
    assert ada.get(f"/api/v1/library/{job}").status_code == 404


def test_a_tile_is_made_once_and_small(world: ApiWorld) -> None:
    job, words = made(world), made(world, picture=False)
    ada = world.program()
    path = ada.get(f"/api/v1/library/{job}").json()["thumbnail_url"]

    first = ada.get(path)
    tile = ada.get(first.headers["location"])
    assert (first.status_code, tile.headers["content-type"]) == (307, "image/webp")
    assert len(tile.content) < 40_000
    assert ada.get(f"/api/v1/library/{job}").json()["thumbnail_url"] != path  # straight from the store
    assert ada.get(f"/api/v1/library/{words}").json()["thumbnail_url"] is None
    assert ada.get(f"/api/v1/library/{words}/thumbnail").status_code == 404
    assert world.program("eve@example.org").get(f"/api/v1/library/{job}/thumbnail").status_code == 403


def test_a_zip_holds_a_folder_for_each_result(world: ApiWorld) -> None:
    hostile, same = made(world, topic="../../etc/passwd CON: \u202egnp.exe"), made(world, topic="../../etc/passwd")
    ada = world.program()

    answer = ada.get("/api/v1/library/zip", params={"job": [hostile, same, hostile]})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read(names[0]) == photo()
    assert len(names) == len(set(names)) == 4
    assert all(name.isascii() and ".." not in name and ":" not in name and name.count("/") == 1 for name in names)
    assert world.program("eve@example.org").get("/api/v1/library/zip", params={"job": hostile}).status_code == 403
    assert ada.get("/api/v1/library/zip", params={"job": UNKNOWN}).status_code == 404
    assert ada.get("/api/v1/library/zip", params={"job": [UNKNOWN] * (ZIP_JOBS_MAX + 1)}).status_code == 422


def test_a_zip_has_a_largest_size_and_names_what_is_gone(world: ApiWorld) -> None:
    job_id = made(world, picture=False)
    ada = world.program()
    with world.kit.database.begin() as tx:
        key = f"outputs/x/{job_id}/film.mp4"
        tx.artifacts.add(job_id, [StoredArtifact("film.mp4", "video/mp4", ZIP_BYTES_MAX - 2, key)])
    with zipfile.ZipFile(io.BytesIO(ada.get("/api/v1/library/zip", params={"job": job_id}).content)) as archive:
        assert "film.mp4" in archive.read("MISSING.txt").decode()
    with world.kit.database.begin() as tx:
        tx.artifacts.add(job_id, [StoredArtifact("more.json", "application/json", 1, key + "x")])
    assert error_code(ada.get("/api/v1/library/zip", params={"job": job_id})) == "too_large"


def test_deleting_removes_row_and_files_and_keeps_the_ledger(world: ApiWorld) -> None:
    job, waiting = made(world), world.order(world.program())
    ada, prefix = world.program(), f"outputs/{world.user().id}/{job}/"
    ada.get(f"/api/v1/library/{job}/thumbnail")
    assert len(list(world.kit.objects.keys(prefix))) == 3

    assert world.program("eve@example.org").delete(f"/api/v1/jobs/{job}").status_code == 403
    assert error_code(ada.delete(f"/api/v1/jobs/{waiting}")) == "conflict"
    assert ada.delete(f"/api/v1/jobs/{job}").status_code == 204
    assert ada.get(f"/api/v1/jobs/{job}").status_code == ada.delete(f"/api/v1/jobs/{job}").status_code == 404
    assert ada.get("/api/v1/library").json()["items"] == []
    assert list(world.kit.objects.keys(prefix)) == []
    assert [entry["amount"] for entry in ada.get("/api/v1/credits/transactions").json()["items"]][1:] == [0, -1, 50]


def test_a_share_link_works_until_it_ends_or_is_revoked(world: ApiWorld) -> None:
    job, waiting = made(world), world.order(world.program())
    ada, path = world.program(), f"/api/v1/jobs/{job}/share"
    link = ada.post(path, json={"expires_in": 300}).json()
    secret = link["url"].rpartition("/s/")[2]
    sharing = world.deps.sharing

    assert sharing.open(secret, "1.2.3.4").job.id == job
    assert [each["id"] for each in ada.get(path).json()["items"]] == [link["id"]]
    assert secret not in ada.get(path).text
    late = type(sharing)(sharing.storage, sharing.limiter, lambda: sharing.clock() + timedelta(seconds=300))
    for desk, word in ((late, secret), (sharing, secret[:-1]), (sharing, ""), (sharing, "\x00")):
        with pytest.raises(Exception, match="does not work any more"):
            desk.open(word, "1.2.3.4")
    eve = world.program("eve@example.org")
    assert eve.get(path).status_code == eve.post(path, json={}).status_code == 403
    assert eve.delete(f"{path}/{link['id']}").status_code == 403
    assert ada.delete(f"{path}/{link['id']}").status_code == 204
    with pytest.raises(Exception, match="does not work any more"):
        sharing.open(secret, "1.2.3.4")
    assert ada.delete(f"{path}/{UNKNOWN}").status_code == 404
    assert error_code(ada.post(f"/api/v1/jobs/{waiting}/share", json={})) == "conflict"
    for seconds in (299, 90 * 86_400 + 1):
        assert ada.post(path, json={"expires_in": seconds}).status_code == 422
    for _ in range(SHARES_MAX):
        assert ada.post(path, json={"expires_in": 90 * 86_400}).status_code == 201
    assert error_code(ada.post(path, json={})) == "conflict"


def test_opening_share_links_is_limited(world: ApiWorld) -> None:
    world.limiter.limits["shared-ip"] = 2
    for _ in range(2):
        with pytest.raises(Exception, match="does not work any more"):
            world.deps.sharing.open("x", "1.2.3.4")
    with pytest.raises(Exception, match="Too many shared results"):
        world.deps.sharing.open("x", "1.2.3.4")


def test_files_come_in_other_formats(world: ApiWorld) -> None:
    job = made(world)
    ada, path = world.program(), f"/api/v1/jobs/{job}/artifacts"

    for query, kind in (("", "image/png"), ("?format=png", "image/png"), ("?format=jpg", "image/jpeg")):
        moved = ada.get(f"{path}/script-1.png{query}")
        file = ada.get(moved.headers["location"])
        assert (moved.status_code, file.headers["content-type"]) == (307, kind)
        assert "attachment" in file.headers["content-disposition"]
    assert ada.get(f"{path}/script-1.png?format=webm").status_code == 422
    assert ada.get(f"{path}/metadata.json?format=png").status_code == 422
    assert ada.get(f"{path}/script-1.png?format=exe").status_code == 422
    assert ada.get(f"{path}/other.png").status_code == 404
    assert world.program("eve@example.org").get(f"{path}/script-1.png").status_code == 403
