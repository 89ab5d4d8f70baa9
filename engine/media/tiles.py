"""Small pictures of results, for a grid of many."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

from domain.errors import UnsupportedMedia
from engine.media.film.thumbnail import thumbnail

SIDE = 360
QUALITY = 78


def make_tile(path: Path, content_type: str) -> bytes:
    """A WebP of at most SIDE pixels a side: of a picture that Kinora made, or of a telling frame of a film.

    Raises UnsupportedMedia for another type, or a file that cannot be read.
    """
    if content_type.startswith("video/"):
        return _webp(io.BytesIO(thumbnail(path, SIDE)))
    if not content_type.startswith("image/"):
        raise UnsupportedMedia("There is no picture in this file.")
    with path.open("rb") as file:
        return _webp(file)


def _webp(file: io.BufferedReader | io.BytesIO) -> bytes:
    out = io.BytesIO()
    try:
        with Image.open(file, formats=("PNG", "JPEG", "WEBP", "GIF")) as opened:
            opened.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded small at once
            picture = ImageOps.exif_transpose(opened).convert("RGBA" if "A" in opened.getbands() else "RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnsupportedMedia("This picture cannot be read.") from error
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
