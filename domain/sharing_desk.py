"""Gives links to one result to people without an account, and takes them back."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.access import check_own
from domain.clock import utc_now
from domain.errors import Conflict, InvalidParams, NotFound, RateLimited
from domain.jobs import Job, JobStatus, StoredArtifact
from domain.ports import Clock, RateLimiter, UnitOfWork
from domain.sharing import SHARE_DEFAULT, SHARE_MAX, SHARE_MIN, SHARES_MAX, ShareLink
from domain.users import User, hash_secret, new_id, new_secret

RULE = "shared-ip"
_GONE = "This link does not work any more. Ask whoever sent it for a new one."


@dataclass(frozen=True)
class Shared:
    """What a link shows."""

    link: ShareLink
    job: Job
    artifacts: Sequence[StoredArtifact]


@dataclass(frozen=True)
class SharingDesk:
    """The facade for share links that the API and the pages call."""

    storage: UnitOfWork
    limiter: RateLimiter
    clock: Clock = utc_now

    def share(
        self, user: User, job_id: str, expires_in: timedelta = SHARE_DEFAULT, *, with_prompt: bool = False, ip: str = ""
    ) -> tuple[ShareLink, str]:
        """A new link and its secret, which is kept nowhere.

        Raises:
            NotFound, Forbidden: only who has ordered a job may show it to strangers.
            Conflict: it has not succeeded, or too many links to it work.
            InvalidParams: it would end too soon or too late.
        """
        if not SHARE_MIN <= expires_in <= SHARE_MAX:
            message = f"A link works for 5 minutes to {SHARE_MAX.days} days"
            raise InvalidParams.of_fields([("expires_in", message)])
        now, secret = self.clock(), new_secret()
        with self.storage.begin() as tx:
            job = tx.jobs.get(job_id)
            check_own(tx, user, job)
            if job.status is not JobStatus.SUCCEEDED:
                raise Conflict("Only a finished result can be shared.", status=job.status.value)
            if sum(link.works(now) for link in tx.share_links.of_job(job_id)) >= SHARES_MAX:
                raise Conflict(f"{SHARES_MAX} links to this result work already. Revoke one first.", limit=SHARES_MAX)
            link = ShareLink(new_id(), job_id, user.id, hash_secret(secret), with_prompt, now, now + expires_in)
            tx.share_links.add(link)
            tx.audit.add("share.created", user.id, ip, {"job_id": job_id, "share_id": link.id})
        return link, secret

    def list(self, user: User, job_id: str) -> builtins.list[ShareLink]:
        """The links to a job that work, newest first. Raises NotFound, Forbidden."""
        now = self.clock()
        with self.storage.read() as tx:
            check_own(tx, user, tx.jobs.get(job_id))
            return [link for link in tx.share_links.of_job(job_id) if link.works(now)]

    def revoke(self, user: User, job_id: str, link_id: str, *, ip: str = "") -> None:
        """End a link at once. Raises NotFound, Forbidden."""
        with self.storage.begin() as tx:
            check_own(tx, user, tx.jobs.get(job_id))
            if not tx.share_links.revoke(job_id, link_id, self.clock()):
                raise NotFound("There is no such link.")
            tx.audit.add("share.revoked", user.id, ip, {"job_id": job_id, "share_id": link_id})

    def open(self, secret: str, caller: str) -> Shared:
        """What a link shows.

        Args:
            caller: the address that asks, for the limit on how often it may.

        Raises:
            NotFound: it never worked, has ended or was revoked, which a stranger cannot tell apart.
            RateLimited: too many asked for from one address.
        """
        state = self.limiter.hit(RULE, caller)
        if not state.allowed:
            raise RateLimited(
                "Too many shared results were opened from here. Wait a moment.", retry_after=state.reset_after
            )
        with self.storage.read() as tx:
            link = tx.share_links.by_secret(hash_secret(secret))
            if link is None or not link.works(self.clock()):
                raise NotFound(_GONE)
            record = tx.jobs.record(link.job_id)
        return Shared(link, record.job, record.artifacts)
