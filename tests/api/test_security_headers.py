"""What every answer tells the browser to refuse."""

from __future__ import annotations

import pytest

from tests.support.api_world import ApiWorld


def _policy(world: ApiWorld) -> dict[str, str]:
    header = world.client().get("/health/live").headers["content-security-policy"]
    return dict(directive.partition(" ")[::2] for directive in header.split("; "))


@pytest.mark.parametrize(
    ("path", "status"), [("/health/live", 200), ("/api/v1/jobs", 401), ("/api//v1", 400), ("/objects/x", 403)]
)
def test_every_answer_has_them(world: ApiWorld, path: str, status: int) -> None:
    response = world.client().get(path)

    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in response.headers["content-security-policy"]
    assert "camera=(self)" in response.headers["permissions-policy"]


def test_nothing_comes_from_elsewhere(world: ApiWorld) -> None:
    policy = _policy(world)

    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["img-src"] == policy["media-src"] == policy["connect-src"] == "'self' data: blob:"


def test_files_may_come_from_the_object_store(world: ApiWorld) -> None:
    policy = _policy(world.rewired(object_origin="https://s3.example/bucket"))

    assert policy["img-src"] == policy["media-src"] == "'self' data: blob: https://s3.example"
    assert "s3.example" not in policy["script-src"]


def test_who_may_frame_is_a_setting(world: ApiWorld) -> None:
    policy = _policy(world.rewired(frame_ancestors=("'self'", "https://school.example")))

    assert policy["frame-ancestors"] == "'self' https://school.example"


def test_browsers_insist_on_https_where_it_is_used(world: ApiWorld) -> None:
    plain = world.client().get("/health/live")
    secure = world.rewired(cookie_secure=True).client().get("/health/live")

    assert not {"strict-transport-security", "cross-origin-opener-policy"} & set(plain.headers)
    assert secure.headers["cross-origin-opener-policy"] == "same-origin"
    assert secure.headers["strict-transport-security"] == "max-age=31536000"
