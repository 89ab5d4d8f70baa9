"""The background is mixed in where something comes out, up to the frame's edges, and nowhere else."""

import numpy as np

from engine.media.film.frames import empty_nv12, to_nv12
from engine.media.film.shots.geometry import lines
from engine.media.film.shots.moves import Pose
from engine.media.film.shots.relief import GridFrame
from engine.media.film.shots.uncover import FILL, TILE, Uncover, tiles_of

SIZE = (118, 90)  # not whole cells, nor whole tiles


def test_only_tiles_with_something_hidden_are_painted() -> None:
    # given
    grid = GridFrame(*SIZE, 160, 120)
    plain = np.full((120 // FILL, 160 // FILL, 3), (180, 60, 40), np.uint8)
    background = to_nv12(np.full((SIZE[1], SIZE[0], 3), (180, 60, 40), np.uint8))
    hidden = np.zeros(grid.cells[::-1], np.float32)
    hidden[:, -8:] = 1
    frame = empty_nv12(*SIZE)
    frame[:] = 100
    # when
    tiles = tiles_of(hidden)
    Uncover(plain, grid).draw(tiles, lines(Pose(), SIZE[0]), np.zeros_like(hidden), hidden, frame)
    # then
    assert 0 < len(tiles) < np.prod([-(-side // TILE) for side in hidden.shape])
    assert np.abs(frame[:, -20:].astype(int) - background[:, -20:]).max() <= 1
    assert (frame[:, :80] == 100).all()
