"""Small animals: rabbit, butterfly, bee, snake."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.animal_heads import Head, add_head, eye_pair
from engine.scene.models.coats import Coat
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLACK, RED, WHITE, YELLOW, Paint, main_paint
from engine.scene.models.sculpt import Sculpt, rounded

SIDES = (-1.0, 1.0)
UPPER = rounded(
    [
        (0, 0),
        (0.012, 0.03),
        (0.04, 0.07),
        (0.075, 0.085),
        (0.095, 0.075),
        (0.098, 0.045),
        (0.085, 0.015),
        (0.05, -0.004),
        (0.012, -0.008),
    ]
)
LOWER = rounded(
    [
        (0.005, -0.008),
        (0.05, -0.006),
        (0.075, -0.018),
        (0.08, -0.045),
        (0.065, -0.07),
        (0.045, -0.078),
        (0.03, -0.06),
        (0.008, -0.03),
    ]
)
"""Outlines of a butterfly's wings, the body at x = 0."""


@finished
def rabbit(look: Look) -> Mesh:
    """Crouched, or stretched in a leap, with long ears and a ball of a tail."""
    usual = (Paint((0.72, 0.58, 0.44), "fur"), Paint((0.93, 0.91, 0.88), "fur"), Paint((0.6, 0.59, 0.6), "fur"))[
        int(look.rng.integers(3))
    ]
    s, fur = Sculpt(look.detail, 0.4), main_paint(look.colour, usual)
    pale = fur.mixed(WHITE, 0.65)
    run = look.pose in ("running", "jumping")
    with s.frame((0, 0.05, 0) if run else (0, 0, 0), (-16, 0, 0) if run else (0, 0, 0)):
        s.skin([(0, 0.11, -0.15, 0.05, 0.06), (0, 0.125, -0.09, 0.098, 0.105), (0, 0.14, 0.0, 0.1, 0.108), (0, 0.165,
            0.09, 0.08, 0.085),
                (0, 0.21, 0.13, 0.06, 0.06)], fur)  # fmt: skip
        s.ball((0, 0.13, 0.1), (0.07, 0.075, 0.07), pale)
        s.ball((0, 0.13, -0.185), 0.048, WHITE)
        for x in SIDES:
            back = -0.16 if run else 0.0
            s.ball((x * 0.085, 0.085, -0.06), (0.042, 0.08, 0.085), fur, (-15, 0, 0))
            s.skin(
                [
                    (x * 0.09, 0.03, -0.11 + back, 0.026, 0.026),
                    (x * 0.09, 0.026, -0.02 + back, 0.032, 0.024),
                    (x * 0.09, 0.024, 0.04 + back, 0.028, 0.02),
                ],
                pale,
            )
            front = 0.1 if run else 0.0
            s.limb((x * 0.05, 0.13, 0.1), (x * 0.05, 0.03, 0.13 + front), 0.03, fur, 0.022)
            s.ball((x * 0.05, 0.022, 0.145 + front), (0.026, 0.022, 0.036), pale)
    with s.frame((0, 0.28, 0.16)):
        add_head(
            s, Head(0.078, (0.28, 0.5, 0.38), 5, (1.0, 0.95, 1.0), 0.19, 52, "long", 1.95), Coat(fur, pale, None, pale)
        )
    return s.mesh()


