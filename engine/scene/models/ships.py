"""On and under the water: boat, sailboat, ship, submarine. They stand on their keel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.hulls import Hull, add_hull
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLUE,
    BRASS,
    CREAM,
    DARK_WOOD,
    GOLD,
    HEADLIGHT,
    IRON,
    PALE_WOOD,
    PANE,
    RED,
    TEAL,
    WHITE,
    WOOD,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Grid, Sculpt

SIDES = (-1.0, 1.0)


@finished
def boat(look: Look) -> Mesh:
    """A rowing boat with two oars."""
    s, paint = Sculpt(look.detail, 3.2), main_paint(look.colour, (BLUE, RED, TEAL)[int(look.rng.integers(3))])
    add_hull(s, Hull((1.35, 0.55, 3.3), 0.5, 0.22), ((0.35, CREAM), (1.0, paint)), WOOD)
    for z, width in ((-1.0, 1.06), (-0.1, 1.22), (0.75, 1.02)):
        s.block((0, 0.42, z), (width, 0.05, 0.26), PALE_WOOD)
    for x in SIDES:
        s.limb((x * 0.3, 0.52, -0.42), (x * 1.25, 0.62, 0.25), 0.026, PALE_WOOD)
        s.limb((x * 1.2, 0.61, 0.2), (x * 1.6, 0.64, 0.5), 0.03, PALE_WOOD)
        with s.frame((x * 1.68, 0.65, 0.57), (0, -x * 55, 0)):
            s.ball((0, 0, 0), (0.1, 0.025, 0.3), paint)
        s.ring((x * 0.68, 0.6, -0.15), 0.05, 0.016, IRON, (90, 30, 0))
    s.ring((0, 0.72, 1.62), 0.05, 0.016, BRASS, (90, 0, 0))
    return s.mesh()


def _sail(s: Sculpt, corners: tuple[tuple[float, float], ...], belly: float, paint: Paint) -> None:
    """A three-cornered sail in the plane x = 0 (corners z, y: luff foot, head, clew), blown to +x by `belly`."""
    (z0, y0), (z1, y1), (z2, y2) = corners

    def shape(u: Grid, v: Grid) -> tuple[Grid, Grid, Grid]:
        z = (z0 + (z2 - z0) * u) * (1 - v) + z1 * v
        y = (y0 + (y2 - y0) * u) * (1 - v) + y1 * v
        return belly * np.sin(np.pi * u) * np.sin(np.pi * np.clip(0.15 + v, 0, 1)), y, z

    s.cloth(shape, paint, 10, 8)


@finished
def sailboat(look: Look) -> Mesh:
    """A sloop with a mainsail and a jib."""
    s = Sculpt(look.detail, 7.0)
    paint = main_paint(look.colour, (RED, BLUE, TEAL)[int(look.rng.integers(3))])
    sail = Paint((0.95, 0.93, 0.87), "fabric")
    add_hull(s, Hull((1.9, 0.95, 5.4), 0.35, 0.8), ((0.42, paint.shade(0.6)), (0.52, WHITE), (1.0, paint)), PALE_WOOD)
    s.hull([(-0.9, 1.0, 0.5, 0.16, 4), (-0.6, 1.06, 0.56, 0.22, 4), (0.6, 1.06, 0.5, 0.22, 4), (1.1, 0.95, 0.3, 0.1,
        3)],
           WHITE)  # fmt: skip
    for x in SIDES:
        for z in (-0.45, 0.0, 0.45):
            s.ball((x * 0.53, 1.1, z), (0.05, 0.09, 0.15), PANE)
        s.limb((x * 0.9, 1.0, 0.5), (0, 6.9, 0.62), 0.012, IRON)
    s.limb((0, 0.9, 0.6), (0, 7.2, 0.6), 0.06, PALE_WOOD, 0.035)
    s.limb((0.0, 1.62, 0.6), (0.35, 1.62, -2.2), 0.05, PALE_WOOD)
    with s.frame((0, 0, 0.6), (0, -7, 0)):
        _sail(s, ((-0.07, 1.72), (-0.03, 6.9), (-2.75, 1.74)), 0.38, sail)
        for y, reach in ((3.0, 0.72), (4.3, 0.45), (5.6, 0.2)):
            s.limb((0.22, y, -2.9 * reach + 0.25), (0.1, y, -2.75 * reach), 0.012, paint)
    with s.frame(turn=(0, -4, 0)):
        _sail(s, ((2.75, 1.35), (0.75, 6.0), (0.6, 1.5)), 0.42, paint.mixed(WHITE, 0.12))
    s.limb((0, 1.2, 2.75), (0, 6.4, 0.62), 0.012, IRON)
    s.cloth(lambda u, v: (0.1 * np.sin(5 * u) * u, 6.95 + 0.25 * v, 0.58 - 0.5 * u), paint, 3, 6)
    s.limb((0, 1.05, -2.2), (0, 1.2, -1.3), 0.03, WOOD)
    s.block((0, 0.5, -2.66), (0.06, 0.9, 0.3), DARK_WOOD)
    return s.mesh()


@finished
def ship(look: Look) -> Mesh:
    """A three-masted sailing ship with square sails, gun ports and a high stern."""
    s, paint = Sculpt(look.detail, 22.0), main_paint(look.colour, Paint((0.45, 0.29, 0.18), "wood"))
    sail = Paint((0.93, 0.89, 0.78), "fabric")
    add_hull(s, Hull((4.8, 3.0, 17.0), 0.38, 0.82, 3.0),
             ((0.3, DARK_WOOD), (0.62, paint), (0.74, YELLOW.mixed(WOOD, 0.4)), (1.0, paint)), PALE_WOOD)  # fmt: skip
    s.hull([(-8.6, 3.7, 1.7, 1.0, 5), (-7.5, 3.6, 1.9, 0.95, 5), (-4.9, 3.3, 2.1, 0.8, 6)], paint, steps=1)
    s.block((0, 4.62, -6.9), (3.7, 0.14, 3.5), PALE_WOOD, 0.05)
    for k in range(4):
        s.block(
            (-1.2 + 0.8 * k, 3.8, -8.6), (0.5, 0.62, 0.12), Paint((0.98, 0.8, 0.45), "lamp" if look.lit else "pane")
        )
    for x in SIDES:
        for z in (-7.9, -6.8, -5.7):
            s.limb((x * 1.75, 4.6, z), (x * 1.75, 5.05, z), 0.07, GOLD)
        s.limb((x * 1.75, 5.05, -8.4), (x * 1.75, 5.05, -5.3), 0.07, paint)
        for k in range(6):
            s.block(
                (x * (2.24 - 0.05 * abs(k - 2) ** 1.6), 1.78, -4.6 + 1.75 * k), (0.3, 0.42, 0.46), DARK_WOOD.shade(0.6)
            )
    for z, height, width in ((-5.0, 11.5, 0.78), (0.0, 14.5, 1.0), (4.6, 12.8, 0.88)):
        _mast(s, z, height, width, sail)
    s.limb((0, 3.7, 8.0), (0, 5.6, 12.2), 0.16, WOOD, 0.09)
    _jib(s, sail)
    s.ball((0, 3.6, 8.75), (0.22, 0.4, 0.3), GOLD)
    s.ball((0, 5.35, -8.55), (0.2, 0.3, 0.2), HEADLIGHT)
    return s.mesh()


def _jib(s: Sculpt, sail: Paint) -> None:
    with s.frame(turn=(0, -4, 0)):
        _sail(s, ((11.9, 5.6), (5.2, 11.2), (6.4, 5.2)), 0.7, sail)


def _mast(s: Sculpt, z: float, height: float, width: float, sail: Paint) -> None:
    s.limb((0, 2.3, z), (0, height, z), 0.2, WOOD, 0.09)
    tops = ((4.3, 4.2, 3.1), (7.7, 3.5, 2.5), (10.5, 2.7, 1.8))
    for foot, span, tall in tops:
        low, half, rise = 2.0 + (foot - 2.0) * height / 14.5, span * width * 0.92, tall * height / 14.5
        s.limb((-half, low + rise, z + 0.22), (half, low + rise, z + 0.22), 0.09, WOOD)
        s.cloth(_square_sail(low, half, rise, z), sail, 7, 9)
    s.turned([(0, 0), (0.3, 0), (0.42, 0.35), (0.34, 0.35), (0, 0.1)], WOOD, (0, height * 0.66, z))
    s.cloth(lambda u, v: (0.08 * np.sin(6 * u), height - 0.1 + 0.45 * (v - 0.5) * (1 - u), z - 1.7 * u), RED, 3, 8)


def _square_sail(low: float, half: float, rise: float, z: float) -> Callable[[Grid, Grid], tuple[Grid, Grid, Grid]]:
    def shape(u: Grid, v: Grid) -> tuple[Grid, Grid, Grid]:
        spread = half * (1.04 - 0.1 * v)
        belly = 0.75 * np.sin(np.pi * np.clip(0.08 + 0.9 * v, 0, 1)) * (1 - 0.55 * (2 * u - 1) ** 2)
        return (u - 0.5) * 2 * spread, low + rise * v + 0.18 * (1 - v) * np.sin(np.pi * u), z + 0.25 + belly

    return shape


@finished
def submarine(look: Look) -> Mesh:
    """A friendly round submarine with portholes, a tower, a periscope and a screw."""
    s, paint = Sculpt(look.detail, 6.0), Paint(main_paint(look.colour, YELLOW).colour, "gloss")
    trim = paint.shade(0.72) if look.colour else ORANGE_TRIM
    s.hull([(-3.1, 1.3, 0.12, 0.12, 2), (-2.6, 1.3, 0.5, 0.5, 2), (-1.6, 1.3, 0.95, 0.95, 2), (0, 1.3, 1.1, 1.1, 2),
            (1.5, 1.3, 1.05, 1.05, 2), (2.4, 1.3, 0.75, 0.75, 2), (2.85, 1.3, 0.3, 0.3, 2), (2.92, 1.3, 0.02, 0.02, 2)],
           paint, steps=4)  # fmt: skip
    s.hull(
        [(-0.9, 2.5, 0.1, 0.5, 3), (-0.6, 2.55, 0.4, 0.62, 3), (0.5, 2.55, 0.42, 0.62, 3), (0.9, 2.45, 0.1, 0.5, 3)],
        paint,
    )
    s.turned([(0, 0), (0.5, 0), (0.5, 0.1), (0.44, 0.14), (0, 0.14)], trim, (0, 3.1, -0.02))
    s.wire([(0, 3.1, -0.3), (0, 3.9, -0.3), (0, 4.0, -0.2), (0, 4.0, 0.12)], 0.085, IRON)
    s.ball((0, 4.0, 0.16), 0.09, PANE)
    s.limb((0.2, 3.1, -0.5), (0.2, 3.9, -0.6), 0.02, IRON)
    for x in SIDES:
        for z in (-1.1, 0.0, 1.1):
            with s.frame((x * 1.02, 1.52, z), (0, 0, -x * 78)):
                s.ring((0, 0, 0), 0.26, 0.07, BRASS)
                s.ball((0, 0.0, 0), (0.24, 0.08, 0.24), Paint((0.98, 0.86, 0.5), "lamp") if look.lit else PANE)
        s.plate(
            [(0, 0), (0.85, -0.1), (0.85, 0.4), (0.3, 0.6)],
            0.12,
            trim,
            (x * 0.2, 1.3, -2.75),
            (90, 0, 0 if x > 0 else 180),
        )
        s.ball((x * 1.05, 1.1, 1.55), (0.35, 0.06, 0.2), trim)
    s.plate([(-0.25, 0.2), (0.5, 0.3), (0.2, 1.0), (-0.35, 1.0)], 0.12, trim, (0, 1.3, -2.7), (0, -90, 0))
    s.plate([(-0.25, -0.2), (0.5, -0.3), (0.2, -1.0), (-0.35, -1.0)], 0.12, trim, (0, 1.3, -2.7), (0, -90, 0))
    for z, r in ((-1.75, 0.92), (1.95, 0.95)):
        s.ring((0, 1.3, z), r, 0.05, trim, (90, 0, 0))
    s.turned([(0, 0), (0.4, 0), (0.46, 0.06), (0.4, 0.1), (0, 0.1)], BRASS, (0, 1.3, 2.72), (90, 0, 0))
    s.ball((0, 1.3, 2.78), (0.36, 0.36, 0.2), PANE)
    for k in range(4):
        with s.frame((0, 1.3, -3.2), (0, 0, 90.0 * k + 20)):
            s.ball((0, 0.38, 0), (0.17, 0.36, 0.05), BRASS, (0, 35, 0))
    s.ball((0, 1.3, -3.2), (0.15, 0.15, 0.22), BRASS)
    return s.mesh()


ORANGE_TRIM = Paint((0.85, 0.42, 0.16))

MODELS = (
    Model("boat", boat, 0.85, "water", motion="bob"),
    Model("sailboat", sailboat, 7.2, "water", motion="bob"),
    Model("ship", ship, 14.6, "water", motion="bob"),
    Model("submarine", submarine, 4.1, "underwater", motion="drift", crowd=False),
)
