"""Draws and encodes a film, chunk by chunk, each chunk a stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import cv2

from domain.generator import JsonValue, RunContext
from engine.media.film.chunks import Chunk, FilmPlan
from engine.media.film.encoder import IDENTITY, Encoder
from engine.media.film.frames import Frame, small_rgb, to_nv12

PREVIEW_SECONDS = 2.0
PREVIEW_SIDE = 480
AHEAD_BYTES = 48 << 20
"""Memory for frames drawn before their chunk begins."""
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
    film = _Film(ctx, plan, draw)
    paths = []
    for chunk in plan.chunks:
        paths.append(
            ctx.stage(
                chunk.stage,
                [IDENTITY, *vars(plan.video).values(), chunk.index, chunk.first_frame, chunk.frames],
                key_of(chunk),
                make=lambda chunk=chunk: film.make(chunk),  # type: ignore[misc]  # a default binds the loop's value
            )
        )
    return paths


class _Film:
    """One run through a film. All frames are drawn in the caller's thread: a GPU context belongs to one."""

    def __init__(self, ctx: RunContext, plan: FilmPlan, draw: Draw) -> None:
        self._ctx, self._plan, self._draw = ctx, plan, draw
        self._preview = _Preview()
        self._ahead: dict[int, Frame] = {}
        width, height = plan.video.size
        self._most_ahead = max(1, AHEAD_BYTES // (width * height * 3 // 2))

    def make(self, chunk: Chunk) -> Path:
        path = self._ctx.workdir / "film" / f"chunk-{chunk.index:04d}.mp4"
        path.parent.mkdir(exist_ok=True)
        end = chunk.first_frame + chunk.frames
        with Encoder(path, self._plan.video, check=self._ctx.check_cancelled) as encoder:
            for done, index in enumerate(range(chunk.first_frame, end), 1):
                drawn = self._ahead.pop(index, None)
                frame = self._draw(index) if drawn is None else drawn
                encoder.write(frame)
                self._ctx.progress(done / (chunk.frames + 1), preview=self._preview.of(frame))
            encoder.end()
            self._draw_ahead(end, encoder)
        return path

    def _draw_ahead(self, start: int, encoder: Encoder) -> None:
        """While ffmpeg is busy with the last frames of a chunk, draw the first ones of the next."""
        self._ahead.clear()
        for index in range(start, min(start + self._most_ahead, self._plan.frames)):
            if not encoder.running:
                return
            self._ahead[index] = to_nv12(self._draw(index))
            self._ctx.check_cancelled()


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
