"""What the API works with, and how a route gets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, cast

from fastapi import Depends, Security
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.requests import HTTPConnection

from api.one_at_a_time import OneAtATime
from api.ownership import Ownership
from domain.accounts import Accounts
from domain.asset_desk import AssetDesk
from domain.draft_desk import DraftDesk
from domain.errors import NotAuthenticated
from domain.format_desk import FormatDesk
from domain.idempotency import Idempotency
from domain.jobs import StoredArtifact
from domain.library_desk import LibraryDesk
from domain.moderation_desk import ModerationDesk
from domain.own_data import OwnData
from domain.ports import ObjectStore, RateLimiter
from domain.project_desk import ProjectDesk
from domain.provenance import Verify
from domain.record_desk import RecordDesk
from domain.retention import Retention
from domain.sessions import Client, SignedIn
from domain.sharing_desk import SharingDesk
from domain.studio import Studio
from domain.users import User
from domain.webhook_desk import WebhookDesk

SESSION_COOKIE = "kinora_session"
LINK_LIFETIME = 3600
"""Seconds for which a link to a result file works."""


class LinkGrant(Protocol):
    """What a signed link allows."""

    @property
    def max_bytes(self) -> int | None: ...
    @property
    def content_type(self) -> str: ...
    @property
    def download_name(self) -> str: ...


class LinkVerifier(Protocol):
    """Checks the signed links of the store on the local disk."""

    def verify(self, method: str, key: str, query: Mapping[str, str]) -> LinkGrant:
        """Raises Forbidden when the link was changed, has expired or is for something else."""


class ModelDesk(Protocol):
    """Looks after the weights on this machine; engine/model_store/desk.py says more."""

    def overview(self) -> dict[str, Any]: ...
    def download(self, key: str, licence: str, accepted_by: str) -> None: ...
    def cancel(self, key: str) -> None: ...
    def remove(self, key: str) -> None: ...


@dataclass(frozen=True)
class ApiDeps:
    """Everything that the routes and the guard use.

    Attributes:
        ownership: whose Gradio sessions, events and files are whose.
        worker_status: one JSON-able dict for each worker.
        ready: each component's name with "ok" or why it is not.
        models: what administrators see of the weights on this machine, and downloads.
        verify: reads where a file comes from.
        retention: knows what is kept, and for how long.
        moderation: refused orders and appeals.
        local_objects: checks links to /objects when the store is the local disk; None for S3.
        cookie_secure: whether people reach the studio by HTTPS.
        public_url: the URL that people use, such as "https://studio.example"; "" when it is not known.
        object_origin: scheme and host of links into an S3 store, for the content security policy; "" when local.
        frame_ancestors: who may show the studio in a frame (CSP sources).
        shared_files: absolute files and folders that every signed-in user may read through Gradio.
    """

    studio: Studio
    accounts: Accounts
    desk: AssetDesk
    drafts: DraftDesk
    own_data: OwnData
    webhooks: WebhookDesk
    idempotency: Idempotency
    projects: ProjectDesk
    library: LibraryDesk
    sharing: SharingDesk
    formats: FormatDesk
    records: RecordDesk
    objects: ObjectStore
    limiter: RateLimiter
    ownership: Ownership
    worker_status: Callable[[], list[dict[str, Any]]]
    ready: Callable[[], dict[str, str]]
    models: ModelDesk
    verify: Verify
    retention: Retention
    moderation: ModerationDesk
    local_objects: LinkVerifier | None
    cookie_secure: bool = False
    public_url: str = ""
    object_origin: str = ""
    frame_ancestors: tuple[str, ...] = ("'self'",)
    shared_files: tuple[str, ...] = ()
    quotes: OneAtATime = field(default_factory=OneAtATime)

    def artifact_url(self, artifact: StoredArtifact) -> str:
        """A link that works for an hour."""
        return self.objects.url(artifact.key, LINK_LIFETIME, artifact.name)


async def _deps(connection: HTTPConnection) -> ApiDeps:
    return cast(ApiDeps, connection.app.state.deps)


async def signed_in(connection: HTTPConnection) -> User:
    """The user whom the guard has found. Raises NotAuthenticated."""
    user = connection.scope.get("state", {}).get("user")
    if not isinstance(user, User):
        raise NotAuthenticated("Please sign in.")
    return user


async def proof(connection: HTTPConnection) -> SignedIn:
    """What the guard has found out about who calls. Raises NotAuthenticated."""
    found = connection.scope.get("state", {}).get("signed_in")
    if not isinstance(found, SignedIn):
        raise NotAuthenticated("Please sign in.")
    return found


async def client_of(connection: HTTPConnection) -> Client:
    """Where a request comes from. Behind a trusted proxy the server has put the client's address in."""
    ip = connection.client.host if connection.client else ""
    return Client(ip, connection.headers.get("user-agent", ""))


_BEARER = HTTPBearer(auto_error=False, scheme_name="bearer", description="An access token or an API key.")
_COOKIE = APIKeyCookie(name=SESSION_COOKIE, auto_error=False, scheme_name="session")


async def _documented(
    user: Annotated[User, Depends(signed_in)],
    _bearer: Annotated[Any, Security(_BEARER)],
    _cookie: Annotated[Any, Security(_COOKIE)],
) -> User:
    """The same; the schemes are named for OpenAPI only, the guard has checked them."""
    return user


Deps = Annotated[ApiDeps, Depends(_deps)]
CurrentUser = Annotated[User, Depends(_documented)]
SocketUser = Annotated[User, Depends(signed_in)]
Proof = Annotated[SignedIn, Depends(proof)]
FromClient = Annotated[Client, Depends(client_of)]
