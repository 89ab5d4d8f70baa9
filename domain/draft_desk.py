"""Keeps, lists and gives out drafts."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.clock import utc_now
from domain.drafts import DEPTH_MAX, DRAFT_MAX_BYTES, DRAFTS_MAX, NAME_MAX, Draft, DraftChange, DraftFacts
from domain.errors import BadRequest, Conflict, Forbidden, InvalidParams, NotFound, TooLarge
from domain.ports import Clock, Transaction, UnitOfWork
from domain.users import User

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class DraftDesk:
    """The facade for drafts that the API calls.

    Attributes:
        generators: the keys of those that there are.
    """

    storage: UnitOfWork
    generators: Container[str]
    clock: Clock = utc_now

    def list(self, user: User, generator: str | None = None) -> builtins.list[DraftFacts]:
        """The user's drafts, the last changed first."""
        with self.storage.read() as tx:
            return tx.drafts.of_user(user.id, generator)

    def get(self, user: User, draft_id: str) -> Draft:
        """Raises NotFound, or Forbidden for another account's draft."""
        with self.storage.read() as tx:
            return _own(tx.drafts.find(draft_id), user)

    def put(self, user: User, draft_id: str, change: DraftChange) -> Draft:
        """Keep a draft. The same change again has no effect, so it may be sent again when an answer was lost.

        Args:
            draft_id: 32 hexadecimal digits, chosen by the caller for a new draft.

        Raises:
            InvalidParams: a bad id or name.
            BadRequest: content that is not JSON, or nested more than DEPTH_MAX deep.
            TooLarge: more than DRAFT_MAX_BYTES.
            NotFound: there is no such generator, or the draft was deleted since.
            Forbidden: the id is that of another account's draft.
            Conflict: it was changed since `change.version`, or the account has DRAFTS_MAX drafts.
        """
        content = self._checked(draft_id, change)
        size = len(content.encode())
        with self.storage.begin() as tx:
            known = tx.drafts.find(draft_id)
            if known is None:
                return self._added(tx, user, draft_id, change, size)
            before = _own(known, user)
            if (before.generator, before.name, _json(before.content)) == (change.generator, change.name, content):
                return before
            if before.version != change.version or before.generator != change.generator:
                raise _changed(before.version)
            now, version = self.clock(), before.version + 1
            after = replace(
                before, name=change.name, content=change.content, version=version, size=size, updated_at=now
            )
            if not tx.drafts.replace(before.version, after):
                raise _changed(None)
            return after

    def delete(self, user: User, draft_id: str) -> None:
        """Raises NotFound, Forbidden."""
        with self.storage.begin() as tx:
            _own(tx.drafts.find(draft_id), user)
            tx.drafts.delete(draft_id)

    def _added(self, tx: Transaction, user: User, draft_id: str, change: DraftChange, size: int) -> Draft:
        if change.version:
            raise NotFound("This draft was deleted.")
        if tx.drafts.count(user.id) >= DRAFTS_MAX:
            raise Conflict(f"You have {DRAFTS_MAX} drafts, which is the limit. Delete one first.", limit=DRAFTS_MAX)
        now = self.clock()
        draft = Draft(draft_id, user.id, change.generator, change.name, 1, size, now, now, change.content)
        if not tx.drafts.add(draft):
            raise _changed(None)
        return draft

    def _checked(self, draft_id: str, change: DraftChange) -> str:
        """The content as JSON."""
        if change.generator not in self.generators:
            raise NotFound(f"There is no generator named {change.generator!r}.")
        if not _ID.fullmatch(draft_id):
            raise InvalidParams.of_fields([("id", "An id has 32 hexadecimal digits.")])
        if not (1 <= len(change.name) <= NAME_MAX and change.name.isprintable() and change.name.strip()):
            raise InvalidParams.of_fields([("name", f"A name has 1 to {NAME_MAX} printable characters.")])
        try:
            content = _json(change.content)
            size = len(content.encode())
        except (ValueError, RecursionError):
            raise BadRequest("The content holds something that is not JSON, or is nested too deeply.") from None
        if size > DRAFT_MAX_BYTES:
            raise TooLarge(f"A draft holds at most {DRAFT_MAX_BYTES // 1000} kB.", max_bytes=DRAFT_MAX_BYTES)
        if _deeper(change.content, DEPTH_MAX):
            raise BadRequest(f"The content is nested more than {DEPTH_MAX} deep.")
        return content


def _json(content: Mapping[str, Any]) -> str:
    """Raises ValueError for what JSON does not have, and RecursionError."""
    return json.dumps(content, allow_nan=False, ensure_ascii=False)


def _deeper(content: Mapping[str, Any], most: int) -> bool:
    """Whether lists and objects are nested more than `most` deep."""
    level: list[Any] = [content]
    for _ in range(most):
        inside = [each.values() if isinstance(each, Mapping) else each for each in level]
        level = [value for values in inside for value in values if isinstance(value, list | Mapping)]
        if not level:
            return False
    return True


def _own(draft: Draft | None, user: User) -> Draft:
    if draft is None:
        raise NotFound("There is no such draft.")
    if draft.user_id != user.id:
        raise Forbidden("This draft belongs to another account.")
    return draft


def _changed(version: int | None) -> Conflict:
    return Conflict("This draft was changed elsewhere meanwhile. Load it again.", version=version)
