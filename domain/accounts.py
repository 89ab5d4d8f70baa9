"""Accounts: who somebody is, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from domain.account_mail import AccountMail
from domain.api_keys import ApiKeyDesk
from domain.audit import AuditEvent
from domain.clock import utc_now
from domain.credits import SIGNUP_GRANT, Credits
from domain.errors import InvalidParams, NotAuthenticated, RateLimited, TotpRequired
from domain.first_admin import FirstAdmin
from domain.foreign_sign_in import ForeignSignIn, IdentityProvider
from domain.idempotency import Seal
from domain.letters import Letter, LetterKind, LoggedMail, Mailer
from domain.names import checked_name
from domain.ports import Clock, PasswordHasher, RateLimiter, TokenSigner, UnitOfWork
from domain.pronunciations import FIELD, TEXT_MAX, merged
from domain.second_factor import SecondFactor
from domain.sessions import SessionDesk
from domain.users import Role, User, check_password, new_id, normal_email

FAILED_SIGN_INS = "failed-sign-ins"
LOCAL_URL = "http://127.0.0.1:7860"
_WRONG = "The e-mail address or the password is wrong."


@dataclass(frozen=True)
class Accounts:
    """Registers, signs in and looks after profiles; the only code that reads passwords.

    Its parts share its collaborators: `sessions`, `keys`, `mail`, `second_factor`, `foreign`, `first_admin`.

    Attributes:
        base_url: where people reach the studio, without a slash at its end; links in letters begin with it. It must
            not come from a request, or whoever sends one chooses where a link leads.
        providers: other services that sign people in, by key.
    """

    storage: UnitOfWork
    hasher: PasswordHasher
    signer: TokenSigner
    limiter: RateLimiter
    clock: Clock = utc_now
    seal: Seal = field(kw_only=True)
    mailer: Mailer = field(default_factory=LoggedMail)
    base_url: str = LOCAL_URL
    providers: Mapping[str, IdentityProvider] = field(default_factory=dict)

    @cached_property
    def keys(self) -> ApiKeyDesk:
        return ApiKeyDesk(self.storage, self.clock)

    @cached_property
    def sessions(self) -> SessionDesk:
        return SessionDesk(self.storage, self.signer, self.keys, self.clock)

    @cached_property
    def mail(self) -> AccountMail:
        return AccountMail(self.storage, self.hasher, self.limiter, self.mailer, self.base_url, self.clock)

    @cached_property
    def second_factor(self) -> SecondFactor:
        return SecondFactor(self.storage, self.limiter, self.seal, self.mailer, self.clock)

    @cached_property
    def foreign(self) -> ForeignSignIn:
        return ForeignSignIn(self.storage, self.providers, self.clock)

    @cached_property
    def first_admin(self) -> FirstAdmin:
        return FirstAdmin(self.storage, self.hasher, self.clock)

    # --- becoming known ---------------------------------------------------------------------------------------

    def register(self, email: str, password: str, name: str = "", *, role: Role = Role.CREATOR, ip: str = "") -> User:
        """Make an account with its first credits, and send the link that verifies its address.

        Raises:
            InvalidParams, or Conflict when the address is taken.
        """
        address = normal_email(email)
        check_password(password)
        shown = checked_name(name) or address.split("@")[0]
        hashed = self.hasher.hash(password)
        user = User(new_id(), address, shown, role, self.clock())
        with self.storage.begin() as tx:
            tx.users.add(user, hashed)
            tx.ledger.grant(user.id, SIGNUP_GRANT, "signup")
            tx.audit.add("user.registered", user.id, ip)
        self.mail.welcome(user, ip)
        return user

    def sign_in(self, email: str, password: str, ip: str, code: str = "") -> User:
        """Check a password, and where there is a second factor a code of it.

        Raises:
            NotAuthenticated: one of them is wrong.
            TotpRequired: the password is right, the code is missing.
            RateLimited: after too many failures.
        """
        user = self.first_step(email, password, ip)
        if user.two_factor:
            if not code.strip():
                raise TotpRequired("Write the code that your authenticator app shows, too.")
            self.second_factor.check(user, code, ip)
        return user

    def first_step(self, email: str, password: str, ip: str) -> User:
        """Check a password only. Raises NotAuthenticated, or RateLimited after too many failures."""
        try:
            address = normal_email(email)
        except InvalidParams:
            raise NotAuthenticated(_WRONG) from None
        key = f"{address}|{ip}"
        self._count(key)
        with self.storage.read() as tx:
            known = tx.users.by_email(address)
        if not self.hasher.verify(password, (known[1] or None) if known else None) or known is None:
            self._note_failure(known[0].id if known else None, ip)
            raise NotAuthenticated(_WRONG)
        self.limiter.clear(FAILED_SIGN_INS, key)
        return known[0]

    def _count(self, key: str) -> None:
        """Count a guess before it is checked: guesses sent side by side all count, and success clears them."""
        state = self.limiter.hit(FAILED_SIGN_INS, key)
        if not state.allowed:
            minutes = max(1, round(state.reset_after / 60))
            raise RateLimited(f"Too many failed sign-ins. Try again in {minutes} min.", retry_after=state.reset_after)

    def _note_failure(self, user_id: str | None, ip: str) -> None:
        with self.storage.begin() as tx:
            tx.audit.add("user.sign_in_failed", user_id, ip)

    # --- the password -----------------------------------------------------------------------------------------

    def confirm_password(self, user: User, password: str, ip: str, field: str = "password") -> None:
        """Have somebody who is signed in prove again who they are.

        Raises:
            InvalidParams: naming `field`, when the password is wrong or there is none.
            RateLimited: after too many failures.
        """
        self._count(f"{user.id}|{ip}")
        with self.storage.read() as tx:
            hashed = tx.users.password_hash(user.id)
        if not hashed:
            message = "This account has no password yet. Sign out and set one by “Forgot the password?”."
            raise InvalidParams(message, fields=[{"field": field, "message": message}])
        if not self.hasher.verify(password, hashed):
            self._note_failure(user.id, ip)
            raise InvalidParams("The password is wrong.", fields=[{"field": field, "message": "is wrong"}])
        self.limiter.clear(FAILED_SIGN_INS, f"{user.id}|{ip}")

    def change_password(self, user: User, current: str, new: str, ip: str = "") -> None:
        """Set a new password and end every session and refresh token; API keys stay.

        Raises:
            InvalidParams: the current one is wrong, or the new one not allowed; `fields` says which.
        """
        self.confirm_password(user, current, ip, "current_password")
        check_password(new, "new_password")
        hashed = self.hasher.hash(new)
        with self.storage.begin() as tx:
            tx.users.set_password(user.id, hashed)
            tx.sessions.revoke_all(user.id, self.clock())
            tx.audit.add("password.changed", user.id, ip)
        self.mailer.send(Letter(LetterKind.PASSWORD_CHANGED, user.email, user.name))

    # --- the profile ------------------------------------------------------------------------------------------

    def credits(self, user_id: str) -> Credits:
        with self.storage.read() as tx:
            return tx.ledger.credits(user_id)

    def activity(self, user_id: str, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
        """What happened to an account, newest first; with ids below `before`."""
        with self.storage.read() as tx:
            return tx.audit.of_user(user_id, before, limit)

    def set_name(self, user: User, name: str) -> User:
        """The user with another name. Raises InvalidParams for a name that is empty, too long or not to be seen."""
        shown = checked_name(name)
        if not shown:
            raise InvalidParams("Write a name.", fields=[{"field": "name", "message": "required"}])
        with self.storage.begin() as tx:
            tx.users.set_name(user.id, shown)
        return replace(user, name=shown)

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
