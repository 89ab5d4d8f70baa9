"""Every error leaves in one form."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from domain import errors
from tests.support.api_world import ApiWorld, error_code


def _raising(app: FastAPI, error: Exception) -> None:
    @app.get("/raise")
    def fail() -> None:
        raise error


ALL = [
    errors.BadRequest,
    errors.NotAuthenticated,
    errors.InsufficientCredits,
    errors.Forbidden,
    errors.NotFound,
    errors.Conflict,
    errors.TooLarge,
    errors.UnsupportedMedia,
    errors.InvalidParams,
    errors.RateLimited,
    errors.Unavailable,
    errors.StorageFull,
    errors.ObjectMissing,
]


@pytest.mark.parametrize("kind", ALL)
def test_errors_of_the_studio_keep_code_status_and_details(world: ApiWorld, kind: type[errors.KinoraError]) -> None:
    _raising(world.app, kind("It went wrong.", limit=3))

    response = world.program().get("/raise")

    assert response.status_code == kind.status
    error = response.json()["error"]
    assert (error_code(response), error["message"], error["details"]) == (kind.code, "It went wrong.", {"limit": 3})


@pytest.mark.parametrize("path", ["/api/v1/jobs/script", "/api/v1/generators/script/quote"])
def test_an_answer_does_not_grow_with_what_is_wrong(world: ApiWorld, path: str) -> None:
    body = {"x" * 5000: 1, **{str(n): 1 for n in range(3000)}}

    response = world.program().post(path, json={"topic": "volcanoes", **body})

    fields = response.json()["error"]["details"]["fields"]
    assert (response.status_code, len(fields)) == (422, errors.FIELDS_MAX)
    assert (fields[0]["field"], fields[1]["field"]) == ("x" * errors.FIELD_NAME_MAX, "0")
    assert len(response.content) < 4000


def test_waiting_times_are_told(world: ApiWorld) -> None:
    _raising(world.app, errors.RateLimited("Wait.", retry_after=12))

    assert world.program().get("/raise").headers["retry-after"] == "12"


def test_an_outage_says_when_to_try_again(world: ApiWorld) -> None:
    _raising(world.app, errors.Unavailable("Down."))

    assert int(world.program().get("/raise").headers["retry-after"]) > 0


def test_a_defect_tells_nothing_of_its_cause(world: ApiWorld, caplog: pytest.LogCaptureFixture) -> None:
    _raising(world.app, ZeroDivisionError("secret cause"))

    response = world.program().get("/raise")

    assert (response.status_code, error_code(response)) == (500, "internal_error")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "request.failed method=GET path=/raise" in caplog.messages


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing", "/ws/jobs/x"])
def test_unknown_addresses(world: ApiWorld, path: str) -> None:
    response = world.program().get(path)

    assert (response.status_code, error_code(response)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/v1/credits", "GET"),
        ("PATCH", "/api/v1/assets", "GET, POST"),
        ("POST", "/health/live", "GET, HEAD"),
        ("TRACE", "/api/v1/credits", "GET"),
        ("BREW", "/api/v1/credits", "GET"),
    ],
)
def test_another_method(world: ApiWorld, method: str, path: str, allowed: str) -> None:
    response = world.program().request(method, path)

    assert (response.status_code, error_code(response)) == (405, "method_not_allowed")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api", 404),
        ("GET", "/health/nothing", 404),
        ("GET", "/ws/jobs/x", 404),
        ("PUT", "/api/v1/credits", 405),
        ("DELETE", "/objects/x", 405),
        ("TRACE", "/api/v1/credits", 405),
        ("BREW", "/api/v1/nothing", 404),
    ],
)
def test_an_app_mounted_behind_does_not_answer_for_the_api(
    world: ApiWorld, method: str, path: str, status: int
) -> None:
    world.app.mount("/", PlainTextResponse("the app behind"))

    response = world.program().request(method, path)

    assert response.status_code == status
    assert error_code(response) in ("not_found", "method_not_allowed")
    assert world.program().get("/elsewhere").text == "the app behind"


def test_an_unreachable_database_is_503(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: object) -> None:
        raise errors.Unavailable("The database cannot be reached right now.")

    program = world.program()
    monkeypatch.setattr(type(world.kit.database), "read", down)

    response = program.get("/api/v1/credits")

    assert (response.status_code, error_code(response)) == (503, "unavailable")
    assert "retry-after" in response.headers
