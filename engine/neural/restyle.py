"""Restyles a photo by image-to-image diffusion (SDEdit, Meng et al. 2021)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from data.catalogue import Model
from data.restyle_prompts import StylePrompt, load_style_prompts
from domain.errors import InvalidParams
from domain.generator import BackendInfo
from engine.neural.denoising import denoise
from engine.neural.framing import Rgb, drawing_size, resized, result_size
from engine.neural.kept_model import LOADED
from engine.neural.latent_preview import preview_jpeg
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.picture_model import DRAWN, PictureModel
from engine.neural.pipelines import Pipelines, scheduled_steps
from engine.neural.weights import Weights
from engine.restyle_request import RestyleRequest
from engine.rising_report import Report, rising

Preview = Callable[[bytes], None]

_SMALLER = 0.75  # of the size, when memory did not suffice


class NeuralRestyle:
    """The capability "restyle" with a diffusion model: one call draws one picture.

    The same photo, request and weights give the same picture on the same kind of device.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._model = PictureModel(cache, model, weights)
        self._prompts = load_style_prompts()

    @property
    def info(self) -> BackendInfo:
        return self._model.kept.info

    @property
    def safety(self) -> Literal["checked", "not checked"]:
        """Whether the model brings a safety checker, through which every picture then goes."""
        return self._model.safety

    def render(self, photo: Rgb, request: RestyleRequest, report: Report, preview: Preview) -> Rgb:
        """Draw the photo in a style.

        Args:
            photo: H x W x 3.
            report: called with a fraction 0..1, never less than before: while the model loads, at each step and
                several times within a long one. What it raises ends the work and is let through; the model stays
                usable.
            preview: called every few steps with a JPEG of at most 64 kB.

        Returns:
            H x W x 3; larger, in the same aspect, where the photo is smaller than what the model draws.

        Raises:
            KeyError: the style has no prompt.
            InvalidParams: the model's safety checker withheld the picture.
            BackendUnavailable: the model's folder is damaged.
            OutOfMemory: even at three quarters of the size there is too little memory.
        """
        job = _Drawing(photo, request, self._prompts[request.style], rising(report), preview)
        job.report(0.0)
        most = self._model.kept.model.presets.max_side
        for max_side in (most, int(most * _SMALLER)):
            try:
                with self._model.kept.use(job.report) as pipelines:
                    picture = job.draw(pipelines, self._model.kept.model, max_side)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                job.report(1.0)
                return picture
            # Out of the except block: the exception, which held the tensors, is gone.
            self._model.kept.make_room()
        raise self._model.kept.too_little_memory("this picture", "the built-in style")


class _Drawing:
    """One picture being drawn."""

    def __init__(
        self, photo: Rgb, request: RestyleRequest, style: StylePrompt, report: Report, preview: Preview
    ) -> None:
        self._photo = photo
        self._request = request
        self._style = style
        self._preview = preview
        self.report = report

    def draw(self, pipelines: Pipelines, model: Model, max_side: int) -> Rgb:
        photo_size = (self._photo.shape[1], self._photo.shape[0])
        size = drawing_size(*photo_size, max_side)
        pipelines.decode_frugally(max_side)
        pipeline = pipelines.from_picture()

        def show(latents: Any, sigma: float) -> None:
            jpeg = preview_jpeg(model.family, latents, sigma, size)
            if jpeg is not None:
                self._preview(jpeg)

        arguments = self._arguments(pipeline, model, size)
        output = denoise(pipeline, arguments, lambda done: self.report(LOADED + (DRAWN - LOADED) * done), show)
        _refuse_withheld(output)
        return resized(np.asarray(output.images[0].convert("RGB")), result_size(photo_size, size))

    def _arguments(self, pipeline: Any, model: Model, size: tuple[int, int]) -> dict[str, Any]:
        import torch
        from PIL import Image

        denoising = self._style.denoising(self._request.strength)
        return {
            "prompt": self._style.with_wishes(self._request.prompt),
            "negative_prompt": self._style.negative,
            "image": Image.fromarray(resized(self._photo, size)),
            "width": size[0],
            "height": size[1],
            "strength": denoising,
            "num_inference_steps": scheduled_steps(pipeline, model.presets.steps, denoising),
            "guidance_scale": model.presets.guidance_scale,
            # On the processor, so that a seed draws the same noise whatever the device.
            "generator": torch.Generator("cpu").manual_seed(self._request.seed),
        }


def _refuse_withheld(output: Any) -> None:
    """The pipelines that check answer with a black picture and a flag."""
    if any(getattr(output, "nsfw_content_detected", None) or ()):
        message = "The model's safety checker withheld this picture. Try another photo, wish or seed."
        raise InvalidParams(message, fields=[{"field": "photo", "message": message}])
