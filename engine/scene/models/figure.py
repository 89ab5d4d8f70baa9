"""A person's body: measures, poses, and the limbs in their clothes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.scene.models.paintwork import Paint
from engine.scene.models.sculpt import Sculpt
from engine.scene.scene import Vector

Point = NDArray[np.float64]
Legwear = Literal["trousers", "shorts", "skirt", "robe"]
SIDES = (-1.0, 1.0)


@dataclass(frozen=True)
class Build:
    """Measures in metres: the legs to the hip, hip to shoulder, the arm to the wrist, half widths, head radius."""

    leg: float = 0.76
    torso: float = 0.46
    arm: float = 0.5
    shoulder: float = 0.185
    waist: float = 0.135
    hip: float = 0.145
    thick: float = 0.062
    head: float = 0.165


MAN = Build()
WOMAN = Build(0.74, 0.43, 0.47, 0.158, 0.112, 0.148, 0.053, 0.16)
CHILD = Build(0.43, 0.33, 0.33, 0.128, 0.112, 0.118, 0.047, 0.158)


@dataclass(frozen=True)
class Wear:
    """What covers the body. `sleeve` and `legwear` say how far; `glove` None is bare skin."""

    top: Paint
    bottom: Paint
    shoes: Paint
    skin: Paint
    sleeve: Literal["short", "long"] = "long"
    legwear: Legwear = "trousers"
    glove: Paint | None = None
    bulk: float = 1.0


Limb = tuple[Vector, Vector]
"""Ways of the upper and the lower part: outwards, up, forwards; of any length."""


@dataclass(frozen=True)
class Pose:
    """Limbs of the left (-x) and the right side; `lean`, `nod` (forwards) and `turn` in degrees."""

    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]
    lean: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    lying: bool = False


_LEG: Limb = ((0.1, -1, 0.02), (0.02, -1, -0.04))
_ARM: Limb = ((0.3, -1, 0.0), (0.1, -1, 0.22))
POSES: Mapping[str, Pose] = MappingProxyType(
    {
        "standing": Pose((_LEG, _LEG), (_ARM, _ARM)),
        "sitting": Pose((((0.16, -0.02, 1), (0.02, -1, 0.05)),) * 2, (((0.28, -1, 0.25), (-0.15, -0.35, 1)),) * 2),
        "riding": Pose((((0.85, -0.5, 0.95), (-0.12, -1, -0.35)),) * 2, (((0.2, -1, 0.35), (-0.3, -0.1, 1)),) * 2),
        "walking": Pose((((0, -1, 0.5), (0, -1, 0.06)), ((0, -1, -0.3), (0, -1, -0.62))),
                        (((0.22, -1, -0.45), (0.05, -1, 0.1)), ((0.22, -1, 0.45), (0, -0.8, 0.75))), 3),
        "running": Pose((((0, -0.55, 0.85), (0, -1, -0.42)), ((0, -1, -0.5), (0, -0.3, -1))),
                        (((0.3, -0.75, -0.75), (0.05, -0.35, 0.95)), ((0.2, -0.85, 0.55), (-0.25, 0.55, 0.85))), 14,
                        -8),
        "waving": Pose((_LEG, _LEG), (_ARM, ((1, 0.28, 0.15), (0.28, 1, 0.12)))),
        "holding": Pose((_LEG, _LEG), (_ARM, ((0.22, -1, 0.12), (-0.12, 0.12, 1)))),
        "cradling": Pose((_LEG, _LEG), (((0.3, -1, 0.02), (-0.42, 0.02, 1)),) * 2, nod=6),
        "strolling": Pose((((0, -1, 0.5), (0, -1, 0.06)), ((0, -1, -0.3), (0, -1, -0.62))),
                          (((0.22, -1, -0.45), (0.05, -1, 0.1)), ((0.22, -1, 0.12), (-0.12, 0.12, 1))), 3),
        "pointing": Pose((_LEG, _LEG), (((0.45, -1, 0.0), (-0.5, -0.55, 0.25)), ((0.75, 0.12, 0.9), (0.75, 0.18,
        0.9)))),
        "sleeping": Pose((_LEG, _LEG), (((0.3, -1, 0.05), (-0.5, -0.35, 0.45)),) * 2, lying=True),
        "dancing": Pose((((0.12, -1, 0.05), (0.0, -1, -0.05)), ((0.55, -0.55, 0.6), (-0.35, -1, -0.3))),
                        (((0.9, 0.55, 0.1), (-0.1, 1, 0.1)), ((1, 0.05, 0.15), (0.45, 0.85, 0.2))), -4, -4, 14),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Joints:
    """Where a posed body has its head (of the radius `size`), neck, pelvis, hands and feet; the forearms' ways."""

    head: Vector
    size: float
    neck: Vector
    pelvis: Vector
    hands: tuple[Vector, Vector]
    ways: tuple[Vector, Vector]
    feet: tuple[Vector, Vector]


