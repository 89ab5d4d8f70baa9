"""A client that has the newest answer is told so."""

from __future__ import annotations

import pytest

from api.etags import LINKS_ARE_NEW, etag
from tests.support.api_world import ApiWorld


@pytest.mark.parametrize("address", ["generators", "generators/script", "jobs/{}"])
def test_an_answer_that_has_not_changed_is_not_sent_again(world: ApiWorld, address: str) -> None:
    client = world.program()
    address = f"/api/v1/{address.format(world.order(client))}"
    tag = client.get(address).headers["etag"]

    same = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    other = client.get(address, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200 and other.json()


def test_a_job_that_has_changed_is_sent(world: ApiWorld) -> None:
    client = world.program()
    address = f"/api/v1/jobs/{world.order(client)}"
    known = {"If-None-Match": client.get(address).headers["etag"]}
    client.post(f"{address}/cancel")

    changed = client.get(address, headers=known)
    assert (changed.status_code, changed.json()["status"]) == (200, "cancelled")


def test_nobody_else_is_told_that_nothing_has_changed(world: ApiWorld) -> None:
    client = world.program()
    address = f"/api/v1/jobs/{world.order(client)}"
    known = {"If-None-Match": client.get(address).headers["etag"]}
    assert world.program("eve@example.org").get(address, headers=known).status_code == 403


def test_links_that_were_signed_anew_change_nothing_until_they_are_old() -> None:
    job = {"id": "1", "artifacts": [{"name": "a.png", "url": "/objects/a?expires=1"}]}
    later = {"id": "1", "artifacts": [{"name": "a.png", "url": "/objects/a?expires=2"}]}
    assert etag(job, lambda: 0.0) == etag(later, lambda: LINKS_ARE_NEW - 1.0)
    assert etag(job, lambda: 0.0) != etag(job, lambda: LINKS_ARE_NEW)
    assert etag({"id": "1"}, lambda: 0.0) == etag({"id": "1"}, lambda: 10.0 * LINKS_ARE_NEW)
