"""Every route of the assembled app, walked by a stranger and by another user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.app import guarded
from api.open_routes import OPEN_ROUTES
from domain.assets import AssetType
from domain.users import SessionKind, User
from settings import Settings
from tests.support.pictures import photo
from tests.support.route_walk import answered_anonymously, disguises, registered_routes
from tests.support.scaled import redis_in, settings_of
from tests.support.studio import CountingLimiter
from wiring import Installation, api_deps, build_routes, install

# Gradio and Starlette's test client leave sockets and loops to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@dataclass(frozen=True)
class Whole:
    """The app without and with its guard, and what stands behind it."""

    installation: Installation
    routes: FastAPI
    app: ASGIApp


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("routes")
    redis = redis_in(folder)
    redis.start()
    installation = install(Settings(**settings_of(folder, redis.url)))
    installation.storage.migrate()
    deps = replace(api_deps(installation), limiter=CountingLimiter(10**9))  # a walk is more than anyone may do
    routes = build_routes(installation, deps)
    yield Whole(installation, routes, guarded(routes, deps))
    installation.close()
    redis.stop()


def test_only_the_allowlist_answers_a_stranger(whole: Whole) -> None:
    found = list(registered_routes(whole.routes.routes))
    answers = answered_anonymously(whole.app, found)
    print(f"\n{len(found)} methods of routes walked; open to strangers:")
    for answer in answers:
        print(f"  {answer.method:7} {answer.path}  {answer.status}")
    assert len(found) > 400
    assert any(each.path.startswith("/gradio_api/") for each in found)
    for answer in answers:
        methods = next((m for route, m in OPEN_ROUTES.items() if _covers(route, answer.path)), None)
        assert methods is not None, answer
        assert answer.method in methods or answer.status in (403, 404, 405), answer


def _covers(route: str, path: str) -> bool:
    return path == route or (route.endswith("/") and path.startswith(route))


def test_no_disguise_of_a_path_passes_the_guard(whole: Whole) -> None:
    client = TestClient(whole.app, raise_server_exceptions=False, follow_redirects=False)
    for path in ("/api/v1/jobs", "/gradio_api/info", "/config", "/jobs", "/gradio_api/mcp/"):
        for disguise in disguises(path):
            response = client.get(disguise, headers={"Accept": "application/json"})
            assert response.status_code in (400, 401, 404), (disguise, response.status_code)


@pytest.fixture(scope="module")
def ada(whole: Whole) -> User:
    return whole.installation.accounts.register("ada@example.org", "correct horse")


@pytest.fixture(scope="module")
def ids(whole: Whole, ada: User) -> dict[str, str]:
    """What belongs to Ada, by the names of path parameters."""
    asset = whole.installation.desk.take(ada, AssetType.PHOTO, "me.png", photo())
    job = whole.installation.studio.submit(ada, "restyle", {"photo": asset.id}).job
    key, _ = whole.installation.accounts.keys.create(ada.id, "laptop")
    device = whole.installation.accounts.sessions.open(ada, SessionKind.REFRESH).family
    more = {"share_id": "0" * 32, "name": "metadata.json", "device_id": device}
    return {"job_id": job.id, "asset_id": asset.id, "key_id": key.id, **more}


def test_another_user_gets_nothing_of_mine(whole: Whole, ids: dict[str, str]) -> None:
    accounts = whole.installation.accounts
    eve = accounts.sessions.open(accounts.register("eve@example.org", "correct horse"), SessionKind.REFRESH)
    token = accounts.sessions.access_token(eve)
    client = TestClient(whole.app, raise_server_exceptions=False, headers={"Authorization": f"Bearer {token}"})
    walked = 0
    for path in sorted(_paths(whole.routes.routes)):
        names = re.findall(r"\{(\w+)", path)
        if not names or not set(names) <= ids.keys():
            continue
        filled = re.sub(r"\{(\w+)[^}]*\}", lambda match: ids[match[1]], path)
        for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
            response = client.request(method, filled)
            assert response.status_code in (403, 404, 405), (method, path, response.status_code)
            walked += 1
    assert walked >= 30
    assert whole.installation.studio.job(_ada(whole), ids["job_id"]).job.status == "queued"


def _ada(whole: Whole) -> User:
    return whole.installation.accounts.sign_in("ada@example.org", "correct horse", "test")


def _paths(routes: Any, before: str = "") -> Iterator[str]:
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from _paths(route.effective_candidates(), before)
            continue
        known = getattr(route, "starlette_route", None) or route
        if "WebSocket" not in type(known).__name__:
            yield before + str(getattr(known, "path", ""))
