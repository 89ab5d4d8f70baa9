"""A town building of many storeys: shops at the street, rows of windows above, a cornice."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, glowing, painted, shade
from engine.scene.kit.primitives import box, cylinder
from engine.scene.kit.shaping import placed, repeated
from engine.scene.mesh import Mesh, joined
from engine.scene.models.masonry import PANE, WARM, block
from engine.scene.models.model import Look, Model

WIDTH, DEPTH, STOREY, SHOP = 10.8, 10.0, 3.1, 4.0
"""Metres."""
WALLS: tuple[Colour, ...] = (
    (0.66, 0.36, 0.27), (0.82, 0.74, 0.62), (0.55, 0.40, 0.34), (0.76, 0.68, 0.60), (0.60, 0.64, 0.68),
    (0.86, 0.80, 0.72),
)  # fmt: skip
AWNINGS: tuple[Colour, ...] = ((0.72, 0.20, 0.18), (0.16, 0.42, 0.36), (0.20, 0.32, 0.58), (0.85, 0.62, 0.22))
SIGNS: tuple[Colour, ...] = ((1.0, 0.42, 0.55), (0.40, 0.85, 1.0), (1.0, 0.78, 0.30), (0.55, 1.0, 0.62))
LIT = 0.55
"""Share of the windows that shine at night."""


def apartment(look: Look) -> Mesh:
    """Five to eight storeys; lit: windows here and there, the shops and their sign shine."""
    rng = look.rng
    usual = WALLS[int(rng.integers(len(WALLS)))]
    wall: Colour = look.colour or usual
    floors, trim = int(rng.integers(5, 9)), shade((0.86, 0.83, 0.77), float(rng.uniform(0.85, 1.1)))
    awning, sign = AWNINGS[int(rng.integers(len(AWNINGS)))], SIGNS[int(rng.integers(len(SIGNS)))]
    top = SHOP + floors * STOREY
    material = look.material or ("brick" if wall[0] > 1.3 * wall[2] else "stone")
    parts = [painted(block((WIDTH, top, DEPTH), 0.0), wall, material)]
    for turn, away, wide in ((0, DEPTH, WIDTH), (90, WIDTH, DEPTH), (-90, WIDTH, DEPTH), (180, DEPTH, WIDTH)):
        parts.append(placed(_windows(look, floors, wide, trim, away / 2), turn=(0, turn, 0)))
    parts += [*_cornice(floors, top, trim), *_shops(look, awning, sign, trim), *_roof(top)]
    return joined(parts)


def _windows(look: Look, floors: int, wide: float, trim: Colour, front: float) -> Mesh:
    """Rows of windows on a wall of this width, `front` metres from the middle: some lit, some with drawn curtains."""
    rng = look.rng
    columns = round(wide / 2.1)
    x, row = (g.ravel() for g in np.meshgrid(np.arange(columns), np.arange(floors), indexing="ij"))
    places = np.stack(
        [(x + 0.5) / columns * wide - wide / 2, SHOP + (row + 0.5) * STOREY, np.full(len(x), front)], axis=1
    )
    tones, bright = rng.uniform(0.75, 1.2, len(x)), rng.random(len(x)) < (LIT if look.lit else 0.0)
    glass = box((1.05, 1.7, 0.06))
    parts = [painted(repeated(box((1.3, 1.95, 0.04)), places), trim, "stone")]
    places = places + (0, 0, 0.02)
    if not bright.all():
        parts.append(repeated(painted(glass, PANE, "gloss"), places[~bright], tones=tones[~bright]))
    if bright.any():
        parts.append(glowing(repeated(painted(glass, WARM, "glow"), places[bright], tones=tones[bright]), 1.0))
    if look.detail > 0.3:
        bars = joined([box((0.06, 1.7, 0.1)), box((1.05, 0.06, 0.1)), placed(box((1.5, 0.12, 0.3)), (0, -0.98, 0.1))])
        parts.append(painted(repeated(bars, places), trim, "stone"))
    return joined(parts)


def _cornice(floors: int, top: float, trim: Colour) -> list[Mesh]:
    """Bands that go around the house: above the shops, above each second storey, and a heavy one at the roof."""
    heights = [SHOP - 0.1, *(SHOP + k * STOREY for k in range(2, floors, 2))]
    bands = [placed(box((WIDTH + 0.24, 0.22, DEPTH + 0.24)), (0, y, 0)) for y in heights]
    bands += [
        placed(box((WIDTH + 0.5, 0.35, DEPTH + 0.5)), (0, top, 0)),
        placed(box((WIDTH + 0.9, 0.25, DEPTH + 0.9)), (0, top + 0.3, 0)),
    ]
    teeth = np.arange(-WIDTH / 2 + 0.3, WIDTH / 2, 0.7)
    at = np.stack([teeth, np.full(len(teeth), top - 0.35), np.full(len(teeth), DEPTH / 2 + 0.12)], axis=1)
    return [painted(joined(bands), trim, "stone"), painted(repeated(box((0.26, 0.4, 0.3)), at), trim, "stone")]


def _shops(look: Look, awning: Colour, sign: Colour, trim: Colour) -> list[Mesh]:
    """Two shop windows with striped awnings beside a door, a lettered board above."""
    front = DEPTH / 2
    glass = joined([placed(box((3.6, 2.2, 0.08)), (x, 1.75, front + 0.03)) for x in (-3.1, 3.1)])
    door = joined(
        [placed(box((1.5, 2.7, 0.1)), (0, 1.4, front + 0.03)), placed(box((1.1, 0.5, 0.12)), (0, 2.4, front))]
    )
    shop = glowing(painted(glass, WARM, "glow"), 1.0) if look.lit else painted(glass, shade(PANE, 1.15), "gloss")
    base = [placed(box((3.9, 0.62, 0.22)), (x, 0.31, front + 0.05)) for x in (-3.1, 3.1)]
    posts = [placed(box((0.3, SHOP, 0.3)), (x, SHOP / 2, front + 0.05)) for x in (-5.2, -1.05, 1.05, 5.2)]
    stripes: dict[Colour, list[Mesh]] = {awning: [], (0.94, 0.92, 0.87): []}
    for x in (-3.1, 3.1):
        for k in range(8):
            piece = placed(box((0.48, 0.06, 1.5)), (x + (k - 3.5) * 0.48, 3.02, front + 0.75), (24, 0, 0))
            flap = placed(box((0.48, 0.26, 0.04)), (x + (k - 3.5) * 0.48, 2.6, front + 1.42))
            stripes[awning if k % 2 == 0 else (0.94, 0.92, 0.87)] += [piece, flap]
    board = painted(placed(box((WIDTH * 0.9, 0.55, 0.14)), (0, 3.58, front + 0.1)), shade(awning, 0.55), "paint")
    widths = look.rng.uniform(0.16, 0.34, 14)
    starts = np.cumsum(widths + 0.12)
    letters = joined(
        [
            placed(box((float(w), 0.28, 0.06)), (float(x - starts[-1] / 2), 3.58, front + 0.2))
            for w, x in zip(widths, starts, strict=True)
        ]
    )
    glow = painted(letters, sign if look.lit else trim, "glow" if look.lit else "paint")
    return [
        shop, painted(door, shade(awning, 0.7), "wood"), painted(joined([*base, *posts]), shade(trim, 0.8), "stone"),
        *(painted(joined(pieces), colour, "fabric") for colour, pieces in stripes.items()), board,
        glowing(glow, 2.0) if look.lit else glow,
    ]  # fmt: skip


def _roof(top: float) -> list[Mesh]:
    """A hut for the stairs, chimneys, and a water tank on legs."""
    legs = [placed(box((0.16, 1.6, 0.16)), (2.6 + x, top + 0.8, -2.2 + z)) for x in (-0.8, 0.8) for z in (-0.8, 0.8)]
    hut = placed(block((2.6, 2.2, 2.4), 0.0), (-2.6, top, -1.5))
    pipes = [placed(box((0.7, 1.5, 0.7)), (x, top + 0.75, -4.0)) for x in (-4.2, 0.4)]
    tank = placed(cylinder(1.2, 2.0, detail=0.5), (2.6, top + 1.6, -2.2))
    return [
        painted(joined([hut, *pipes]), (0.50, 0.47, 0.45), "brick"), painted(joined(legs), (0.25, 0.25, 0.27), "iron"),
        painted(tank, (0.45, 0.33, 0.24), "wood"),
    ]  # fmt: skip


MODELS = (Model("apartment", apartment, 26.0, "ground"),)
