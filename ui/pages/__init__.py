"""The pages outside Gradio: signing in, jobs, results, settings."""

from __future__ import annotations

from fastapi import APIRouter

from ui.deps import UiDeps
from ui.pages import (
    api_keys,
    assets,
    mail_links,
    models,
    oauth,
    own_data,
    refusals,
    register,
    second_factor,
    security,
    settings,
    sign_in,
    verify,
    webhooks,
    work,
)
from ui.pages.library import routes as library_routes
from ui.pages.shared import routes as shared_routes


def pages_router(deps: UiDeps) -> APIRouter:
    """All pages."""
    router = APIRouter(include_in_schema=False)
    for part in (
        sign_in,
        register,
        mail_links,
        oauth,
        settings,
        security,
        api_keys,
        own_data,
        second_factor,
        models,
        work,
        assets,
        verify,
        refusals,
        webhooks,
    ):
        router.include_router(part.routes(deps))
    router.include_router(library_routes(deps))
    router.include_router(shared_routes(deps))
    return router
