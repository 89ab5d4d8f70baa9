"""API keys: made, shown once, limited in what they may do and for how long, revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from domain.clock import utc_now
from domain.errors import Forbidden, InvalidParams, NotAuthenticated
from domain.names import checked_name
from domain.ports import Clock, UnitOfWork
from domain.users import EVERY_SCOPE, ApiKey, Scope, User, hash_secret, new_id, new_secret

API_KEY_PREFIX = "kin_"
EXPIRY_DAYS_MAX = 3650
KEYS_MAX = 100
"""Keys in use that an account may have."""
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class ApiKeyDesk:
    """The only code that reads API keys."""

    storage: UnitOfWork
    clock: Clock = utc_now

    def create(
        self,
        user_id: str,
        name: str,
        scopes: Iterable[Scope] = EVERY_SCOPE,
        expires_in_days: int | None = None,
        ip: str = "",
        within: frozenset[Scope] = EVERY_SCOPE,
    ) -> tuple[ApiKey, str]:
        """A new key and its secret, which is shown this once.

        Args:
            within: what whoever makes it may do: a key makes no key that may do more.

        Raises:
            InvalidParams, Forbidden.
        """
        label, allowed = checked_name(name), frozenset(scopes)
        if not label:
            raise InvalidParams("Give the key a name.", fields=[{"field": "name", "message": "required"}])
        if not allowed:
            raise InvalidParams.of_fields([("scopes", "a key needs something that it may do")])
        if not allowed <= within:
            raise Forbidden("A key cannot make another that may do more than itself.")
        if expires_in_days is not None and not 1 <= expires_in_days <= EXPIRY_DAYS_MAX:
            raise InvalidParams.of_fields([("expires_in_days", f"from 1 to {EXPIRY_DAYS_MAX}")])
        now, secret = self.clock(), new_secret(API_KEY_PREFIX)
        expires = None if expires_in_days is None else now + timedelta(days=expires_in_days)
        key = ApiKey(new_id(), user_id, label, hash_secret(secret), secret[:10], now, None, None, expires, allowed)
        with self.storage.begin() as tx:
            if sum(other.valid(now) for other in tx.api_keys.of_user(user_id)) >= KEYS_MAX:
                raise InvalidParams.of_fields([("name", f"there are {KEYS_MAX} keys in use already; revoke one first")])
            tx.api_keys.add(key)
            tx.audit.add("key.created", user_id, ip, {"key": key.hint, "scopes": sorted(allowed)})
        return key, secret

    def of_user(self, user_id: str) -> list[ApiKey]:
        """The keys that were not revoked, newest first; also those that have expired."""
        with self.storage.read() as tx:
            return [key for key in tx.api_keys.of_user(user_id) if key.revoked_at is None]

    def revoke(self, user_id: str, key_id: str, ip: str = "") -> None:
        """End a key at once. Raises NotFound."""
        with self.storage.begin() as tx:
            tx.api_keys.revoke(user_id, key_id, self.clock())
            tx.audit.add("key.revoked", user_id, ip, {"key_id": key_id})

    def by_secret(self, secret: str) -> tuple[User, frozenset[Scope]]:
        """Whose key this is, and what it may do. Raises NotAuthenticated."""
        now = self.clock()
        with self.storage.read() as tx:
            key = tx.api_keys.by_secret(hash_secret(secret))
            if key is None or not key.valid(now):
                raise NotAuthenticated("This API key is not valid.")
            user = tx.users.get(key.user_id)
        if key.last_used_at is None or now - key.last_used_at > _USED_EVERY:
            with self.storage.begin() as tx:
                tx.api_keys.touch(key.id, now)
        return user, key.scopes
