"""Looks at what is ordered, refuses what this studio does not make, and takes appeals."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from domain.clock import utc_now
from domain.disguised_text import readings
from domain.errors import Conflict, Forbidden, InvalidParams
from domain.moderation import Action, Finding, Screen, refused
from domain.ports import Clock, UnitOfWork
from domain.refusals import APPEAL_MAX, NOTE_MAX, Outcome, Refusal
from domain.users import Role, User, new_id

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
"""How long a refusal is kept that nobody has appealed against, or that was upheld."""
LIST_MAX = 100


@dataclass(frozen=True)
class ModerationDesk:
    """The facade for moderation that the studio and the API call."""

    storage: UnitOfWork
    screen: Screen
    clock: Clock = utc_now

    # --- orders -----------------------------------------------------------------------------------------------

    def look(self, user: User, params: Mapping[str, Any]) -> None:
        """Raises ContentRefused for an order that would be refused. Keeps nothing: for quotes."""
        finding = self._finding(user, params)
        if finding is not None and finding.category.action is Action.REFUSE:
            raise refused(finding)

    def admit(self, user: User, generator: str, params: Mapping[str, Any]) -> None:
        """The same for an order, which is noted when it is refused or flagged."""
        finding = self._finding(user, params)
        if finding is None:
            return
        if finding.category.action is Action.FLAG:
            self._flag(user, generator, finding)
            return
        raise refused(finding, self._note(user, generator, finding))

    def _finding(self, user: User, params: Mapping[str, Any]) -> Finding | None:
        found = self.screen.findings(params)
        if any(not each.category.fixed for each in found):
            with self.storage.read() as tx:
                allowed = tx.refusals.allowed(user.id, {_hash(each.text) for each in found})
            found = [e for e in found if e.category.fixed or (_hash(e.text), e.category.key) not in allowed]
        return min(found, key=lambda each: each.category.action is not Action.REFUSE, default=None)

    def _flag(self, user: User, generator: str, finding: Finding) -> None:
        log.info("content.flagged account=%s generator=%s category=%s", user.id, generator, finding.category.key)
        data = {"generator": generator, "category": finding.category.key, "field": finding.field}
        with self.storage.begin() as tx:
            tx.audit.add("content.flagged", user.id, data=data)

    def _note(self, user: User, generator: str, finding: Finding) -> str:
        """Keep a refusal; the same text again is the same one. Gives its id."""
        category, digest = finding.category.key, _hash(finding.text)
        log.info("content.refused account=%s generator=%s category=%s", user.id, generator, category)
        with self.storage.begin() as tx:
            known = tx.refusals.same_text(user.id, digest, category)
            refusal_id = known.id if known is not None else new_id()
            if known is None:
                tx.refusals.add(
                    Refusal(
                        id=refusal_id,
                        user_id=user.id,
                        created_at=self.clock(),
                        generator=generator,
                        field=finding.field,
                        category=category,
                        rule=finding.rule,
                        text_hash=digest,
                        excerpt=finding.excerpt,
                    )
                )
            data = {"generator": generator, "category": category, "field": finding.field, "refusal": refusal_id}
            tx.audit.add("content.refused", user.id, data=data)
        return refusal_id

    # --- appeals ----------------------------------------------------------------------------------------------

    def refusals(self, user: User) -> list[Refusal]:
        """The user's refused orders, newest first."""
        with self.storage.read() as tx:
            return tx.refusals.of_user(user.id, LIST_MAX)

    def appeal(self, user: User, refusal_id: str, message: str) -> Refusal:
        """Ask for a person to look again.

        Raises:
            NotFound, Forbidden (another account's), InvalidParams (no message, or a long one),
            Conflict (there is an appeal already, or this category is never allowed).
        """
        said = _checked("message", message, APPEAL_MAX, empty=False)
        with self.storage.begin() as tx:
            refusal = tx.refusals.get(refusal_id)
            if refusal.user_id != user.id:
                raise Forbidden("This order belongs to another account.")
            if not self.can_be_appealed(refusal):
                raise Conflict("This is never made here, so there is no review.")
            if not tx.refusals.appeal(refusal_id, said, self.clock()):
                raise Conflict("You have asked for a review of this order already.")
            tx.audit.add("refusal.appealed", user.id, data={"refusal": refusal_id})
            return tx.refusals.get(refusal_id)

    def refuses(self, category: str) -> bool:
        """Whether this installation refuses content of a category."""
        return any(each.key == category and each.action is Action.REFUSE for each in self.screen.categories)

    def can_be_appealed(self, refusal: Refusal) -> bool:
        """Whether its category is one that a person may decide."""
        return any(each.key == refusal.category and not each.fixed for each in self.screen.categories)

    def appeals(self, admin: User, *, waiting: bool = True) -> list[Refusal]:
        """What waits for an administrator, the oldest first; or what was decided. Raises Forbidden."""
        _check_admin(admin)
        with self.storage.read() as tx:
            return tx.refusals.appeals(waiting=waiting, limit=LIST_MAX)

    def resolve(self, admin: User, refusal_id: str, outcome: Outcome, note: str = "") -> Refusal:
        """Decide an appeal. Raises Forbidden, NotFound, InvalidParams, Conflict (none waits, or it is decided)."""
        _check_admin(admin)
        said = _checked("note", note, NOTE_MAX, empty=True)
        with self.storage.begin() as tx:
            refusal = tx.refusals.get(refusal_id)
            if not tx.refusals.resolve(refusal_id, outcome, said, admin.id, self.clock()):
                raise Conflict("There is no open appeal against this refusal.")
            data = {"refusal": refusal_id, "outcome": outcome.value, "by": admin.id}
            tx.audit.add("refusal.resolved", refusal.user_id, data=data)
            return tx.refusals.get(refusal_id)

    def forget_old(self) -> int:
        """Delete refusals past their time; gives how many."""
        with self.storage.begin() as tx:
            return tx.refusals.forget(self.clock() - KEPT)


def _check_admin(user: User) -> None:
    if user.role is not Role.ADMIN:
        raise Forbidden("Only administrators decide about refused orders.")


def _checked(field: str, text: str, longest: int, *, empty: bool) -> str:
    said = text.strip()
    if (not said and not empty) or len(said) > longest or "\x00" in said:
        raise InvalidParams.of_fields([(field, f"Write {'up to' if empty else '1 to'} {longest} characters")])
    return said


def _hash(text: str) -> str:
    return sha256(readings(text)[0].encode()).hexdigest()
