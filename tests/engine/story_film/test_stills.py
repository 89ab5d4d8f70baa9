"""Pictures as files of a size that a film's download can bear."""

from __future__ import annotations

import numpy as np

from engine.media.images import png_size
from engine.story_film.picture import StoryPicture
from engine.story_film.stills import STILLS_BYTES, still


def noisy(width: int, height: int) -> bytes:
    """Nothing packs worse."""
    rgb = np.random.default_rng(5).integers(0, 256, (height, width, 3)).astype(np.uint8)
    return StoryPicture(rgb, np.full((height, width), 9.0, np.float32)).to_bytes()


def test_a_picture_is_as_large_as_its_share_of_the_films_bytes_allows() -> None:
    picture = noisy(1400, 788)
    widths = []
    for count in (1, 8, 30):
        name, png, size = still(picture, 7, count)
        assert name == "scene-07.png" and png_size(png) == size
        assert len(png) <= STILLS_BYTES // count
        widths.append(size[0])
    assert widths == [1400, 960, 480]


def test_a_picture_that_never_packs_is_shown_small() -> None:
    _, png, size = still(noisy(700, 394), 1, 1000)
    assert size == (320, 180) and len(png) > STILLS_BYTES // 1000
