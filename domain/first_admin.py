"""The first administrator, made by a link that is printed when the studio starts without one."""

from __future__ import annotations

from dataclasses import dataclass

from domain.clock import utc_now
from domain.credits import SIGNUP_GRANT
from domain.errors import NotAuthenticated
from domain.names import checked_name
from domain.ports import Clock, PasswordHasher, UnitOfWork
from domain.users import (
    ADMIN_LINK_LIFETIME,
    Role,
    User,
    check_password,
    hash_secret,
    new_id,
    new_secret,
    normal_email,
)

ADMIN_LINK = "first-admin"


@dataclass(frozen=True)
class FirstAdmin:
    """Makes the link and, once, the account."""

    storage: UnitOfWork
    hasher: PasswordHasher
    clock: Clock = utc_now

    def link_secret(self) -> str | None:
        """The secret of a one-time link that makes the first administrator; None when there is one."""
        with self.storage.begin() as tx:
            if tx.users.admin_exists():
                return None
            secret = new_secret()
            tx.one_time_tokens.add(ADMIN_LINK, hash_secret(secret), self.clock() + ADMIN_LINK_LIFETIME)
            return secret

    def valid(self, secret: str) -> bool:
        with self.storage.read() as tx:
            if tx.users.admin_exists():
                return False
            return tx.one_time_tokens.valid(ADMIN_LINK, hash_secret(secret), self.clock())

    def register(self, secret: str, email: str, password: str, name: str = "", ip: str = "") -> User:
        """Make the administrator, whose address counts as verified: who reads the console runs the studio.

        The link is spent only if it succeeds. Raises NotAuthenticated, InvalidParams, Conflict.
        """
        address, now = normal_email(email), self.clock()
        check_password(password)
        shown = checked_name(name) or address.split("@")[0]
        user = User(new_id(), address, shown, Role.ADMIN, now, email_verified_at=now)
        hashed = self.hasher.hash(password)
        with self.storage.begin() as tx:
            if tx.users.admin_exists() or not tx.one_time_tokens.use(ADMIN_LINK, hash_secret(secret), now):
                raise NotAuthenticated("This link has been used or has expired. Restart Kinora for a new one.")
            tx.users.add(user, hashed)
            tx.ledger.grant(user.id, SIGNUP_GRANT, "signup")
            tx.audit.add("user.registered", user.id, ip, {"role": user.role.value})
        return user
