"""The stage in which words become a scene, shared by the generators that draw or film one."""

from __future__ import annotations

import json
from typing import Any

from domain.errors import BackendUnavailable
from domain.generator import RunContext


def planned_scene(ctx: RunContext, prompt: str, negative_prompt: str, style: str, given: str | None = None) -> Any:
    """The stage "plan": the scene as JSON. `given` is a scene.json that was sent back; it then decides."""
    if given is not None:
        scene = {**json.loads(given), "style": style}
        return ctx.stage("plan", scene, make=lambda: scene)
    writer = _writer(ctx)
    return ctx.stage(
        "plan",
        [prompt, negative_prompt, style, writer.info.identity],
        make=lambda: writer.write(prompt, negative_prompt, style, ctx.seed, ctx.progress),
    )


def _writer(ctx: RunContext) -> Any:
    """What describes scenes: a language model where there is one, else the built-in reader, also in neural jobs."""
    try:
        return ctx.backend("scene")
    except BackendUnavailable:
        return ctx.backend("scene", builtin=True)
