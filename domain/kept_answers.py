"""What requests with an Idempotency-Key were answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class KeptAnswer:
    """What a request was answered. No status while it is being answered; `body` is sealed."""

    user_id: str
    key_hash: str
    request_hash: str
    created_at: datetime
    status: int | None = None
    content_type: str = ""
    body: bytes | None = None


class KeptAnswers(Protocol):
    """Answers in storage, by user and key."""

    def add(self, answer: KeptAnswer) -> bool:
        """False where there is one already."""

    def find(self, user_id: str, key_hash: str) -> KeptAnswer | None: ...
    def swap(self, before: KeptAnswer, after: KeptAnswer) -> bool:
        """Compare and set: write `after` only where status and time still are those of `before`."""

    def drop(self, answer: KeptAnswer) -> None:
        """Delete this request's, if it still has no answer."""

    def forget(self, created_before: datetime) -> None: ...
