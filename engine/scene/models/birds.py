"""Birds: chicken, duck, penguin, owl, eagle, bird."""

from __future__ import annotations

from engine.scene.mesh import Mesh
from engine.scene.models.animal_heads import eye_pair
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLACK, CREAM, ORANGE, RED, WHITE, YELLOW, Paint, main_paint
from engine.scene.models.plumage import (
    BEAK,
    add_beak,
    add_folded_wing,
    add_foot,
    add_spread_wing,
    add_tail_fan,
    add_web,
)
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.water_birds import WADERS, swan, wader

SIDES = (-1.0, 1.0)


def _feather(red: float, green: float, blue: float) -> Paint:
    return Paint((red, green, blue), "feather")


@finished
def chicken(look: Look) -> Mesh:
    """A hen with a red comb."""
    s, coat = (
        Sculpt(look.detail, 0.5),
        main_paint(look.colour, (_feather(0.95, 0.93, 0.88), _feather(0.75, 0.43, 0.22))[int(look.rng.integers(2))]),
    )
    s.skin([(0, 0.3, -0.2, 0.05, 0.06), (0, 0.25, -0.12, 0.11, 0.12), (0, 0.23, 0.02, 0.135, 0.135), (0, 0.28, 0.12,
        0.1, 0.12),
            (0, 0.38, 0.15, 0.065, 0.07), (0, 0.45, 0.16, 0.058, 0.06)], coat)  # fmt: skip
    with s.frame((0, 0.475, 0.17)):
        s.ball((0, 0, 0), 0.068, coat)
        eye_pair(s, (0.068, 0.068, 0.068), 0.013, 55)
        add_beak(s, (0, -0.012, 0.065), (0.022, 0.02, 0.055))
        for z, y, r in ((0.045, 0.065, 0.024), (0.01, 0.085, 0.03), (-0.03, 0.072, 0.026)):
            s.ball((0, y, z), (0.012, r, r), RED)
        for x in SIDES:
            s.ball((x * 0.016, -0.062, 0.066), (0.013, 0.03, 0.014), RED)
    for x in SIDES:
        add_folded_wing(s, (x * 0.118, 0.27, -0.02), (0.03, 0.075, 0.17), (coat.shade(0.92), coat.shade(0.82)), -6)
        add_foot(s, (x * 0.055, 0.14, 0.0), (x * 0.06, 0, 0.02), 0.012)
    for k in range(5):
        turn = (k - 2) * 0.035
        s.wire(
            [(turn * 0.5, 0.3, -0.17), (turn, 0.4, -0.25), (turn * 1.5, 0.46 - abs(turn), -0.31 - 0.03 * (k % 2))],
            [0.035, 0.035, 0.014],
            coat.shade(0.86),
        )
    return s.mesh()


