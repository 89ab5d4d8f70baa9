"""Restyles a photo by image-to-image diffusion (SDEdit, Meng et al. 2021)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import numpy as np

from data.catalogue import Model
from data.restyle_prompts import StylePrompt, load_style_prompts
from domain.errors import InvalidParams, OutOfMemory
from domain.generator import BackendInfo
from engine.neural.framing import Rgb, drawing_size, resized, result_size
from engine.neural.latent_preview import preview_jpeg, remaining_noise
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache, Slot
from engine.neural.pipelines import accepted, damaged, load_image_to_image, scheduled_steps
from engine.neural.ticking import ticking
from engine.neural.weights import Weights
from engine.restyle_request import RestyleRequest
from engine.rising_report import Report, rising

Preview = Callable[[bytes], None]

_LOADED, _DRAWN = 0.08, 0.97  # shares of the work done when the model is loaded, and when it has drawn
_DISK_GB_PER_SECOND = 0.6  # SDXL loaded in 11 s; only for the look of the progress bar
_PREVIEWS = 6  # about as many in a picture
_SMALLER = 0.75  # of the size, when memory did not suffice


class NeuralRestyle:
    """The capability "restyle" with a diffusion model: one call draws one picture.

    The same photo, request and weights give the same picture on the same kind of device.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        self._cache = cache
        self._model = model
        self._weights = weights
        self._prompts = load_style_prompts()

    @cached_property
    def info(self) -> BackendInfo:
        return BackendInfo("neural", self._model.title, self._model.key, self._weights.revision(self._model))

    @cached_property
    def safety(self) -> Literal["checked", "not checked"]:
        """Whether the model brings a safety checker, through which every picture then goes."""
        index = json.loads((self._weights.folder(self._model) / "model_index.json").read_text(encoding="utf-8"))
        return "checked" if (index.get("safety_checker") or [None])[0] else "not checked"

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
        for max_side in (self._model.presets.max_side, int(self._model.presets.max_side * _SMALLER)):
            try:
                picture = self._draw(job, max_side)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                job.report(1.0)
                return picture
            # Out of the except block: the exception, which held the tensors, is gone.
            self._cache.unload_others(self._slot)
            self._cache.device.release()
        raise OutOfMemory(self._too_little())

    @cached_property
    def _slot(self) -> Slot:
        return Slot(self._model.key, self.info.revision, "image-to-image")

    def _draw(self, job: _Drawing, max_side: int) -> Rgb:
        device = self._cache.device
        folder = self._weights.folder(self._model)
        need = self._model.vram_gb if device.offloads(self._model) else self._model.resident_gb

        def load() -> Any:
            try:
                return load_image_to_image(folder, self._model, device)
            except (OSError, ValueError) as error:
                raise damaged(self._model) from error

        def waited(seconds: float) -> None:
            expected = self._model.size_gb / _DISK_GB_PER_SECOND
            job.report(_LOADED * (1 - math.exp(-seconds / expected)))

        with self._cache.use(self._slot, load, need, waited) as pipeline:
            job.report(_LOADED)
            return job.draw(pipeline, self._model, max_side)

    def _too_little(self) -> str:
        what = "This computer" if self._cache.device.kind == "cpu" else "The graphics card"
        return (
            f"{what} has too little memory for this picture with {self._model.title}. "
            "Try the built-in style. You were not charged."
        )


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

    def draw(self, pipeline: Any, model: Model, max_side: int) -> Rgb:
        photo_size = (self._photo.shape[1], self._photo.shape[0])
        size = drawing_size(*photo_size, max_side)
        try:
            with ticking(pipeline.components.values(), lambda: self.report(0.0)):  # 0: what was reached already
                output = pipeline(**self._arguments(pipeline, model, size))
        except BaseException:
            pipeline.maybe_free_model_hooks()  # where parts take turns on the card, the one in use gives its place up
            raise
        _refuse_withheld(output)
        return resized(np.asarray(output.images[0].convert("RGB")), result_size(photo_size, size))

    def _arguments(self, pipeline: Any, model: Model, size: tuple[int, int]) -> dict[str, Any]:
        import torch
        from PIL import Image

        denoising = self._style.denoising(self._request.strength)
        return accepted(
            pipeline,
            {
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
                "callback_on_step_end": self._on_step(model, size),
            },
        )

    def _on_step(
        self, model: Model, size: tuple[int, int]
    ) -> Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]:
        def on_step(pipeline: Any, index: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            total = max(index + 1, pipeline.num_timesteps)
            self.report(_LOADED + (_DRAWN - _LOADED) * (index + 1) / total)
            if (index + 1) % max(1, total // _PREVIEWS) == 0 and index + 1 < total:
                self._show(pipeline, model, tensors["latents"], size)
            return {}

        return on_step

    def _show(self, pipeline: Any, model: Model, latents: Any, size: tuple[int, int]) -> None:
        jpeg = preview_jpeg(model.family, latents, remaining_noise(pipeline.scheduler), size)
        if jpeg is not None:
            self._preview(jpeg)


def _refuse_withheld(output: Any) -> None:
    """The pipelines that check answer with a black picture and a flag."""
    if any(getattr(output, "nsfw_content_detected", None) or ()):
        message = "The model's safety checker withheld this picture. Try another photo, wish or seed."
        raise InvalidParams(message, fields=[{"field": "photo", "message": message}])
