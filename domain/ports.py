"""What the rules need from the outside: storage, queue, progress channel, limits, secrets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal, Protocol

from domain.assets import Asset, AssetType, AssetUse, CheckedMedia, Upload
from domain.audit import AuditLog
from domain.credits import CreditLedger
from domain.drafts import Draft, DraftFacts
from domain.file_records import FileRecords
from domain.generator import Artifact, Backend
from domain.jobs import Job, JobFilter, JobRecord, JobStatus, Step, StoredArtifact
from domain.kept_answers import KeptAnswers
from domain.library_ports import Library, Projects, ShareLinks
from domain.params import BackendChoice
from domain.refusals import Refusals
from domain.users import ApiKey, Role, Session, User
from domain.webhooks import WebhookStore

EventType = Literal["state", "progress", "preview"]


@dataclass(frozen=True)
class JobEvent:
    """A hint that a job changed. The jobs table is the truth.

    Attributes:
        id: orders a job's events and lets a client go on after it; "" before it is published.
        type: "state" (status changed), "progress" or "preview".
        data: JSON-able. state: {"status", "attempt", ...}; progress: {"progress", "message", "stage", "eta"};
            preview: {"version"}.
    """

    job_id: str
    user_id: str
    type: EventType
    data: dict[str, Any]
    id: str = ""


class Users(Protocol):
    def add(self, user: User, password_hash: str) -> None:
        """Raises Conflict when the address is taken."""

    def get(self, user_id: str) -> User:
        """Raises NotFound."""

    def by_email(self, email: str) -> tuple[User, str] | None:
        """The user with this normal address and the password hash."""

    def password_hash(self, user_id: str) -> str:
        """ "" when the account has no password. Raises NotFound."""

    def set_role(self, user_id: str, role: Role) -> None: ...
    def set_name(self, user_id: str, name: str) -> None: ...
    def set_pronunciations(self, user_id: str, text: str) -> None: ...
    def set_password(self, user_id: str, password_hash: str) -> None: ...
    def set_verified(self, user_id: str, at: datetime) -> None: ...
    def totp(self, user_id: str) -> str | None:
        """The sealed secret of the second factor; None where there is none."""

    def set_totp(self, user_id: str, sealed: str | None) -> None: ...
    def take_totp_step(self, user_id: str, step: int) -> bool:
        """Note the time step of a code; False when one of it, or of a later one, was taken before."""

    def admin_exists(self) -> bool: ...
    def admins(self) -> int:
        """How many administrators there are; until our transaction ends none of them stops being one."""

    def anonymise(self, user_id: str, at: datetime) -> None:
        """Take the person out of a user's row, which stays for the ledger."""

    def half_deleted(self) -> list[str]:
        """Users who were made anonymous, but of whom something is still stored."""


class Sessions(Protocol):
    def add(self, session: Session) -> None: ...
    def by_secret(self, secret_hash: str) -> Session | None: ...

    def spend(self, session_id: str, now: datetime) -> bool:
        """Mark a refresh token as used; False when another call was first."""

    def of_user(self, user_id: str, now: datetime) -> list[Session]:
        """Those that still open something, the last used first."""

    def lives(self, user_id: str, family: str, now: datetime) -> bool:
        """Whether a session of this user and family still opens something."""

    def seen(self, session_id: str, now: datetime) -> None: ...
    def revoke_family(self, family: str, now: datetime) -> None: ...
    def revoke_all(self, user_id: str, now: datetime) -> None: ...
    def drop_ended(self, before: datetime) -> int:
        """Delete those that ended by themselves before then; how many."""


class ApiKeys(Protocol):
    def add(self, key: ApiKey) -> None: ...
    def by_secret(self, secret_hash: str) -> ApiKey | None: ...
    def of_user(self, user_id: str) -> list[ApiKey]: ...
    def revoke(self, user_id: str, key_id: str, now: datetime) -> None:
        """Raises NotFound."""

    def touch(self, key_id: str, now: datetime) -> None: ...


class OneTimeTokens(Protocol):
    """Links that work once: the first administrator's, and those in letters."""

    def add(self, purpose: str, secret_hash: str, expires_at: datetime, user_id: str | None = None) -> None: ...

    def use(self, purpose: str, secret_hash: str, now: datetime) -> bool:
        """Spend it; False when it is unknown, expired or used."""

    def valid(self, purpose: str, secret_hash: str, now: datetime) -> bool: ...
    def owner(self, purpose: str, secret_hash: str) -> str | None:
        """Whose token it is, usable or not; None when it is nobody's, unknown or for something else."""

    def drop(self, purpose: str, user_id: str) -> None:
        """End all of a user's for this purpose."""

    def drop_expired(self, before: datetime) -> None: ...


