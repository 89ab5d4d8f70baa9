"""Signing in by two steps: a code of an authenticator app, or a recovery code, beside the password."""

from __future__ import annotations

import secrets
from base64 import b32encode, b64decode, b64encode
from dataclasses import dataclass
from datetime import timedelta

from domain.clock import utc_now
from domain.errors import Conflict, InvalidParams, LinkSpent, NotAuthenticated, RateLimited
from domain.idempotency import Seal
from domain.letters import Letter, LetterKind, Mailer
from domain.ports import Clock, RateLimiter, Transaction, UnitOfWork
from domain.totp import as_typed, matching_step, new_totp_secret, setup_uri
from domain.users import User, hash_secret, new_secret

SECOND_FACTOR = "second-factor"
RECOVERY_CODES = 10
TICKET_LIFETIME = timedelta(minutes=5)
_RECOVERY_BYTES = 10
"""80 random bits: nobody guesses them, and people can still type them."""
_WRONG = "This code is wrong, or was used before. Wait for the next one and try again."


@dataclass(frozen=True)
class Setup:
    """A secret for an app. `pending` goes back with the first code; it is sealed for this user."""

    secret: str
    uri: str
    pending: str


@dataclass(frozen=True)
class SecondFactor:
    """Sets it up, checks its codes and takes it away. Passwords are checked by `Accounts`, before."""

    storage: UnitOfWork
    limiter: RateLimiter
    seal: Seal
    mailer: Mailer
    clock: Clock = utc_now

    # --- setting it up ----------------------------------------------------------------------------------------

    def begin(self, user: User) -> Setup:
        """A new secret, not in force yet. Raises Conflict where there is a second factor already."""
        if user.two_factor:
            raise Conflict("Two-step sign-in is on already. Turn it off to set up another app.")
        secret = new_totp_secret()
        return Setup(as_typed(secret), setup_uri(secret, user.email), self._closed(secret, f"setup {user.id}"))

    def setup_of(self, user: User, pending: str) -> Setup:
        """The same again, from what the client sent back. Raises InvalidParams."""
        secret = self._pending(user, pending)
        return Setup(as_typed(secret), setup_uri(secret, user.email), pending)

    def enable(self, user: User, pending: str, code: str, ip: str = "") -> list[str]:
        """Put the secret in force, since the app shows a code of it; gives the recovery codes, which are shown once.

        Raises:
            InvalidParams: the code is wrong, or `pending` is not from `begin`.
            RateLimited, Conflict.
        """
        secret = self._pending(user, pending)
        self._count(user)
        step = matching_step(secret, _plain(code), self.clock())
        if step is None:
            raise InvalidParams(_WRONG, fields=[{"field": "code", "message": "is wrong"}])
        with self.storage.begin() as tx:
            if tx.users.totp(user.id) is not None:
                raise Conflict("Two-step sign-in is on already.")
            tx.users.set_totp(user.id, self._closed(secret, user.id))
            tx.users.take_totp_step(user.id, step)
            codes = self._new_codes(tx, user)
            tx.audit.add("totp.enabled", user.id, ip)
        self.limiter.clear(SECOND_FACTOR, user.id)
        self.mailer.send(Letter(LetterKind.SECOND_FACTOR_ON, user.email, user.name))
        return codes

    def disable(self, user: User, code: str, ip: str = "") -> None:
        """Sign in with the password alone from now on. Takes a code. Raises NotAuthenticated, RateLimited."""
        self.check(user, code, ip)
        with self.storage.begin() as tx:
            tx.users.set_totp(user.id, None)
            tx.recovery_codes.replace(user.id, [])
            tx.audit.add("totp.disabled", user.id, ip)
        self.mailer.send(Letter(LetterKind.SECOND_FACTOR_OFF, user.email, user.name))

    def renew_codes(self, user: User, code: str, ip: str = "") -> list[str]:
        """New recovery codes; those of before end. Takes a code. Raises NotAuthenticated, RateLimited."""
        self.check(user, code, ip)
        with self.storage.begin() as tx:
            codes = self._new_codes(tx, user)
            tx.audit.add("recovery_codes.renewed", user.id, ip)
        return codes

    def codes_left(self, user_id: str) -> int:
        with self.storage.read() as tx:
            return tx.recovery_codes.left(user_id)

    # --- signing in -------------------------------------------------------------------------------------------

    def check(self, user: User, code: str, ip: str = "") -> None:
        """Take a code of the app or a recovery code. Each works once.

        Raises:
            NotAuthenticated: it is wrong, old, or was used.
            RateLimited: after too many, whatever address they came from.
        """
        self._count(user)
        with self.storage.begin() as tx:
            taken = self._take(tx, user, _plain(code), ip)
            if not taken:
                tx.audit.add("user.sign_in_failed", user.id, ip, {"step": "code"})
        if not taken:
            raise NotAuthenticated(_WRONG)
        self.limiter.clear(SECOND_FACTOR, user.id)

    def ticket(self, user: User) -> str:
        """Proves for some minutes that the password was right, so that the page need not keep it."""
        secret = new_secret()
        with self.storage.begin() as tx:
            tx.one_time_tokens.add(SECOND_FACTOR, hash_secret(secret), self.clock() + TICKET_LIFETIME, user.id)
        return secret

    def by_ticket(self, ticket: str, code: str, ip: str = "") -> User:
        """Who signs in with a ticket and a code. The ticket ends only with a right code.

        Raises:
            LinkSpent: the ticket has ended.
            NotAuthenticated, RateLimited: as `check`.
        """
        with self.storage.read() as tx:
            valid = tx.one_time_tokens.valid(SECOND_FACTOR, hash_secret(ticket), self.clock())
            owner = tx.one_time_tokens.owner(SECOND_FACTOR, hash_secret(ticket))
            user = tx.users.get(owner) if valid and owner is not None else None
        if user is None:
            raise LinkSpent("That took too long. Sign in again.")
        self.check(user, code, ip)
        with self.storage.begin() as tx:
            if not tx.one_time_tokens.use(SECOND_FACTOR, hash_secret(ticket), self.clock()):
                raise LinkSpent("That took too long. Sign in again.")
        return user

    def _take(self, tx: Transaction, user: User, code: str, ip: str) -> bool:
        sealed = tx.users.totp(user.id)
        if sealed is None:
            return False
        if code.isdigit():
            step = matching_step(self.seal.open(b64decode(sealed), user.id), code, self.clock())
            return step is not None and tx.users.take_totp_step(user.id, step)
        if not tx.recovery_codes.use(user.id, hash_secret(code), self.clock()):
            return False
        tx.audit.add("recovery_code.used", user.id, ip)
        return True

    def _new_codes(self, tx: Transaction, user: User) -> list[str]:
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        tx.recovery_codes.replace(user.id, [hash_secret(_plain(code)) for code in codes])
        return codes

    def _count(self, user: User) -> None:
        state = self.limiter.hit(SECOND_FACTOR, user.id)
        if not state.allowed:
            minutes = max(1, round(state.reset_after / 60))
            message = f"Too many wrong codes. Try again in {minutes} min."
            raise RateLimited(message, retry_after=max(1, state.reset_after))

    def _closed(self, secret: bytes, label: str) -> str:
        return b64encode(self.seal.close(secret, label)).decode()

    def _pending(self, user: User, pending: str) -> bytes:
        try:
            return self.seal.open(b64decode(pending, validate=True), f"setup {user.id}")
        except ValueError:
            raise InvalidParams.of_fields([("pending", "is not from a setup of yours; begin again")]) from None


def _recovery_code() -> str:
    text = b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(code: str) -> str:
    """A code however it was typed."""
    return "".join(code.split()).replace("-", "").lower()
