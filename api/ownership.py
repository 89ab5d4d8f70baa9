"""Who may use which Gradio session, event and file."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from domain.errors import Unavailable

LIFETIME = 24 * 3600
"""Seconds since its last use after which a binding is forgotten. Gradio drops a closed session after an hour."""


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
        capacity: how many bindings are kept; the one longest unused goes first.
        now: seconds on a clock that never goes back.
    """

    def __init__(self, capacity: int = 100_000, now: Callable[[], float] = time.monotonic) -> None:
        self._capacity = capacity
        self._now = now
        self._bindings: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    async def claim(self, key: str, user: str) -> bool:
        owner = self._use(("claim", key))
        if owner is None:
            self._keep(("claim", key), user)
        return owner in (None, user)

    async def bind(self, key: str, user: str) -> None:
        self._keep((key, user), user)

    async def mine(self, key: str, user: str) -> bool:
        return self._use((key, user)) is not None

    def _use(self, entry: tuple[str, str]) -> str | None:
        user, used = self._bindings.get(entry, ("", 0.0))
        if not user or self._now() - used >= LIFETIME:
            return None
        self._keep(entry, user)
        return user

    def _keep(self, entry: tuple[str, str], user: str) -> None:
        self._bindings[entry] = (user, self._now())
        self._bindings.move_to_end(entry)
        if len(self._bindings) > self._capacity:
            self._bindings.popitem(last=False)


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
        name = f"{self._prefix}claim:{key}"
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
        # The length keeps user and key apart, whatever characters they have.
        return f"{self._prefix}bound:{len(user)}:{user}:{key}"

    async def _asked(self, answer: Awaitable[Any]) -> Any:
        try:
            return await answer
        except self._failures as error:
            raise Unavailable("The studio cannot reach its queue right now. Try again in a moment.") from error
