"""The stages in which the scene engine draws pictures for figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.generator import RunContext
from engine.image_request import ImageRequest
from engine.lesson.figures.figure import Figure
from engine.scene.spec import SpecStyle

SIZE = (1024, 576)


def prompts_of(figures: Sequence[Figure]) -> Sequence[str]:
    """Of all pictures that the figures need, each once."""
    return list(dict.fromkeys(prompt for figure in figures for prompt in figure.prompts()))


def draw_pictures(ctx: RunContext, prompts: Sequence[str], style: SpecStyle) -> Mapping[str, bytes]:
    """The stages "picture-1" and so on: a PNG for each prompt, by the built-in renderer.

    Args:
        style: one of the image styles.
    """
    if not prompts:
        return {}
    backend = ctx.backend("image", builtin=True)
    return {
        prompt: ctx.stage(
            f"picture-{number}",
            [prompt, style, *SIZE, backend.info.identity],
            make=lambda prompt=prompt: _drawn(ctx, backend, prompt, style),  # type: ignore[misc]
        )
        for number, prompt in enumerate(prompts, 1)
    }


def _drawn(ctx: RunContext, backend: Any, prompt: str, style: SpecStyle) -> bytes:
    from engine.media.images import encode_png
    from engine.scene.words.parser import parse

    plan = parse(prompt, style=style, seed=ctx.seed).model_dump(mode="json")
    request = ImageRequest(prompt, (ctx.seed,), style=style, width=SIZE[0], height=SIZE[1])
    rgb = backend.draw(plan, request, 0, ctx.progress, lambda _small: None)
    return encode_png(rgb)
