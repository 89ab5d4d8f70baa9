"""What the generators of films share: from chunks to the finished files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.generator import Artifact, JsonValue, RunContext, StagePlan
from engine.media.film.chunks import FilmPlan

JOIN = StagePlan("join", "Putting the film together", 0.4)
THUMBNAIL_SIDE = 1280


def finished_film(
    ctx: RunContext, chunks: Sequence[Path], plan: FilmPlan, inputs: JsonValue, audio: Path | None = None
) -> Iterator[Artifact]:
    """video.mp4 and thumbnail.jpg from a film's chunks.

    Args:
        inputs: JSON that names all that picture and sound depend on.
        audio: a sound file in the workdir, or None for a silent film.
    """
    from engine.media.film.probe import probe
    from engine.media.film.thumbnail import thumbnail

    film = ctx.stage("join", inputs, make=lambda: _joined(ctx, chunks, audio))
    width, height = plan.video.size
    yield Artifact("video.mp4", "video/mp4", film, width=width, height=height, duration=probe(film).duration)
    picture = thumbnail(film, THUMBNAIL_SIDE)
    yield Artifact("thumbnail.jpg", "image/jpeg", picture, width=min(width, THUMBNAIL_SIDE), height=_height(plan))


def _joined(ctx: RunContext, chunks: Sequence[Path], audio: Path | None) -> Path:
    from engine.media.film.join import join

    out = ctx.workdir / "video.mp4"
    join(chunks, audio, out, {}, check=ctx.check_cancelled)
    return out


def _height(plan: FilmPlan) -> int:
    width, height = plan.video.size
    return round(height * min(1.0, THUMBNAIL_SIDE / max(width, height)))
