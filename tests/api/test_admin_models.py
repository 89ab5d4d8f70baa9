"""The models: for administrators only, and never without consent to the licence."""

from __future__ import annotations

import pytest

from domain.users import Role
from tests.support.api_world import ApiWorld, error_code
from tests.support.model_desk import FakeModelDesk

BOSS = "boss@example.org"
ROUTES = [
    ("GET", "/api/v1/admin/models"),
    ("POST", "/api/v1/admin/models/sdxl/download"),
    ("POST", "/api/v1/admin/models/sdxl/cancel"),
    ("DELETE", "/api/v1/admin/models/sdxl"),
]


@pytest.fixture
def desk(world: ApiWorld) -> FakeModelDesk:
    assert isinstance(world.deps.models, FakeModelDesk)
    return world.deps.models


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_administrators_reach_the_models(method: str, path: str, world: ApiWorld, desk: FakeModelDesk) -> None:
    body = {"licence": "MIT"} if path.endswith("download") else None

    assert world.client().request(method, path, json=body).status_code == 401
    refused = world.program().request(method, path, json=body)
    assert (refused.status_code, error_code(refused)) == (403, "forbidden")
    assert desk.asked == []

    assert world.program(BOSS, Role.ADMIN).request(method, path, json=body).status_code in (200, 202, 204)


def test_who_accepts_a_licence_is_the_one_who_asks(world: ApiWorld, desk: FakeModelDesk) -> None:
    boss = world.program(BOSS, Role.ADMIN)
    assert boss.post("/api/v1/admin/models/sdxl/download", json={}).status_code == 422
    assert boss.post("/api/v1/admin/models/sdxl/download", json={"licence": "L", "by": "eve"}).status_code == 422
    assert desk.asked == []

    boss.post("/api/v1/admin/models/sdxl/download", json={"licence": "L"})

    assert desk.asked == [("download", "sdxl", "L", BOSS)]


def test_an_unknown_model_is_404(world: ApiWorld, desk: FakeModelDesk) -> None:
    answer = world.program(BOSS, Role.ADMIN).post("/api/v1/admin/models/none/cancel")
    assert (answer.status_code, error_code(answer)) == (404, "not_found")
    assert desk.asked == []
