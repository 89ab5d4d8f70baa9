"""Our own HTML inside the Gradio page."""

from __future__ import annotations

from typing import Any

import gradio as gr


def markup(html: str, *, classes: tuple[str, ...] = ()) -> Any:
    """A piece of HTML without Gradio's text styles. Whatever a user wrote must be escaped in it."""
    return gr.HTML(html, apply_default_css=False, js_on_load=None, elem_classes=["k-markup", *classes])