@finished
def duck(look: Look) -> Mesh:
    """A drake: green head, white ring, brown breast; swimming without legs in the pose "swimming". Also swan, goose."""
    if look.called("swan", "goose", "geese"):
        return swan(look, goose=not look.called("swan"))
    s, coat = Sculpt(look.detail, 0.5), main_paint(look.colour, _feather(0.72, 0.68, 0.62))
    plain = look.colour is not None
    head = coat if plain else _feather(0.12, 0.4, 0.27)
    breast = coat if plain else _feather(0.45, 0.28, 0.19)
    s.skin([(0, 0.235, -0.29, 0.02, 0.015), (0, 0.19, -0.22, 0.075, 0.05), (0, 0.16, -0.08, 0.115, 0.1), (0, 0.155,
        0.06, 0.115, 0.105),
            (0, 0.185, 0.15, 0.07, 0.08)], coat)  # fmt: skip
    s.ball((0, 0.175, 0.11), (0.1, 0.095, 0.1), breast)
    s.wire([(0, 0.2, 0.13), (0, 0.28, 0.165), (0, 0.33, 0.165)], [0.068, 0.048, 0.045], head)
    s.ring((0, 0.265, 0.16), 0.045, 0.013, WHITE, (14, 0, 0))
    with s.frame((0, 0.36, 0.175)):
        s.ball((0, 0, 0), (0.062, 0.062, 0.07), head)
        eye_pair(s, (0.062, 0.062, 0.07), 0.013, 52)
        s.skin(
            [
                (0, -0.012, 0.05, 0.03, 0.022),
                (0, -0.02, 0.09, 0.03, 0.014),
                (0, -0.024, 0.13, 0.034, 0.009),
                (0, -0.024, 0.145, 0.02, 0.006),
            ],
            BEAK,
        )
    for x in SIDES:
        add_folded_wing(
            s,
            (x * 0.105, 0.19, -0.04),
            (0.028, 0.065, 0.19),
            (coat.shade(0.85), Paint((0.25, 0.34, 0.6), "feather") if not plain else coat.shade(0.7)),
            6,
        )
        if look.pose != "swimming":
            add_foot(s, (x * 0.05, 0.1, 0.0), (x * 0.055, 0, 0.01), 0.011, ORANGE)
            add_web(s, (x * 0.055, 0, 0.01), 0.011, ORANGE)
    s.wire([(0, 0.22, -0.25), (0, 0.27, -0.27), (0, 0.285, -0.235)], [0.02, 0.016, 0.008], BLACK)
    return s.mesh()


@finished
def penguin(look: Look) -> Mesh:
    """Upright, black and white, with a yellow collar."""
    s, coat = Sculpt(look.detail, 0.9), main_paint(look.colour, _feather(0.13, 0.14, 0.18))
    white = _feather(0.95, 0.94, 0.91)
    s.skin(
        [
            (0, 0.06, 0, 0.16, 0.15),
            (0, 0.22, 0, 0.21, 0.19),
            (0, 0.42, 0, 0.2, 0.18),
            (0, 0.6, 0, 0.14, 0.13),
            (0, 0.72, 0, 0.1, 0.1),
        ],
        coat,
    )
    s.skin(
        [
            (0, 0.07, 0.045, 0.13, 0.12),
            (0, 0.22, 0.06, 0.165, 0.148),
            (0, 0.42, 0.055, 0.155, 0.14),
            (0, 0.57, 0.045, 0.1, 0.1),
        ],
        white,
    )
    with s.frame((0, 0.78, 0.02)):
        s.ball((0, 0, 0), (0.13, 0.125, 0.13), coat)
        for x in SIDES:
            s.ball((x * 0.05, -0.005, 0.075), (0.062, 0.072, 0.062), white)
            s.ball((x * 0.098, -0.075, 0.035), (0.035, 0.05, 0.06), YELLOW)
        eye_pair(s, (0.13, 0.13, 0.142), 0.021, 24)
        add_beak(s, (0, -0.03, 0.125), (0.034, 0.026, 0.09), BEAK, 0.15)
    for x in SIDES:
        with s.frame((x * 0.185, 0.56, 0), (0, 0, x * 16)):
            s.skin(
                [
                    (0, 0.02, 0, 0.03, 0.06),
                    (x * 0.02, -0.14, 0, 0.028, 0.075),
                    (x * 0.02, -0.3, 0, 0.02, 0.055),
                    (0, -0.38, 0.0, 0.01, 0.02),
                ],
                coat,
            )
        for k in (-1, 0, 1):
            s.ball((x * 0.09 + k * 0.035, 0.022, 0.13 + 0.03 * (1 - abs(k))), (0.026, 0.022, 0.075), BEAK)
    s.skin([(0, 0.1, -0.13, 0.06, 0.04), (0, 0.03, -0.22, 0.03, 0.015)], coat)
    return s.mesh()


