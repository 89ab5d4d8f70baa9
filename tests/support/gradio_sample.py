"""A small Gradio app with one of everything that could leak from one user to another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI


def mount_sample(app: FastAPI, shared: Path) -> None:
    """Mount the app at "/". Endpoints: echo, count, picture, remember, recall, direct.

    Args:
        shared: a folder whose files Gradio may serve.
    """
    with gr.Blocks(title="Sample", analytics_enabled=False) as blocks:
        kept = gr.State("")
        text, number, answer = gr.Textbox(), gr.Number(), gr.Textbox()
        picture, copy = gr.Image(type="filepath"), gr.Image(type="filepath")
        button = gr.Button()
        button.click(lambda said: f"echo {said}", text, answer, api_name="echo")
        button.click(_count, number, answer, api_name="count")
        button.click(lambda path: path, picture, copy, api_name="picture")
        button.click(lambda said: (said, "kept"), text, [kept, answer], api_name="remember")
        button.click(lambda state: f"recalled {state}", kept, answer, api_name="recall")
        button.click(lambda said: f"direct {said}", text, answer, api_name="direct", queue=False)
    gr.set_static_paths([shared])
    blocks.queue(default_concurrency_limit=None)
    gr.mount_gradio_app(app, blocks, path="/", ssr_mode=False, run_history=False, auth_dependency=_user_id)


def _count(seconds: float) -> Iterator[str]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield f"{time.monotonic():.2f}"
        time.sleep(0.05)


def _user_id(request: Any) -> str | None:
    user = (request.scope.get("state") or {}).get("user")
    return None if user is None else user.id
