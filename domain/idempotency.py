"""Requests that carry an Idempotency-Key: sent again, they get the first answer and do nothing twice.

Orders of jobs keep their key with the job (`Studio.submit`); this is for everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from domain.clock import utc_now
from domain.errors import BadRequest, Conflict
from domain.kept_answers import KeptAnswer
from domain.ports import Clock, UnitOfWork
from domain.users import hash_secret

KEY_MAX = 200
KEPT = timedelta(hours=24)
BUSY = timedelta(seconds=60)
"""When a request of which no answer was kept counts as lost: its process was ended."""


class Seal(Protocol):
    """Encrypts what is kept. `label` binds it to its place."""

    def close(self, content: bytes, label: str) -> bytes: ...
    def open(self, sealed: bytes, label: str) -> bytes:
        """Raises ValueError for what was not sealed here."""


@dataclass(frozen=True)
class Answer:
    """An answer as it goes out."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Idempotency:
    """Keeps the answers of requests that succeeded, for a day."""

    storage: UnitOfWork
    seal: Seal
    clock: Clock = utc_now

    def begin(self, user_id: str, key: str, request_hash: str) -> KeptAnswer | Answer:
        """The answer that the request had, or what to hand to `keep` or `drop` once it is answered.

        Raises:
            BadRequest: the key is empty, too long or holds odd characters.
            Conflict: it was used for another request, or the first one is still being answered.
        """
        check_key(key)
        now = self.clock()
        mine = KeptAnswer(user_id, hash_secret(key), request_hash, now)
        with self.storage.begin() as tx:
            tx.kept_answers.forget(now - KEPT)
            if tx.kept_answers.add(mine):
                return mine
            kept = tx.kept_answers.find(user_id, mine.key_hash)
            if kept is None or kept.request_hash != request_hash:
                raise Conflict("This Idempotency-Key was already used for a different request.")
            if kept.status is None:
                if now - kept.created_at < BUSY or not tx.kept_answers.swap(kept, mine):
                    raise Conflict("The first request with this Idempotency-Key is still being answered.")
                return mine
        return Answer(kept.status, kept.content_type, self.seal.open(kept.body or b"", _label(kept)))

    def keep(self, mine: KeptAnswer, answer: Answer) -> None:
        """Note how the request was answered."""
        sealed = self.seal.close(answer.body, _label(mine))
        after = replace(mine, status=answer.status, content_type=answer.content_type, body=sealed)
        with self.storage.begin() as tx:
            tx.kept_answers.swap(mine, after)

    def drop(self, mine: KeptAnswer) -> None:
        """The request failed: the same key may be used again."""
        with self.storage.begin() as tx:
            tx.kept_answers.drop(mine)


def check_key(key: str) -> None:
    """Raises BadRequest."""
    if not (1 <= len(key) <= KEY_MAX and key.isprintable()):
        raise BadRequest(f"An Idempotency-Key has 1 to {KEY_MAX} printable characters.")


def _label(answer: KeptAnswer) -> str:
    return f"{answer.user_id} {answer.key_hash}"