@finished
def owl(look: Look) -> Mesh:
    """Round, with great yellow eyes and ear tufts."""
    s, coat = Sculpt(look.detail, 0.55), main_paint(look.colour, _feather(0.5, 0.35, 0.23))
    pale, face = coat.mixed(CREAM, 0.55), coat.mixed(CREAM, 0.75)
    s.skin(
        [(0, 0.06, -0.02, 0.1, 0.09), (0, 0.16, 0, 0.155, 0.14), (0, 0.28, 0, 0.15, 0.135), (0, 0.37, 0, 0.12, 0.11)],
        coat,
    )
    s.skin([(0, 0.08, 0.04, 0.08, 0.07), (0, 0.17, 0.05, 0.12, 0.105), (0, 0.27, 0.05, 0.11, 0.095)], pale)
    for row in range(4):
        for k in range(4 - row % 2):
            x = (k - (3 - row % 2) / 2) * 0.05
            s.ball(
                (x, 0.13 + 0.045 * row, 0.152 - 2.6 * x * x - 0.1 * abs(row - 1.3) * 0.08), (0.014, 0.02, 0.008), coat
            )
    with s.frame((0, 0.42, 0.01)):
        s.ball((0, 0, 0), (0.15, 0.125, 0.125), coat)
        for x in SIDES:
            with s.frame((x * 0.062, 0.0, 0.1), (-4, x * 20, 0)):
                s.ball((0, 0, 0), (0.07, 0.074, 0.035), face)
                s.ball((0, 0.005, 0.026), (0.046, 0.046, 0.02), YELLOW)
                s.ball((0, 0.005, 0.04), (0.026, 0.028, 0.012), Paint(BLACK.colour, "eye"))
                s.ball((0.011, 0.018, 0.05), 0.007, Paint((1, 1, 1), "lamp"))
            s.skin(
                [
                    (x * 0.075, 0.08, 0.03, 0.04, 0.03),
                    (x * 0.115, 0.16, 0.02, 0.025, 0.02),
                    (x * 0.14, 0.21, 0.0, 0.005, 0.005),
                ],
                coat.shade(0.75),
            )
        add_beak(s, (0, -0.035, 0.13), (0.02, 0.026, 0.04), BEAK, 0.9)
    for x in SIDES:
        with s.frame((x * 0.145, 0.23, -0.02), (0, 0, x * 7)):
            s.ball((0, 0, 0), (0.035, 0.14, 0.09), coat.shade(0.8))
            s.ball((x * 0.012, -0.06, -0.02), (0.03, 0.1, 0.06), coat.shade(0.68))
        for k in (-1, 0, 1):
            s.ball((x * 0.055 + k * 0.02, 0.022, 0.1), (0.012, 0.02, 0.032), BEAK)
    with s.frame((0, 0.1, -0.08), (-52, 0, 0)):
        add_tail_fan(s, (0, 0, 0), 0.16, coat.shade(0.7))
    return s.mesh()


@finished
def eagle(look: Look) -> Mesh:
    """A sea eagle with spread wings; perched in the pose "sitting"."""
    s, coat = Sculpt(look.detail, 1.3), main_paint(look.colour, _feather(0.33, 0.22, 0.15))
    white = _feather(0.95, 0.93, 0.88)
    perched = look.pose in ("sitting", "standing", "perched")
    with s.frame((0, 0.42, 0) if perched else (0, 0.38, 0), (-52 if perched else 0, 0, 0)):
        s.skin(
            [
                (0, 0.02, -0.36, 0.06, 0.04),
                (0, 0, -0.18, 0.115, 0.1),
                (0, 0, 0.06, 0.14, 0.13),
                (0, 0.03, 0.22, 0.09, 0.09),
            ],
            coat,
        )
        add_tail_fan(s, (0, 0.02, -0.34), 0.2 if perched else 0.32, white, 7)
        for x in SIDES:
            if perched:
                add_folded_wing(s, (x * 0.125, 0.04, -0.08), (0.05, 0.13, 0.42), (coat.shade(0.9), coat.shade(0.75)), 0)
            else:
                add_spread_wing(s, (x * 0.06, 0.06, 0.1), (0.95, 0.26), (coat, coat.shade(0.72)), 0.3)
                s.limb((x * 0.07, -0.08, -0.06), (x * 0.08, -0.17, -0.1), 0.045, coat.shade(0.85))
                add_foot(s, (x * 0.08, -0.16, -0.1), (x * 0.08, -0.27, -0.06), 0.018)
    if perched:
        for x in SIDES:
            s.limb((x * 0.07, 0.26, 0.02), (x * 0.08, 0.12, 0.02), 0.055, coat.shade(0.85))
            add_foot(s, (x * 0.08, 0.1, 0.02), (x * 0.08, 0, 0.02), 0.02)
    with s.frame((0, 0.66, 0.18) if perched else (0, 0.46, 0.32)):
        s.skin([(0, -0.11, -0.11, 0.09, 0.09), (0, 0, 0, 0.085, 0.085)], white)
        s.ball((0, 0.0, 0.01), (0.09, 0.088, 0.1), white)
        eye_pair(s, (0.09, 0.088, 0.11), 0.016, 42)
        for x in SIDES:
            s.limb((x * 0.025, 0.05, 0.1), (x * 0.075, 0.062, 0.045), 0.012, white.shade(0.8))
        add_beak(s, (0, -0.015, 0.1), (0.035, 0.036, 0.11), BEAK, 0.55)
    return s.mesh()


