"""Pictures of unfinished work: a linear guess from latents to RGB, thousands of times cheaper than the decoder.

The factors are published measurements. Stable Diffusion 1.x: keturn, "Decoding latents to RGB without upscaling",
discuss.huggingface.co/t/23204 (2022). SDXL: T. A. Vass, "Explaining the SDXL latent space", Hugging Face blog (2023).
"""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAX_BYTES = 64 * 1024
_SIDE = 320
_BLANK = (24, 24, 27)  # where a sheet of three has no fourth picture
_QUALITIES = (80, 65, 50, 35)

Floats = NDArray[np.float32]

# family -> (4 latent channels x RGB, offset), giving 0..255
_FACTORS: dict[str, tuple[Floats, Floats]] = {
    "sd15": (
        127.5
        * np.array(
            [[0.298, 0.207, 0.208], [0.187, 0.286, 0.173], [-0.158, 0.189, 0.264], [-0.184, -0.271, -0.473]],
            np.float32,
        ),
        np.full(3, 127.5, np.float32),
    ),
    "sdxl": (
        np.array([[60, 60, 60], [-60, -5, 10], [25, 15, -5], [-70, -50, -35]], np.float32),
        np.array([150, 140, 130], np.float32),
    ),
}


def preview_jpeg(family: str, latents: Any, sigma: float, size: tuple[int, int]) -> bytes | None:
    """A JPEG of at most 64 kB and 320 pixels a side; None for families without known factors.

    Args:
        latents: B x 4 x h x w tensor as the denoising loop holds it; several pictures are shown two in a row.
        sigma: the noise still in it where the scheduler keeps latents unscaled (Euler), else 0.
        size: width and height of a drawing, for the aspect.
    """
    if family not in _FACTORS or latents.ndim != 4 or latents.shape[1] != 4:
        return None
    values = latents.detach().float().cpu().numpy() / np.sqrt(sigma**2 + 1)
    matrix, offset = _FACTORS[family]
    rgb = np.nan_to_num(np.moveaxis(values, 1, -1) @ matrix + offset)
    return _small_jpeg(_sheet(np.clip(rgb, 0, 255).astype(np.uint8), size))


def _sheet(pictures: NDArray[np.uint8], size: tuple[int, int]) -> Image.Image:
    """B x h x w x 3 side by side, two in a row."""
    columns, rows = min(2, len(pictures)), math.ceil(len(pictures) / 2)
    scale = _SIDE / max(size[0] * columns, size[1] * rows)
    width, height = round(size[0] * scale), round(size[1] * scale)
    sheet = Image.new("RGB", (width * columns, height * rows), _BLANK)
    for n, picture in enumerate(pictures):
        small = Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC)
        sheet.paste(small, (n % 2 * width, n // 2 * height))
    return sheet


def remaining_noise(scheduler: Any) -> float:
    """The sigma by which the scheduler's latents are larger than the model's; 0 for those that keep them scaled."""
    index = getattr(scheduler, "step_index", None)
    unscaled = float(getattr(scheduler, "init_noise_sigma", 1.0)) > 1.0
    return float(scheduler.sigmas[index]) if unscaled and index is not None else 0.0


def _small_jpeg(image: Image.Image) -> bytes:
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()
