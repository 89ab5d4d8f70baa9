"""People known by what they wear: knight, wizard, astronaut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.faces import add_face
from engine.scene.models.figure import MAN, Joints, Wear, add_body
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLACK,
    BLUE,
    BROWN,
    GOLD,
    GREY,
    IRON,
    ORANGE,
    RED,
    STEEL,
    WOOD,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.people import ALL_POSES, chosen, laid, pose_of
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.weapons import add_shield, add_sword

SIDES = (-1.0, 1.0)


@finished
def knight(look: Look) -> Mesh:
    """In plate armour with a plume, a surcoat, a sword and a shield."""
    s, cloth, pose = Sculpt(look.detail, 1.2), main_paint(look.colour, RED), pose_of(look)
    plate = Paint((0.7, 0.72, 0.76), "steel")
    b = replace(MAN, thick=0.068)
    wear = Wear(plate, plate.shade(0.85), plate.shade(0.8), plate, glove=plate.shade(0.75), bulk=1.06)

    def body() -> None:
        joints = add_body(s, b, wear, pose)
        with s.frame(joints.head, (pose.nod, pose.turn, 0), b.head):
            _helmet(s, plate, cloth)
        with s.frame((0, b.leg, 0), (pose.lean, 0, 0)):
            s.skin(
                [
                    (0, b.torso * 0.05, 0, b.hip * 1.1, b.hip * 0.86),
                    (0, b.torso * 0.4, 0, b.waist * 1.14, b.waist * 0.88),
                    (0, b.torso * 0.8, 0, b.shoulder * 0.88, b.shoulder * 0.68),
                ],
                cloth,
            )
            s.ring((0, b.torso * 0.16, 0), b.hip * 1.12, 0.022, BROWN)
            s.block((0, b.torso * 0.6, 0.137), (0.03, 0.16, 0.02), GOLD)
            s.block((0, b.torso * 0.66, 0.137), (0.11, 0.03, 0.02), GOLD)
            for x in SIDES:
                s.ball((x * b.shoulder * 0.98, b.torso * 0.9, 0), (0.088, 0.078, 0.088), plate)
                s.ring((x * b.shoulder * 0.98, b.torso * 0.87, 0), 0.082, 0.01, GOLD, (0, 0, x * 20))
        if not pose.legs[0][0][2] > 0.9:
            for z in (0.115, -0.115):
                s.block((0, b.leg - 0.12, z), (0.2, 0.3, 0.02), cloth, turn=(-8 if z > 0 else 8, 0, 0))
        _armed(s, joints, cloth)

    laid(s, pose, body)
    return s.mesh()


def _armed(s: Sculpt, joints: Joints, cloth: Paint) -> None:
    x, y, z = joints.hands[1]
    with s.frame((x, y, z), (22, 0, -6)):
        add_sword(s, 0.95, GOLD)
    x, y, z = joints.hands[0]
    with s.frame((x - 0.06, y + 0.02, z + 0.06), (-4, -28, 0)):
        add_shield(s, (0.44, 0.56), cloth)


def _helmet(s: Sculpt, plate: Paint, plume: Paint) -> None:
    s.turned(
        [(0.8, -1.05), (0.95, -0.95), (1.08, -0.4), (1.1, 0.2), (0.95, 0.75), (0.6, 1.08), (0.2, 1.2), (0, 1.22)], plate
    )
    s.skin([(0, -0.85, 0.35, 0.75, 0.72), (0, -0.3, 0.45, 0.82, 0.78), (0, 0.1, 0.4, 0.8, 0.72)], plate.shade(0.92))
    s.block((0, 0.14, 1.02), (1.15, 0.13, 0.35), BLACK)
    for k in range(5):
        s.block(((k - 2) * 0.2, -0.42, 1.14 - 0.05 * abs(k - 2)), (0.06, 0.34, 0.12), BLACK)
    s.block((0, 0.35, 0.55), (0.1, 1.55, 1.2), GOLD, turn=(-20, 0, 0))
    for x in SIDES:
        s.ball((x * 1.06, 0.1, 0.12), (0.12, 0.16, 0.16), GOLD)
    s.skin(
        [
            (0, 1.15, 0.1, 0.12, 0.12),
            (0, 1.75, -0.15, 0.26, 0.3),
            (0, 1.6, -0.85, 0.28, 0.32),
            (0, 0.85, -1.3, 0.24, 0.26),
            (0, 0.2, -1.35, 0.05, 0.05),
        ],
        plume,
    )


@finished
def wizard(look: Look) -> Mesh:
    """A long robe, a pointed hat with stars, a white beard, and a staff with a shining crystal."""
    s, person, pose = Sculpt(look.detail, 1.2), chosen(look), pose_of(look)
    asked = look.colour or (look.person.clothes if look.person else None)
    robe = main_paint(asked, Paint((0.3, 0.26, 0.55), "fabric"))
    skin, beard = Paint(person.skin or (0.92, 0.72, 0.58), "skin"), Paint((0.9, 0.89, 0.87), "matte")
    if look.person is not None and look.person.hair is not None:
        beard = Paint(look.person.hair, "matte")
    wear = Wear(robe, robe, BROWN, skin, legwear="robe", bulk=1.12)

    def body() -> None:
        joints = add_body(s, MAN, wear, pose)
        with s.frame(joints.head, (pose.nod, pose.turn, 0), MAN.head):
            add_face(s, (skin, beard, Paint((0.25, 0.42, 0.58), "eye")), asleep=pose.lying)
            _beard(s, beard)
            _pointed_hat(s, robe.shade(0.85))
        with s.frame((0, MAN.leg + MAN.torso * 0.3, 0), (pose.lean, 0, 0), (1, 1, 0.82)):
            s.ring((0, 0, 0), MAN.waist * 1.18, 0.018, GOLD)
        if not pose.lying:
            x, y, z = joints.hands[1]
            s.wire([(x, y - 0.62, z), (x + 0.012, y, z), (x, y + 0.55, z), (x + 0.05, y + 0.72, z), (x, y + 0.84, z),
                (x - 0.05, y + 0.74, z)],
                   [0.018, 0.022, 0.024, 0.024, 0.02, 0.01], WOOD)  # fmt: skip
            s.ball((x, y + 0.73, z), 0.045, Paint((0.55, 0.85, 1.0), "flame"))

    laid(s, pose, body)
    return s.mesh()


def _beard(s: Sculpt, paint: Paint) -> None:
    for k in range(7):
        x = (k - 3) / 3
        long = 1.9 - 0.75 * abs(x)
        s.skin([(x * 0.72, -0.42 - 0.1 * (1 - abs(x)), 0.62 - 0.35 * abs(x), 0.17, 0.17), (x * 0.55,
            -0.42 - long * 0.5, 0.74 - 0.2 * abs(x), 0.2, 0.2),
                (x * 0.2, -0.42 - long, 0.72, 0.05, 0.05)], paint.shade(1.0 if k % 2 else 0.94))  # fmt: skip
    for x in SIDES:
        s.skin(
            [(x * 0.05, -0.36, 0.98, 0.1, 0.1), (x * 0.3, -0.42, 0.92, 0.13, 0.1), (x * 0.55, -0.62, 0.74, 0.03, 0.03)],
            paint,
        )
        s.skin(
            [(x * 0.85, 0.3, -0.1, 0.24, 0.34), (x * 0.92, -0.5, -0.2, 0.22, 0.36), (x * 0.8, -1.2, -0.25, 0.08, 0.1)],
            paint,
        )
    s.skin([(0, 0.3, -0.75, 0.6, 0.25), (0, -0.6, -0.85, 0.6, 0.25), (0, -1.3, -0.8, 0.3, 0.1)], paint)


def _pointed_hat(s: Sculpt, paint: Paint) -> None:
    with s.frame((0, 0.42, -0.05), (-8, 0, 0)):
        s.turned([(0.9, -0.04), (1.75, -0.1), (1.8, -0.03), (1.05, 0.1), (0.9, 0.1)], paint)
        s.skin(
            [
                (0, 0.0, 0, 1.02, 1.02),
                (0, 0.7, -0.02, 0.74, 0.74),
                (0, 1.4, -0.1, 0.44, 0.44),
                (0, 1.95, -0.2, 0.22, 0.22),
                (0, 2.35, -0.5, 0.05, 0.05),
            ],
            paint,
        )
        s.ring((0, 0.2, 0), 1.0, 0.09, GOLD)
        for angle, y, r in (
            (10, 0.65, 0.8),
            (-50, 1.0, 0.64),
            (60, 1.15, 0.57),
            (0, 1.5, 0.44),
            (120, 0.7, 0.78),
            (200, 0.8, 0.74),
        ):
            a = np.radians(angle)
            with s.frame((r * float(np.sin(a)), y, r * float(np.cos(a)) - 0.04), (-20, float(angle), 0)):
                s.plate(star(0.16), 0.04, GOLD)


def star(radius: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The outline of a five-pointed star, 10 x 2."""
    angles = np.pi / 2 + np.arange(10) * np.pi / 5
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.45)
    return np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)


