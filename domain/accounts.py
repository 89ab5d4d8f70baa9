"""Accounts: who somebody is, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import utc_now
from domain.credits import SIGNUP_GRANT, Credits
from domain.errors import InvalidParams, NotAuthenticated, NotFound, RateLimited
from domain.ports import Clock, PasswordHasher, RateLimiter, TokenSigner, Transaction, UnitOfWork
from domain.pronunciations import FIELD, TEXT_MAX, merged
from domain.users import (
    ADMIN_LINK_LIFETIME,
    REFRESH_TOKEN_LIFETIME,
    REMEMBERED_SESSION_LIFETIME,
    SESSION_LIFETIME,
    ApiKey,
    Role,
    Session,
    SessionKind,
    User,
    check_password,
    hash_secret,
    new_id,
    new_secret,
    normal_email,
)

API_KEY_PREFIX = "kin_"
ADMIN_LINK = "first-admin"
FAILED_SIGN_INS = "failed-sign-ins"
NAME_MAX = 80
JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian, Hindi and emoji are written."""
_WRONG = "The e-mail address or the password is wrong."


@dataclass(frozen=True)
class NewSession:
    """A session just opened: the secret goes to the client and is not kept."""

    user: User
    secret: str
    expires_at: datetime


@dataclass(frozen=True)
class Accounts:
    """Registers and signs in; the only code that reads passwords, session secrets and API keys."""

    storage: UnitOfWork
    hasher: PasswordHasher
    signer: TokenSigner
    limiter: RateLimiter
    clock: Clock = utc_now

    # --- becoming known ---------------------------------------------------------------------------------------

    def register(self, email: str, password: str, name: str = "", *, role: Role = Role.CREATOR) -> User:
        """Make an account with its first credits. Raises InvalidParams, or Conflict when the address is taken."""
        address = normal_email(email)
        check_password(password)
        shown = _check_name(name) or address.split("@")[0]
        hashed = self.hasher.hash(password)
        user = User(new_id(), address, shown, role, self.clock())
        with self.storage.begin() as tx:
            self._add(tx, user, hashed)
        return user

    @staticmethod
    def _add(tx: Transaction, user: User, hashed: str) -> None:
        tx.users.add(user, hashed)
        tx.ledger.grant(user.id, SIGNUP_GRANT, "signup")

    def sign_in(self, email: str, password: str, ip: str) -> User:
        """Check a password. Raises NotAuthenticated, or RateLimited after too many failures."""
        try:
            address = normal_email(email)
        except InvalidParams:
            raise NotAuthenticated(_WRONG) from None
        key = f"{address}|{ip}"
        # Counted before the check, and cleared by success, so that guesses sent side by side all count.
        state = self.limiter.hit(FAILED_SIGN_INS, key)
        if not state.allowed:
            minutes = max(1, round(state.reset_after / 60))
            raise RateLimited(f"Too many failed sign-ins. Try again in {minutes} min.", retry_after=state.reset_after)
        with self.storage.read() as tx:
            known = tx.users.by_email(address)
        if not self.hasher.verify(password, known[1] if known else None) or known is None:
            raise NotAuthenticated(_WRONG)
        self.limiter.clear(FAILED_SIGN_INS, key)
        return known[0]

    def credits(self, user_id: str) -> Credits:
        with self.storage.read() as tx:
            return tx.ledger.credits(user_id)

    # --- staying known ----------------------------------------------------------------------------------------

    def open_session(
        self, user: User, kind: SessionKind, *, remember: bool = False, user_agent: str = ""
    ) -> NewSession:
        """Open a browser session, or start a family of refresh tokens."""
        family = new_id()
        with self.storage.begin() as tx:
            return self._open(tx, user, kind, family, remember, user_agent)

    def _open(
        self, tx: Transaction, user: User, kind: SessionKind, family: str, remember: bool, agent: str
    ) -> NewSession:
        now, secret = self.clock(), new_secret()
        expires = now + _lifetime(kind, remember)
        tx.sessions.add(
            Session(new_id(), user.id, kind, family, hash_secret(secret), now, expires, agent[:200], remember)
        )
        return NewSession(user, secret, expires)

    def by_session(self, secret: str) -> User:
        """The user of a browser session. Raises NotAuthenticated."""
        with self.storage.read() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is None or session.kind is not SessionKind.BROWSER or not session.valid(self.clock()):
                raise NotAuthenticated("Please sign in.")
            return tx.users.get(session.user_id)

    def by_bearer(self, token: str) -> User:
        """The user of an access token or API key. Raises NotAuthenticated."""
        if token.startswith(API_KEY_PREFIX):
            return self._by_api_key(token)
        user_id = self.signer.read(token)
        with self.storage.read() as tx:
            try:
                return tx.users.get(user_id)
            except NotFound:
                raise NotAuthenticated("This account no longer exists.") from None

    def access_token(self, user: User) -> str:
        return self.signer.sign(user.id)

    def refresh(self, secret: str) -> NewSession:
        """Spend a refresh token for its successor. A spent one revokes its whole family. Raises NotAuthenticated."""
        now = self.clock()
        with self.storage.begin() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is None or session.kind is not SessionKind.REFRESH:
                renewed = None
            elif session.valid(now) and tx.sessions.spend(session.id, now):
                user = tx.users.get(session.user_id)
                renewed = self._open(
                    tx, user, SessionKind.REFRESH, session.family, session.remember, session.user_agent
                )
            else:
                tx.sessions.revoke_family(session.family, now)
                renewed = None
        if renewed is None:
            raise NotAuthenticated("This sign-in has ended. Please sign in again.")
        return renewed

    def sign_out(self, secret: str) -> None:
        """End the session of this secret and all refresh tokens of its family."""
        with self.storage.begin() as tx:
            session = tx.sessions.by_secret(hash_secret(secret))
            if session is not None:
                tx.sessions.revoke_family(session.family, self.clock())

    def sign_out_everywhere(self, user_id: str) -> None:
        with self.storage.begin() as tx:
            tx.sessions.revoke_all(user_id, self.clock())

    def set_pronunciations(self, user_id: str, text: str) -> None:
        """Say from now on how words are said for this account. Raises InvalidParams for lines that do not say so."""
        try:
            if len(text) > TEXT_MAX:
                raise ValueError(f"at most {TEXT_MAX} characters")
            lines = merged("", text)
        except ValueError as error:
            raise InvalidParams.of_fields([(FIELD, str(error))]) from None
        with self.storage.begin() as tx:
            tx.users.set_pronunciations(user_id, lines)

    # --- API keys ---------------------------------------------------------------------------------------------

    def create_api_key(self, user_id: str, name: str) -> tuple[ApiKey, str]:
        """A new key and its secret, which is shown this once."""
        label = _check_name(name)
        if not label:
            raise InvalidParams("Give the key a name.", fields=[{"field": "name", "message": "required"}])
        secret = new_secret(API_KEY_PREFIX)
        key = ApiKey(new_id(), user_id, label, hash_secret(secret), secret[:10], self.clock())
        with self.storage.begin() as tx:
            tx.api_keys.add(key)
        return key, secret

    def api_keys(self, user_id: str) -> list[ApiKey]:
        with self.storage.read() as tx:
            return tx.api_keys.of_user(user_id)

    def revoke_api_key(self, user_id: str, key_id: str) -> None:
        """Raises NotFound."""
        with self.storage.begin() as tx:
            tx.api_keys.revoke(user_id, key_id, self.clock())

    def _by_api_key(self, secret: str) -> User:
        now = self.clock()
        with self.storage.read() as tx:
            key = tx.api_keys.by_secret(hash_secret(secret))
            if key is None or key.revoked_at is not None:
                raise NotAuthenticated("This API key is not valid.")
            user = tx.users.get(key.user_id)
        if key.last_used_at is None or now - key.last_used_at > timedelta(minutes=1):
            with self.storage.begin() as tx:
                tx.api_keys.touch(key.id, now)
        return user

    # --- the first administrator ------------------------------------------------------------------------------

    def new_admin_link(self) -> str | None:
        """The secret of a one-time link that makes the first administrator; None when there is one."""
        with self.storage.begin() as tx:
            if tx.users.admin_exists():
                return None
            secret = new_secret()
            tx.one_time_tokens.add(ADMIN_LINK, hash_secret(secret), self.clock() + ADMIN_LINK_LIFETIME)
            return secret

    def admin_link_valid(self, secret: str) -> bool:
        with self.storage.read() as tx:
            if tx.users.admin_exists():
                return False
            return tx.one_time_tokens.valid(ADMIN_LINK, hash_secret(secret), self.clock())

    def register_first_admin(self, secret: str, email: str, password: str, name: str = "") -> User:
        """Make the administrator. The link is spent only if it succeeds. Raises NotAuthenticated, or as `register`."""
        address = normal_email(email)
        check_password(password)
        user = User(new_id(), address, _check_name(name) or address.split("@")[0], Role.ADMIN, self.clock())
        hashed = self.hasher.hash(password)
        with self.storage.begin() as tx:
            if tx.users.admin_exists() or not tx.one_time_tokens.use(ADMIN_LINK, hash_secret(secret), self.clock()):
                raise NotAuthenticated("This link has been used or has expired. Restart Kinora for a new one.")
            self._add(tx, user, hashed)
        return user


def _lifetime(kind: SessionKind, remember: bool) -> timedelta:
    if kind is SessionKind.REFRESH:
        return REFRESH_TOKEN_LIFETIME
    return REMEMBERED_SESSION_LIFETIME if remember else SESSION_LIFETIME


def _check_name(name: str) -> str:
    """A name as it is shown: single spaces, no invisible characters. "" when nothing visible is left."""
    shown = " ".join(name.split())
    if not all(c.isprintable() or c in JOINERS for c in shown) or (shown and not shown.strip(JOINERS)):
        _refuse_name("A name cannot hold invisible characters.")
    if len(shown) > NAME_MAX:
        _refuse_name(f"A name may have at most {NAME_MAX} characters.")
    return shown


def _refuse_name(message: str) -> None:
    raise InvalidParams(message, fields=[{"field": "name", "message": message}])
