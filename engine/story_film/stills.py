"""Scene pictures as files: PNG small enough that all of a film's together are a quick download."""

from __future__ import annotations

import cv2

from engine.story_film.picture import StoryPicture

STILLS_BYTES = 12 << 20
"""Of all scene pictures of a film together; each is made as small as it takes."""
STILL_WIDTHS = (320, 480, 640, 960, 1280, 1920)
DETAIL = 0.8
"""A PNG twice as wide has at least 4 times this share of the bytes: what has no room for that is not tried."""

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
    """The picture as a PNG of at most `budget` bytes, as wide as that takes, or as the smallest one there is.

    From small to large: the small ones tell how many bytes a pixel takes, and the large ones take long to pack.
    """
    best, size = b"", (0, 0)
    height, width = picture.rgb.shape[:2]
    for wanted in STILL_WIDTHS:
        tried = min(wanted, width), max(1, round(height * min(wanted, width) / width))
        if best and (tried == size or len(best) * (tried[0] / size[0]) ** 2 * DETAIL > budget):
            break
        shown = cv2.resize(picture.rgb, tried, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".png", shown[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 6])
        if best and len(data) > budget:
            break
        best, size = bytes(data), tried
    return best, size
