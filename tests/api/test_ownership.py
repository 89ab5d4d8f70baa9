"""One contract for both kinds of ownership."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import redis.asyncio

from api.ownership import LIFETIME, MemoryOwnership, Ownership, RedisOwnership
from domain.errors import Unavailable
from tests.support.scaled import redis_in


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = redis_in(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server.url
    server.stop()


Body = Callable[[Ownership], Any]
Run = Callable[[Body], Any]


@pytest.fixture(params=["memory", "redis"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a test's body with an ownership of the kind that is asked for."""
    if request.param == "memory":
        return lambda body: asyncio.run(body(MemoryOwnership()))
    url = request.getfixturevalue("redis_url")

    async def with_redis(body: Body) -> Any:
        async with redis.asyncio.Redis.from_url(url) as client:
            await client.flushall()
            return await body(RedisOwnership(client, (redis.RedisError, OSError)))

    return lambda body: asyncio.run(with_redis(body))


def test_the_first_to_claim_keeps_it(run: Run) -> None:
    async def body(ownership: Ownership) -> None:
        assert await ownership.claim("session:a", "ada")
        assert await ownership.claim("session:a", "ada")
        assert not await ownership.claim("session:a", "eve")
        assert await ownership.claim("session:b", "eve")

    run(body)


def test_of_many_at_once_one_gets_it(run: Run) -> None:
    async def body(ownership: Ownership) -> list[bool]:
        return list(await asyncio.gather(*(ownership.claim("session:a", f"user-{n}") for n in range(20))))

    assert sum(run(body)) == 1


def test_what_is_bound_may_be_used_by_several(run: Run) -> None:
    async def body(ownership: Ownership) -> None:
        await ownership.bind("file:/a", "ada")
        assert await ownership.mine("file:/a", "ada")
        assert not await ownership.mine("file:/a", "eve")
        assert not await ownership.mine("file:/b", "ada")
        await ownership.bind("file:/a", "eve")
        assert await ownership.mine("file:/a", "ada")
        assert await ownership.mine("file:/a", "eve")

    run(body)


def test_a_claim_is_no_binding_and_a_binding_no_claim(run: Run) -> None:
    async def body(ownership: Ownership) -> None:
        await ownership.bind("x", "eve")
        assert await ownership.claim("x", "ada")
        assert not await ownership.mine("x", "ada")

    run(body)


def test_names_of_users_and_keys_cannot_run_together(run: Run) -> None:
    async def body(ownership: Ownership) -> None:
        await ownership.bind("b:c", "a")
        assert not await ownership.mine("c", "a:b")

    run(body)


def test_memory_forgets_what_is_not_used() -> None:
    now = [0.0]
    ownership = MemoryOwnership(now=lambda: now[0])

    async def body() -> None:
        await ownership.claim("s", "ada")
        await ownership.bind("f", "ada")
        now[0] = LIFETIME - 1
        assert await ownership.claim("s", "ada")
        now[0] = LIFETIME + 1
        assert not await ownership.mine("f", "ada")
        assert not await ownership.claim("s", "eve")
        now[0] = 3 * LIFETIME
        assert await ownership.claim("s", "eve")

    asyncio.run(body())


def test_memory_is_bounded_and_keeps_what_is_in_use() -> None:
    ownership = MemoryOwnership(capacity=3)

    async def body() -> None:
        for name in ("a", "b", "c"):
            await ownership.bind(name, "ada")
        assert await ownership.mine("a", "ada")
        await ownership.bind("d", "ada")
        assert [await ownership.mine(name, "ada") for name in "abcd"] == [True, False, True, True]

    asyncio.run(body())


def test_nobody_can_crowd_out_another_users_bindings() -> None:
    ownership = MemoryOwnership(capacity=3)

    async def body() -> None:
        assert await ownership.claim("session:ada", "ada")
        await ownership.bind("file:ada", "ada")
        for n in range(100):
            assert await ownership.claim(f"session:{n}", "eve")
        assert await ownership.mine("file:ada", "ada")
        assert not await ownership.claim("session:ada", "eve")
        assert not await ownership.claim("session:99", "ada")
        assert await ownership.claim("session:0", "ada")

    asyncio.run(body())


def test_memory_keeps_nothing_of_users_who_have_left() -> None:
    now = [0.0]
    ownership = MemoryOwnership(now=lambda: now[0])

    async def body() -> None:
        for n in range(10):
            await ownership.claim(f"session:{n}", f"user-{n}")
        now[0] = LIFETIME
        await ownership.claim("session:ada", "ada")

    asyncio.run(body())

    assert (len(ownership._used), len(ownership._claims)) == (1, 1)


def test_names_of_any_length_and_letters_can_be_bound(run: Run) -> None:
    async def body(ownership: Ownership) -> None:
        for name in ("x" * 1_000_000, "\ud800", "\x00", ""):
            assert await ownership.claim(name, "ada")
            assert not await ownership.claim(name, "eve")
            await ownership.bind(name, "ada")
            assert await ownership.mine(name, "ada")

    run(body)


def test_redis_forgets_too(redis_url: str) -> None:
    async def body() -> list[int]:
        async with redis.asyncio.Redis.from_url(redis_url) as client:
            await client.flushall()
            ownership = RedisOwnership(client, (redis.RedisError,))
            await ownership.claim("s", "ada")
            await ownership.bind("f", "ada")
            return [await client.ttl(name) for name in await client.keys("*")]

    assert [ttl == pytest.approx(LIFETIME, abs=5) for ttl in asyncio.run(body())] == [True, True]


def test_an_outage_is_a_refusal() -> None:
    async def body() -> None:
        async with redis.asyncio.Redis.from_url("unix:///nowhere/at-all.sock") as client:
            await RedisOwnership(client, (redis.RedisError, OSError)).claim("s", "ada")

    with pytest.raises(Unavailable):
        asyncio.run(body())
