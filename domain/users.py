"""People and what signs them in."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from domain.errors import InvalidParams

PASSWORD_MIN_CHARACTERS = 8
PASSWORD_MAX_BYTES = 72
"""bcrypt reads no further than 72 bytes; a longer password would be cut silently."""

ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
REFRESH_TOKEN_LIFETIME = timedelta(days=7)
SESSION_LIFETIME = timedelta(hours=12)
REMEMBERED_SESSION_LIFETIME = timedelta(days=30)
ADMIN_LINK_LIFETIME = timedelta(days=1)
VERIFY_LINK_LIFETIME = timedelta(days=3)
RESET_LINK_LIFETIME = timedelta(hours=1)

_EMAIL = re.compile(r"^[^@\s\x00-\x1f\"(),:;<>\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$")


class Role(StrEnum):
    CREATOR = "creator"
    ADMIN = "admin"


@dataclass(frozen=True)
class User:
    id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    pronunciations: str = ""
    """How words are said in all that speaks for this account: lines of "word = how it is said"."""
    email_verified_at: datetime | None = None
    """When somebody proved to read the mail of this address; None before."""
    two_factor: bool = False
    """Whether signing in takes a code of an authenticator beside the password."""


class SessionKind(StrEnum):
    """BROWSER: an opaque cookie. REFRESH: a token that is spent once and gives its successor."""

    BROWSER = "browser"
    REFRESH = "refresh"


@dataclass(frozen=True)
class Session:
    """A signed-in browser or client. `family` joins a refresh token to those that it succeeded."""

    id: str
    user_id: str
    kind: SessionKind
    family: str
    secret_hash: str
    created_at: datetime
    expires_at: datetime
    user_agent: str = ""
    remember: bool = False
    spent_at: datetime | None = None
    revoked_at: datetime | None = None
    last_seen_at: datetime | None = None

    def valid(self, now: datetime) -> bool:
        return self.revoked_at is None and self.spent_at is None and now < self.expires_at


class Scope(StrEnum):
    """What an API key may do. READ: look. JOBS: order, change and end jobs. WRITE: change everything else but the
    account. ACCOUNT: the account itself, its keys and sessions; for administrators the studio."""

    READ = "read"
    JOBS = "jobs"
    WRITE = "write"
    ACCOUNT = "account"


EVERY_SCOPE = frozenset(Scope)


@dataclass(frozen=True)
class ApiKey:
    """A key for clients. Only its hash is stored; `hint` is its first characters, to tell keys apart."""

    id: str
    user_id: str
    name: str
    secret_hash: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    expires_at: datetime | None = None
    scopes: frozenset[Scope] = EVERY_SCOPE

    def valid(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def new_id() -> str:
    """A random identifier: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_secret(prefix: str = "") -> str:
    """A secret of 256 random bits, safe in URLs and headers."""
    return prefix + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256 of a random secret. (Passwords go through bcrypt: they are not random.)"""
    return sha256(secret.encode()).hexdigest()


def normal_email(email: str) -> str:
    """The form in which an address is stored and compared. Raises InvalidParams."""
    address = unicodedata.normalize("NFKC", email).strip().lower()
    if not address.isprintable() or not _EMAIL.match(address) or ".." in address or len(address) > 254:
        raise InvalidParams(
            "This is not an e-mail address.", fields=[{"field": "email", "message": "not an e-mail address"}]
        )
    return address


def check_password(password: str, field: str = "password") -> None:
    """Raise InvalidParams, naming `field`, unless a new password has 8 characters to 72 bytes."""
    if len(password) < PASSWORD_MIN_CHARACTERS:
        _refuse_password(field, f"The password needs at least {PASSWORD_MIN_CHARACTERS} characters.")
    if len(password.encode()) > PASSWORD_MAX_BYTES:
        _refuse_password(
            field, f"The password may have at most {PASSWORD_MAX_BYTES} bytes. Accents and emoji count more than one."
        )
    if not password.strip() or not any(c.isprintable() for c in password.strip()):
        _refuse_password(field, "The password needs characters that can be seen.")
    if "\x00" in password:
        _refuse_password(field, "The password may not contain a null character.")


def _refuse_password(field: str, message: str) -> None:
    raise InvalidParams(message, fields=[{"field": field, "message": message}])
