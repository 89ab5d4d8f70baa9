"""Staying signed in: sessions of browsers, families of refresh tokens, access tokens, devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.api_keys import API_KEY_PREFIX, ApiKeyDesk
from domain.clock import utc_now
from domain.devices import Device, device_name, device_of
from domain.errors import NotAuthenticated, NotFound
from domain.ports import Clock, TokenSigner, Transaction, UnitOfWork
from domain.users import (
    EVERY_SCOPE,
    REFRESH_TOKEN_LIFETIME,
    REMEMBERED_SESSION_LIFETIME,
    SESSION_LIFETIME,
    Scope,
    Session,
    SessionKind,
    User,
    hash_secret,
    new_id,
    new_secret,
)

SEEN_EVERY = timedelta(minutes=1)
"""How exact the time of last use is: not every request writes."""
USER_AGENT_MAX = 200
KEPT_AFTER_END = timedelta(days=30)


@dataclass(frozen=True)
class NewSession:
    """A session just opened: the secret goes to the client and is not kept."""

    user: User
    secret: str
    expires_at: datetime
    family: str


@dataclass(frozen=True)
class SignedIn:
    """Who proved who they are. `family`: of their sessions; None with an API key, which may do what `scopes` say."""

    user: User
    family: str | None
    scopes: frozenset[Scope] = EVERY_SCOPE


@dataclass(frozen=True)
class Client:
    """Where a request comes from: its address and what it says of itself."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class SessionDesk:
    """Opens, reads and ends sessions; the only code that reads session secrets."""

    storage: UnitOfWork
    signer: TokenSigner
    keys: ApiKeyDesk
    clock: Clock = utc_now

    def open(self, user: User, kind: SessionKind, client: Client = Client(), *, remember: bool = False) -> NewSession:
        """Open a browser session, or start a family of refresh tokens."""
        with self.storage.begin() as tx:
            data = {"device": device_name(client.user_agent), "kind": kind.value}
            tx.audit.add("user.signed_in", user.id, client.ip, data)
            return self._open(tx, user, kind, new_id(), remember, client.user_agent)

    def _open(
        self, tx: Transaction, user: User, kind: SessionKind, family: str, remember: bool, agent: str
    ) -> NewSession:
        now, secret = self.clock(), new_secret()
        expires = now + _lifetime(kind, remember)
        agent = agent[:USER_AGENT_MAX]
        tx.sessions.add(
            Session(
                new_id(), user.id, kind, family, hash_secret(secret), now, expires, agent, remember, None, None, now
            )
        )
        return NewSession(user, secret, expires, family)

    def by_cookie(self, secret: str) -> SignedIn:
        """Whose browser session this is. Raises NotAuthenticated."""
        now = self.clock()
        with self.storage.read() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is None or session.kind is not SessionKind.BROWSER or not session.valid(now):
                raise NotAuthenticated("Please sign in.")
            user = tx.users.get(session.user_id)
        if session.last_seen_at is None or now - session.last_seen_at > SEEN_EVERY:
            with self.storage.begin() as tx:
                tx.sessions.seen(session.id, now)
        return SignedIn(user, session.family)

    def by_bearer(self, token: str) -> SignedIn:
        """Whose access token or API key this is. Raises NotAuthenticated."""
        if token.startswith(API_KEY_PREFIX):
            user, scopes = self.keys.by_secret(token)
            return SignedIn(user, None, scopes)
        user_id, family = self.signer.read(token)
        with self.storage.read() as tx:
            if not tx.sessions.lives(user_id, family, self.clock()):
                raise NotAuthenticated("This sign-in has ended. Please sign in again.")
            return SignedIn(tx.users.get(user_id), family)

    def access_token(self, session: NewSession) -> str:
        """A token for the API that ends with the session, at the latest after ACCESS_TOKEN_LIFETIME."""
        return self.signer.sign(session.user.id, session.family)

    def refresh(self, secret: str, client: Client = Client()) -> NewSession:
        """Spend a refresh token for its successor. A spent one revokes its whole family. Raises NotAuthenticated."""
        now = self.clock()
        with self.storage.begin() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is None or session.kind is not SessionKind.REFRESH:
                renewed = None
            elif session.valid(now) and tx.sessions.spend(session.id, now):
                user, agent = tx.users.get(session.user_id), client.user_agent or session.user_agent
                renewed = self._open(tx, user, SessionKind.REFRESH, session.family, session.remember, agent)
            else:
                if session.spent_at is not None and session.revoked_at is None:
                    tx.audit.add("refresh.reused", session.user_id, client.ip, {"device": session.family})
                tx.sessions.revoke_family(session.family, now)
                renewed = None
        if renewed is None:
            raise NotAuthenticated("This sign-in has ended. Please sign in again.")
        return renewed

    def end(self, secret: str, ip: str = "") -> None:
        """End the session of this secret and all refresh tokens of its family."""
        with self.storage.begin() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is not None and session.revoked_at is None:
                tx.sessions.revoke_family(session.family, self.clock())
                tx.audit.add("user.signed_out", session.user_id, ip)

    def end_all(self, user_id: str, ip: str = "") -> None:
        """Sign out everywhere. API keys go on working."""
        with self.storage.begin() as tx:
            tx.sessions.revoke_all(user_id, self.clock())
            tx.audit.add("session.revoked", user_id, ip, {"devices": "all"})

    def forget_ended(self) -> int:
        """Delete the rows of sessions that ended by themselves a while ago; how many.

        A spent refresh token is known for as long as it would have lived, so that its reuse is noticed.
        """
        with self.storage.begin() as tx:
            return tx.sessions.drop_ended(self.clock() - KEPT_AFTER_END)

    def devices(self, user_id: str, current: str | None = None) -> list[Device]:
        """Where the account is signed in, the last used first; `current` is the family of the one that asks."""
        with self.storage.read() as tx:
            return [device_of(session, current) for session in tx.sessions.of_user(user_id, self.clock())]

    def end_device(self, user_id: str, device_id: str, ip: str = "") -> None:
        """Sign one device out. Raises NotFound for one of somebody else, or that is signed out already."""
        now = self.clock()
        with self.storage.begin() as tx:
            if not tx.sessions.lives(user_id, device_id, now):
                raise NotFound("There is no such device.")
            tx.sessions.revoke_family(device_id, now)
            tx.audit.add("session.revoked", user_id, ip, {"devices": "one"})


def _lifetime(kind: SessionKind, remember: bool) -> timedelta:
    if kind is SessionKind.REFRESH:
        return REFRESH_TOKEN_LIFETIME
    return REMEMBERED_SESSION_LIFETIME if remember else SESSION_LIFETIME