@finished
def bird(look: Look) -> Mesh:
    """A small songbird: perched, or "flying" with open wings. Also the waders: flamingo, heron, stork, crane."""
    tall = next((kind for word, kind in WADERS.items() if look.called(word)), None)
    if tall is not None:
        return wader(look, tall)
    s, coat = (
        Sculpt(look.detail, 0.3),
        main_paint(
            look.colour,
            (_feather(0.27, 0.5, 0.74), _feather(0.8, 0.33, 0.24), _feather(0.88, 0.7, 0.25))[
                int(look.rng.integers(3))
            ],
        ),
    )
    flying, belly = look.pose == "flying", coat.mixed(WHITE, 0.72)
    with s.frame((0, 0.12, 0), (0 if flying else -22, 0, 0)):
        s.skin(
            [
                (0, 0.0, -0.1, 0.025, 0.02),
                (0, 0, -0.05, 0.055, 0.052),
                (0, 0, 0.02, 0.068, 0.066),
                (0, 0.015, 0.07, 0.05, 0.052),
            ],
            coat,
        )
        s.ball((0, -0.018, 0.02), (0.06, 0.056, 0.075), belly)
        with s.frame((0, 0.005, -0.09), (4, 0, 0)):
            add_tail_fan(s, (0, 0, 0), 0.11, coat.shade(0.75), 3)
        for x in SIDES:
            if flying:
                add_spread_wing(s, (x * 0.04, 0.03, 0.03), (0.2, 0.075), (coat, coat.shade(0.72)), 0.45)
            else:
                add_folded_wing(
                    s, (x * 0.058, 0.008, -0.025), (0.018, 0.04, 0.1), (coat.shade(0.85), coat.shade(0.65)), 4
                )
    with s.frame((0, 0.18, 0.085)):
        s.ball((0, 0, 0), (0.052, 0.05, 0.052), coat)
        s.ball((0, -0.02, 0.016), (0.042, 0.034, 0.042), belly)
        eye_pair(s, (0.052, 0.05, 0.054), 0.011, 46)
        add_beak(s, (0, -0.006, 0.05), (0.013, 0.012, 0.032))
    if not flying:
        for x in SIDES:
            add_foot(s, (x * 0.025, 0.075, 0.0), (x * 0.028, 0, 0.0), 0.005, BEAK.shade(0.6))
    return s.mesh()


STAND = ("standing",)
MODELS = (
    Model("chicken", chicken, 0.58, "ground", STAND),
    Model("duck", duck, 0.42, "water", ("standing", "swimming"), "bob"),
    Model("penguin", penguin, 0.9, "ground", STAND),
    Model("owl", owl, 0.63, "any", STAND),
    Model("eagle", eagle, 0.76, "air", ("flying", "sitting"), "circle"),
    Model("bird", bird, 0.23, "air", ("standing", "flying"), "circle"),
)
