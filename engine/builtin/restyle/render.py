"""Restyles a photo: finds its subject, sets its mood, hands it to a style and blends by strength."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.builtin.restyle.anime import render_anime
from engine.builtin.restyle.arrays import Floats, mix, to_bytes, to_float
from engine.builtin.restyle.comic import render_comic
from engine.builtin.restyle.mood import graded, mood_of, understood
from engine.builtin.restyle.oil import render_oil
from engine.builtin.restyle.ornaments import ornamented
from engine.builtin.restyle.pencil import render_pencil
from engine.builtin.restyle.pixel import render_pixel
from engine.builtin.restyle.plush import render_plush
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.scene import Scene
from engine.builtin.restyle.subject import find_subject
from engine.builtin.restyle.watercolour import render_watercolour
from engine.restyle_request import STYLES, RestyleRequest

__all__ = ["STYLES", "VERSION", "RestyleRequest", "render", "understood"]

VERSION: str = "builtin-restyle-1"

_Renderer = Callable[[Scene, Progress], tuple[Floats, Floats]]
_RENDERERS: dict[str, _Renderer] = {
    **{style: render_plush for style in STYLES if style.startswith("plushie-")},
    "anime": render_anime,
    "comic": render_comic,
    "watercolour": render_watercolour,
    "oil": render_oil,
    "pencil": render_pencil,
    "pixel": render_pixel,
}


def render(photo: NDArray[np.uint8], request: RestyleRequest, report: Callable[[float], None]) -> NDArray[np.uint8]:
    """Restyle an RGB photo (HxWx3, 64..4096 pixels a side); the result has its size.

    `report` is called with the fraction done (0..1, never falling), at least about every 150 ms at working sizes; what
    it raises ends the work and reaches the caller. Raises ValueError for anything but HxWx3 bytes.
    """
    if photo.ndim != 3 or photo.shape[2] != 3 or photo.dtype != np.uint8:
        raise ValueError("the photo must be HxWx3 bytes")
    progress = Progress(report)
    progress.at(0.0)
    subject = progress.watch(lambda: find_subject(photo))
    progress.at(0.1)
    mood = mood_of(request.prompt)
    taken = to_float(photo)
    rng = np.random.default_rng([request.seed & 0xFFFFFFFF, STYLES.index(request.style)])
    picture = graded(taken, mood, subject.mask)
    if mood.pattern is not None:
        picture = ornamented(picture, mood.pattern, subject.mask, rng)
    progress.tick()
    scene = Scene(taken, picture, subject, mood, request.style, opacity(request.strength), rng, progress)
    styled, basis = _RENDERERS[request.style](scene, progress)
    result = to_bytes(mix(basis, styled, scene.opacity))
    progress.at(1.0)
    return result


def opacity(strength: float) -> float:
    """How far the result goes from the photo to the style: 0.2 shows it clearly (0.44), 0.8 all but 0.015 of it."""
    return 1.0 - float((1.0 - strength) ** 2.6)
