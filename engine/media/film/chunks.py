"""Cuts a film into chunks that are drawn, encoded and stored one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidParams
from domain.generator import StagePlan
from engine.media.film.format import GOP_SECONDS, VideoFormat

CHUNK_SECONDS = float(GOP_SECONDS)


@dataclass(frozen=True)
class Chunk:
    """`frames` consecutive frames of a film from `first_frame` on; `index` counts chunks from 0."""

    index: int
    first_frame: int
    frames: int

    @property
    def stage(self) -> str:
        return f"chunk-{self.index + 1}"


def frame_count(duration: float, fps: int) -> int:
    """Whole frames nearest to `duration` seconds, at least one."""
    return max(1, round(duration * fps))


def plan_chunks(duration: float, fps: int, seconds: float = CHUNK_SECONDS) -> list[Chunk]:
    """Chunks of `seconds` seconds that make up `duration` seconds; the last may be shorter.

    Raises:
        InvalidParams: a duration that is not a positive number.
    """
    if not (math.isfinite(duration) and duration > 0):
        message = "A film's duration must be more than 0 seconds."
        raise InvalidParams(message, fields=[{"field": "duration", "message": message}])
    total, step = frame_count(duration, fps), frame_count(seconds, fps)
    return [Chunk(i, first, min(step, total - first)) for i, first in enumerate(range(0, total, step))]


@dataclass(frozen=True)
class FilmPlan:
    """A film's format and its duration in seconds.

    Attributes:
        planned: the seconds that its stages were planned for, where its real duration shows only as it is made. It has
            no more chunks than those: what is over belongs to the last one.
    """

    video: VideoFormat
    duration: float
    planned: float | None = None

    @property
    def frames(self) -> int:
        return frame_count(self.duration, self.video.fps)

    @property
    def chunks(self) -> list[Chunk]:
        chunks = plan_chunks(self.duration, self.video.fps)
        if self.planned is None:
            return chunks
        last = min(len(chunks), len(plan_chunks(self.planned, self.video.fps))) - 1
        return [*chunks[:last], replace(chunks[last], frames=self.frames - chunks[last].first_frame)]

    def stages(self, weight: float = 1.0) -> Sequence[StagePlan]:
        """The chunks as a generator's planned stages, `weight` being that of a whole chunk."""
        chunks, fps = self.chunks, self.video.fps
        whole = chunks[0].frames
        return [
            StagePlan(chunk.stage, _title(chunk, len(chunks), fps), weight * chunk.frames / whole) for chunk in chunks
        ]


def _title(chunk: Chunk, of: int, fps: int) -> str:
    start, end = chunk.first_frame / fps, (chunk.first_frame + chunk.frames) / fps
    return f"Filming second {start:.3g} to {end:.3g} (part {chunk.index + 1} of {of})"
