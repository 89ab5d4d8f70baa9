"""Makes a film of any length out of the pieces of a few seconds that a video model makes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import InvalidParams
from domain.generator import BackendInfo, RunContext
from engine.media.film.chunks import Chunk, FilmPlan
from engine.media.film.decode import read_frames
from engine.media.film.encoder import IDENTITY, Encoder
from engine.media.film.frames import Frame, to_rgb
from engine.media.film.render import preview_jpeg
from engine.video_request import VideoRequest
from engine.video_resampling import Resampling

VERSION = "neural-film-1"
"""Part of what a chunk depends on: raise it when films of the same frames change."""

FADE_SECONDS = 0.5
"""For so long one take fades into the next where a model cannot continue from a frame."""
_ABOVE = 0.3  # of what is cut off a start image that is too high
_FILMED = 0.9  # share of a stage when the model is done, and resampling and encoding begin

Frames = NDArray[np.uint8]
"""n x h x w x 3 RGB."""


class VideoBackend(Protocol):
    """What makes the pieces: engine.neural.video.NeuralVideo, which stays unloaded until it is used."""

    @property
    def info(self) -> BackendInfo: ...

    @property
    def takes_start_image(self) -> bool: ...

    @property
    def frame_rate(self) -> int: ...

    @property
    def segment_seconds(self) -> float: ...

    def render_segment(
        self,
        request: VideoRequest,
        first_frame: NDArray[np.uint8] | None,
        seed: int,
        frames: int,
        report: Callable[[float], None],
        preview: Callable[[bytes], None],
    ) -> Frames: ...


def render_neural_film(ctx: RunContext, plan: FilmPlan, backend: VideoBackend, request: VideoRequest) -> list[Path]:
    """Film the chunks that are not in the store yet.

    A film longer than the model's pieces is made of several. Where the model takes a start image, each begins with the
    film's last frame before it, read from the stored chunk; else they are takes with seeds one after the other, which
    fade into one another. So a film that was interrupted is the same as one that was not: what is filmed again are the
    pieces of which chunks are missing, two at most where chunks are stored already.

    Args:
        plan: its `stages` are among the generator's planned stages; its format and duration count, not the request's.

    Returns:
        The chunks' files in the workdir, in order, for `join`.

    Raises:
        InvalidParams: there is a start image, and the model does not take one.
        OutOfMemory, BackendUnavailable: as the backend does.
    """
    if request.start_image is not None and not backend.takes_start_image:
        message = f"{backend.info.name} does not take a start image. Choose another model, or the built-in renderer."
        raise InvalidParams(message, fields=[{"field": "start_image", "message": message}])
    video = plan.video
    request = replace(request, width=video.width, height=video.height, fps=video.fps, seconds=plan.duration)
    film = _Film(ctx, plan, backend, request)
    depends_on = [VERSION, backend.info.identity, request.key(), plan.frames]
    for chunk in plan.chunks:
        film.paths.append(
            ctx.stage(
                chunk.stage,
                [IDENTITY, *vars(video).values(), chunk.index, chunk.first_frame, chunk.frames],
                depends_on,
                make=lambda chunk=chunk: film.make(chunk),  # type: ignore[misc]  # a default binds the loop's value
            )
        )
    return film.paths


@dataclass(frozen=True)
class Take:
    """What the model films in one piece: the chunks `first`..`last`, counted from 0, and what comes before them.

    Attributes:
        index: of the take, from 0.
        start: the film's frame with which it begins. Takes that continue begin with the last one before their chunks,
            takes that fade in earlier.
        end: the film's frame after its last one.
    """

    index: int
    first: int
    last: int
    start: int
    end: int

    def frames(self, rate: float) -> int:
        """How many frames the model must make when each of the film's lasts so many (`rate`) of its own."""
        return math.ceil((self.end - 1 - self.start) * rate - 1e-9) + 1


def plan_takes(chunks: Sequence[Chunk], fps: int, seconds: float, lead: int) -> list[Take]:
    """Takes of at most `seconds` from their first to their last frame, each of as many chunks as fit.

    Args:
        lead: frames of the film before a take's chunks that it begins with, but for the first.

    Raises:
        ValueError: not even one chunk fits.
    """
    takes: list[Take] = []
    for chunk in chunks:
        end = chunk.first_frame + chunk.frames
        if takes and (end - 1 - takes[-1].start) / fps <= seconds + 1e-9:
            old = takes[-1]
            takes[-1] = Take(old.index, old.first, chunk.index, old.start, end)
            continue
        start = max(0, chunk.first_frame - (lead if takes else 0))
        if (end - 1 - start) / fps > seconds + 1e-9:
            raise ValueError(f"a chunk of {chunk.frames / fps:g} seconds does not fit in {seconds:g}")
        takes.append(Take(len(takes), chunk.index, chunk.index, start, end))
    return takes


