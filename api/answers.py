"""The forms of answers that several routes share, as OpenAPI shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.assets import AssetType
from domain.credits import EntryKind
from domain.jobs import JobStatus, Priority, StepStatus

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-21T22:00:00.123456Z"])]
"""A time, ISO 8601 in UTC. A string here, since the views have written it already."""


class Answer(BaseModel):
    """An answer may gain members; clients ignore those that they do not know."""

    model_config = ConfigDict(extra="allow")


class StageView(Answer):
    """A stage of a job. `reused`: its output came from an earlier run."""

    name: str
    title: str
    status: StepStatus
    progress: float = Field(ge=0, le=1)
    seconds: float | None
    reused: bool


class FileView(BaseModel):
    """A result file. `url` works for an hour without signing in."""

    name: str
    content_type: str
    size: int
    url: str
    width: int = Field(0, description="Pixels, of pictures and films; left out otherwise.")
    height: int = Field(0, description="Pixels, of pictures and films; left out otherwise.")
    duration: float = Field(0, description="Seconds, of sounds and films; left out otherwise.")


class FailureView(BaseModel):
    """Why a job failed."""

    code: str
    message: str


class JobView(Answer):
    """A job."""

    id: str
    generator: str
    status: JobStatus
    progress: float = Field(ge=0, le=1, description="Over all stages.")
    message: str
    stages: list[StageView]
    params: dict[str, Any] = Field(description="What it is made from, seed included.")
    seed: int
    backend: dict[str, Any] | None = Field(description="Which backend makes it, once that is known.")
    price: int
    charged: int | None = Field(description="Credits, once it has ended.")
    attempt: int = Field(description="One more each time that its worker was lost.")
    priority: Priority
    project_id: str | None
    queue_position: int | None = Field(description="1 for the job that is served next; null unless it waits.")
    starts_in: int | None = Field(description="Seconds until it is likely to start; null unless it waits.")
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    error: FailureView | None
    artifacts: list[FileView]


class JobPage(BaseModel):
    """A page of jobs, newest first."""

    items: list[JobView]
    next_cursor: str | None


class JobStats(BaseModel):
    """How many jobs there are in each state."""

    by_status: dict[JobStatus, int]
    total: int


class StageList(BaseModel):
    """The stages of a job, in order."""

    items: list[StageView]


class Accepted(BaseModel):
    """An accepted order."""

    job_id: str
    status: JobStatus
    price: int
    balance: int = Field(description="Credits that are left to spend.")


class GeneratorView(Answer):
    """A generator."""

    key: str
    title: str
    section: str
    summary: str
    version: str
    time_limit: float = Field(description="Seconds; more for what is expected to take long.")


class GeneratorList(BaseModel):
    """All generators, in the order of their tabs."""

    items: list[GeneratorView]


class ExampleView(BaseModel):
    """A filled-in form."""

    title: str
    values: dict[str, Any]


class GeneratorDetails(GeneratorView):
    """A generator with the JSON Schema of its parameters."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    schema_: dict[str, Any] = Field(alias="schema")
    price: int | None = Field(description="With all defaults; null where it depends on a field without one.")
    examples: list[ExampleView]


class QuoteView(BaseModel):
    """What a job would cost."""

    price: int
    balance: int
    sufficient: bool
    estimated_seconds: float | None = Field(description="Null where it is a matter of seconds.")


class CreditsView(BaseModel):
    """Whole credits."""

    balance: int
    held: int


class EntryView(BaseModel):
    """A row of the account's ledger."""

    id: int
    kind: EntryKind
    amount: int
    job_id: str | None
    created_at: Moment
    balance_after: int


class EntryPage(BaseModel):
    """A page of the ledger, newest first."""

    items: list[EntryView]
    next_before: int | None


class DraftFactsView(Answer):
    """A draft without its content."""

    id: str
    generator: str
    name: str
    version: int
    size: int = Field(description="Bytes of its content.")
    created_at: Moment
    updated_at: Moment


class DraftView(DraftFactsView):
    """A draft."""

    content: dict[str, Any]


class DraftList(BaseModel):
    """A user's drafts, the last changed first. `limit`: how many an account may have."""

    items: list[DraftFactsView]
    limit: int


class WorkerView(Answer):
    """A worker. Host, process and job are shown to administrators only."""

    name: str
    state: Literal["idle", "busy", "stopping"]


class WorkerList(BaseModel):
    """All workers of the installation."""

    workers: list[WorkerView]


class UserView(Answer):
    """A user."""

    id: str
    email: str
    name: str
    role: Literal["creator", "admin"]
    credits: int


class SignedInView(Answer):
    """A user and what signs them in; the refresh token comes in a cookie."""

    user: UserView
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int = Field(description="Seconds.")


class AssetView(Answer):
    """A file that a user has brought. `url` works for an hour."""

    id: str
    type: AssetType
    name: str
    content_type: str
    size: int
    status: str
    created_at: Moment
    url: str | None


class AssetPage(Answer):
    """A page of files, newest first."""

    items: list[AssetView]
    next_cursor: str | None


class UploadTargetView(BaseModel):
    """Where and how to send a file."""

    id: str
    method: str
    url: str
    headers: dict[str, str]
    fields: dict[str, str]
    expires_at: Moment


class HealthView(BaseModel):
    """`ok`: it serves."""

    status: Literal["ok", "unavailable"]


class ReadyView(HealthView):
    """Each component is "ok" or "unavailable"."""

    components: dict[str, Literal["ok", "unavailable"]]
