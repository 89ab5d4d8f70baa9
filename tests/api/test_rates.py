"""How often somebody may call."""

from __future__ import annotations

import pytest

from api.rates import network_of, rule_for
from domain.errors import Unavailable
from domain.ports import RateState
from tests.support.api_world import ApiWorld, error_code

LOGIN = {"email": "nobody@example.org", "password": "wrong horse"}


def test_a_stranger_may_write_up_to_the_limit(world: ApiWorld) -> None:
    world.limiter.limits["writes-ip"] = 3
    client = world.client()

    responses = [client.post("/api/v1/auth/login", json=LOGIN) for _ in range(4)]

    assert [response.status_code for response in responses] == [401, 401, 401, 429]
    assert [response.headers["ratelimit-remaining"] for response in responses] == ["2", "1", "0", "0"]
    refused = responses[-1]
    assert error_code(refused) == "rate_limited"
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"] == "900"
    assert refused.headers["ratelimit-limit"] == "3"
    assert client.get("/health/live").status_code == 200


def test_a_user_may_write_up_to_the_limit_wherever_they_are(world: ApiWorld) -> None:
    world.limiter.limits["writes-user"] = 2
    program, browser = world.program(), world.browser()
    body = {"name": "x"}

    statuses = [client.post("/api/v1/auth/api-keys", json=body).status_code for client in (program, browser, program)]

    assert statuses == [201, 201, 429]
    assert world.program("eve@example.org").post("/api/v1/auth/api-keys", json=body).status_code == 201
    assert program.get("/api/v1/jobs").status_code == 200


def test_a_user_may_read_up_to_the_limit(world: ApiWorld) -> None:
    world.limiter.limits["reads-user"] = 2
    client = world.program()

    assert [client.get("/api/v1/jobs").status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/api/v1/jobs/script", json={"topic": "x"}).status_code == 202


def test_a_refused_write_has_no_effect(world: ApiWorld) -> None:
    world.limiter.limits["writes-user"] = 0

    assert world.program().post("/api/v1/jobs/script", json={"topic": "x"}).status_code == 429
    assert world.program().get("/api/v1/jobs").json()["items"] == []


def test_a_forged_request_uses_up_nothing(world: ApiWorld) -> None:
    assert world.browser(Origin="https://evil.example").post("/api/v1/auth/api-keys", json={}).status_code == 403
    assert world.limiter.of_rule("writes-user") == 0


def test_a_limiter_that_is_down_stops_nobody(world: ApiWorld) -> None:
    class Down:
        def hit(self, rule: str, key: str) -> RateState:
            raise Unavailable(f"{rule} {key}")

        def clear(self, rule: str, key: str) -> None:
            raise Unavailable(f"{rule} {key}")

    assert world.rewired(limiter=Down()).program().get("/api/v1/jobs").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "anonymous", "signed_in"),
    [
        ("GET", "/api/v1/jobs", None, "reads-user"),
        ("HEAD", "/", None, "reads-user"),
        ("POST", "/api/v1/auth/login", "writes-ip", "writes-user"),
        ("POST", "/login", "writes-ip", "writes-user"),
        ("DELETE", "/api/v1/assets/x", "writes-ip", "writes-user"),
        ("POST", "/gradio_api/queue/join", "writes-ip", "reads-user"),
        ("POST", "/gradio_api/run/price", "writes-ip", "reads-user"),
        ("POST", "/gradio_api/upload", "writes-ip", "writes-user"),
        ("GET", "/gradio_api/file=/x.png", None, "reads-user"),
        ("GET", "/gradio_api/queue/data", None, None),
        ("GET", "/gradio_api/heartbeat/s", None, "reads-user"),
        ("GET", "/api/v1/jobs/x/events", None, None),
        ("GET", "/api/v1/events", None, None),
        ("GET", "/static/app.css", None, None),
        ("GET", "/assets/index.js", None, None),
        ("PUT", "/objects/temp/x", None, None),
    ],
)
def test_rules(method: str, path: str, anonymous: str | None, signed_in: str | None) -> None:
    assert rule_for(method, path, signed_in=False) == anonymous
    assert rule_for(method, path, signed_in=True) == signed_in


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_customer_counts_as_one(ip: str, network: str) -> None:
    assert network_of(ip) == network
