"""Lighter than air, or held by it: hot-air-balloon, balloon, kite."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.primitives import lathe
from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLUE,
    BROWN,
    CREAM,
    IRON,
    ORANGE,
    RED,
    STEEL,
    TAN,
    TEAL,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)
from engine.scene.models.sculpt import Sculpt

SIDES = (-1.0, 1.0)


@finished
def hot_air_balloon(look: Look) -> Mesh:
    """Striped gores over a wicker basket, with a burner; or an airship."""
    s = Sculpt(look.detail, 14.0)
    if look.called("airship", "zeppelin", "blimp"):
        _airship(s, main_paint(look.colour, (Paint((0.72, 0.75, 0.79)), RED, TEAL)[int(look.rng.integers(3))]))
        return s.mesh()
    sets = ((RED, YELLOW, WHITE), (BLUE, CREAM, TEAL), (ORANGE, CREAM, RED))
    first, second, band = sets[int(look.rng.integers(3))]
    if look.colour is not None:
        first, second, band = Paint(look.colour), WHITE, Paint(look.colour).shade(0.7)
    t = np.linspace(0, 1, 30)
    radius = np.interp(
        t,
        [0, 0.1, 0.25, 0.42, 0.58, 0.72, 0.84, 0.93, 0.98, 1],
        [0.95, 1.5, 2.75, 4.05, 4.75, 4.75, 4.05, 2.7, 1.35, 0.0],
    )
    radius[1:-1] = (radius[:-2] + 2 * radius[1:-1] + radius[2:]) / 4
    mesh = Paint(first.colour, "satin").on(lathe(np.stack([radius, 4.2 + 10.6 * t], axis=1), sides=96))
    p = mesh.positions.astype(np.float64)
    angle = np.arctan2(p[:, 2], p[:, 0])
    gore = (np.floor((angle / (2 * np.pi) + 1) * 16 + 0.001) % 2).astype(bool)
    colours = np.where(gore[:, None], np.array(second.colour, np.float32), mesh.colours)
    height = (p[:, 1] - 4.2) / 10.6
    colours = np.where(((height > 0.53) & (height < 0.64))[:, None], np.array(band.colour, np.float32), colours)
    swell = 1 + 0.022 * np.abs(np.cos(angle * 8))
    puffed = np.stack([p[:, 0] * swell, p[:, 1], p[:, 2] * swell], axis=1)
    s.add(replace(mesh, positions=puffed.astype(np.float32), colours=colours.astype(np.float32)))
    s.turned([(0.93, 4.2), (0.7, 4.9), (0, 5.2)], Paint((0.25, 0.14, 0.12), "matte"))
    s.ring((0, 4.2, 0), 0.96, 0.07, band)
    s.block((0, 0.75, 0), (1.5, 1.2, 1.5), TAN, 0.16)
    for k in range(6):
        s.block((0, 0.3 + 0.19 * k, 0), (1.55, 0.075, 1.55), TAN.shade(0.82), 0.03)
    s.block((0, 1.38, 0), (1.66, 0.15, 1.66), BROWN, 0.07)
    s.block((0, 1.43, 0), (1.35, 0.1, 1.35), BROWN.shade(0.5), 0.03)
    for x in SIDES:
        for z in SIDES:
            s.limb((x * 0.7, 1.4, z * 0.7), (x * 0.5, 2.6, z * 0.5), 0.045, STEEL)
            s.limb((x * 0.5, 2.6, z * 0.5), (x * 0.68, 4.2, z * 0.68), 0.025, BROWN)
            s.ball((x * 0.83, 0.75, z * 0.4), (0.12, 0.22, 0.14), CREAM)
    s.block((0, 2.6, 0), (1.1, 0.08, 1.1), IRON, 0.03)
    for x in SIDES:
        s.rod((x * 0.22, 2.6, 0), (x * 0.22, 2.95, 0), 0.14, STEEL)
        s.turned([(0, 0), (0.13, 0.1), (0.1, 0.5), (0, 1.0)], Paint((1.0, 0.68, 0.25), "flame"), (x * 0.22, 2.95, 0))
    return s.mesh()


def _airship(s: Sculpt, paint: Paint) -> None:
    """A long hull with seams and a band, four fins, a cabin with windows, two engines."""
    hull = [(-11.5, 0.05, 0.05), (-10.0, 1.1, 1.1), (-6.5, 2.2, 2.2), (-1.0, 2.9, 2.9), (4.0, 2.8, 2.8),
            (8.0, 2.0, 2.0), (10.3, 0.9, 0.9), (11.0, 0.05, 0.05)]  # fmt: skip
    s.skin([(0, 4.6, z, wide, high) for z, wide, high in hull], paint, steps=6)
    for z, wide in ((-6.5, 2.24), (-3.8, 2.64), (-1.0, 2.93), (1.6, 2.96), (4.0, 2.83), (6.2, 2.47)):
        s.ring((0, 4.6, z), wide, 0.05, paint.shade(0.72), (90, 0, 0))
    for turn in (0, 90, 180, 270):
        with s.frame((0, 4.6, -8.6), (0, 0, turn)):
            s.plate([(1.9, 0.9), (0.4, 3.3), (-1.7, 3.3), (-1.5, 0.4)], 0.16, paint.shade(0.8), turn=(0, -90, 0))
    s.block((0, 1.45, 1.2), (1.6, 1.1, 5.2), CREAM, 0.35)
    s.block((0, 0.98, 1.2), (1.4, 0.3, 4.8), BROWN, 0.12)
    for x in SIDES:
        for k in range(5):
            s.block((x * 0.8, 1.6, 3.0 - 0.9 * k), (0.06, 0.5, 0.6), Paint((0.2, 0.31, 0.4), "pane"), 0.02)
        s.limb((x * 0.7, 1.7, -1.6), (x * 1.9, 1.9, -1.8), 0.1, BROWN)
        s.skin([(x * 1.9, 1.9, -2.6, 0.2, 0.2), (x * 1.9, 1.9, -1.8, 0.36, 0.36), (x * 1.9, 1.9, -1.1, 0.2, 0.2)], TAN)
        for turn in (20, 110):
            s.block((x * 1.9, 1.9, -2.75), (0.14, 1.7, 0.05), BROWN.shade(0.6), 0.02, (0, 0, turn))
    s.block((0, 1.65, 3.78), (1.2, 0.5, 0.08), Paint((0.2, 0.31, 0.4), "pane"), 0.02)


def _toy_balloon(s: Sculpt, size: float, paint: Paint) -> None:
    """Hangs above the origin, its knot there."""
    n, t = size, np.linspace(0.08, np.pi, 18)
    radius = n * np.sin(t) * (1 + 0.16 * np.cos(np.pi - t)) * 0.5
    height = n * (0.62 - 0.6 * np.cos(t))
    radius[-1] = 0
    s.turned(np.stack([radius, height - height[0] + 0.03 * n], axis=1), paint)
    s.turned([(0.06 * n, -0.045 * n), (0.012 * n, 0.0), (0.04 * n, 0.045 * n)], paint.shade(0.8))


@finished
def balloon(look: Look) -> Mesh:
    """Three toy balloons on strings tied to a weight; a single one in the pose "single"."""
    paints = [Paint(p.colour, "gloss") for p in (RED, YELLOW, BLUE)]
    if look.colour is not None:
        one = Paint(look.colour, "gloss")
        paints = [one, one.shade(0.85), one.shade(1.2)]
    s = Sculpt(look.detail, 1.4)
    places = [(0.0, 1.02, 0.06), (-0.2, 0.88, -0.04), (0.21, 0.84, -0.02)][: 1 if look.pose == "single" else 3]
    for (x, y, z), paint in zip(places, paints, strict=False):
        with s.frame((x, y, z), (0, 0, -x * 40)):
            _toy_balloon(s, 0.36, paint)
        s.wire([(0, 0.05, 0), (x * 0.35, y * 0.45, z + 0.03), (x * 0.8, y * 0.8, z - 0.01), (x, y, z)], 0.0035, CREAM)
    s.turned([(0, 0), (0.05, 0), (0.055, 0.02), (0.035, 0.05), (0, 0.055)], paints[0].shade(0.7))
    return s.mesh()


@finished
def kite(look: Look) -> Mesh:
    """A diamond in two colours with a cross of spars and a long tail of bows."""
    s, first = Sculpt(look.detail, 1.8), main_paint(look.colour, (RED, BLUE, ORANGE)[int(look.rng.integers(3))])
    second = YELLOW if look.colour is None else first.shade(1.35)
    with s.frame((0, 1.55, 0), (-24, 0, -14)):
        corners = ((0.0, 0.5), (0.42, 0.1), (0.0, -0.62), (-0.42, 0.1))
        for k in range(4):
            a, b = corners[k], corners[(k + 1) % 4]
            s.plate([(0.0, 0.1), a, b], 0.016, first if k % 2 == 0 else second)
        s.limb((0, 0.52, 0.014), (0, -0.64, 0.014), 0.012, TAN)
        s.wire([(-0.44, 0.1, 0.0), (0, 0.1, 0.035), (0.44, 0.1, 0.0)], 0.012, TAN)
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
            s.limb((a[0], a[1], 0), (b[0], b[1], 0), 0.013, first.shade(0.7))
    tail = [(-0.155, 0.98 - 0.2 * 0, 0.24)]
    for k in range(1, 9):
        tail.append((-0.155 + 0.16 * float(np.sin(k * 0.9)), 0.98 - 0.115 * k, 0.24 + 0.05 * k))
    s.wire(tail, 0.008, CREAM)
    for k in range(1, 9):
        x, y, z = tail[k]
        for side in SIDES:
            s.skin(
                [
                    (x, y, z, 0.012, 0.012),
                    (x + side * 0.055, y + 0.02, z, 0.01, 0.035),
                    (x + side * 0.085, y + 0.025, z, 0.008, 0.042),
                ],
                (first, second, TEAL)[k % 3],
            )
        s.ball((x, y, z), 0.018, WHITE)
    return s.mesh()


MODELS = (
    Model("hot-air-balloon", hot_air_balloon, 14.6, "air", motion="drift"),
    Model("balloon", balloon, 1.45, "air", ("bunch", "single"), "bob"),
    Model("kite", kite, 2.0, "air", motion="drift"),
)