@finished
def astronaut(look: Look) -> Mesh:
    """A puffed white suit, a gold visor, and a pack on the back."""
    s, pose = Sculpt(look.detail, 1.2), pose_of(look)
    suit = main_paint(look.colour, Paint((0.93, 0.93, 0.94), "fabric"))
    b = replace(MAN, thick=0.075, head=0.19, torso=0.48)
    wear = Wear(suit, suit, GREY, suit, glove=GREY.shade(0.8), bulk=1.24)
    orange, blue = Paint(ORANGE.colour, "fabric"), Paint(BLUE.colour, "fabric")

    def body() -> None:
        joints = add_body(s, b, wear, pose)
        with s.frame(joints.head, (pose.nod, pose.turn, 0), b.head):
            s.ball((0, 0, 0), (1.12, 1.12, 1.1), Paint(suit.colour, "gloss"))
            s.ball((0, 0.02, 0.34), (0.9, 0.78, 0.86), Paint((0.86, 0.6, 0.24), "chrome"))
            s.ring((0, 0.02, 0.5), 0.84, 0.08, GREY, (90, 0, 0))
            s.ring((0, -0.95, 0), 0.78, 0.16, STEEL)
            for x in SIDES:
                s.ball((x * 1.1, 0, 0), (0.16, 0.26, 0.26), orange)
        with s.frame((0, b.leg, 0), (pose.lean, 0, 0)):
            s.block((0, b.torso * 0.62, -0.2), (0.36, 0.46, 0.18), suit.shade(0.92), 0.05)
            for x in SIDES:
                s.rod((x * 0.11, b.torso * 0.3, -0.31), (x * 0.11, b.torso * 0.95, -0.31), 0.045, GREY)
                s.wire(
                    [(x * 0.08, b.torso * 0.5, 0.17), (x * 0.2, b.torso * 0.5, 0.1), (x * 0.22, b.torso * 0.5, -0.16)],
                    0.014,
                    IRON,
                )
            s.block((0, b.torso * 0.55, 0.165), (0.17, 0.12, 0.06), GREY)
            for k, paint in enumerate((RED, Paint((0.4, 0.8, 0.4), "lamp"), blue)):
                s.ball(((k - 1) * 0.05, b.torso * 0.57, 0.2), 0.016, paint)
            s.ring((0, b.torso * 0.08, 0), b.hip * 1.2, 0.022, GREY)
        for k, x in enumerate(SIDES):
            hand, foot, way = joints.hands[k], joints.feet[k], joints.ways[k]
            wrist = (hand[0] - way[0] * 0.09, hand[1] - way[1] * 0.09, hand[2] - way[2] * 0.09)
            s.ball(wrist, 0.062, orange if x > 0 else blue)
            s.ball((foot[0], foot[1] + 0.03, foot[2]), (0.085, 0.05, 0.09), orange if x > 0 else blue)

    laid(s, pose, body)
    return s.mesh()


MODELS = (
    Model("knight", knight, 1.78, "ground", ALL_POSES),
    Model("wizard", wizard, 1.98, "ground", ALL_POSES),
    Model("astronaut", astronaut, 1.72, "ground", ALL_POSES),
)
