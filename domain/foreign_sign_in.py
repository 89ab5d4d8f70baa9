"""Signing in with an account at another service."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.clock import utc_now
from domain.credits import SIGNUP_GRANT
from domain.errors import Conflict, Forbidden, InvalidParams
from domain.names import NAME_MAX, checked_name
from domain.ports import Clock, Transaction, UnitOfWork
from domain.users import Role, User, new_id, normal_email

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ForeignIdentity:
    """Who somebody is at another service.

    Attributes:
        provider: the key of the service, such as "github".
        subject: the account's id there, which never changes hands.
        email: an address that the service has verified; "" when it names none.
    """

    provider: str
    subject: str
    email: str
    name: str = ""


@dataclass(frozen=True)
class Trip:
    """What must be the same when somebody comes back from another service. Each is random and serves one trip."""

    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """A service that tells who somebody is."""

    @property
    def title(self) -> str:
        """What it is called, such as "GitHub"."""

    def address(self, trip: Trip, redirect_uri: str) -> str:
        """Where to send the browser. Raises Unavailable."""

    def identity(self, code: str, trip: Trip, redirect_uri: str) -> ForeignIdentity:
        """Who came back with this code. Raises NotAuthenticated, or Unavailable."""


@dataclass(frozen=True)
class ForeignSignIn:
    """Finds or makes the account of who comes from another service.

    Attributes:
        providers: the services that are set up, by key.
    """

    storage: UnitOfWork
    providers: Mapping[str, IdentityProvider]
    clock: Clock = utc_now

    def enter(self, identity: ForeignIdentity, ip: str = "") -> User:
        """The account that an identity signs in to; made when there is none.

        An account with the same address is linked only if that address was verified here, too: else somebody could
        register with another's address and wait for them to arrive.

        Raises:
            Forbidden: the service names no verified address.
            Conflict: there is an account with this address that has not verified it.
        """
        with self.storage.begin() as tx:
            owner = tx.identities.owner(identity.provider, identity.subject)
            if owner is not None:
                return tx.users.get(owner)
            user = self._by_address(tx, identity, ip)
            tx.identities.link(identity.provider, identity.subject, user.id)
            tx.audit.add("identity.linked", user.id, ip, {"provider": identity.provider})
            return user

    def _by_address(self, tx: Transaction, identity: ForeignIdentity, ip: str) -> User:
        if not identity.email:
            raise Forbidden("That service does not name a verified e-mail address of yours. Verify one there first.")
        address = normal_email(identity.email)
        known = tx.users.by_email(address)
        if known is None:
            return self._registered(tx, address, identity, ip)
        if known[0].email_verified_at is None:
            raise Conflict(
                "There is an account with this address that has not confirmed it. Sign in with its password and open"
                " the link in the letter, or set a new password by “Forgot the password?”; then come back."
            )
        return known[0]

    def _registered(self, tx: Transaction, address: str, identity: ForeignIdentity, ip: str) -> User:
        now = self.clock()
        name = _shown(identity.name) or address.split("@")[0]
        user = User(new_id(), address, name, Role.CREATOR, now, email_verified_at=now)
        tx.users.add(user, "")
        tx.ledger.grant(user.id, SIGNUP_GRANT, "signup")
        tx.audit.add("user.registered", user.id, ip, {"provider": identity.provider})
        return user


def _shown(name: str) -> str:
    """A name of elsewhere as far as it is one here."""
    try:
        return checked_name(name[:NAME_MAX])
    except InvalidParams:
        return ""
