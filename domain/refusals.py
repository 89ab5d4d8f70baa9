"""Refused orders, and what their owners and the administrators say about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

APPEAL_MAX = 1000
NOTE_MAX = 1000


class Outcome(StrEnum):
    """ALLOWED: this text may be ordered by this account from now on. UPHELD: it stays refused."""

    ALLOWED = "allowed"
    UPHELD = "upheld"


@dataclass(frozen=True)
class Refusal:
    """An order that was refused.

    Attributes:
        field: where in the order it was found.
        rule: the words of the lists that were found.
        text_hash: SHA-256 of the field's text in its compared form.
        excerpt: what stands around those words, so that a person can judge.
        message: what the owner said against it.
        note: what the administrator answered.
    """

    id: str
    user_id: str
    created_at: datetime
    generator: str
    field: str
    category: str
    rule: str
    text_hash: str
    excerpt: str
    appealed_at: datetime | None = None
    message: str = ""
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    outcome: Outcome | None = None
    note: str = ""


class Refusals(Protocol):
    def add(self, refusal: Refusal) -> None: ...
    def get(self, refusal_id: str) -> Refusal:
        """Raises NotFound."""

    def of_user(self, user_id: str, limit: int) -> list[Refusal]:
        """Newest first."""

    def same_text(self, user_id: str, text_hash: str, category: str) -> Refusal | None:
        """The newest refusal of this text to this user for the same reason."""

    def allowed(self, user_id: str, hashes: Collection[str]) -> set[tuple[str, str]]:
        """(text, category) that an administrator has allowed this user, among these texts."""

    def appeals(self, *, waiting: bool, limit: int) -> list[Refusal]:
        """Appeals: those that wait, the oldest first; or the others, the newest first."""

    def appeal(self, refusal_id: str, message: str, at: datetime) -> bool:
        """False where there is an appeal already."""

    def resolve(self, refusal_id: str, outcome: Outcome, note: str, by: str, at: datetime) -> bool:
        """False where it was resolved already, or there is no appeal."""

    def forget(self, before: datetime) -> int:
        """Delete older ones but those that wait for an answer or were allowed; gives how many."""
