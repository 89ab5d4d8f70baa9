"""Draws and encodes a film, chunk by chunk, each chunk a stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import cv2

from domain.generator import JsonValue, RunContext
from engine.media.film.chunks import Chunk, FilmPlan
from engine.media.film.encoder import IDENTITY, Encoder
from engine.media.film.frames import Frame, small_rgb

PREVIEW_SECONDS = 2.0
PREVIEW_SIDE = 480
PREVIEW_MAX_BYTES = 64_000

Draw = Callable[[int], Frame]
"""Gives the frame of an index: always the same one, in whatever order it is asked for."""


def render_film(ctx: RunContext, plan: FilmPlan, draw: Draw, key_of: Callable[[Chunk], JsonValue]) -> list[Path]:
    """Draw and encode the chunks that are not in the store yet.

    Args:
        plan: its `stages` are among the generator's planned stages.
        draw: called for the frames of missing chunks only. One frame may take 0.8 s at most, or call
            `ctx.check_cancelled` itself: between frames, cancelling takes effect at once.
        key_of: JSON that names all that the frames of a chunk depend on. A key that changes with one scene has
            only the chunks of that scene made again.

    Returns:
        The chunks' files in the workdir, in order, for `join`.
    """
    preview = _Preview()
    paths = []
    for chunk in plan.chunks:
        paths.append(
            ctx.stage(
                chunk.stage,
                [IDENTITY, *vars(plan.video).values(), chunk.index, chunk.first_frame, chunk.frames],
                key_of(chunk),
                make=lambda chunk=chunk: _make(ctx, plan, draw, chunk, preview),  # type: ignore[misc]  # loop default
            )
        )
    return paths


def _make(ctx: RunContext, plan: FilmPlan, draw: Draw, chunk: Chunk, preview: _Preview) -> Path:
    path = ctx.workdir / "film" / f"chunk-{chunk.index:04d}.mp4"
    path.parent.mkdir(exist_ok=True)
    with Encoder(path, plan.video, check=ctx.check_cancelled) as encoder:
        for done in range(chunk.frames):
            frame = draw(chunk.first_frame + done)
            encoder.write(frame)
            ctx.progress((done + 1) / (chunk.frames + 1), preview=preview.of(frame))
    return path


class _Preview:
    """A small JPEG of the frame at hand, every few seconds."""

    def __init__(self) -> None:
        self._last = -PREVIEW_SECONDS

    def of(self, frame: Frame) -> bytes | None:
        if monotonic() - self._last < PREVIEW_SECONDS:
            return None
        self._last = monotonic()
        return preview_jpeg(frame)


def preview_jpeg(frame: Frame) -> bytes | None:
    """A frame as a JPEG of at most 64 kB, or None where even a poor one would be larger."""
    small = small_rgb(frame, PREVIEW_SIDE)[..., ::-1]
    for quality in (78, 50, 20):
        _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(data) <= PREVIEW_MAX_BYTES:
            return bytes(data)
    return None
