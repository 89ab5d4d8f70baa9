"""What an account does by mail: verify its address, and get a new password when the old one is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.clock import utc_now
from domain.errors import LinkSpent, RateLimited
from domain.letters import Letter, LetterKind, Mailer
from domain.ports import Clock, PasswordHasher, RateLimiter, UnitOfWork
from domain.users import (
    RESET_LINK_LIFETIME,
    VERIFY_LINK_LIFETIME,
    User,
    check_password,
    hash_secret,
    new_secret,
    normal_email,
)

VERIFY_LINK = "verify-email"
RESET_LINK = "reset-password"
MAIL_TO_ADDRESS = "mail-address"
MAIL_BY_IP = "mail-ip"
_SPENT = "This link has been used or has expired. Ask for a new one."
_KEPT = timedelta(days=1)
"""How long after its end a link's row stays."""


@dataclass(frozen=True)
class AccountMail:
    """Makes the links, sends them, and takes them when they come back."""

    storage: UnitOfWork
    hasher: PasswordHasher
    limiter: RateLimiter
    mailer: Mailer
    base_url: str
    clock: Clock = utc_now

    def welcome(self, user: User, ip: str) -> None:
        """Send a new account its link; beyond the limits it is left to `send_verification`."""
        try:
            self.send_verification(user, ip)
        except RateLimited:
            return

    def send_verification(self, user: User, ip: str) -> None:
        """Send the link that verifies an address; nothing where it is verified. Raises RateLimited."""
        if user.email_verified_at is not None:
            return
        self._count(user.email, ip)
        secret = self._new_link(VERIFY_LINK, VERIFY_LINK_LIFETIME, user.id)
        link = f"{self.base_url}/verify-email?token={secret}"
        self.mailer.send(Letter(LetterKind.VERIFY, user.email, user.name, link))

    def verify(self, secret: str, ip: str = "") -> User:
        """Take a link that verifies an address. A second time changes nothing. Raises LinkSpent."""
        hashed, now = hash_secret(secret), self.clock()
        with self.storage.begin() as tx:
            valid = tx.one_time_tokens.use(VERIFY_LINK, hashed, now)
            owner = tx.one_time_tokens.owner(VERIFY_LINK, hashed)
            user = None if owner is None else tx.users.get(owner)
            if user is None or (not valid and user.email_verified_at is None):
                raise LinkSpent(_SPENT)
            if user.email_verified_at is None:
                tx.users.set_verified(user.id, now)
                tx.audit.add("email.verified", user.id, ip)
            return replace(user, email_verified_at=user.email_verified_at or now)

    def forgot_password(self, email: str, ip: str) -> None:
        """Send a link for a new password, if the address is known.

        The work is the same for an unknown address, so that neither the answer nor its time tells which it was.

        Raises:
            InvalidParams: this is no address.
            RateLimited: too often for this address, known or not, or from this IP address.
        """
        address = normal_email(email)
        self._count(address, ip)
        with self.storage.read() as tx:
            known = tx.users.by_email(address)
        user = known[0] if known else None
        secret = self._new_link(RESET_LINK, RESET_LINK_LIFETIME, user.id if user else None, "password.reset_asked", ip)
        if user is not None:
            link = f"{self.base_url}/reset-password?token={secret}"
            self.mailer.send(Letter(LetterKind.RESET, user.email, user.name, link))

    def reset_valid(self, secret: str) -> bool:
        """Whether a link for a new password can be used."""
        with self.storage.read() as tx:
            known = tx.one_time_tokens.valid(RESET_LINK, hash_secret(secret), self.clock())
            return known and tx.one_time_tokens.owner(RESET_LINK, hash_secret(secret)) is not None

    def reset_password(self, secret: str, password: str, ip: str = "") -> User:
        """Set a new password by a link, which is spent only if that succeeds, and end all sessions. API keys stay.

        The link came by mail, so the address counts as verified.

        Raises:
            InvalidParams: the password is not allowed.
            LinkSpent: the link is unknown, used, or expired.
        """
        check_password(password)
        if not self.reset_valid(secret):
            raise LinkSpent(_SPENT)
        hashed, now = self.hasher.hash(password), self.clock()
        with self.storage.begin() as tx:
            owner = tx.one_time_tokens.owner(RESET_LINK, hash_secret(secret))
            if owner is None or not tx.one_time_tokens.use(RESET_LINK, hash_secret(secret), now):
                raise LinkSpent(_SPENT)
            tx.users.set_password(owner, hashed)
            user = tx.users.get(owner)
            if user.email_verified_at is None:
                tx.users.set_verified(owner, now)
            tx.sessions.revoke_all(owner, now)
            tx.one_time_tokens.drop(RESET_LINK, owner)
            tx.audit.add("password.reset", owner, ip)
        self.mailer.send(Letter(LetterKind.PASSWORD_CHANGED, user.email, user.name))
        return user

    def _new_link(self, purpose: str, lifetime: timedelta, user_id: str | None, event: str = "", ip: str = "") -> str:
        now, secret = self.clock(), new_secret()
        with self.storage.begin() as tx:
            tx.one_time_tokens.drop_expired(now - _KEPT)
            tx.one_time_tokens.add(purpose, hash_secret(secret), now + lifetime, user_id)
            if event:
                tx.audit.add(event, user_id, ip)
        return secret

    def _count(self, address: str, ip: str) -> None:
        for rule, key in ((MAIL_BY_IP, ip), (MAIL_TO_ADDRESS, address)):
            state = self.limiter.hit(rule, key)
            if not state.allowed:
                minutes = max(1, round(state.reset_after / 60))
                message = f"Too many letters have been asked for. Look into your mail, or try again in {minutes} min."
                raise RateLimited(
                    message, retry_after=max(1, state.reset_after), limit=state.limit, reset_after=state.reset_after
                )
