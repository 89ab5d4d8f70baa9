"""A studio over a real database and object store, with a queue and a channel that only remember."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.prices import load_prices
from domain.accounts import Accounts
from domain.asset_desk import AssetDesk
from domain.errors import Unavailable
from domain.format_desk import FormatDesk
from domain.generator import Generator
from domain.jobs import Job
from domain.lifecycle import Lifecycle
from domain.ports import JobEvent, ObjectStore, RateState
from domain.project_desk import ProjectDesk
from domain.sharing_desk import SharingDesk
from domain.studio import Studio, StudioPorts
from domain.users import User
from engine.media.check import check_media
from engine.media.copies import make_copy
from engine.registry import discover
from storage.database import Database
from storage.local_signer import LocalSigner
from storage.passwords import BcryptHasher
from storage.sealed import AesSeal
from storage.tokens import JwtSigner
from tests.support.migrated import migrated_database
from tests.support.scaled import objects_in

SECRET = b"s" * 32


@dataclass
class RememberedQueue:
    """`JobQueue` that can be "down"."""

    waiting: list[str] = field(default_factory=list)
    down: bool = False

    def enqueue(self, job: Job) -> None:
        if self.down:
            raise Unavailable("The queue is down.")
        self.waiting.append(job.id)

    def known(self, job_ids: Sequence[str]) -> set[str]:
        return set(self.waiting) & set(job_ids)

    def forget(self, job_id: str) -> None:
        self.waiting = [waiting for waiting in self.waiting if waiting != job_id]


@dataclass
class RememberedChannel:
    """`ProgressChannel` that keeps what was published and plays it back once."""

    events: list[JobEvent] = field(default_factory=list)
    previews: dict[str, bytes] = field(default_factory=dict)

    def publish(self, event: JobEvent) -> None:
        self.events.append(event)

    def put_preview(self, job_id: str, jpeg: bytes) -> None:
        self.previews[job_id] = jpeg

    def preview(self, job_id: str) -> bytes | None:
        return self.previews.get(job_id)

    async def follow(self, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent | None]:
        for event in [e for e in self.events if e.job_id == job_id and (after is None or e.id > after)]:
            yield event
        yield None

    async def follow_user(self, user_id: str) -> AsyncIterator[JobEvent | None]:
        for event in [e for e in self.events if e.user_id == user_id]:
            yield event
        yield None


@dataclass
class CountingLimiter:
    """`RateLimiter` with one limit for everything and a window that never ends."""

    limit: int = 5
    counts: dict[str, int] = field(default_factory=dict)

    def hit(self, rule: str, key: str) -> RateState:
        count = self.counts[f"{rule} {key}"] = self.counts.get(f"{rule} {key}", 0) + 1
        return RateState(count <= self.limit, self.limit, max(0, self.limit - count), 900)

    def clear(self, rule: str, key: str) -> None:
        self.counts.pop(f"{rule} {key}", None)


@dataclass(frozen=True)
class StudioKit:
    """Everything of one installation that a test may want to hold."""

    database: Database
    objects: ObjectStore
    queue: RememberedQueue
    channel: RememberedChannel
    limiter: CountingLimiter
    studio: Studio
    accounts: Accounts
    desk: AssetDesk
    lifecycle: Lifecycle

    @property
    def sharing(self) -> SharingDesk:
        return SharingDesk(self.database, self.limiter)

    @property
    def projects(self) -> ProjectDesk:
        return ProjectDesk(self.database)

    @property
    def formats(self) -> FormatDesk:
        return FormatDesk(self.database, self.objects, make_copy)

    def user(self, email: str = "ada@example.org") -> User:
        return self.accounts.register(email, "correct horse")


def studio_kit(
    folder: Path, generators: Mapping[str, Generator[Any]] | None = None, *, jobs_per_hour: int = 1000
) -> StudioKit:
    """A studio on SQLite in `folder`; the shipped generators unless others are given."""
    database = migrated_database(folder / "kinora.db")
    objects = objects_in(folder, LocalSigner(SECRET))
    queue, channel, limiter = RememberedQueue(), RememberedChannel(), CountingLimiter()
    found = discover() if generators is None else generators
    studio = Studio(StudioPorts(database, objects, queue, channel, load_prices(), found, jobs_per_hour))
    return StudioKit(
        database=database,
        objects=objects,
        queue=queue,
        channel=channel,
        limiter=limiter,
        studio=studio,
        accounts=Accounts(database, BcryptHasher(4), JwtSigner(SECRET), limiter, seal=AesSeal(SECRET, "second factor")),
        desk=AssetDesk(database, objects, check_media),
        lifecycle=Lifecycle(database, channel),
    )
