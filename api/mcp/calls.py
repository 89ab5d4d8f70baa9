"""What a tool is, and what it is given when it is called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urljoin

import mcp_types as types
from anyio import to_thread
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from api.deps import ApiDeps
from domain.errors import InvalidParams
from domain.jobs import JobRecord, StoredArtifact
from domain.users import Scope, User
from domain.views import job_view

A = TypeVar("A", bound=BaseModel)


class Report(Protocol):
    """Tells the caller how far its call is; does nothing for a caller who has not asked."""

    async def __call__(self, progress: float, total: float | None = None, message: str | None = None) -> None: ...


class Arguments(BaseModel):
    """Base of what the studio's own tools take. Unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Call:
    """One call of a tool.

    Attributes:
        user: whose key was sent.
        address: the studio's URL as this caller reaches it, ending in "/".
    """

    deps: ApiDeps
    user: User
    address: str
    arguments: Mapping[str, Any]
    report: Report

    @classmethod
    def of(cls, deps: ApiDeps, request: Request, arguments: Mapping[str, Any], report: Report) -> Call:
        """The call that stands in a request; the guard has put the user there."""
        address = f"{deps.public_url.rstrip('/')}/" if deps.public_url else str(request.base_url)
        return cls(deps, cast(User, request.scope["state"]["user"]), address, arguments, report)

    def parsed(self, model: type[A]) -> A:
        """The arguments. Raises InvalidParams naming every wrong one."""
        try:
            return model.model_validate(dict(self.arguments))
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
            raise InvalidParams.of_fields(
                (".".join(map(str, p["loc"])) or "(body)", p["msg"]) for p in problems
            ) from None

    def job(self, record: JobRecord) -> dict[str, Any]:
        """A job as REST gives it, with links that need no base."""
        return job_view(record, self.link)

    def link(self, artifact: StoredArtifact) -> str:
        return self.absolute(self.deps.artifact_url(artifact))

    def absolute(self, url: str) -> str:
        """A link of ours with the studio's address before it; one into an S3 store as it is."""
        return urljoin(self.address, url.lstrip("/") if url.startswith("/") else url)


@dataclass(frozen=True)
class Tool:
    """One tool.

    Attributes:
        schema: the JSON Schema of its arguments, an object.
        run: does it; raises KinoraError for what the caller can mend.
        needs: what an API key must be allowed for it; with READ it changes nothing.
        ends: whether it ends something that cannot be taken up again.
    """

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    run: Callable[[Call], Awaitable[types.CallToolResult]]
    needs: Scope = Scope.READ
    ends: bool = False

    @property
    def reads(self) -> bool:
        return self.needs is Scope.READ

    def described(self) -> types.Tool:
        """The tool as clients are told of it."""
        hints = types.ToolAnnotations(
            read_only_hint=self.reads, destructive_hint=self.ends, idempotent_hint=self.reads, open_world_hint=False
        )
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.schema,
            annotations=hints,
        )


def in_thread(work: Callable[[Call], types.CallToolResult]) -> Callable[[Call], Awaitable[types.CallToolResult]]:
    """A tool's `run` from a function that waits for the database."""

    async def run(call: Call) -> types.CallToolResult:
        return await to_thread.run_sync(work, call)

    return run
