"""Draws pictures from words by latent diffusion (Rombach et al. 2022), with a reference picture if one is given."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from data.catalogue import Model
from data.image_prompts import load_image_styles
from domain.errors import InvalidParams
from domain.generator import BackendInfo
from engine.image_batches import batches
from engine.image_request import ImageRequest
from engine.neural.framing import Rgb
from engine.neural.kept_model import LOADED
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.picture_batch import PictureBatch, Shot
from engine.neural.picture_model import DRAWN, PictureModel, ReferenceUse
from engine.neural.weights import Weights
from engine.rising_report import Report, rising

Preview = Callable[[bytes], None]
PreviewOf = Callable[[int, bytes], None]
"""Takes a request's position and a JPEG of its unfinished pictures."""

_SMALLER = 0.75  # of the size, when memory did not suffice for a single picture


class NeuralImage:
    """The capability "image" with a diffusion model: one call draws all pictures of a request, or of several.

    The same request and weights give the same pictures on the same kind of device. A picture does not depend on those
    drawn with it, but for rounding: another batch size may take another order of additions.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._model = PictureModel(cache, model, weights)
        self._styles = load_image_styles()

    @property
    def info(self) -> BackendInfo:
        return self._model.kept.info

    @property
    def safety(self) -> Literal["checked", "not checked"]:
        """Whether the model brings a safety checker, through which every picture then goes."""
        return self._model.safety

    @property
    def reads_reference(self) -> ReferenceUse:
        """How a reference picture is heeded."""
        return self._model.reads_reference

    @property
    def most_at_once(self) -> int:
        """The most pictures that one call of the model draws on this machine."""
        return self._model.kept.tier.at_once

    def render(self, request: ImageRequest, report: Report, preview: Preview) -> list[Rgb]:
        """Draw a request's pictures, in the order of its seeds.

        Args:
            report: called with a fraction 0..1, never less than before: while the model loads, at each step and
                several times within a long one. What it raises ends the work and is let through; the model stays
                usable.
            preview: called every few steps with a JPEG of at most 64 kB: the picture, or all of them as a sheet.

        Returns:
            H x W x 3 each, of exactly the size asked for. Larger ones than the model draws well are enlarged.

        Raises:
            InvalidParams: the model's safety checker withheld a picture.
            BackendUnavailable: the model's folder is damaged.
            OutOfMemory: there is too little memory even for one picture at three quarters of the size.
        """
        (pictures,) = self.render_many([request], report, lambda _position, jpeg: preview(jpeg))
        if isinstance(pictures, InvalidParams):
            raise pictures
        return pictures

    def render_many(
        self, requests: Sequence[ImageRequest], report: Report, preview: PreviewOf
    ) -> list[list[Rgb] | InvalidParams]:
        """Draw several requests, those together that agree in what a call has only once (engine.image_batches).

        Args:
            report, preview: as in `render`, but previews are told apart: they may be of different creators. `report`
                speaks for all, so it should raise only when nobody wants anything any more.

        Returns:
            For each request its pictures, or why it has none: what is withheld from one does not fail the others.

        Raises:
            BackendUnavailable, OutOfMemory: as in `render`.
        """
        asked = [self._settled(request) for request in requests]
        made: list[list[Rgb | None]] = [[] for _ in asked]
        progress = _Progress(sum(len(request.seeds) for request in asked), rising(report))
        progress.report(0.0)
        for group in self.groups(asked):
            shots = [Shot(position, asked[position], seed) for position in group for seed in asked[position].seeds]
            for shot, picture in zip(shots, self._draw(shots, progress, preview), strict=True):
                made[shot.position].append(picture)
        progress.report(1.0)
        return [_outcome(pictures) for pictures in made]

    def _settled(self, request: ImageRequest) -> ImageRequest:
        """The request with the model's own steps and guidance where it leaves them open."""
        own = self._model.kept.model.presets
        return dataclasses.replace(
            request,
            steps=own.steps if request.steps is None else request.steps,
            guidance_scale=own.guidance_scale if request.guidance_scale is None else request.guidance_scale,
        )

    def groups(self, requests: Sequence[ImageRequest]) -> list[list[int]]:
        """Positions of requests, grouped by what one call can draw; the first request is in the first group."""
        return list(self._split([self._settled(request) for request in requests]))

    def _split(self, requests: Sequence[ImageRequest]) -> Iterator[list[int]]:
        for group in batches(requests, self.most_at_once):
            if self._model.shares_reference and requests[group[0]].reference is not None:
                yield from ([position] for position in group)
            else:
                yield group

    def _draw(self, shots: Sequence[Shot], progress: _Progress, preview: PreviewOf) -> list[Rgb | None]:
        """All in one call; where memory does not suffice, in several ever smaller ones."""
        batch = PictureBatch(self._model.kept.model, self._styles, preview)
        effort, cleared = _Effort(min(len(shots), self.most_at_once)), False
        drawn: list[Rgb | None] = []
        while len(drawn) < len(shots):
            some = shots[len(drawn) : len(drawn) + effort.at_once]
            try:
                with self._model.kept.use(progress.report) as pipelines:
                    drawn += batch.draw(some, pipelines, effort.scale, progress.within(len(some)))
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                progress.done += len(some)
                continue
            # Out of the except block: the exception, which held the tensors, is gone.
            if self._model.kept.make_room() and not cleared:
                cleared = True
                continue
            effort = effort.less() or self._fail()
        return drawn

    def _fail(self) -> _Effort:
        raise self._model.kept.too_little_memory("this picture", "the built-in style")


@dataclasses.dataclass(frozen=True)
class _Effort:
    """How much is tried in one call: so many pictures, at this share of their sides."""

    at_once: int
    scale: float = 1.0

    def less(self) -> _Effort | None:
        """Half as many, then a smaller one, then nothing more."""
        if self.at_once > 1:
            return _Effort((self.at_once + 1) // 2)
        return _Effort(1, _SMALLER) if self.scale > _SMALLER else None


class _Progress:
    """Fractions of a whole job from those of its calls."""

    def __init__(self, pictures: int, report: Report) -> None:
        self._pictures = pictures
        self.done = 0
        self.report = report

    def within(self, pictures: int) -> Report:
        """The report of a call that draws the next so many pictures."""

        def report(fraction: float) -> None:
            drawn = (self.done + pictures * fraction) / self._pictures
            self.report(LOADED + (DRAWN - LOADED) * drawn)

        return report


def _outcome(pictures: list[Rgb | None]) -> list[Rgb] | InvalidParams:
    shown = [picture for picture in pictures if picture is not None]
    if len(shown) == len(pictures):
        return shown
    message = "The model's safety checker withheld a picture. Try another prompt or seed."
    return InvalidParams(message, fields=[{"field": "prompt", "message": message}])
