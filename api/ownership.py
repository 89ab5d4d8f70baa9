"""Who may use which Gradio session, event and file."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any, Protocol

from domain.errors import Unavailable

LIFETIME = 24 * 3600
"""Seconds since its last use after which a binding is forgotten. Gradio drops a closed session after an hour."""


_CLAIM, _BOUND = "claim", "bound"


class Ownership(Protocol):
    """Bindings of keys such as "session:abc" to users. Both implementations forget a binding LIFETIME after its use."""

    async def claim(self, key: str, user: str) -> bool:
        """Make `key` this user's alone if it is nobody's; whether it now is."""

    async def bind(self, key: str, user: str) -> None:
        """Let this user use `key`, beside those who may already."""

    async def mine(self, key: str, user: str) -> bool:
        """Whether `key` was bound to this user."""


class MemoryOwnership:
    """Bindings of one process.

    Args:
        capacity: how many bindings of each user are kept; the one longest unused goes first. Nobody can make another
            user's go by having many.
        now: seconds on a clock that never goes back.
    """

    def __init__(self, capacity: int = 5_000, now: Callable[[], float] = time.monotonic) -> None:
        self._capacity = capacity
        self._now = now
        self._claims: dict[str, str] = {}
        self._used: OrderedDict[str, OrderedDict[tuple[str, str], float]] = OrderedDict()
        """By user, those longest away first: when each of their bindings was last used, the longest unused first."""

    async def claim(self, key: str, user: str) -> bool:
        key = _digest(key)
        owner = self._claims.get(key)
        if owner is not None and self._use((_CLAIM, key), owner):
            return owner == user
        self._claims[key] = user
        self._keep((_CLAIM, key), user)
        return True

    async def bind(self, key: str, user: str) -> None:
        self._keep((_BOUND, _digest(key)), user)

    async def mine(self, key: str, user: str) -> bool:
        return self._use((_BOUND, _digest(key)), user)

    def _use(self, entry: tuple[str, str], user: str) -> bool:
        """Whether the user has this binding still; it then lives on."""
        own = self._used.get(user)
        if own is None or entry not in own or self._now() - own[entry] >= LIFETIME:
            return False
        self._keep(entry, user)
        return True

    def _keep(self, entry: tuple[str, str], user: str) -> None:
        own = self._used.setdefault(user, OrderedDict())
        own[entry] = self._now()
        own.move_to_end(entry)
        self._used.move_to_end(user)
        if len(own) > self._capacity:
            self._forget(own.popitem(last=False)[0], user)
        self._forget_the_absent()

    def _forget_the_absent(self) -> None:
        """Drop what is left of users who have used nothing for a LIFETIME."""
        while True:
            user, own = next(iter(self._used.items()))
            if self._now() - next(reversed(own.values())) < LIFETIME:
                return
            del self._used[user]
            for entry in own:
                self._forget(entry, user)

    def _forget(self, entry: tuple[str, str], user: str) -> None:
        kind, key = entry
        if kind == _CLAIM and self._claims.get(key) == user:
            del self._claims[key]


def _digest(key: str) -> str:
    """A key of one short length: clients make up the names in it, and may make them a megabyte long."""
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


class RedisClient(Protocol):
    """What is used of `redis.asyncio.Redis`."""

    def set(self, name: str, value: str, *, ex: int, nx: bool = False) -> Awaitable[Any]: ...
    def get(self, name: str) -> Awaitable[Any]: ...
    def expire(self, name: str, time: int) -> Awaitable[Any]: ...


class RedisOwnership:
    """Bindings that all app processes share.

    Args:
        failures: what the client raises when Redis cannot be reached; becomes Unavailable.
    """

    def __init__(self, client: RedisClient, failures: tuple[type[Exception], ...], prefix: str = "kinora:own:") -> None:
        self._client = client
        self._failures = failures
        self._prefix = prefix

    async def claim(self, key: str, user: str) -> bool:
        name = f"{self._prefix}{_CLAIM}:{_digest(key)}"
        if await self._asked(self._client.set(name, user, ex=LIFETIME, nx=True)):
            return True
        owner = await self._asked(self._client.get(name))
        if (owner.decode() if isinstance(owner, bytes) else owner) != user:
            return False
        await self._asked(self._client.expire(name, LIFETIME))
        return True

    async def bind(self, key: str, user: str) -> None:
        await self._asked(self._client.set(self._bound(key, user), "1", ex=LIFETIME))

    async def mine(self, key: str, user: str) -> bool:
        return bool(await self._asked(self._client.expire(self._bound(key, user), LIFETIME)))

    def _bound(self, key: str, user: str) -> str:
        # The digest has one length, which keeps user and key apart, whatever characters they have.
        return f"{self._prefix}{_BOUND}:{_digest(key)}:{user}"

    async def _asked(self, answer: Awaitable[Any]) -> Any:
        try:
            return await answer
        except self._failures as error:
            raise Unavailable("The studio cannot reach its queue right now. Try again in a moment.") from error
