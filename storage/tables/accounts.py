"""Tables of people and of what signs them in. Of secrets only hashes are stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.users import Role, SessionKind
from storage.columns import Base, words


class UserRow(Base):
    """`email` is in its normal form, see `domain.users.normal_email`.

    `password_hash` is "" for who has none: signed up with another service, or deleted. `totp_secret` is sealed;
    `totp_step` is the last time step of which a code was taken.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(words(Role, "role"), index=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    pronunciations: Mapped[str] = mapped_column(server_default="")
    email_verified_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_step: Mapped[int | None]
    deleted_at: Mapped[datetime | None]


class SessionRow(Base):
    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SessionKind] = mapped_column(words(SessionKind, "kind"))
    family: Mapped[str] = mapped_column(index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    user_agent: Mapped[str]
    remember: Mapped[bool]
    spent_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class ApiKeyRow(Base):
    """`scopes` are words with a space between them."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "user_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    hint: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    scopes: Mapped[str] = mapped_column(server_default="read jobs write account")


class OneTimeTokenRow(Base):
    """`user_id`: whose link it is; nobody's for the first administrator's, and for a letter that was not sent."""

    __tablename__ = "one_time_tokens"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)


class RecoveryCodeRow(Base):
    """What signs in once instead of a code of the authenticator."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class IdentityRow(Base):
    """An account at another service that signs in to ours. `subject` is its id there, which never changes."""

    __tablename__ = "identities"

    provider: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
