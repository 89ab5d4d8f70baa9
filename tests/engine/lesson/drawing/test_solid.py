"""Marks of the style "3d" are bodies: lit tops, dark sides towards the slab's lean, shadows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import skia
from numpy.typing import NDArray

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Appearance, Pen, Rect
from engine.lesson.drawing.theme import THEMES, Theme

SIDE = 120
BOX = (30.0, 30.0, 60.0, 60.0)
SOLID = THEMES["3d"]
FLAT = replace(SOLID, hand="popped")
GROUND = np.array([200, 205, 210])


def drawn(
    theme: Theme, draw: Callable[[Pen], None], now: float = 1e6, times: dict[str, Appearance] | None = None
) -> NDArray[np.int64]:
    """What `draw` leaves in the part "it" on a plain ground, int64 of shape (SIDE, SIDE, 3)."""
    rgba = np.zeros((SIDE, SIDE, 4), np.uint8)
    surface = skia.Surface(rgba, colorType=skia.ColorType.kRGBA_8888_ColorType)
    canvas = surface.getCanvas()
    canvas.clear(skia.Color(*GROUND.tolist()))
    pen = Pen(canvas, theme, Rect(0, 0, SIDE, SIDE), now, times or {})
    with pen.part("it"):
        draw(pen)
    del canvas, surface
    return rgba[..., :3].astype(np.int64)


def a_box(pen: Pen) -> None:
    pen.area_of(paths.box(*BOX), "orange")


def darkened(picture: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where it is darker than the ground, outside of the box's own place."""
    dark = (picture.sum(axis=2) < GROUND.sum() - 30) & (picture != GROUND).any(axis=2)
    dark[30:90, 30:90] = False
    return np.asarray(dark)


def test_an_area_has_a_lit_top_and_sides_where_a_flat_one_has_none() -> None:
    body, flat = drawn(SOLID, a_box), drawn(FLAT, a_box)
    assert (flat[35:85, 35:85] == flat[60, 60]).all()
    assert body[34, 34].sum() > flat[60, 60].sum() > body[86, 86].sum()
    assert not darkened(flat).any()
    assert darkened(body)[92:95, 40:85].all()


def test_sides_lean_to_where_the_slab_turns() -> None:
    right, left = (darkened(drawn(replace(SOLID, lean=(x, 0.0)), a_box)) for x in (1.0, -1.0))
    assert right[60, 92:95].all() and not right[60, :30].any()
    assert left[60, 25:28].all() and not left[60, 90:].any()


def test_one_does_not_see_sides_through_a_pane() -> None:
    def pane(pen: Pen) -> None:
        pen.area_of(paths.box(*BOX), "orange", alpha=0.4)

    assert (drawn(SOLID, pane) == drawn(FLAT, pane)).all()


def test_a_thick_line_is_a_tube_with_a_bright_core() -> None:
    def line(pen: Pen) -> None:
        pen.line([(20, 60), (100, 60)], "orange", 10)

    tube, flat = (drawn(theme, line)[50:75, 60].sum(axis=1) for theme in (SOLID, FLAT))
    assert tube.max() > flat.min() + 60  # the core is brighter than the line's own colour
    assert tube[tube < flat.min()].size >= 4  # and its under side and shadow are darker


def test_a_body_hops_when_it_is_named_again() -> None:
    times = {"it": Appearance(0.0, 0.5, again=(2.0,))}
    still, high = (drawn(SOLID, a_box, now, times) for now in (1.5, 2.0 + 0.7 / 4))
    own = np.array(SOLID.colours["orange"])
    above = slice(24, 29), 60
    assert (still[above] == GROUND).all()
    assert np.abs(high[above] - own).max() < 80
    assert (drawn(SOLID, a_box, 3.0, times) == still).all()


def test_a_body_grows_out_of_the_slab() -> None:
    times = {"it": Appearance(0.0, 1.0)}
    rising, up = (drawn(SOLID, a_box, now, times) for now in (0.15, 1.0))
    assert 0 < darkened(rising).sum() < darkened(up).sum()
