"""Several pictures drawn by one call of a diffusion pipeline."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from PIL import Image

from data.catalogue import Model
from data.image_prompts import ImageStyle
from engine.image_request import ImageRequest
from engine.neural.denoising import Show, denoise
from engine.neural.framing import Rgb, affordable_size, covering, resized
from engine.neural.latent_preview import preview_jpeg
from engine.neural.pipelines import Pipelines, scheduled_steps, takes
from engine.rising_report import Report

_LONGEST = 1.5  # times max_side: beyond it, models draw a subject twice
_CONSISTENCY_STEPS = 50  # of the schedule that latent consistency models were distilled from (Luo et al. 2023)


@dataclass(frozen=True, eq=False)
class Shot:
    """One picture to draw.

    Attributes:
        position: of its request among all.
        request: with steps and guidance_scale given.
        seed: one of the request's.
    """

    position: int
    request: ImageRequest
    seed: int


class PictureBatch:
    """Draws shots whose requests agree (engine.image_batches), and have one reference if the model shares it."""

    def __init__(self, model: Model, styles: Mapping[str, ImageStyle], preview: Callable[[int, bytes], None]) -> None:
        self._model = model
        self._styles = styles
        self._preview = preview

    def draw(self, shots: Sequence[Shot], pipelines: Pipelines, scale: float, report: Report) -> list[Rgb | None]:
        """The shots' pictures of exactly the size asked for; None for one that the safety checker withheld.

        Args:
            scale: share of the sides to draw at; the pictures are enlarged afterwards.
            report: hears of fractions 0..1, as in `denoise`.
        """
        size = self._drawn_size(shots[0].request.size, scale)
        pipelines.decode_frugally(max(size))
        pipeline, arguments = self._call(shots, pipelines, size)
        output = denoise(pipeline, arguments, report, self._show(shots))
        withheld = getattr(output, "nsfw_content_detected", None) or [False] * len(shots)
        return [
            None if hidden else _exactly(image, shot.request.size)
            for shot, image, hidden in zip(shots, output.images, withheld, strict=True)
        ]

    def _drawn_size(self, asked: tuple[int, int], scale: float) -> tuple[int, int]:
        presets = self._model.presets
        pixels = presets.pixels or presets.max_side**2
        width, height = affordable_size(asked, pixels, int(_LONGEST * presets.max_side))
        return affordable_size((width, height), width * height * scale**2, max(width, height))

    def _call(self, shots: Sequence[Shot], pipelines: Pipelines, size: tuple[int, int]) -> tuple[Any, dict[str, Any]]:
        """The pipeline to call, and its arguments."""
        request = shots[0].request
        arguments = self._common(shots, size)
        references = [shot.request.reference for shot in shots if shot.request.reference is not None]
        if not references:
            return pipelines.from_text(), arguments
        if pipelines.adapter:
            pipeline = pipelines.with_reference(request.reference_strength)
            return pipeline, {**arguments, "ip_adapter_image": pipelines.adapter.read(references[0])}
        pipeline = pipelines.from_picture()
        images = [Image.fromarray(covering(reference, size)) for reference in references]
        if not takes(pipeline, "strength"):
            return pipeline, {**arguments, "image": images[0]}  # an editing model
        denoising = self._styles[request.style].denoising(request.reference_strength)
        return pipeline, {
            **arguments,
            "image": images,
            "strength": denoising,
            "num_inference_steps": scheduled_steps(pipeline, arguments["num_inference_steps"], denoising),
            "original_inference_steps": _distilled_from(arguments["num_inference_steps"], denoising),
        }

    def _common(self, shots: Sequence[Shot], size: tuple[int, int]) -> dict[str, Any]:
        import torch

        request, styles = shots[0].request, [self._styles[shot.request.style] for shot in shots]
        return {
            "prompt": [style.around(shot.request.prompt) for style, shot in zip(styles, shots, strict=True)],
            "negative_prompt": [
                style.without(shot.request.negative_prompt) for style, shot in zip(styles, shots, strict=True)
            ],
            "width": size[0],
            "height": size[1],
            "num_inference_steps": request.steps,
            "original_inference_steps": _distilled_from(request.steps or 1, 1.0),
            "guidance_scale": request.guidance_scale,
            # On the processor, so that a seed draws the same noise whatever the device; one for each picture, so that
            # it draws the same whatever the batch.
            "generator": [torch.Generator("cpu").manual_seed(shot.seed) for shot in shots],
        }

    def _show(self, shots: Sequence[Shot]) -> Show:
        """To each request its own pictures, and no one else's."""
        rows = groupby(range(len(shots)), key=lambda row: shots[row].position)
        owners = [(position, list(own)) for position, own in rows]

        def show(latents: Any, sigma: float) -> None:
            for position, own in owners:
                jpeg = preview_jpeg(self._model.family, latents[own], sigma, shots[0].request.size)
                if jpeg is not None:
                    self._preview(position, jpeg)

        return show


def _distilled_from(steps: int, denoising: float) -> int:
    """`original_inference_steps` of a consistency model: long enough that its share `denoising` holds the steps."""
    return max(_CONSISTENCY_STEPS, math.ceil(steps / denoising) + 1)


def _exactly(image: Image.Image, size: tuple[int, int]) -> Rgb:
    picture = np.asarray(image.convert("RGB"))
    return picture if image.size == size else resized(picture, size)
