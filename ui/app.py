"""The Gradio app and its place in the web server."""

from __future__ import annotations

from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ui.deps import UiDeps
from ui.generator_tab import GeneratorTab
from ui.markup import markup
from ui.pages import pages_router
from ui.shell import STATIC, head_tags, header_html, static_version
from ui.theme import kinora_theme

MAX_THREADS = 2000
"""Handlers that may run at once. Each client that follows a job through the queue holds one place."""
MAX_UPLOAD = "52mb"
"""A little above the limit for a picture, so that it is the asset desk that says what is wrong."""
UPLOADS_KEPT = 24 * 3600
"""Seconds after which Gradio's own copies of uploads are removed; the assets stay."""


def build_blocks(deps: UiDeps) -> Any:
    """The Create page: one tab for each generator, in their order."""
    generators = sorted(deps.studio.generators.values(), key=lambda g: (g.position, g.key))
    with gr.Blocks(title="Kinora", analytics_enabled=False, delete_cache=(3600, UPLOADS_KEPT)) as blocks:
        markup(header_html("create"), classes=("k-header-slot",))
        styles: list[str] = []
        with gr.Tabs(elem_classes=["k-tabs"], overflow_behavior="wrap"):
            for generator in generators:
                with gr.Tab(generator.title, id=generator.key, elem_id=f"tab-{generator.key}"):
                    tab = GeneratorTab(deps, generator)
                    tab.build()
                    styles.append(tab.example_styles())
        markup(f"<style>{''.join(styles)}</style>", classes=("k-hidden",))
    # Both must be set before the app is mounted, in this order, or only 40 events run at once.
    blocks.max_threads = MAX_THREADS
    blocks.queue(default_concurrency_limit=None)
    return blocks


def mount_ui(app: FastAPI, deps: UiDeps) -> None:
    """Add the pages, the static files and, last, the Gradio app at "/".

    Everything else must have its route in `app` before: what no route takes goes to Gradio. The guard in front must
    put the signed-in `domain.users.User` into `request.scope["state"]["user"]`, and ui.pages.error_page.error_pages
    goes around the guard.
    """
    if deps.examples_dir.is_dir():
        app.mount("/static/kinora/examples", RevalidatedFiles(directory=deps.examples_dir), name="examples")
    app.mount("/static/kinora", RevalidatedFiles(directory=STATIC), name="static")
    app.include_router(pages_router(deps))
    head = head_tags(deps) + f'<link rel="stylesheet" href="/static/kinora/gradio.css?v={static_version()}">'
    gr.mount_gradio_app(
        app,
        build_blocks(deps),
        path="/",
        theme=kinora_theme(),
        head=head,
        auth_dependency=_user_id,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        favicon_path=str(STATIC / "favicon.svg"),
        max_file_size=MAX_UPLOAD,
        show_error=False,  # only gr.Error reaches people; what else goes wrong is in the log
    )


class RevalidatedFiles(StaticFiles):
    """Static files that browsers keep but ask about each time, so that an update is seen at once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _user_id(request: Request) -> str | None:
    user = (request.scope.get("state") or {}).get("user")
    return None if user is None else user.id