class RecoveryCodes(Protocol):
    """What signs in once instead of a code of an app."""

    def replace(self, user_id: str, code_hashes: Sequence[str]) -> None: ...
    def use(self, user_id: str, code_hash: str, now: datetime) -> bool:
        """Spend it; False when it is unknown or used."""

    def left(self, user_id: str) -> int:
        """How many are not used."""


class Identities(Protocol):
    """Which account at another service signs in to which of ours."""

    def owner(self, provider: str, subject: str) -> str | None: ...
    def link(self, provider: str, subject: str, user_id: str) -> None: ...
    def of_user(self, user_id: str) -> list[str]:
        """The keys of the services that sign in to an account."""


class Jobs(Protocol):
    def add(self, job: Job, steps: Sequence[Step]) -> None: ...
    def get(self, job_id: str) -> Job:
        """Raises NotFound."""

    def record(self, job_id: str) -> JobRecord:
        """A job with its steps, artifacts and place in the queue. Raises NotFound."""

    def by_idempotency_key(self, user_id: str, key: str) -> Job | None: ...

    def page(self, where: JobFilter, cursor: str | None, limit: int) -> tuple[list[JobRecord], str | None]:
        """Newest first. Raises BadRequest for a cursor that this list never gave."""

    def succeeded(self, generator: str, since: datetime, limit: int) -> list[JobRecord]:
        """Anybody's jobs of a generator that were ordered since then and succeeded, newest first."""

    def open_of(self, user_id: str) -> list[JobRecord]:
        """The user's queued and running jobs, newest first."""

    def queued_of(self, user_id: str) -> int:
        """How many of a user's jobs wait."""

    def counts(self, user_id: str) -> dict[JobStatus, int]:
        """How many jobs of a user are in each state; a state without any may be absent."""

    def swap(self, before: Job, after: Job) -> bool:
        """Compare and set: write `after` only if status, attempt and lease token still are those of `before`."""

    def beat(self, job_id: str, lease_token: str, until: datetime) -> bool:
        """Prolong the lease; False when it is no longer held."""

    def cancel_requested(self, job_id: str) -> bool: ...

    def request_cancel(self, job_id: str) -> bool:
        """Ask a running job to stop; False when it is not running."""

    def note(
        self, job_id: str, lease_token: str, progress: float, message: str, backend: dict[str, Any] | None
    ) -> bool:
        """Write progress and, when given, the backend; False when the lease is lost."""

    def note_step(self, job_id: str, lease_token: str, step: Step) -> bool: ...
    def reset_steps(self, job_id: str) -> None:
        """Put all steps of a job back to pending, keeping none of their times."""

    def lost(self, now: datetime) -> list[Job]:
        """Running jobs whose lease has ended."""

    def waiting(self, created_before: datetime) -> list[Job]:
        """Queued jobs, oldest first."""

    def next_in_line(self, queues: Sequence[str], running_max: int) -> Job | None:
        """The queued job whose turn it is: by priority, and in turns by user.

        Users with `running_max` jobs running get no turn. None where nobody waits who could be served.
        """

    def move(self, job_id: str, project_id: str | None) -> None:
        """Put a job into a project, or into none."""

    def delete(self, job_id: str) -> None:
        """With everything that belongs to it but the ledger."""

    def waiting_for(self, generator: str, limit: int) -> list[Job]:
        """Queued jobs of a generator, the oldest first."""

    def running(self) -> list[Job]: ...


class Orders(Protocol):
    """When jobs were ordered, for the limits an hour."""

    def newest(self, user_id: str, *, minor: bool, since: datetime, limit: int) -> list[datetime]:
        """Times after `since`, newest first; until our transaction ends nobody else adds one of this user."""

    def add(self, user_id: str, *, minor: bool, at: datetime, forget: datetime) -> None:
        """Note an order, and forget the user's until `forget`."""


class Artifacts(Protocol):
    def add(self, job_id: str, artifacts: Sequence[StoredArtifact]) -> None: ...
    def of_job(self, job_id: str) -> list[StoredArtifact]: ...


