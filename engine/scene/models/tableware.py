"""What is on a table: cup, teapot, bottle, bowl, gift, globe, candle, book."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.primitives import ellipsoid
from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLUE,
    BRASS,
    BROWN,
    CREAM,
    DARK_WOOD,
    GOLD,
    GREEN,
    ORANGE,
    RED,
    TEAL,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)
from engine.scene.models.sculpt import Grid, Sculpt

SIDES = (-1.0, 1.0)


def _china(look: Look, usual: Paint) -> Paint:
    return Paint(main_paint(look.colour, usual).colour, "porcelain")


@finished
def cup(look: Look) -> Mesh:
    """A cup of coffee on a saucer, with a spoon and steam."""
    s, china = Sculpt(look.detail, 0.16), _china(look, (TEAL, RED, CREAM)[int(look.rng.integers(3))])
    s.turned([(0, 0), (0.045, 0), (0.075, 0.012), (0.078, 0.015), (0.045, 0.007), (0, 0.006)], WHITE)
    s.turned(
        [
            (0, 0.006),
            (0.024, 0.006),
            (0.027, 0.014),
            (0.04, 0.04),
            (0.044, 0.085),
            (0.0405, 0.085),
            (0.036, 0.042),
            (0.02, 0.02),
            (0, 0.018),
        ],
        china,
    )
    s.ring((0, 0.085, 0), 0.0425, 0.0022, WHITE)
    s.turned([(0.04, 0.074), (0, 0.075)], Paint((0.3, 0.18, 0.1), "gloss"))
    s.wire([(0.041, 0.07, 0), (0.066, 0.072, 0), (0.068, 0.045, 0), (0.039, 0.03, 0)], 0.0055, china)
    s.wire(
        [(-0.062, 0.016, 0.01), (-0.03, 0.017, 0.055), (0.015, 0.017, 0.068)],
        0.002,
        Paint((0.75, 0.76, 0.78), "chrome"),
    )
    s.ball((0.026, 0.017, 0.07), (0.012, 0.003, 0.008), Paint((0.75, 0.76, 0.78), "chrome"), (0, 15, 0))
    for x in (-0.012, 0.012):
        s.wire(
            [(x, 0.1, 0), (x + 0.008, 0.118, 0), (x - 0.006, 0.136, 0), (x + 0.004, 0.155, 0)],
            [0.0022, 0.003, 0.0026, 0.001],
            WHITE,
        )
    return s.mesh()


@finished
def teapot(look: Look) -> Mesh:
    """Round, with a spout, a handle, a lid with a knob, and painted flowers."""
    s, china = Sculpt(look.detail, 0.26), _china(look, (BLUE, CREAM, GREEN)[int(look.rng.integers(3))])
    trim = Paint(GOLD.colour, "porcelain") if look.colour is None else china.shade(0.7)
    s.turned(
        [
            (0, 0),
            (0.05, 0),
            (0.052, 0.008),
            (0.08, 0.035),
            (0.09, 0.07),
            (0.078, 0.108),
            (0.046, 0.128),
            (0.044, 0.134),
            (0, 0.134),
        ],
        china,
    )
    s.turned(
        [
            (0, 0.13),
            (0.046, 0.132),
            (0.04, 0.145),
            (0.016, 0.156),
            (0.008, 0.162),
            (0.014, 0.172),
            (0.012, 0.182),
            (0, 0.186),
        ],
        china.shade(0.9),
    )
    s.ball((0, 0.176, 0), 0.013, trim)
    for y, r in ((0.132, 0.046), (0.006, 0.053)):
        s.ring((0, y, 0), r, 0.003, trim)
    s.wire(
        [(0.075, 0.045, 0), (0.115, 0.06, 0), (0.125, 0.1, 0), (0.152, 0.128, 0)],
        [0.024, 0.018, 0.012, 0.0095],
        china,
        "flat",
    )
    s.ring((0.152, 0.128, 0), 0.0095, 0.003, trim, (0, 0, -38))
    s.wire(
        [(-0.062, 0.118, 0), (-0.105, 0.13, 0), (-0.13, 0.09, 0), (-0.112, 0.045, 0), (-0.082, 0.04, 0)],
        0.009,
        china.shade(0.9),
    )
    _daisies(s)
    return s.mesh()


def _daisies(s: Sculpt) -> None:
    """Painted on the belly of a teapot."""
    for turn in (-40, 0, 40, 180):
        with s.frame(turn=(0, float(turn), 0)):
            for k in range(5):
                a = 2 * np.pi * k / 5
                s.ball(
                    (0.012 * float(np.cos(a)), 0.072 + 0.012 * float(np.sin(a)), 0.0885), (0.0085, 0.0085, 0.003), WHITE
                )
            s.ball((0, 0.072, 0.09), (0.006, 0.006, 0.004), YELLOW)


@finished
def bottle(look: Look) -> Mesh:
    """A wine bottle with a label and a cork."""
    s, glass = Sculpt(look.detail, 0.3), Paint(main_paint(look.colour, Paint((0.17, 0.33, 0.2))).colour, "gloss")
    s.turned(
        [
            (0, 0.008),
            (0.03, 0),
            (0.037, 0.005),
            (0.038, 0.012),
            (0.038, 0.175),
            (0.033, 0.2),
            (0.017, 0.225),
            (0.014, 0.24),
            (0.0135, 0.285),
            (0.016, 0.287),
            (0.016, 0.297),
            (0.012, 0.3),
            (0, 0.3),
        ],
        glass,
    )
    s.turned([(0.0145, 0.255), (0.0155, 0.256), (0.0175, 0.3), (0, 0.303)], RED.shade(0.7))
    s.turned([(0.0385, 0.06), (0.0392, 0.062), (0.0392, 0.145), (0.0385, 0.147)], CREAM)
    s.turned([(0.0394, 0.075), (0.0398, 0.076), (0.0398, 0.082), (0.0394, 0.083)], GOLD)
    s.ball((0, 0.117, 0.039), (0.012, 0.014, 0.002), RED.shade(0.8))
    s.rod((0, 0.3, 0), (0, 0.314, 0), 0.01, Paint((0.76, 0.58, 0.38)))
    return s.mesh()


@finished
def bowl(look: Look) -> Mesh:
    """A glazed bowl heaped with fruit."""
    s, china = Sculpt(look.detail, 0.3), _china(look, Paint((0.3, 0.48, 0.6)))
    s.turned(
        [
            (0, 0),
            (0.05, 0),
            (0.05, 0.012),
            (0.09, 0.04),
            (0.125, 0.095),
            (0.129, 0.1),
            (0.122, 0.102),
            (0.086, 0.05),
            (0, 0.025),
        ],
        china,
    )
    s.ring((0, 0.1, 0), 0.1255, 0.0045, WHITE)
    s.ring((0, 0.074, 0), 0.1125, 0.004, WHITE)
    fruit = (Paint((0.8, 0.18, 0.15), "gloss"), Paint((0.93, 0.55, 0.15), "satin"), Paint((0.55, 0.7, 0.25), "gloss"))
    for k in range(6):
        a = 2 * np.pi * k / 6 + 0.2
        s.ball((0.07 * float(np.cos(a)), 0.094, 0.07 * float(np.sin(a))), 0.037, fruit[k % 3])
        s.limb(
            (0.07 * float(np.cos(a)), 0.128, 0.07 * float(np.sin(a))),
            (0.075 * float(np.cos(a)), 0.14, 0.07 * float(np.sin(a))),
            0.0022,
            BROWN,
        )
    s.ball((0, 0.135, 0), 0.039, fruit[1])
    for k in range(9):
        s.ball(
            (0.03 + 0.014 * (k % 3), 0.15 - 0.006 * (k // 3), 0.035 + 0.013 * (k // 3)),
            0.0105,
            Paint((0.4, 0.22, 0.45), "gloss"),
        )
    return s.mesh()


@finished
def gift(look: Look) -> Mesh:
    """A wrapped box with a ribbon and a bow."""
    usual = ((RED, GOLD), (TEAL, CREAM), (Paint((0.5, 0.35, 0.62)), YELLOW))[int(look.rng.integers(3))]
    s, paper = Sculpt(look.detail, 0.35), main_paint(look.colour, usual[0])
    ribbon = usual[1] if look.colour is None else CREAM
    s.block((0, 0.11, 0), (0.28, 0.22, 0.28), paper, 0.008)
    s.block((0, 0.225, 0), (0.3, 0.06, 0.3), paper.shade(0.9), 0.008)
    for size in ((0.05, 0.222, 0.286), (0.286, 0.222, 0.05)):
        s.block((0, 0.111, 0), (size[0], size[1], size[2]), ribbon, 0.002)
    for size in ((0.05, 0.064, 0.306), (0.306, 0.064, 0.05)):
        s.block((0, 0.226, 0), (size[0], size[1], size[2]), ribbon, 0.002)
    for turn in (20, 110, 200, 290):
        with s.frame((0, 0.256, 0), (0, float(turn), 0)):
            s.skin(
                [
                    (0, 0, 0, 0.008, 0.018),
                    (0.05, 0.05, 0, 0.006, 0.03),
                    (0.1, 0.06, 0, 0.006, 0.034),
                    (0.115, 0.03, 0, 0.006, 0.032),
                    (0.07, 0.012, 0, 0.006, 0.026),
                    (0, 0, 0, 0.006, 0.014),
                ],
                ribbon.shade(0.95),
            )
    for x in SIDES:
        s.skin(
            [(0, 0.262, 0, 0.004, 0.014), (x * 0.06, 0.27, 0.06, 0.004, 0.02), (x * 0.1, 0.26, 0.12, 0.004, 0.022)],
            ribbon.shade(0.86),
        )
    s.ball((0, 0.268, 0), (0.026, 0.02, 0.026), ribbon)
    return s.mesh()


@finished
def globe(look: Look) -> Mesh:
    """A terrestrial globe in a brass meridian on a wooden foot."""
    s, sea = Sculpt(look.detail, 0.45), Paint(main_paint(look.colour, Paint((0.27, 0.5, 0.7))).colour, "gloss")
    s.turned(
        [(0, 0), (0.11, 0), (0.115, 0.012), (0.1, 0.024), (0.045, 0.035), (0.022, 0.06), (0.018, 0.1), (0, 0.11)],
        DARK_WOOD,
    )
    with s.frame((0, 0.3, 0), (0, 0, -23)):
        s.add(_earth(sea, look.detail))
        angles = np.linspace(-np.pi / 2, np.pi / 2, 13)
        s.wire(np.stack([0.19 * np.cos(angles), 0.19 * np.sin(angles), 0 * angles], axis=1), 0.009, BRASS)
        s.rod((0, -0.2, 0), (0, 0.2, 0), 0.007, BRASS)
        s.ball((0, 0.205, 0), 0.014, BRASS)
    s.limb((0, 0.1, 0), (0.035, 0.125, 0), 0.014, BRASS)
    return s.mesh()


def _earth(sea: Paint, detail: float) -> Mesh:
    """A sea with continents roughly in their places: blobs by longitude, latitude and reach in degrees."""
    mesh = sea.on(ellipsoid((0.165, 0.165, 0.165), max(detail, 0.5) * 3.2))
    p = mesh.positions / 0.165
    land = np.zeros(len(p))
    places = ((-100, 48, 30), (-115, 62, 22), (-80, 62, 18), (-98, 25, 12), (-60, -8, 19), (-62, -28, 14), (-70, -44,
        8), (18, 12, 22), (22, -15, 18), (5, 20, 15), (40, 8, 9),
              (15, 52, 15), (50, 58, 24), (90, 60, 30), (120, 50, 20), (100, 30, 18), (78, 20, 11), (108, 14, 7),
              (134, -25, 17), (-42, 74, 13), (140, -2, 6), (47, -19, 4), (138, 37, 4), (0, -90, 17))  # fmt: skip
    wobble = 1 + 0.16 * np.sin(p[:, 0] * 9) * np.sin(p[:, 1] * 11 + 1) * np.sin(p[:, 2] * 8)
    for lon, lat, reach in places:
        a, b = np.radians(lon - 10), np.radians(lat)
        way = np.array([np.sin(a) * np.cos(b), np.sin(b), np.cos(a) * np.cos(b)])
        angle = np.degrees(np.arccos(np.clip(p @ way, -1, 1)))
        land = np.maximum(land, np.clip((reach * 0.82 * wobble - angle) / 1.5, 0, 1))
    tint: Grid = np.where((np.abs(p[:, 1]) > 0.93)[:, None], WHITE.colour, np.array(GREEN.mixed(YELLOW, 0.25).colour))
    part = np.maximum(land, np.abs(p[:, 1]) > 0.95)[:, None]
    return replace(mesh, colours=(mesh.colours * (1 - part) + tint * part).astype(np.float32))


@finished
def book(look: Look) -> Mesh:
    """A thick closed book with a ribbon; lying open in the pose "open"."""
    s, cover = (
        Sculpt(look.detail, 0.3),
        main_paint(look.colour, (RED.shade(0.8), BLUE, GREEN.shade(0.8))[int(look.rng.integers(3))]),
    )
    pages = Paint((0.94, 0.9, 0.8), "paper")
    if look.pose == "open":
        for x in SIDES:
            s.block((x * 0.105, 0.006, 0), (0.21, 0.01, 0.29), cover, 0.003, (0, 0, x * 3))

            def leaves(u: Grid, v: Grid, x: float = x) -> tuple[Grid, Grid, Grid]:
                out = u if x > 0 else 1 - u
                return (
                    x * out * 0.2,
                    0.014 + 0.034 * np.sin(np.pi * np.clip(out * 1.05, 0, 1)) ** 0.7 * (1 - 0.5 * out),
                    0.135 * (1 - 2 * v),
                )

            s.cloth(leaves, pages, 4, 14)
            s.block((x * 0.1, 0.016, 0), (0.196, 0.014, 0.27), pages.shade(0.92), 0.002)
            for k in range(8):
                s.block(
                    (x * 0.112, 0.0475, -0.1 + 0.026 * k),
                    (0.12 - 0.03 * (k % 3 == 2), 0.001, 0.005),
                    Paint((0.45, 0.42, 0.4)),
                    0.0,
                    (0, 0, -x * 5),
                )
        return s.mesh()
    s.block((0, 0.03, 0.004), (0.196, 0.05, 0.262), pages, 0.002)
    for k in range(4):
        s.block((0.0, 0.014 + 0.0105 * k, 0.0045), (0.1985, 0.0012, 0.2645), pages.shade(0.8), 0.0)
    for y in (0.004, 0.058):
        s.block((0, y, 0), (0.212, 0.008, 0.285), cover, 0.003)
    with s.frame((-0.1, 0.031, 0), scale=(1, 1, 1)):
        s.block((-0.006, 0, 0), (0.02, 0.062, 0.285), cover, 0.009)
        for z in (-0.09, 0.09):
            s.block((-0.007, 0, z), (0.024, 0.066, 0.012), GOLD, 0.004)
    s.block((0.01, 0.0625, -0.03), (0.11, 0.002, 0.07), GOLD, 0.0)
    s.block((0.01, 0.0632, -0.03), (0.1, 0.002, 0.06), cover.shade(0.8), 0.0)
    s.ring((0.01, 0.064, 0.06), 0.024, 0.003, GOLD)
    s.block((0.03, 0.034, 0.148), (0.012, 0.002, 0.06), ORANGE, 0.0, (25, 0, 0))
    return s.mesh()


MODELS = (
    Model("cup", cup, 0.155, "table"),
    Model("teapot", teapot, 0.19, "table"),
    Model("bottle", bottle, 0.314, "table"),
    Model("bowl", bowl, 0.175, "table"),
    Model("gift", gift, 0.33, "any"),
    Model("globe", globe, 0.5, "table"),
    Model("book", book, 0.066, "table", ("closed", "open")),
)
