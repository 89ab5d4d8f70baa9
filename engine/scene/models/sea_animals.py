"""Animals of the sea: fish, shark, whale, dolphin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLACK, WHITE, Paint, main_paint
from engine.scene.models.sculpt import Grid, Sculpt, rounded
from engine.scene.scene import Vector

SIDES = (-1.0, 1.0)
Fin = tuple[tuple[float, float], ...]


def _wet(red: float, green: float, blue: float) -> Paint:
    return Paint((red, green, blue), "skin")


def _body(s: Sculpt, stations: object, paint: Paint, recolour: Callable[[Grid], tuple[Grid, Paint]]) -> None:
    """A lofted body whose vertices take another paint by share (0..1) as `recolour` says of their places."""
    mesh = paint.on(Sculpt(1.0, 1.0).skin(np.asarray(stations), paint, steps=6))
    share, other = recolour(mesh.positions.astype(np.float64))
    part = np.clip(share, 0, 1)[:, None]
    colours = mesh.colours * (1 - part) + np.array(other.colour, np.float32) * part
    s.add(replace(mesh, colours=colours.astype(np.float32)))


def _upright(s: Sculpt, outline: Fin, thick: float, paint: Paint, at: Vector = (0, 0, 0)) -> None:
    """A fin in the plane of x = 0; its outline in z (forward) and y."""
    with s.frame(at):
        s.plate(rounded(outline, 3), thick, paint, turn=(0, -90, 0))


@finished
def fish(look: Look) -> Mesh:
    """A round reef fish with two pale bands."""
    usual = (_wet(0.95, 0.5, 0.16), _wet(0.95, 0.76, 0.22), _wet(0.25, 0.5, 0.8))[int(look.rng.integers(3))]
    s, paint = Sculpt(look.detail, 0.4), main_paint(look.colour, usual)

    def bands(p: Grid) -> tuple[Grid, Paint]:
        wave = np.maximum(np.exp(-(((p[:, 2] - 0.085) / 0.018) ** 4)), np.exp(-(((p[:, 2] + 0.07) / 0.02) ** 4)))
        return wave, WHITE

    _body(s, [(0, 0.2, -0.19, 0.012, 0.03), (0, 0.2, -0.12, 0.035, 0.07), (0, 0.2, -0.02, 0.062, 0.115), (0, 0.2,
        0.08, 0.062, 0.11),
              (0, 0.195, 0.155, 0.042, 0.07), (0, 0.19, 0.19, 0.02, 0.03)], paint, bands)  # fmt: skip
    dark = paint.shade(0.78)
    _upright(
        s,
        (
            (0.03, 0),
            (-0.03, 0.07),
            (-0.14, 0.11),
            (-0.2, 0.07),
            (-0.15, 0),
            (-0.2, -0.07),
            (-0.14, -0.11),
            (-0.03, -0.07),
        ),
        0.014,
        dark,
        (0, 0.2, -0.19),
    )
    _upright(s, ((0.1, 0), (0.06, 0.07), (-0.02, 0.09), (-0.1, 0.05), (-0.12, -0.02)), 0.014, dark, (0, 0.3, 0))
    _upright(s, ((0.02, 0), (0.0, -0.07), (-0.07, -0.08), (-0.09, 0.01)), 0.012, dark, (0, 0.1, -0.02))
    for x in SIDES:
        with s.frame((x * 0.058, 0.17, 0.07), (0, x * -35, -x * 20)):
            s.ball((0, -0.01, -0.05), (0.007, 0.035, 0.06), dark)
        with s.frame((x * 0.048, 0.23, 0.135), (0, x * 62, 0)):
            s.ball((0, 0, 0), (0.026, 0.026, 0.012), WHITE)
            s.ball((0, 0, 0.008), (0.016, 0.017, 0.008), Paint(BLACK.colour, "eye"))
            s.ball((0.005, 0.007, 0.016), 0.005, Paint((1, 1, 1), "lamp"))
    s.ring((0, 0.185, 0.2), 0.016, 0.008, dark, (90, 0, 0))
    return s.mesh()


def _pale_below(level: float, soft: float, paint: Paint) -> Callable[[Grid], tuple[Grid, Paint]]:
    return lambda p: ((level - p[:, 1]) / soft, paint)


@finished
def shark(look: Look) -> Mesh:
    """Grey above, white below, with a tall fin and teeth."""
    s, paint = Sculpt(look.detail, 3.5), main_paint(look.colour, _wet(0.42, 0.48, 0.54))
    _body(s, [(0, 1.05, -1.75, 0.05, 0.07), (0, 1.02, -1.3, 0.14, 0.17), (0, 1.0, -0.5, 0.36, 0.4), (0, 1.0, 0.3,
        0.44, 0.48),
              (0, 1.02, 1.0, 0.36, 0.38), (0, 1.06, 1.5, 0.2, 0.2), (0, 1.08, 1.72, 0.07, 0.06)], paint,
              _pale_below(0.9, 0.07, WHITE))  # fmt: skip
    _upright(s, ((0.32, -0.1), (0.0, 0.5), (-0.2, 0.66), (-0.22, 0.3), (-0.2, -0.1)), 0.09, paint, (0, 1.44, 0.25))
    _upright(
        s,
        (
            (0.15, -0.02),
            (-0.3, 0.55),
            (-0.62, 0.85),
            (-0.42, 0.2),
            (-0.3, 0),
            (-0.36, -0.28),
            (-0.5, -0.5),
            (-0.15, -0.2),
        ),
        0.07,
        paint,
        (0, 1.05, -1.7),
    )
    _upright(s, ((0.12, 0), (-0.1, 0.16), (-0.15, 0)), 0.05, paint, (0, 1.2, -1.1))
    for x in SIDES:
        with s.frame((x * 0.36, 0.86, 0.55), (0, 0, -x * 24)):
            s.plate(
                rounded([(0, 0.22), (x * 0.75, -0.5), (x * 0.8, -0.62), (x * 0.3, -0.3), (0, -0.18)], 3),
                0.07,
                paint,
                turn=(90, 0, 0),
            )
        for k in range(4):
            s.limb(
                (x * (0.41 - 0.02 * k), 1.12, 0.62 + 0.085 * k),
                (x * (0.42 - 0.02 * k), 0.92, 0.58 + 0.085 * k),
                0.014,
                paint.shade(0.6),
            )
        s.ball((x * 0.2, 1.13, 1.4), (0.05, 0.06, 0.06), Paint(BLACK.colour, "eye"))
        s.ball((x * 0.225, 1.155, 1.43), 0.016, Paint((1, 1, 1), "lamp"))
    _jaws(s)
    return s.mesh()


def _jaws(s: Sculpt) -> None:
    """A red mouth with white teeth."""
    s.wire(
        [(-0.28, 0.93, 1.12), (-0.16, 0.9, 1.4), (0, 0.9, 1.5), (0.16, 0.9, 1.4), (0.28, 0.93, 1.12)],
        0.04,
        _wet(0.35, 0.1, 0.12),
    )
    for k in range(9):
        a = (k - 4) * 0.24
        s.rod(
            (float(np.sin(a)) * 0.24, 0.94, 1.16 + 0.36 * float(np.cos(a))),
            (float(np.sin(a)) * 0.24, 0.85, 1.16 + 0.36 * float(np.cos(a))),
            0.03,
            WHITE,
            0.004,
        )


@finished
def whale(look: Look) -> Mesh:
    """A great blue whale with a pleated throat, raised flukes and a spout."""
    s, paint = Sculpt(look.detail, 11.0), main_paint(look.colour, _wet(0.27, 0.41, 0.56))
    pale = paint.mixed(WHITE, 0.68)

    def throat(p: Grid) -> tuple[Grid, Paint]:
        side = np.arctan2(p[:, 0], 2.2 - p[:, 1])
        return ((1.55 + 0.06 * p[:, 2] - p[:, 1]) / 0.12) * (0.82 + 0.25 * np.sign(np.sin(side * 22))), pale

    _body(s, [(0, 3.3, -5.4, 0.16, 0.14), (0, 2.75, -4.6, 0.38, 0.4), (0, 2.1, -2.8, 1.05, 1.05), (0, 1.9, -0.5, 1.7,
        1.72),
              (0, 1.9, 2.0, 1.85, 1.85), (0, 1.95, 3.6, 1.55, 1.5), (0, 2.0, 4.5, 0.9, 0.85)], paint,
              throat)  # fmt: skip
    for x in SIDES:
        s.skin(
            [
                (x * 0.05, 3.35, -5.4, 0.3, 0.12),
                (x * 0.9, 3.65, -5.75, 0.55, 0.12),
                (x * 1.75, 3.95, -6.3, 0.38, 0.09),
                (x * 2.1, 4.0, -6.7, 0.1, 0.04),
            ],
            paint,
        )
        with s.frame((x * 1.55, 1.15, 1.7), (0, -x * 25, -x * 28)):
            s.skin(
                [
                    (0, 0, 0, 0.45, 0.16),
                    (x * 0.9, 0, -0.2, 0.55, 0.15),
                    (x * 1.8, 0, -0.7, 0.4, 0.1),
                    (x * 2.2, 0, -1.1, 0.1, 0.05),
                ],
                paint.shade(0.88),
            )
        s.ball((x * 1.58, 1.85, 3.25), 0.15, Paint(BLACK.colour, "eye"))
        s.ball((x * 1.68, 1.92, 3.32), 0.045, Paint((1, 1, 1), "lamp"))
        s.wire(
            [(x * 1.5, 1.5, 3.0), (x * 1.5, 1.58, 3.6), (x * 0.95, 1.72, 4.6), (0, 1.8, 4.98)], 0.05, paint.shade(0.6)
        )
    s.skin([(0, 2.9, -2.4, 0.1, 0.2), (0, 3.2, -2.75, 0.08, 0.22), (0, 3.3, -3.05, 0.03, 0.08)], paint)
    if look.pose != "diving":
        _spout(s)
    return s.mesh()


def _spout(s: Sculpt) -> None:
    """Water that rises from the blowhole and falls to all sides."""
    spray = Paint((0.8, 0.91, 0.97), "wet")
    for k in range(7):
        a = 2 * np.pi * k / 7
        x, z = float(np.cos(a)), float(np.sin(a))
        s.wire(
            [
                (0, 3.65, 2.3),
                (x * 0.1, 4.6, 2.3 + z * 0.1),
                (x * 0.55, 5.2, 2.3 + z * 0.55),
                (x * 0.85, 4.85, 2.3 + z * 0.85),
            ],
            [0.1, 0.12, 0.12, 0.06],
            spray,
        )
        s.ball((x * 0.95, 4.55, 2.3 + z * 0.95), 0.09, spray)


@finished
def dolphin(look: Look) -> Mesh:
    """Leaping, its back bent."""
    s, paint = Sculpt(look.detail, 2.4), main_paint(look.colour, _wet(0.4, 0.54, 0.65))
    with s.frame((0, 0.9, 0), (-14, 0, 0)):
        _body(s, [(0, -0.36, -1.15, 0.05, 0.05), (0, -0.2, -0.85, 0.1, 0.12), (0, 0.02, -0.35, 0.22, 0.24), (0, 0.08,
            0.15, 0.27, 0.29),
                  (0, 0.02, 0.6, 0.22, 0.23), (0, -0.06, 0.85, 0.14, 0.15), (0, -0.16, 1.02, 0.055, 0.05), (0, -0.2,
                  1.17, 0.04, 0.03)],
              paint, lambda p: ((0.0 - 0.12 * np.abs(p[:, 2]) - 0.22 * p[:, 2] ** 2 - p[:, 1]) / 0.05,
              WHITE))  # fmt: skip
        _upright(
            s, ((0.2, -0.06), (-0.05, 0.26), (-0.2, 0.32), (-0.15, 0.1), (-0.16, -0.06)), 0.05, paint, (0, 0.34, 0.0)
        )
        for x in SIDES:
            s.skin(
                [
                    (x * 0.02, -0.37, -1.15, 0.1, 0.04),
                    (x * 0.22, -0.42, -1.27, 0.11, 0.035),
                    (x * 0.4, -0.47, -1.42, 0.03, 0.015),
                ],
                paint,
            )
            with s.frame((x * 0.2, -0.12, 0.42), (0, 0, -x * 38)):
                s.skin([(0, 0, 0, 0.1, 0.04), (x * 0.2, 0, -0.1, 0.09, 0.03), (x * 0.36, 0, -0.25, 0.03, 0.015)], paint)
            s.ball((x * 0.158, 0.0, 0.78), 0.032, Paint(BLACK.colour, "eye"))
            s.ball((x * 0.175, 0.015, 0.795), 0.01, Paint((1, 1, 1), "lamp"))
            s.wire(
                [(x * 0.11, -0.14, 0.86), (x * 0.06, -0.185, 1.0), (x * 0.03, -0.205, 1.16)], 0.009, paint.shade(0.5)
            )
    return s.mesh()


MODELS = (
    Model("fish", fish, 0.37, "underwater", ("swimming",), "drift"),
    Model("shark", shark, 1.55, "underwater", ("swimming",), "drift"),
    Model("whale", whale, 5.3, "underwater", ("swimming", "diving"), "drift"),
    Model("dolphin", dolphin, 1.25, "water", ("swimming",), "bob"),
)