class Assets(Protocol):
    def add(self, asset: Asset) -> None: ...
    def find(self, asset_id: str) -> Asset | None: ...
    def get(self, asset_id: str) -> Asset:
        """Raises NotFound."""

    def same_content(self, user_id: str, kind: AssetType, sha256: str) -> Asset | None: ...
    def of_user(
        self,
        user_id: str,
        kinds: Collection[AssetType],
        text: str,
        cursor: str | None,
        limit: int,
        project_id: str | None = None,
    ) -> tuple[list[Asset], str | None]:
        """Newest first: of these types, of all when there are none; with `text` in the name, in any case of letters.

        The user's, or everybody's in a project where one is given.
        """

    def move(self, asset_id: str, project_id: str | None) -> None: ...
    def rename(self, asset_id: str, name: str) -> None: ...
    def note_consent(self, asset_id: str, at: datetime, text: str) -> None: ...
    def delete(self, asset_id: str) -> None: ...

    def use(self, job_id: str, asset_ids: Collection[str]) -> None:
        """Note that a job was ordered with these files. Raises NotFound for one that was deleted meanwhile."""

    def uses(self, asset_ids: Collection[str]) -> dict[str, AssetUse]:
        """How each of the files is used."""

    def lock(self, user_id: str) -> None:
        """Until our transaction ends nobody orders a job with this user's files, and none is deleted."""


class Uploads(Protocol):
    """Files that are on their way into the object store."""

    def add(self, upload: Upload) -> None: ...
    def find(self, upload_id: str) -> Upload | None: ...
    def expects(self, key: str, now: datetime) -> bool:
        """Whether a file may still arrive at this place in the object store."""

    def of_user(self, user_id: str) -> list[Upload]:
        """The user's; until our transaction ends nobody else adds one for them."""

    def expired(self, now: datetime, limit: int) -> list[Upload]: ...
    def delete(self, upload_id: str) -> bool:
        """False when it is not there."""


class Drafts(Protocol):
    def find(self, draft_id: str) -> Draft | None: ...
    def of_user(self, user_id: str, generator: str | None) -> list[DraftFacts]:
        """Without their contents, the last changed first."""

    def count(self, user_id: str) -> int:
        """How many drafts an account has; until our transaction ends nobody else adds one."""

    def add(self, draft: Draft) -> bool:
        """False where the id is taken."""

    def replace(self, version: int, draft: Draft) -> bool:
        """Compare and set: write name and content only if the stored version still is `version`."""

    def delete(self, draft_id: str) -> None: ...


class JobEvents(Protocol):
    """State changes, kept with the job so that they can be replayed when Redis has lost its streams."""

    def add(self, event: JobEvent, at: datetime) -> None: ...
    def of_job(self, job_id: str) -> list[JobEvent]: ...


class OwnRows(Protocol):
    """All rows of one account, whatever table they are in."""

    def kinds(self) -> list[str]:
        """The names of the tables that may hold some; "users" first."""

    def of_kind(self, kind: str, user_id: str) -> Iterator[Mapping[str, Any]]:
        """The rows of a table as JSON-able values, without what proves who somebody is."""

    def delete(self, user_id: str) -> None:
        """Delete every row that refers to an account, but its ledger. What refers to those goes with them."""


class Transaction(Protocol):
    """One transaction's view of storage. Only the unit of work commits it."""

    @property
    def users(self) -> Users: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def api_keys(self) -> ApiKeys: ...
    @property
    def one_time_tokens(self) -> OneTimeTokens: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def webhooks(self) -> WebhookStore: ...
    @property
    def kept_answers(self) -> KeptAnswers: ...
    @property
    def artifacts(self) -> Artifacts: ...
    @property
    def assets(self) -> Assets: ...
    @property
    def uploads(self) -> Uploads: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def library(self) -> Library: ...
    @property
    def share_links(self) -> ShareLinks: ...
    @property
    def events(self) -> JobEvents: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def recovery_codes(self) -> RecoveryCodes: ...
    @property
    def own_rows(self) -> OwnRows: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def files(self) -> FileRecords: ...
    @property
    def refusals(self) -> Refusals: ...
    @property
    def ledger(self) -> CreditLedger: ...


class UnitOfWork(Protocol):
    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction: committed when the block ends, rolled back when it raises."""

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction that only reads: takes no write lock."""


