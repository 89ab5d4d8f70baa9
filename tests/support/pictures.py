"""Pictures that tests may use: scikit-image ships them (public domain and CC0)."""

from __future__ import annotations

import functools
import io

from PIL import Image
from skimage import data


@functools.cache
def photo(side: int = 192, name: str = "astronaut", kind: str = "PNG") -> bytes:
    """A photo as a file. "astronaut" shows a face, "coffee" a thing, "chelsea" a cat."""
    image = Image.fromarray(getattr(data, name)())
    image.thumbnail((side, side))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()