@finished
def butterfly(look: Look) -> Mesh:
    """Four bright wings with dark rims and spots, raised in a V."""
    usual = (Paint((0.93, 0.52, 0.16)), Paint((0.3, 0.52, 0.85)), Paint((0.85, 0.42, 0.62)), Paint((0.95, 0.8, 0.3)))[
        int(look.rng.integers(4))
    ]
    s, paint = Sculpt(look.detail, 0.16), main_paint(look.colour, usual)
    rim = Paint((0.14, 0.1, 0.1))
    with s.frame((0, 0.085, 0), (28, 0, 0)):
        s.skin(
            [
                (0, -0.045, 0, 0.004, 0.004),
                (0, -0.02, 0, 0.007, 0.007),
                (0, 0.012, 0, 0.009, 0.009),
                (0, 0.03, 0, 0.007, 0.007),
            ],
            rim,
        )
        s.ball((0, 0.04, 0.002), 0.01, rim)
        for x in SIDES:
            s.wire([(x * 0.003, 0.047, 0.004), (x * 0.014, 0.07, 0.012), (x * 0.026, 0.082, 0.012)], 0.0012, rim)
            s.ball((x * 0.026, 0.082, 0.012), 0.0035, rim)
            with s.frame((x * 0.005, 0.005, 0), (0, -x * 32, 0)):
                for outline, tint in ((UPPER, 1.0), (LOWER, 0.88)):
                    mid = outline.mean(axis=0)
                    s.plate(outline * (x, 1), 0.0022, rim)
                    s.plate((mid + (outline - mid) * 0.8) * (x, 1), 0.0046, paint.shade(tint))
                for cx, cy, r in ((0.062, 0.05, 0.011), (0.052, -0.04, 0.009)):
                    s.ball((x * cx, cy, 0), (r, r, 0.0036), YELLOW.mixed(WHITE, 0.5))
                for k in range(4):
                    s.ball((x * (0.09 - 0.004 * k), 0.066 - 0.016 * k, 0), (0.003, 0.003, 0.003), WHITE)
    return s.mesh()


@finished
def bee(look: Look) -> Mesh:
    """A plump bee: yellow and black bands, two pairs of wings, a sting; or a ladybird."""
    if look.called("ladybug", "ladybird"):
        return _ladybird(look)
    s, paint = Sculpt(look.detail, 0.1), main_paint(look.colour, YELLOW)
    dark, wing = Paint((0.15, 0.11, 0.09)), Paint((0.85, 0.92, 0.96), "glass")
    with s.frame((0, 0.04, 0)):
        for k in range(6):
            z, r = 0.006 - 0.011 * k, (0.022, 0.026, 0.027, 0.025, 0.019, 0.011)[k]
            s.ball((0, 0.0 - 0.0008 * k, z), (r, r * 0.96, 0.0095), dark if k % 2 else paint)
        s.rod((0, -0.005, -0.055), (0, -0.006, -0.068), 0.003, dark, 0.0005)
        s.ball((0, 0.004, 0.022), (0.02, 0.02, 0.018), paint.mixed(WHITE, 0.25))
        with s.frame((0, 0.004, 0.046)):
            s.ball((0, 0, 0), (0.018, 0.018, 0.015), paint)
            eye_pair(s, (0.018, 0.018, 0.0155), 0.006, 34)
            s.wire([(-0.006, -0.008, 0.012), (0, -0.0105, 0.0135), (0.006, -0.008, 0.012)], 0.0009, dark)
        for x in SIDES:
            s.wire([(x * 0.006, 0.018, 0.052), (x * 0.012, 0.034, 0.058), (x * 0.018, 0.036, 0.066)], 0.0013, dark)
            s.ball((x * 0.018, 0.036, 0.066), 0.003, dark)
            for size, turn in ((1.0, 22.0), (0.72, -8.0)):
                with s.frame((x * 0.008, 0.022, 0.015), (0, x * turn, x * 38)):
                    s.ball((x * 0.03 * size, 0, -0.004), (0.031 * size, 0.0015, 0.014 * size), wing)
            for k in range(3):
                z = 0.03 - 0.014 * k
                s.wire(
                    [(x * 0.01, -0.012, z), (x * 0.02, -0.022, z + 0.002), (x * 0.017, -0.034, z + 0.004)], 0.0018, dark
                )
    return s.mesh()


