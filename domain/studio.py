"""The studio: the only facade that the API and the UI call to order, watch and end work."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from domain.access import check_change, check_own, check_read, may_use, project_for
from domain.clock import utc_now
from domain.credits import Credits, Entry
from domain.errors import BadRequest, Conflict, Forbidden, InvalidParams, NotFound, Unavailable
from domain.generator import Generator, PriceBook
from domain.jobs import Job, JobFilter, JobRecord, JobStatus, Page, Priority, Step
from domain.lifecycle import Lifecycle, state_event
from domain.moderation_desk import ModerationDesk
from domain.pace import Pace
from domain.params import SEED_MAX, Params, asset_fields, asset_ids
from domain.ports import Clock, JobEvent, JobQueue, ObjectStore, ProgressChannel, Transaction, UnitOfWork
from domain.projects import ProjectRole
from domain.pronunciations import FIELD, merged
from domain.quotas import Quotas
from domain.revisions import earlier_params, revised_id, revised_job, with_seed_of
from domain.users import Role, User, new_id

log = logging.getLogger(__name__)

IDEMPOTENCY_KEY_MAX = 200
PAGE_MAX = 100


@dataclass(frozen=True)
class Quote:
    """What a job would cost, and what the account has. `seconds`: how long it would run, where that is known."""

    price: int
    credits: Credits
    seconds: float | None = None


@dataclass(frozen=True)
class Submitted:
    """An accepted job. `repeated`: this idempotency key had already made it."""

    job: Job
    credits: Credits
    repeated: bool = False


@dataclass(frozen=True)
class _Terms:
    """An order as it will run: for a revision with the seed of its job. `revised`: the id of that job."""

    params: Params
    price: int
    revised: str | None = None


@dataclass(frozen=True)
class StudioPorts:
    """What the studio works with.

    Attributes:
        jobs_per_hour, minor_per_hour, queued_max: of each user, see `domain.quotas.Quotas`.
        workers: how many processes run jobs now, at least 1.
        moderation: what refuses orders for what they ask for; None refuses none.
    """

    storage: UnitOfWork
    objects: ObjectStore
    queue: JobQueue
    channel: ProgressChannel
    prices: PriceBook
    generators: Mapping[str, Generator[Any]]
    jobs_per_hour: int
    clock: Clock = utc_now
    minor_per_hour: int = 60
    queued_max: int = 100
    workers: Callable[[], int] = lambda: 1
    require_verified: bool = False
    moderation: ModerationDesk | None = None


class Studio:
    """Orders, follows and ends jobs on behalf of a signed-in user."""

    def __init__(self, ports: StudioPorts) -> None:
        self._ports = ports
        self._lifecycle = Lifecycle(ports.storage, ports.channel, ports.clock)
        self._pace = Pace(ports.storage)
        self._quotas = Quotas(ports.jobs_per_hour, ports.minor_per_hour, ports.queued_max)

    @property
    def generators(self) -> Mapping[str, Generator[Any]]:
        """All generators by key, in the order of their tabs."""
        return self._ports.generators

    def generator(self, key: str) -> Generator[Any]:
        """Raises NotFound."""
        try:
            return self._ports.generators[key]
        except KeyError:
            raise NotFound(f"There is no generator named {key!r}.", generators=sorted(self._ports.generators)) from None

    # --- ordering ---------------------------------------------------------------------------------------------

    def validate(self, key: str, body: Mapping[str, Any]) -> Params:
        """The parameters of a request. Raises InvalidParams naming every wrong field."""
        generator = self.generator(key)
        try:
            params: Params = generator.params.model_validate(dict(body))
        except ValidationError as error:
            raise _invalid(error) from None
        return params

    def _spoken(self, user: User, key: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The request with the account's pronunciations, where the generator speaks. Those of the request decide."""
        said = body.get(FIELD) or ""
        if not user.pronunciations or FIELD not in self.generator(key).params.model_fields or not isinstance(said, str):
            return body
        try:
            return {**body, FIELD: merged(user.pronunciations, said)}
        except ValueError:  # the parameters themselves say what is wrong with the request's own
            return body

    def quote(self, user: User, key: str, body: Mapping[str, Any]) -> Quote:
        """The price of a job before it is ordered.

        Raises:
            InvalidParams, NotFound, ContentRefused, and for the job that it revises Forbidden and Conflict.
        """
        params = self.validate(key, self._spoken(user, key, body))
        if self._ports.moderation is not None:
            self._ports.moderation.look(user, params.model_dump(mode="json"))
        terms = self._terms(user, key, params)
        with self._ports.storage.read() as tx:
            _check_project(tx, user, params)
            credits = tx.ledger.credits(user.id)
        seconds = self.expected_seconds(key, terms.params)
        if seconds is not None and terms.revised is not None:
            seconds *= terms.price / self.price(key, terms.params)
        return Quote(terms.price, credits, seconds)

    def expected_seconds(self, key: str, params: Params) -> float | None:
        """How long a job would run on the built-in backend, waiting left out; None where it is a matter of seconds."""
        return self._pace.seconds(self.generator(key), params, self._ports.clock())

    def price(self, key: str, params: Params) -> int:
        """Credits for all of it; `quote` knows what a revision costs."""
        return self.generator(key).price(params, self._ports.prices)

    def _terms(self, user: User, key: str, params: Params) -> _Terms:
        generator = self.generator(key)
        job_id = revised_id(generator, params)
        if generator.revise is None or job_id is None:
            return _Terms(params, self.price(key, params))
        with self._ports.storage.read() as tx:
            revised = revised_job(tx, user, key, job_id)
        params = with_seed_of(revised, params)
        price = generator.revise(earlier_params(generator, revised), params, self._ports.prices)
        return _Terms(params, price, revised.id)

    def submit(
        self,
        user: User,
        key: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        priority: Priority = Priority.NORMAL,
    ) -> Submitted:
        """Accept a job: hold its price and queue it, in one transaction.

        Args:
            idempotency_key: 1..200 characters; the same key with the same request gives the same job.

        Raises:
            InvalidParams, NotFound, Forbidden (another account's asset or job), InsufficientCredits, RateLimited,
            Conflict (the idempotency key was used for another request, or the job to revise has not succeeded),
            ContentRefused (it asks for what this studio does not make).
        """
        _check_idempotency_key(idempotency_key)
        _check_priority(user, priority)
        if self._ports.require_verified and user.email_verified_at is None:
            raise Forbidden("Confirm your e-mail address first: open the link in the letter that we sent you.")
        params = self.validate(key, self._spoken(user, key, body))
        if self._ports.moderation is not None:
            self._ports.moderation.admit(user, key, params.model_dump(mode="json"))
        terms = self._terms(user, key, params)
        request_hash = _hash([key, params.model_dump(mode="json"), priority.value])
        job = replace(
            self._new_job(user, key, terms, priority), idempotency_key=idempotency_key, request_hash=request_hash
        )
        plan = self.generator(key).stages(terms.params)
        with self._ports.storage.begin() as tx:
            earlier = tx.jobs.by_idempotency_key(user.id, idempotency_key) if idempotency_key else None
            if earlier is not None:
                if earlier.request_hash != job.request_hash:
                    raise Conflict("This Idempotency-Key was already used for a different request.")
                return Submitted(earlier, tx.ledger.credits(user.id), repeated=True)
            self._check_inputs(tx, user, params)
            if terms.revised is not None:
                revised_job(tx, user, key, terms.revised)  # it may be gone since it was priced
            minor = self.generator(key).minor(terms.params)
            self._quotas.take(tx, user.id, minor=minor, now=self._ports.clock())
            tx.jobs.add(job, [Step(s.name, s.title, s.weight) for s in plan])
            tx.ledger.hold(user.id, job.id, job.price)  # locks the account: no file of it is deleted from here on
            tx.assets.use(job.id, asset_ids(params).values())
            tx.events.add(state_event(job), self._ports.clock())
            credits = tx.ledger.credits(user.id)
        self._deliver(job)
        return Submitted(job, credits)

    def _new_job(self, user: User, key: str, terms: _Terms, priority: Priority) -> Job:
        generator, params = self.generator(key), terms.params
        seed = params.seed if params.seed is not None else secrets.randbelow(SEED_MAX + 1)
        return Job(
            id=new_id(),
            user_id=user.id,
            generator=key,
            params={**params.model_dump(mode="json"), "seed": seed},
            seed=seed,
            price=terms.price,
            queue=generator.queue_for(params),
            created_at=self._ports.clock(),
            time_limit=generator.limit_for(params),
            expected_seconds=self._pace.run_seconds(generator, params, self._ports.clock()),
            project_id=params.project_id,
            priority=priority,
        )

    @staticmethod
    def _check_inputs(tx: Transaction, user: User, params: Params) -> None:
        _check_project(tx, user, params)
        controls = asset_fields(type(params))
        for name, asset_id in asset_ids(params).items():
            asset = tx.assets.get(asset_id)
            if not may_use(tx, user.id, asset):
                raise Forbidden("This file belongs to another account.", field=name)
            if asset.type not in controls[name].accepts:
                wanted = " or ".join(controls[name].accepts)
                message = f"This file was uploaded as {asset.type}; {name} takes {wanted}."
                raise InvalidParams(message, fields=[{"field": name, "message": message}])

    def _deliver(self, job: Job) -> None:
        self._lifecycle.announce(job)  # Before a worker can announce that the job runs.
        try:
            self._ports.queue.enqueue(job)
        except Unavailable:
            log.warning("job.enqueue_deferred job=%s account=%s", job.id, job.user_id)

    def prioritise(self, user: User, job_id: str, priority: Priority) -> Job:
        """Serve a waiting job sooner or later. Raises NotFound, Forbidden, and Conflict when it does not wait."""
        _check_priority(user, priority)
        with self._ports.storage.begin() as tx:
            job = tx.jobs.get(job_id)
            check_own(tx, user, job)
            after = replace(job, priority=priority)
            if job.status is not JobStatus.QUEUED or not tx.jobs.swap(job, after):
                raise Conflict("Only a job that waits can get another priority.", status=job.status.value)
        try:
            self._ports.queue.enqueue(after)  # to the queue of its priority, in place of its old delivery
        except Unavailable:
            log.warning("job.enqueue_deferred job=%s account=%s", job.id, job.user_id)
        return after

    # --- ending -----------------------------------------------------------------------------------------------

    def cancel(self, user: User, job_id: str) -> Job:
        """End a job: a queued one at once, a running one at its next step. Raises Conflict when it has ended."""
        with self._ports.storage.read() as tx:
            job = tx.jobs.get(job_id)
            check_change(tx, user, job)
        if job.status is JobStatus.QUEUED:
            cancelled = self._lifecycle.cancel(job)
            if cancelled is not None:
                self._ports.queue.forget(job.id)
                self._lifecycle.announce(cancelled)
                return cancelled
        with self._ports.storage.begin() as tx:
            asked = tx.jobs.request_cancel(job_id)
            current = tx.jobs.get(job_id)
        if not asked:
            if current.status is JobStatus.QUEUED:  # its worker was lost between the two steps
                return self.cancel(user, job_id)
            raise Conflict(f"This job has already {_ENDED[current.status]}.", status=current.status.value)
        return current

    def retry(self, user: User, job_id: str, *, idempotency_key: str | None = None) -> Submitted:
        """Order an ended job again, same parameters and seed. Stages that it had finished are not done again.

        Args:
            idempotency_key: as for `submit`; the same key again gives the job that the first retry made.

        Raises:
            NotFound, Forbidden, Conflict (the job has not failed), and what `submit` raises.
        """
        job = self.job(user, job_id).job
        if job.status not in (JobStatus.FAILED, JobStatus.CANCELLED):
            raise Conflict("Only a failed or cancelled job can be retried.", status=job.status.value)
        return self.submit(user, job.generator, job.params, idempotency_key=idempotency_key, priority=job.priority)

    # --- looking ----------------------------------------------------------------------------------------------

    def job(self, user: User, job_id: str) -> JobRecord:
        """Raises NotFound for an unknown id, Forbidden for another account's job."""
        with self._ports.storage.read() as tx:
            record = tx.jobs.record(job_id)
            check_read(tx, user, record.job)
        return self._expected(record)

    def jobs(self, where: JobFilter, cursor: str | None = None, limit: int = 20) -> Page:
        """A page of jobs, newest first: a user's own, or with `where.project_id` everybody's in that project.

        Raises:
            BadRequest: a foreign cursor, or a limit outside 1..100.
            NotFound, Forbidden: there is no such project, or the user is not in it.
        """
        if not 1 <= limit <= PAGE_MAX:
            raise BadRequest(f"limit must be between 1 and {PAGE_MAX}.")
        with self._ports.storage.read() as tx:
            if where.project_id is not None:
                project_for(tx, tx.users.get(where.user_id), where.project_id, ProjectRole.VIEWER)
            records, following = tx.jobs.page(where, cursor, limit)
        return Page(tuple(map(self._expected, records)), following)

    def job_counts(self, user: User) -> dict[JobStatus, int]:
        """How many of the user's jobs are in each state."""
        with self._ports.storage.read() as tx:
            counts = tx.jobs.counts(user.id)
        return {status: counts.get(status, 0) for status in JobStatus}

    def open_jobs(self, user: User) -> list[JobRecord]:
        """The user's queued and running jobs, newest first."""
        with self._ports.storage.read() as tx:
            records = tx.jobs.open_of(user.id)
        return [self._expected(record) for record in records]

    def _expected(self, record: JobRecord) -> JobRecord:
        """The record with when its job is going to start, if it waits."""
        if record.work_ahead is None:
            return record
        return replace(record, starts_in=record.work_ahead / max(1, self._ports.workers()))

    def credits(self, user: User) -> Credits:
        with self._ports.storage.read() as tx:
            return tx.ledger.credits(user.id)

    def transactions(self, user: User, before: int | None = None, limit: int = 50) -> list[Entry]:
        if not 1 <= limit <= PAGE_MAX:
            raise BadRequest(f"limit must be between 1 and {PAGE_MAX}.")
        with self._ports.storage.read() as tx:
            return tx.ledger.entries(user.id, before, limit)

    def preview(self, user: User, job_id: str) -> bytes:
        """The newest preview of a running job, a JPEG. Raises NotFound when there is none."""
        self.job(user, job_id)
        jpeg = self._ports.channel.preview(job_id)
        if jpeg is None:
            raise NotFound("This job has no preview.")
        return jpeg

    async def follow(self, user: User, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent]:
        """A job's events until its terminal state, which is always the last one.

        Call `job` first: it is what checks the owner.
        """
        silent = True
        async for event in self._ports.channel.follow(job_id, after):
            if event is None:
                job = (await asyncio.to_thread(self.job, user, job_id)).job
                if not silent and not job.status.terminal:
                    continue
                event = state_event(job)
            silent = False
            yield event
            if event.type == "state" and JobStatus(event.data["status"]).terminal:
                return

    def follow_all(self, user: User) -> AsyncIterator[JobEvent | None]:
        """Live events of all jobs of a user; None is a nudge to read the jobs again. Never ends by itself."""
        return self._ports.channel.follow_user(user.id)


_ENDED = {JobStatus.SUCCEEDED: "succeeded", JobStatus.FAILED: "failed", JobStatus.CANCELLED: "been cancelled"}


def _check_project(tx: Transaction, user: User, params: Params) -> None:
    if params.project_id is not None:
        project_for(tx, user, params.project_id, ProjectRole.EDITOR)


def _check_priority(user: User, priority: Priority) -> None:
    if priority is Priority.URGENT and user.role is not Role.ADMIN:
        raise Forbidden("Urgent jobs are for administrators.")


def _check_idempotency_key(key: str | None) -> None:
    if key is not None and not (1 <= len(key) <= IDEMPOTENCY_KEY_MAX and key.isprintable()):
        raise BadRequest(f"An Idempotency-Key has 1 to {IDEMPOTENCY_KEY_MAX} printable characters.")


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _invalid(error: ValidationError) -> InvalidParams:
    """Our error for pydantic's: each field with its message, without the value that was sent."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return InvalidParams.of_fields((".".join(map(str, e["loc"])) or "(body)", e["msg"]) for e in problems)