@dataclass(frozen=True)
class StoredObject:
    """What a store knows of an object: `size` in bytes, `modified` when it was put, aware UTC."""

    key: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class UploadTarget:
    """Where a client may send a file: an HTTP method, a URL and headers that must go with it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


class ObjectStore(Protocol):
    """Keeps bytes under keys such as "outputs/{user}/{job}/restyle-1.png"."""

    def put(self, key: str, content: bytes | Path, content_type: str, *, durable: bool = True) -> int:
        """Store whole or not at all; replaces what was there. Returns the size in bytes. Raises StorageFull.

        `durable=False` is for what can be made again and is checked when it is read: it may be lost or cut short
        when the power fails, and need not wait for the disk.
        """

    def open(self, key: str) -> IO[bytes]:
        """Raises ObjectMissing."""

    def exists(self, key: str) -> bool: ...
    def size(self, key: str) -> int:
        """Raises ObjectMissing."""

    def url(self, key: str, expires: int, download_name: str | None = None) -> str:
        """A link that reads the object without signing in, for `expires` seconds."""

    def upload_url(self, key: str, max_bytes: int, content_type: str, expires: int) -> UploadTarget: ...
    def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""

    def keys(self, prefix: str) -> Iterator[str]: ...
    def entries(self, prefix: str) -> Iterator[StoredObject]:
        """What is stored under keys that begin with `prefix`, sorted by key."""


class JobQueue(Protocol):
    """Delivers job ids to workers at least once. The jobs table decides whether a delivery has an effect."""

    def enqueue(self, job: Job) -> None:
        """Raises Unavailable when the queue cannot be reached; the sweeper delivers the job later."""

    def known(self, job_ids: Sequence[str]) -> set[str]:
        """Those of the ids that wait in the queue. Raises Unavailable."""

    def forget(self, job_id: str) -> None:
        """Take a job out of the queue, if it is there and the queue can be reached."""


class ProgressChannel(Protocol):
    def publish(self, event: JobEvent) -> None:
        """Tell all followers. Never raises when the channel is down: events are hints."""

    def put_preview(self, job_id: str, jpeg: bytes) -> None: ...
    def preview(self, job_id: str) -> bytes | None: ...

    def follow(self, job_id: str, after: str | None = None) -> AsyncIterator[JobEvent | None]:
        """A job's events, from after the given id, or from its first event kept. Never ends by itself.

        Yields None as a nudge to read the job again: when events may have been missed, and every few seconds.
        """

    def follow_user(self, user_id: str) -> AsyncIterator[JobEvent | None]:
        """All live events of one user's jobs, with the same nudges."""


class RateLimiter(Protocol):
    def hit(self, rule: str, key: str) -> RateState:
        """Count one event under a rule's name, such as "writes-ip", and say how things stand."""

    def clear(self, rule: str, key: str) -> None: ...


@dataclass(frozen=True)
class RateState:
    """`allowed`: whether this event is within the limit; `reset_after`: seconds until the window ends."""

    allowed: bool
    limit: int
    remaining: int
    reset_after: int


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, password: str, hashed: str | None) -> bool:
        """Takes as long for an unknown user (None) as for a known one."""


class TokenSigner(Protocol):
    def sign(self, user_id: str, family: str) -> str:
        """An access token for ACCESS_TOKEN_LIFETIME, of a family of sessions: it ends with them."""

    def read(self, token: str) -> tuple[str, str]:
        """The user's id and the family. Raises NotAuthenticated for an expired, forged or foreign token."""


MediaCheck = Callable[[Path, AssetType, Path], CheckedMedia]
"""Decodes a file's content and gives the cleaned form. Raises UnsupportedMedia, TooLarge or InvalidParams.

What it writes goes into the folder that is the last argument; the caller removes that.
"""

Clock = Callable[[], datetime]
"""The current time, aware UTC."""


class Backends(Protocol):
    """The backends of this process, by capability ("restyle", "script")."""

    def choose(self, capability: str, requested: BackendChoice, model: str | None = None) -> Backend:
        """The neural backend where it can run and is wanted, else the built-in one. Raises BackendUnavailable.

        `model` insists on the neural backend with the model of this catalogue key.
        """


Embed = Callable[[Artifact, Mapping[str, Any]], Artifact]
"""Writes the record of how a result was made into its file; a type that cannot carry one comes back unchanged."""

Inspect = Callable[[Sequence[bytes]], bool | None]
"""Whether pictures (PNG, JPEG, WebP) may be used and given out; None where nothing here can tell."""

Sign = Callable[[Artifact, Mapping[str, Any]], tuple[Artifact, str]]
"""Signs a file that has its record inside. Gives it with "signed", or unchanged with why not; never raises. "" is for
types that carry no signature."""
