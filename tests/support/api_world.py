"""One installation's API, with hands on everything behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import httpx
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.app import guarded
from api.deps import ApiDeps
from api.ownership import MemoryOwnership
from data.prices import load_prices
from domain.accounts import Accounts
from domain.draft_desk import DraftDesk
from domain.format_desk import FormatDesk
from domain.idempotency import Idempotency
from domain.library_desk import LibraryDesk
from domain.lifecycle import Lifecycle
from domain.moderation_desk import ModerationDesk
from domain.own_data import OwnData
from domain.project_desk import ProjectDesk
from domain.provenance import Credentials, Findings
from domain.record_desk import RecordDesk
from domain.retention import Retention
from domain.sharing_desk import SharingDesk
from domain.studio import Studio, StudioPorts
from domain.users import Role, SessionKind, User
from domain.webhook_desk import WebhookDesk
from engine.media.copies import make_copy
from engine.media.tiles import make_tile
from engine.moderation_lists import shipped_screen
from engine.registry import discover
from queue_worker.webhook_post import HttpPost
from storage.local_signer import LocalSigner
from storage.passwords import BcryptHasher
from storage.sealed import AesSeal
from storage.tokens import JwtSigner
from storage.webhook_secrets import WebhookSecrets
from tests.support.api_apps import api_of
from tests.support.fakes import LiveChannel, RuleLimiter
from tests.support.model_desk import FakeModelDesk
from tests.support.moved_clock import MovedClock
from tests.support.post import Post
from tests.support.scaled import SCALED, s3_access
from tests.support.studio import SECRET, StudioKit, studio_kit

PASSWORD = "correct horse"


def unsigned_file(file: IO[bytes]) -> Findings:
    """Verifies nothing; knows a picture without credentials from anything else."""
    file.seek(0)
    picture = file.read(4) == b"\x89PNG"
    return Findings("image/png", Credentials.NONE) if picture else Findings("", Credentials.UNREADABLE)


class LinkClient(TestClient):
    """Goes where links lead: to an object store by a socket, without what the studio alone may see."""

    def request(self, method: str, url: Any, **options: Any) -> Any:
        if SCALED and str(url).startswith(s3_access().endpoint):
            named = {name: options[name] for name in ("data", "files", "content", "headers") if options.get(name)}
            return httpx.request(method, str(url), timeout=30, **named)
        return super().request(method, url, **options)


@dataclass
class ApiWorld:
    """Accounts are made when they are first asked for, by address."""

    kit: StudioKit
    channel: LiveChannel
    limiter: RuleLimiter
    lifecycle: Lifecycle
    deps: ApiDeps
    app: FastAPI
    guarded: ASGIApp
    components: dict[str, str] = field(default_factory=lambda: {"database": "ok", "redis": "ok"})

    @property
    def accounts(self) -> Accounts:
        return self.deps.accounts

    @property
    def post(self) -> Post:
        """The letters that accounts were sent."""
        assert isinstance(self.accounts.mailer, Post)
        return self.accounts.mailer

    @property
    def clock(self) -> MovedClock:
        """What accounts take the time from."""
        assert isinstance(self.accounts.clock, MovedClock)
        return self.accounts.clock

    def user(self, email: str = "ada@example.org", role: Role = Role.CREATOR) -> User:
        with self.kit.database.read() as tx:
            known = tx.users.by_email(email)
        return known[0] if known else self.accounts.register(email, PASSWORD, role=role)

    def client(self, **headers: str) -> TestClient:
        """A stranger, or whoever the headers say."""
        return LinkClient(self.guarded, raise_server_exceptions=False, follow_redirects=False, headers=headers)

    def program(self, email: str = "ada@example.org", role: Role = Role.CREATOR) -> TestClient:
        """A client signed in with an access token."""
        return self.client(Authorization=f"Bearer {self.token(email, role)}")

    def token(self, email: str = "ada@example.org", role: Role = Role.CREATOR) -> str:
        """An access token."""
        session = self.accounts.sessions.open(self.user(email, role), SessionKind.REFRESH)
        return self.accounts.sessions.access_token(session)

    def browser(self, email: str = "ada@example.org", **headers: str) -> TestClient:
        """A client signed in with the session cookie, as a page of the studio calls."""
        session = self.accounts.sessions.open(self.user(email), SessionKind.BROWSER)
        client = self.client(**{"Origin": "http://testserver", **headers})
        client.cookies.set("kinora_session", session.secret)
        return client

    def order(self, client: TestClient, **body: Any) -> str:
        """Order a script; gives the job's id."""
        response = client.post("/api/v1/jobs/script", json={"topic": "volcanoes", **body})
        assert response.status_code == 202, response.text
        return str(response.json()["job_id"])

    def rewired(self, **changes: Any) -> ApiWorld:
        """The same installation with other settings of its API."""
        deps = replace(self.deps, **changes)
        app = api_of(deps)
        return replace(self, deps=deps, app=app, guarded=guarded(app, deps))


