"""Films words, or a picture and words, by latent diffusion of whole pieces of film (Wan 2025, LTX-Video 2024)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.catalogue import Model
from data.video_prompts import load_video_prompts
from domain.errors import InvalidParams
from domain.generator import BackendInfo
from engine.neural.kept_model import LOADED
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.video_camera import Camera, Effort, Parts, Shot
from engine.neural.video_framing import Frames
from engine.neural.video_model import video_model
from engine.neural.video_pipelines import video_presets
from engine.neural.weights import Weights
from engine.rising_report import Report, rising
from engine.video_request import VideoRequest, check_picture

Preview = Callable[[bytes], None]


class NeuralVideo:
    """The capability "video" with a diffusion model: one call makes one piece of film.

    The same request, first frame, seed and weights give the same frames on the same kind of device, unless memory was
    short.
    """

    safety: Literal["not checked"] = "not checked"
    """None of these models brings a safety checker."""

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._model = video_model(cache, model, weights)
        self._presets = video_presets(model)
        self._prompts = load_video_prompts()

    @property
    def info(self) -> BackendInfo:
        return self._model.info

    @property
    def takes_start_image(self) -> bool:
        """Whether a piece of film can begin with a given frame."""
        return "image-to-video" in self._model.model.tasks

    @property
    def needs_start_image(self) -> bool:
        """Whether every piece of film must begin with a given frame."""
        return "text-to-video" not in self._model.model.tasks

    @property
    def frame_rate(self) -> int:
        """Frames a second of what it makes."""
        return self._presets.fps

    @property
    def segment_frames(self) -> int:
        """The most frames of one piece."""
        return self._presets.frames

    @property
    def segment_seconds(self) -> float:
        """From the first to the last frame of the longest piece."""
        return self._presets.seconds

    def render_segment(
        self,
        request: VideoRequest,
        first_frame: NDArray[np.uint8] | None,
        seed: int,
        frames: int,
        report: Report,
        preview: Preview,
    ) -> Frames:
        """Make a piece of film at the model's own frame rate.

        Where memory does not suffice, it is made in shorter parts, each continuing from the last frame of the one
        before (if the model takes a start image), then smaller and enlarged.

        Args:
            request: its size gives the aspect; its seed, length and start image are not looked at.
            first_frame: H x W x 3, of any size and of the film's aspect; or None.
            frames: 1..`segment_frames`.
            report: called with a fraction 0..1, never less than before: while the model loads, at each step and
                several times within a long one. What it raises ends the work and is let through; the model stays
                usable.
            preview: called every few steps with a JPEG of at most 64 kB.

        Returns:
            frames x h x w x 3, of a size that the model draws well in nearly the film's aspect: stretch it.

        Raises:
            ValueError: too many frames, or a first frame that is no picture or that the model does not take.
            InvalidParams: the model needs a first frame.
            BackendUnavailable: the model's folder is damaged.
            OutOfMemory: there is too little memory even for short parts of half the size.
        """
        self._check(first_frame, frames)
        return self._made(Shot(request, first_frame, seed, frames), rising(report), preview)

    def _check(self, first_frame: NDArray[np.uint8] | None, frames: int) -> None:
        if not 1 <= frames <= self.segment_frames:
            raise ValueError(f"a piece has 1 to {self.segment_frames} frames, not {frames}")
        if first_frame is not None:
            check_picture(first_frame)
            if not self.takes_start_image:
                raise ValueError(f"{self.info.name} does not take a start image")
        elif self.needs_start_image:
            message = f"{self.info.name} films pictures only. Add a start image, or choose another model."
            raise InvalidParams(message, fields=[{"field": "start_image", "message": message}])

    def _made(self, shot: Shot, report: Report, preview: Preview) -> Frames:
        """In one call; where memory does not suffice, in several ever smaller ones."""
        camera = Camera(self._model.model, self._prompts, preview)
        effort, cleared, parts = Effort(shot.frames), False, Parts(shot)
        report(0.0)
        while parts.missing:
            part = parts.next(effort.frames)
            try:
                with self._model.use(report) as pipelines:
                    filmed = camera.film(part, pipelines, effort, _within(report, parts.shares(part)))
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                parts.add(filmed)
                continue
            # Out of the except block: the exception, which held the tensors, is gone.
            if self._model.make_room() and not cleared:
                cleared = True
                continue
            effort = effort.less(self._presets, continues=self.takes_start_image) or self._fail()
        report(1.0)
        return parts.joined()

    def _fail(self) -> Effort:
        raise self._model.too_little_memory("a film", "the built-in renderer")


def _within(report: Report, shares: tuple[float, float]) -> Report:
    """Of a whole piece, the fractions of the part between two shares of it."""
    start, end = (LOADED + (1 - LOADED) * share for share in shares)
    return lambda fraction: report(start + (end - start) * fraction)
