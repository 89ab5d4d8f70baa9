"""Scene pictures as files: PNG small enough that all of a film's together are a quick download."""

from __future__ import annotations

import cv2

from engine.story_film.picture import StoryPicture

STILLS_BYTES = 12 << 20
"""Of all scene pictures of a film together; each is made as small as it takes."""
STILL_WIDTHS = (1920, 1280, 960, 640, 480, 320)

Still = tuple[str, bytes, tuple[int, int]]
"""File name, PNG, width and height in pixels."""


def still(picture: bytes, number: int, count: int) -> Still:
    """The file of one scene's picture.

    Args:
        picture: a `StoryPicture` as bytes.
        number: the scene's place in the film, from 1.
        count: of scenes in the film.
    """
    png, size = _small_png(StoryPicture.from_bytes(picture), STILLS_BYTES // count)
    return f"scene-{number:02d}.png", png, size


def _small_png(picture: StoryPicture, budget: int) -> tuple[bytes, tuple[int, int]]:
    """The picture as the largest PNG of at most `budget` bytes, or the smallest one there is."""
    height, width = picture.rgb.shape[:2]
    for wanted in STILL_WIDTHS:
        size = min(wanted, width), max(1, round(height * min(wanted, width) / width))
        shown = cv2.resize(picture.rgb, size, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".png", shown[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 6])
        if len(data) <= budget:
            break
    return bytes(data), size
