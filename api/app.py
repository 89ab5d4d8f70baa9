"""Puts the routes together, and the guard in front of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from api.body_examples import show_examples
from api.body_limit import BodyLimit
from api.deps import ApiDeps
from api.errors import ErrorBody, handle_errors
from api.gradio_guard import GradioGuard, SharedFiles
from api.guard import Guard
from api.head_requests import HeadAsGet
from api.idempotency import KeyedRequests
from api.identity import Identity
from api.routes import (
    account,
    admin_models,
    api_keys,
    assets,
    auth,
    credits,
    drafts,
    events,
    generators,
    health,
    jobs,
    library,
    moderation,
    nowhere,
    objects,
    own_data,
    projects,
    records,
    results,
    second_factor,
    storage_use,
    verify,
    webhooks,
    worker,
    ws,
)
from api.security_headers import SecurityHeaders, SecurityPolicy
from api.streams import StreamGuard

Layer = Callable[[ASGIApp], ASGIApp]
"""Puts a middleware around an app."""

API_PREFIX = "/api/v1"
_ERRORS: dict[int | str, dict[str, Any]] = {
    422: {"model": ErrorBody, "description": "A value is not allowed; details.fields names each."},
    "4XX": {
        "model": ErrorBody,
        "description": "400 not understood, 401 not signed in, 402 too few credits, 403 another account's, 404 unknown,"
        " 409 contradicts what is there, 413 too large, 415 another type, 429 too often (Retry-After says when).",
    },
    "5XX": {"model": ErrorBody, "description": "503 a component is down; Retry-After says when."},
}


def build_api(deps: ApiDeps) -> FastAPI:
    """The API without its guard: pages and the Gradio app are added to it, then `guarded` goes around all."""
    from api.mcp.endpoint import mcp_route  # the protocol's library: workers live without it

    app = FastAPI(
        title="Kinora",
        version="1",
        description="A self-hosted AI creative studio.",
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.deps = deps
    handle_errors(app)
    app.include_router(_api(deps))
    app.include_router(health.router)
    app.include_router(objects.router, include_in_schema=False)
    app.include_router(ws.router)
    app.router.routes.append(mcp_route(deps))
    nowhere.add_routes(app)
    show_examples(app, deps.studio.generators.values())
    return app


def _api(deps: ApiDeps) -> APIRouter:
    api = APIRouter(prefix=API_PREFIX, responses=_ERRORS)
    submit = APIRouter(prefix="/jobs", tags=["jobs"])
    jobs.add_submit_routes(submit, list(deps.studio.generators.values()))
    for router in (auth.router, account.router, own_data.router, api_keys.router, second_factor.router):
        api.include_router(router)
    for router in (generators.router, jobs.router, submit, events.router):
        api.include_router(router)
    for router in (
        assets.router,
        drafts.router,
        credits.router,
        webhooks.router,
        worker.router,
        verify.router,
        admin_models.router,
    ):
        api.include_router(router)
    for router in (projects.router, library.router, results.router, records.router):
        api.include_router(router)
    for router in (storage_use.router, moderation.router):
        api.include_router(router)
    return api


def guarded(app: ASGIApp, deps: ApiDeps, pages: Layer | None = None) -> ASGIApp:
    """The app as it may be served: each layer sees a request before the one inside it.

    Headers on every answer; `pages`, which shows errors to people; who calls, forged and too frequent requests; open
    streams; size; Gradio's names; repeated requests; the app.
    """
    files_origin = _origin(deps.object_origin)
    app = KeyedRequests(HeadAsGet(app), deps.idempotency)
    app = GradioGuard(app, deps.ownership, SharedFiles(deps.shared_files))
    app = Guard(StreamGuard(BodyLimit(app), Identity(deps.accounts)), deps)
    app = app if pages is None else pages(app)
    return SecurityHeaders(app, SecurityPolicy(deps.cookie_secure, files_origin, deps.frame_ancestors))


def _origin(url: str) -> str:
    """Scheme and host of a URL, without its path."""
    return "/".join(url.split("/")[:3])
