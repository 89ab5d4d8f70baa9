"""HEAD gives what GET gives, without the body."""

from __future__ import annotations

import pytest
from fastapi.responses import HTMLResponse

from tests.support.api_world import ApiWorld


@pytest.mark.parametrize("path", ["/page", "/login", "/api/v1/credits", "/api/v1/jobs", "/api/v1/nothing"])
def test_head_is_get_without_the_body(world: ApiWorld, path: str) -> None:
    for page in ("/page", "/login"):
        world.app.add_api_route(page, lambda: HTMLResponse("a page", headers={"X-Page": "1"}), methods=["GET"])
    client = world.program()

    read, asked = client.get(path), client.head(path)

    assert asked.status_code == read.status_code
    assert asked.content == b""
    for name in ("content-type", "content-length", "x-page"):
        assert asked.headers.get(name) == read.headers.get(name), name


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/jobs/x/events"])
def test_a_stream_has_no_head(world: ApiWorld, path: str) -> None:
    assert world.program().head(path).status_code == 405


def test_what_only_takes_posts_has_no_head_either(world: ApiWorld) -> None:
    assert world.program().head("/api/v1/auth/api-keys/x").status_code == 405


def test_a_stranger_is_sent_away_from_head_too(world: ApiWorld) -> None:
    assert world.client().head("/api/v1/jobs").status_code == 401
