"""Who a request is from."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import HTTPConnection

from api.deps import SESSION_COOKIE
from domain.accounts import Accounts
from domain.errors import NotAuthenticated, NotFound
from domain.sessions import SignedIn
from domain.users import User


@dataclass(frozen=True)
class Caller:
    """Who is signed in, and how.

    `by_cookie`: a browser sent the proof by itself, so the request may be another site's idea.
    """

    signed_in: SignedIn
    by_cookie: bool

    @property
    def user(self) -> User:
        return self.signed_in.user


@dataclass(frozen=True)
class Identity:
    """Reads the proof in a request's headers. Nothing is cached: a revoked key or session ends at once."""

    accounts: Accounts

    async def of(self, connection: HTTPConnection) -> Caller | None:
        """The caller, or None when no valid session cookie was sent.

        Raises:
            NotAuthenticated: a bearer token was sent and is wrong, whatever the cookie says.
        """
        return await to_thread.run_sync(self._read, _bearer(connection), connection.cookies.get(SESSION_COOKIE))

    def _read(self, bearer: str | None, cookie: str | None) -> Caller | None:
        if bearer is not None:
            return Caller(self._by_bearer(bearer), by_cookie=False)
        try:
            return Caller(self.accounts.sessions.by_cookie(cookie), by_cookie=True) if cookie else None
        except (NotAuthenticated, NotFound):
            return None

    def _by_bearer(self, token: str) -> SignedIn:
        try:
            return self.accounts.sessions.by_bearer(token)
        except NotFound:
            raise NotAuthenticated("This account no longer exists.") from None


def _bearer(connection: HTTPConnection) -> str | None:
    """The token after "Bearer". Another scheme is not ours: a proxy may ask for a password of its own."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
