"""Limits hold with Redis across processes, and without it in each."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from limits import parse

from queue_worker.embedded import EmbeddedRedis
from queue_worker.rate_limits import RedisRateLimiter
from wiring import RATES

RULES = {"writes-ip": "3 per 15 minute", "failed-sign-ins": "2 per 15 minute", "short": "2 per 1 second"}
NOWHERE = "unix:///nonexistent/valkey.sock"


@pytest.fixture
def limiter(redis_url: str) -> RedisRateLimiter:
    return RedisRateLimiter(redis_url, RULES)


def test_a_limit_holds_and_says_how_long(limiter: RedisRateLimiter) -> None:
    states = [limiter.hit("writes-ip", "1.2.3.4") for _ in range(4)]

    assert [state.allowed for state in states] == [True, True, True, False]
    assert [state.remaining for state in states] == [2, 1, 0, 0]
    assert {state.limit for state in states} == {3}
    assert 880 <= states[-1].reset_after <= 901
    assert limiter.hit("writes-ip", "5.6.7.8").allowed


def test_two_processes_share_a_limit(limiter: RedisRateLimiter, redis_url: str) -> None:
    other = RedisRateLimiter(redis_url, RULES)

    allowed = [each.hit("writes-ip", "key").allowed for each in (limiter, other, limiter, other)]

    assert allowed == [True, True, True, False]


def test_rules_are_counted_apart_and_can_be_cleared(limiter: RedisRateLimiter) -> None:
    assert [limiter.hit("failed-sign-ins", "a").allowed for _ in range(3)] == [True, True, False]
    assert limiter.hit("writes-ip", "a").allowed

    limiter.clear("failed-sign-ins", "a")

    assert limiter.hit("failed-sign-ins", "a").allowed


def test_an_unknown_rule_is_a_fault(limiter: RedisRateLimiter) -> None:
    with pytest.raises(KeyError):
        limiter.hit("no-such-rule", "key")


def test_a_rule_that_cannot_be_read_is_refused_at_the_start(redis_url: str) -> None:
    with pytest.raises(ValueError):
        RedisRateLimiter(redis_url, {"writes-ip": "many"})


@pytest.mark.parametrize("rule", ["writes-ip", "failed-sign-ins"])
def test_without_redis_each_process_counts_for_itself(rule: str) -> None:
    limiter = RedisRateLimiter(NOWHERE, RULES)

    allowed = [limiter.hit(rule, "key").allowed for _ in range(5)]

    assert allowed.count(True) == {"writes-ip": 3, "failed-sign-ins": 2}[rule]
    assert allowed == sorted(allowed, reverse=True)


def test_an_outage_gives_no_fresh_guesses(limiter: RedisRateLimiter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [limiter.hit("failed-sign-ins", "a").allowed for _ in range(2)] == [True, True]

    _break(limiter, monkeypatch)

    assert not limiter.hit("failed-sign-ins", "a").allowed


def test_it_recovers(redis_url: str, valkey: EmbeddedRedis) -> None:
    limiter = RedisRateLimiter(redis_url, RULES)
    limiter.hit("writes-ip", "key")
    assert valkey.pid is not None
    os.kill(valkey.pid, signal.SIGKILL)
    assert limiter.hit("writes-ip", "key").allowed
    valkey.ensure()

    other = RedisRateLimiter(redis_url, RULES)
    assert _eventually(lambda: limiter.hit("short", "key") and not other.hit("short", "key").allowed)


def _break(limiter: RedisRateLimiter, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(type(limiter._shared), "hit", _only(limiter._shared, gone, type(limiter._shared).hit))


def _only(broken: object, instead: Callable[..., object], otherwise: Callable[..., object]) -> Callable[..., object]:
    return lambda window, *args: instead() if window is broken else otherwise(window, *args)


def _eventually(look: Callable[[], bool]) -> bool:
    import time

    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("rule", sorted(RATES))
def test_each_limit_of_the_studio_is_exact_and_shared_by_two_processes(rule: str, redis_url: str) -> None:
    limit = int(RATES[rule].split()[0])
    here, there = (RedisRateLimiter(redis_url, RATES) for _ in range(2))
    for each in (here, there):  # all but two of the limit, at once
        each._own.strategy.hit(parse(RATES[rule]), rule, "somebody", cost=limit - 2)
    here._shared.strategy.hit(parse(RATES[rule]), rule, "somebody", cost=limit - 2)

    allowed = [each.hit(rule, "somebody").allowed for each in (here, there, here, there)]

    assert allowed == [True, True, False, False]
    assert here.hit(rule, "somebody else").allowed
