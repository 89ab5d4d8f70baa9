"""What happened to accounts: events that matter when somebody asks who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class AuditEvent:
    """One event of the audit log. It never holds a password, token, key or code.

    Attributes:
        id: counts upwards, so that it orders events.
        kind: noun.verb, such as "password.changed".
        user_id: whom it happened to; None where nobody is known, such as a sign-in to an unknown address.
        ip: where it came from; "" when not from the network.
        data: JSON-able particulars.
    """

    id: int
    at: datetime
    kind: str
    user_id: str | None
    ip: str
    data: Mapping[str, Any] = field(default_factory=dict)


class AuditLog(Protocol):
    def add(self, kind: str, user_id: str | None, ip: str = "", data: Mapping[str, Any] | None = None) -> None:
        """Write an event with the transaction that it tells of. Raises ValueError for a kind that is not noun.verb."""

    def of_user(self, user_id: str, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
        """What happened to a user, newest first; with ids below `before`."""

    def of_kinds(self, prefix: str, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
        """What happened to anybody, newest first; of kinds that begin so."""
