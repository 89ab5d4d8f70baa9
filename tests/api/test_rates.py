"""How often somebody may call."""

from __future__ import annotations

import asyncio

import pytest

from api.one_at_a_time import WAITING_MAX, OneAtATime
from api.rates import network_of, rule_for
from domain.errors import RateLimited, Unavailable
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
        ("POST", "/api/v1/generators/story/quote", "writes-ip", "quotes-user"),
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


def test_quotes_have_a_limit_of_their_own(world: ApiWorld) -> None:
    world.limiter.limits["quotes-user"] = 2
    client, body = world.program(), {"topic": "x"}

    statuses = [client.post("/api/v1/generators/script/quote", json=body).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert world.limiter.of_rule("reads-user") == world.limiter.of_rule("writes-user") == 0


def test_one_of_a_user_s_costly_requests_is_at_work_at_a_time() -> None:
    asyncio.run(_take_turns())


async def _take_turns() -> None:
    turns, at_work, order = OneAtATime(), [0], []

    async def ask(user: str, number: int) -> None:
        async with turns.turn(user):
            at_work[0] += 1
            order.append((user, number, at_work[0]))
            await asyncio.sleep(0)
            at_work[0] -= 1

    await asyncio.gather(*(ask("ada", n) for n in range(WAITING_MAX + 1)))
    assert order == [("ada", n, 1) for n in range(WAITING_MAX + 1)]

    # one more than may wait is refused, another user's is not, and both find free room afterwards
    asked = [ask("ada", n) for n in range(WAITING_MAX + 2)]
    refused = await asyncio.gather(*asked, ask("bob", 0), return_exceptions=True)
    assert [type(each) for each in refused if each is not None] == [RateLimited]
    await ask("ada", 0)