def _vector(point: Point) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _limb(start: Point, limb: Limb, lengths: tuple[float, float], side: float) -> list[Point]:
    points = [start]
    for way, length in zip(limb, lengths, strict=True):
        step = np.asarray(way, np.float64) * (side, 1, 1)
        points.append(points[-1] + step / np.linalg.norm(step) * length)
    return points


def add_body(s: Sculpt, b: Build, wear: Wear, pose: Pose) -> Joints:
    """Everything but the head, in the frame of a pelvis at y = leg; gives the joints for head, hair and things held."""
    pelvis = np.array([0.0, b.leg, 0.0])
    lean = np.radians(pose.lean)
    up = np.array([0.0, np.cos(lean), np.sin(lean)])
    chest = pelvis + up * b.torso
    _torso(s, b, wear, pelvis, up)
    hands, ways, feet = [], [], []
    for k, side in enumerate(SIDES):
        hip = pelvis + (side * b.hip * 0.52, -0.01, 0)
        leg = _limb(hip, pose.legs[k], (b.leg * 0.47, b.leg * 0.47), side)
        _leg(s, b, wear, leg)
        feet.append(_vector(leg[2]))
        shoulder = chest + (side * (b.shoulder - b.thick * 0.45), 0, 0) - up * b.thick * 0.9
        arm = _limb(shoulder, pose.arms[k], (b.arm * 0.5, b.arm * 0.5), side)
        way = (arm[2] - arm[1]) / np.linalg.norm(arm[2] - arm[1])
        _arm(s, b, wear, arm)
        hands.append(_vector(arm[2] + way * b.thick * 0.7))
        ways.append(_vector(way))
    if wear.legwear in ("skirt", "robe"):
        _skirt(s, b, wear, pose)
    neck = chest + up * b.head * 0.12
    s.limb(_vector(chest - up * 0.03), _vector(chest + up * b.head * 0.5), b.thick * 0.85, wear.skin)
    s.ring(_vector(chest + up * 0.012), b.thick * 0.92, b.thick * 0.24, wear.top.shade(0.85), (pose.lean, 0, 0))
    head = chest + up * b.head * 1.18 + (0, 0, b.head * 0.1)
    return Joints(
        _vector(head),
        b.head,
        _vector(neck),
        _vector(pelvis),
        (hands[0], hands[1]),
        (ways[0], ways[1]),
        (feet[0], feet[1]),
    )


def _torso(s: Sculpt, b: Build, wear: Wear, pelvis: Point, up: Point) -> None:
    k = wear.bulk
    rows = [
        (-0.1, b.hip * 0.9, 0.72),
        (0.08, b.hip, 0.74),
        (0.4, b.waist, 0.76),
        (0.75, b.shoulder * 0.9, 0.66),
        (0.94, b.shoulder * 0.85, 0.56),
        (1.02, b.shoulder * 0.5, 0.62),
    ]
    body = [(*(pelvis + up * b.torso * t), wide * k, wide * depth * k) for t, wide, depth in rows]
    s.skin(body[1:], wear.top)
    s.skin([(*(pelvis + up * b.torso * t), wide * k * 1.015, wide * 0.76 * k) for t, wide in ((-0.13, b.hip * 0.85),
        (-0.02, b.hip), (0.1, b.hip * 1.0))],
           wear.bottom if wear.legwear in ("trousers", "shorts") else wear.top)  # fmt: skip


def _leg(s: Sculpt, b: Build, wear: Wear, leg: list[Point]) -> None:
    hip, knee, ankle = leg
    r, k = b.thick, wear.bulk
    cover = {"trousers": 0.97, "robe": 0.97, "shorts": 0.52, "skirt": 0.0}[wear.legwear]
    s.skin([(*hip, r * 1.3, r * 1.3), (*(hip * 0.4 + knee * 0.6), r * 1.1, r * 1.1), (*knee, r * 0.95, r * 0.95),
            (*(knee * 0.5 + ankle * 0.5), r * 0.86, r * 0.9), (*ankle, r * 0.66, r * 0.66)], wear.skin)  # fmt: skip
    if cover > 0:
        rows = [(*hip, r * 1.42 * k, r * 1.45 * k), (*(hip * 0.4 + knee * 0.6), r * 1.26 * k, r * 1.28 * k)]
        if cover > 0.6:
            low = knee + (ankle - knee) * cover
            rows += [
                (*knee, r * 1.12 * k, r * 1.14 * k),
                (*(knee * 0.5 + low * 0.5), r * 1.08 * k, r * 1.12 * k),
                (*low, r * 1.06 * k, r * 1.08 * k),
            ]
        else:
            rows[1] = (*(hip * 0.22 + knee * 0.78), r * 1.36 * k, r * 1.38 * k)
        s.skin(rows, wear.bottom)
    _shoe(s, ankle, knee, r * (0.9 + 0.1 * k), wear.shoes)