def api_world(folder: Path, *, jobs_per_hour: int = 1000) -> ApiWorld:
    """An API over a real database and object store in `folder`, its channel and limiter in memory."""
    kit = studio_kit(folder)
    channel, limiter, signer = LiveChannel(), RuleLimiter(), LocalSigner(SECRET)
    moderation = ModerationDesk(kit.database, shipped_screen())
    ports = StudioPorts(
        kit.database, kit.objects, kit.queue, channel, load_prices(), discover(), jobs_per_hour, moderation=moderation
    )
    components: dict[str, str] = {"database": "ok", "redis": "ok"}
    seal, clock = AesSeal(SECRET, "second factor"), MovedClock()
    accounts = Accounts(kit.database, BcryptHasher(4), JwtSigner(SECRET), limiter, clock, seal=seal, mailer=Post())
    deps = ApiDeps(
        studio=Studio(ports),
        accounts=accounts,
        desk=kit.desk,
        drafts=DraftDesk(kit.database, kit.studio.generators),
        own_data=OwnData(kit.database, kit.objects, accounts, Lifecycle(kit.database, channel)),
        idempotency=Idempotency(kit.database, AesSeal(SECRET, "kept answers")),
        webhooks=WebhookDesk(kit.database, WebhookSecrets(SECRET), HttpPost(private=True).check),
        projects=ProjectDesk(kit.database),
        library=LibraryDesk(kit.database, kit.objects, make_tile),
        sharing=SharingDesk(kit.database, limiter),
        formats=FormatDesk(kit.database, kit.objects, make_copy),
        objects=kit.objects,
        limiter=limiter,
        ownership=MemoryOwnership(),
        worker_status=lambda: [{"name": "worker-1", "state": "busy", "host": "gpu-1", "pid": 7, "job_id": "0" * 32}],
        ready=lambda: dict(components),
        models=FakeModelDesk(),
        verify=unsigned_file,
        records=RecordDesk(kit.database, kit.studio.generators, unsigned_file),
        retention=Retention(kit.database, kit.objects),
        moderation=moderation,
        local_objects=None if SCALED else signer,
    )
    app = api_of(deps)
    lifecycle = Lifecycle(kit.database, channel)
    return ApiWorld(kit, channel, limiter, lifecycle, deps, app, guarded(app, deps), components)


def error_code(response: Any) -> str:
    """The code in an error's body, which must have the one form of all errors."""
    body = response.json()
    assert set(body) == {"error"}
    problem = {name: body["error"][name] for name in ("type", "title", "status", "detail", "instance")}
    assert set(body["error"]) == {"code", "message", "details", *problem}
    assert body["error"]["message"] == problem["detail"] != ""
    assert problem["type"] == f"urn:kinora:error:{body['error']['code']}"
    assert (problem["status"], problem["instance"]) == (response.status_code, response.request.url.path)
    return str(body["error"]["code"])