class _Film:
    """One run through a film."""

    def __init__(self, ctx: RunContext, plan: FilmPlan, backend: VideoBackend, request: VideoRequest) -> None:
        self._ctx, self._plan, self._backend, self._request = ctx, plan, backend, request
        fps = plan.video.fps
        self._rate = backend.frame_rate / fps
        self._fade = 0 if backend.takes_start_image else round(FADE_SECONDS * fps)
        self._takes = plan_takes(plan.chunks, fps, backend.segment_seconds, self._fade or 1)
        self._filmed: dict[int, Resampling] = {}
        self.paths: list[Path] = []

    def make(self, chunk: Chunk) -> Path:
        take = next(take for take in self._takes if take.first <= chunk.index <= take.last)
        after = self._takes[take.index + 1 : take.index + 2] if self._fade and chunk.index == take.last else []
        filmed = _FILMED if self._film([take, *after]) else 0.0
        path = self._ctx.workdir / "film" / f"chunk-{chunk.index:04d}.mp4"
        path.parent.mkdir(exist_ok=True)
        with Encoder(path, self._plan.video, check=self._ctx.check_cancelled) as encoder:
            for done in range(chunk.frames):
                frame = self._frame(chunk.first_frame + done, take, after)
                encoder.write(frame)
                preview = preview_jpeg(frame) if done == chunk.frames // 2 else None
                self._ctx.progress(filmed + (1 - filmed) * (done + 1) / (chunk.frames + 1), preview=preview)
        return path

    def _film(self, takes: Sequence[Take]) -> bool:
        """Have these takes at hand, and no others. Returns whether one had to be filmed."""
        wanted = {take.index for take in takes}
        self._filmed = {index: filmed for index, filmed in self._filmed.items() if index in wanted}
        missing = [take for take in takes if take.index not in self._filmed]
        for done, take in enumerate(missing):
            self._filmed[take.index] = Resampling(self._shot(take, done / len(missing), 1 / len(missing)))
        return bool(missing)

    def _shot(self, take: Take, start: float, share: float) -> Frames:
        reached = _FILMED * start

        def report(fraction: float) -> None:
            nonlocal reached
            reached = _FILMED * (start + share * fraction)
            self._ctx.progress(reached)

        return self._backend.render_segment(
            self._request,
            self._first_frame(take),
            (self._request.seed + take.index) % 2**32,
            take.frames(self._rate),
            report,
            lambda jpeg: self._ctx.progress(reached, preview=jpeg),
        )

    def _first_frame(self, take: Take) -> NDArray[np.uint8] | None:
        if take.index == 0:
            picture = self._request.start_image
            return None if picture is None else _cut_to(picture, self._plan.video.size)
        if not self._backend.takes_start_image:
            return None
        (last,) = deque(read_frames(self.paths[take.first - 1]), maxlen=1)
        return to_rgb(last)

    def _frame(self, index: int, take: Take, after: Sequence[Take]) -> Frame:
        """The film's frame of this index: of its take, or on its way into the next one."""
        frame = self._of(take, index)
        for following in after:
            if index >= following.start:
                share = (index - following.start + 1) / (take.end - following.start + 1)
                cv2.addWeighted(frame, 1 - share, self._of(following, index), share, 0, dst=frame)
        return frame

    def _of(self, take: Take, index: int) -> NDArray[np.uint8]:
        drawn = self._filmed[take.index].at((index - take.start) * self._rate)
        return _sized(drawn, self._plan.video.size)


def _sized(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """A new picture of (width, height): averaged over areas when it shrinks, else by Lanczos."""
    if picture.shape[1::-1] == size:
        return picture.copy()
    shrinks = size[0] < picture.shape[1]
    sized: NDArray[np.uint8] = cv2.resize(
        picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    )
    return sized


def _cut_to(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """A picture in the aspect of (width, height). More is cut off below than above, where heads are."""
    height, width = picture.shape[:2]
    wide = min(width, max(1, round(height * size[0] / size[1])))
    high = min(height, max(1, round(width * size[1] / size[0])))
    top, left = round((height - high) * _ABOVE), (width - wide) // 2
    return np.ascontiguousarray(picture[top : top + high, left : left + wide])