def _shoe(s: Sculpt, ankle: Point, knee: Point, r: float, paint: Paint) -> None:
    shin = (knee - ankle) / np.linalg.norm(knee - ankle)
    pitch = float(np.degrees(np.arctan2(-shin[2], shin[1]))) * -0.75 if shin[1] > -0.2 else 0.0
    with s.frame(_vector(ankle), (pitch, 0, 0)):
        s.ball((0, -r * 0.25, -r * 0.1), (r * 0.86, r * 0.95, r * 0.95), paint)
        s.skin(
            [
                (0, -r * 0.62, -r * 0.75, r * 0.72, r * 0.55),
                (0, -r * 0.6, r * 0.2, r * 0.85, r * 0.6),
                (0, -r * 0.72, r * 1.35, r * 0.92, r * 0.5),
                (0, -r * 0.82, r * 1.75, r * 0.6, r * 0.32),
            ],
            paint,
        )
        s.skin(
            [
                (0, -r * 1.1, -r * 0.8, r * 0.76, r * 0.16),
                (0, -r * 1.1, r * 0.4, r * 0.88, r * 0.16),
                (0, -r * 1.1, r * 1.5, r * 0.9, r * 0.16),
                (0, -r * 1.1, r * 1.85, r * 0.5, r * 0.12),
            ],
            paint.shade(1.55),
        )


def _arm(s: Sculpt, b: Build, wear: Wear, arm: list[Point]) -> None:
    shoulder, elbow, wrist = arm
    r, k = b.thick, wear.bulk
    s.skin([(*shoulder, r * 0.8, r * 0.8), (*elbow, r * 0.68, r * 0.68), (*wrist, r * 0.52, r * 0.52)], wear.skin)
    if wear.sleeve == "long":
        s.skin(
            [
                (*shoulder, r * 1.06 * k, r * 1.06 * k),
                (*elbow, r * 0.9 * k, r * 0.9 * k),
                (*(elbow * 0.06 + wrist * 0.94), r * 0.78 * k, r * 0.78 * k),
            ],
            wear.top,
        )
    else:
        s.skin(
            [(*shoulder, r * 1.08 * k, r * 1.08 * k), (*(shoulder * 0.25 + elbow * 0.75), r * 1.02 * k, r * 1.02 * k)],
            wear.top,
        )
    way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    hand, paint = wrist + way * r * 0.75, wear.glove or wear.skin
    s.limb(_vector(wrist), _vector(hand), r * 0.6, paint, r * 0.68)
    for spread in (-0.42, 0.0, 0.42):
        across = np.cross(way, (0.0, 0.3, 1.0))
        across = across / max(float(np.linalg.norm(across)), 1e-6)
        root = hand + across * spread * r
        s.limb(
            _vector(root),
            _vector(root + way * r * (0.95 - 0.3 * abs(spread)) + across * spread * r * 0.25),
            r * 0.27,
            paint,
            r * 0.22,
        )
    inner = np.array([-np.sign(shoulder[0]) * 0.7, 0.0, 0.7])
    thumb = inner - way * float(inner @ way)
    s.limb(_vector(hand - way * r * 0.2), _vector(hand + thumb * r * 0.75 + way * r * 0.3), r * 0.26, paint, r * 0.2)


def _skirt(s: Sculpt, b: Build, wear: Wear, pose: Pose) -> None:
    """A bell from the waist; over the thighs when they point forwards."""
    robe = wear.legwear == "robe"
    if pose.legs[0][0][2] > 0.9:  # seated: the cloth lies on the lap
        for side in SIDES:
            x = side * b.hip * 0.5
            s.skin(
                [
                    (x, b.leg + 0.01, -0.03, b.hip * 0.62, b.hip * 0.66),
                    (x * 1.15, b.leg, b.leg * 0.3, b.hip * 0.6, b.hip * 0.5),
                    (x * 1.25, b.leg, b.leg * 0.5, b.hip * 0.58, b.hip * 0.46),
                ],
                wear.bottom,
            )
            if robe:
                s.skin(
                    [
                        (x * 1.25, b.leg, b.leg * 0.5, b.hip * 0.6, b.hip * 0.46),
                        (x * 1.3, b.leg * 0.08, b.leg * 0.56, b.hip * 0.72, b.hip * 0.6),
                    ],
                    wear.bottom,
                    "flat",
                )
        return
    hem, flare = (0.03, 2.15) if robe else (b.leg * 0.5, 1.95)
    angles = np.linspace(0, 2 * np.pi, 64)
    heights = np.linspace(0, 1, 9)
    sway = 0.0 if not (pose.legs[1][0][2] < -0.2) else -0.06

    def shape(u: Point, v: Point) -> tuple[Point, Point, Point]:
        angle, down = -2 * np.pi * u, 1 - v
        wide = (
            b.waist * 1.03 * (1 - down)
            + b.hip * flare * down
            - 0.1 * b.hip * np.sin(np.pi * down) * (0 if robe else -1)
        )
        wide = wide * wear.bulk * (1 + 0.055 * down * np.sin(11 * angle))
        y = b.leg + b.torso * 0.36 + (hem - b.leg - b.torso * 0.36) * down
        return wide * np.cos(angle), y + 0.0 * wide, wide * 0.84 * np.sin(angle) + sway * down

    s.cloth(shape, wear.bottom, len(heights), len(angles))