def _ladybird(look: Look) -> Mesh:
    """A dome of two red wing cases with black spots on six short legs."""
    s, paint = Sculpt(look.detail, 0.08), Paint(main_paint(look.colour, RED).colour, "gloss")
    dark = Paint((0.07, 0.06, 0.06), "gloss")
    s.ball((0, 0.02, 0), (0.032, 0.016, 0.038), dark)
    for x in SIDES:
        s.ball((x * 0.0025, 0.024, -0.002), (0.0345, 0.031, 0.041), paint, (0, x * 3, 0))
        for px, pz in ((0.014, 0.018), (0.022, -0.006), (0.012, -0.024)):
            y = 0.024 + 0.031 * float(np.sqrt(max(1 - (px / 0.0345) ** 2 - (pz / 0.041) ** 2, 0)))
            s.ball((x * px, y - 0.001, pz), (0.0062, 0.0042, 0.0068), dark)
        for k in range(3):
            z = 0.018 - 0.017 * k
            s.wire([(x * 0.024, 0.012, z), (x * 0.038, 0.015, z + 0.002), (x * 0.044, 0.0, z + 0.004)], 0.0024, dark)
        s.wire([(x * 0.007, 0.034, 0.052), (x * 0.015, 0.048, 0.062), (x * 0.023, 0.05, 0.07)], 0.0014, dark)
        s.ball((x * 0.023, 0.05, 0.07), 0.0028, dark)
    s.wire([(0, 0.04, 0.036), (0, 0.056, 0.004), (0, 0.043, -0.034)], 0.0016, dark)
    with s.frame((0, 0.026, 0.042)):
        s.ball((0, 0, 0), (0.02, 0.018, 0.016), dark)
        for x in SIDES:
            s.ball((x * 0.011, 0.007, 0.009), (0.0062, 0.0066, 0.004), WHITE)
            s.ball((x * 0.011, 0.007, 0.0125), (0.0034, 0.0038, 0.002), dark)
    return s.mesh()


@finished
def snake(look: Look) -> Mesh:
    """Coiled, its head raised, its tongue out."""
    s, paint = Sculpt(look.detail, 0.6), main_paint(look.colour, Paint((0.42, 0.6, 0.28), "satin"))
    turns = np.linspace(0, 4.4 * np.pi, 40)
    radius, height = 0.3 - 0.0115 * turns, 0.05 + 0.0105 * turns
    path = [
        (float(r * np.cos(t)), float(h), float(r * np.sin(t))) for r, h, t in zip(radius, height, turns, strict=True)
    ]
    end = path[-1]
    path += [
        (end[0] - 0.08, end[1] + 0.04, end[2] + 0.05),
        (end[0] - 0.14, end[1] + 0.16, end[2] + 0.02),
        (0.0, 0.42, 0.02),
        (0, 0.48, 0.11),
    ]
    thick = np.interp(np.arange(len(path)), [0, 8, 30, len(path) - 1], [0.012, 0.045, 0.052, 0.042])
    s.wire(path, thick, paint)
    for k in range(3, len(path) - 1):
        x, y, z = path[k]
        tint = paint.shade(0.55) if k % 2 else YELLOW.mixed(paint, 0.25)
        s.ball(
            (x, y + float(thick[k]) * 0.72, z),
            (float(thick[k]) * 0.62, float(thick[k]) * 0.42, float(thick[k]) * 0.62),
            tint,
        )
    with s.frame((0, 0.49, 0.15), (8, 0, 0)):
        s.skin(
            [
                (0, 0, -0.05, 0.04, 0.036),
                (0, 0.004, 0.01, 0.062, 0.042),
                (0, -0.004, 0.07, 0.042, 0.03),
                (0, -0.008, 0.1, 0.02, 0.016),
            ],
            paint,
        )
        for x in SIDES:
            s.ball((x * 0.044, 0.03, 0.03), (0.016, 0.017, 0.017), YELLOW)
            s.ball((x * 0.053, 0.033, 0.036), (0.008, 0.013, 0.01), BLACK)
            s.wire([(0, -0.016, 0.11), (x * 0.004, -0.018, 0.15), (x * 0.016, -0.012, 0.175)], 0.0035, RED)
    return s.mesh()


MODELS = (
    Model("rabbit", rabbit, 0.5, "ground", ("sitting", "running")),
    Model("butterfly", butterfly, 0.16, "air", ("flying",), "drift"),
    Model("bee", bee, 0.084, "air", ("flying",), "drift"),
    Model("snake", snake, 0.53, "ground", ("sitting",)),
)
