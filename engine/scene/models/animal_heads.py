"""Heads of four-legged animals: skull, muzzle, eyes, ears, horns, each by a few measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.scene.kit.primitives import ellipsoid
from engine.scene.models.coats import Coat, with_coat
from engine.scene.models.paintwork import BLACK, CREAM, GOLD, PINK, Paint
from engine.scene.models.sculpt import Sculpt
from engine.scene.scene import Vector

Ears = Literal["point", "round", "flop", "side", "long", "fan"]
Horns = Literal["none", "cow", "antlers", "knobs", "unicorn", "tusks", "goat", "ram"]
SIDES = (-1.0, 1.0)
NOSE = Paint((0.1, 0.08, 0.08), "wet")
IVORY = Paint((0.92, 0.88, 0.76), "satin")


@dataclass(frozen=True)
class Head:
    """Measures in head sizes; `size` (half the skull's width) in metres.

    Attributes:
        muzzle: length beyond the skull, half width, half height.
        drop: degrees the face points down.
        eye: radius; `gaze` degrees from straight ahead to the side where the eyes sit.
    """

    size: float
    muzzle: Vector = (0.8, 0.5, 0.42)
    drop: float = 8.0
    skull: Vector = (1.0, 0.92, 0.95)
    eye: float = 0.15
    gaze: float = 42.0
    ears: Ears = "point"
    ear: float = 0.8
    horns: Horns = "none"
    snout: bool = False


def eye_pair(s: Sculpt, skull: Vector, radius: float, gaze: float, asleep: bool = False) -> None:
    """Two eyes on an ellipsoid at the origin that looks along z; closed ones are a dark curve."""
    for x in SIDES:
        yaw, pitch = np.radians(gaze), np.radians(20)
        way = np.array([np.sin(yaw) * np.cos(pitch) * x, np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        at = way * np.asarray(skull) * 0.95
        with s.frame((float(at[0]), float(at[1]), float(at[2])), (-12.0, x * gaze, 0.0), radius):
            if asleep:
                s.wire([(-0.9, 0.15, 0.3), (0, -0.3, 0.5), (0.9, 0.15, 0.3)], 0.16, BLACK)
                continue
            s.ball((0, 0, 0), (1.0, 1.12, 0.62), Paint((0.07, 0.05, 0.05), "eye"))
            s.ball((0.3, 0.4, 0.5), 0.3, Paint((1.0, 1.0, 1.0), "lamp"))


def add_head(s: Sculpt, head: Head, coat: Coat, asleep: bool = False) -> None:
    """The head around the origin, facing z. Place it with a frame."""
    with s.frame(turn=(head.drop, 0, 0), scale=head.size):
        muzzle = coat.muzzle or coat.belly
        if coat.pattern in ("bands", "spots"):
            bands = replace(coat, scale=coat.scale / head.size * 0.8)
            s.add(with_coat(ellipsoid(head.skull, 1.5), bands, np.random.default_rng(0)))
        else:
            s.ball((0, 0, 0), head.skull, coat.main)
        length, wide, high = head.muzzle
        tip, low = head.skull[2] * 0.72 + length, -0.22
        if head.snout:
            s.skin(
                [(0, low, 0.4, wide * 1.2, high * 1.2), (0, low, 0.8, wide, high), (0, low, tip, wide, high)],
                coat.main,
                "flat",
            )
            s.ball((0, low, tip), (wide * 1.08, high * 1.08, 0.12), muzzle)
            for x in SIDES:
                s.ball((x * wide * 0.4, low, tip + 0.1), (0.09, 0.14, 0.05), muzzle.shade(0.5))
        else:
            s.skin([(0, 0.0, 0.15, wide * 1.35, high * 1.4), (0, low * 0.7, 0.62, wide * 1.15, high * 1.15),
                    (0, low, tip - wide * 0.5, wide * 0.92, high * 0.95), (0, low, tip - wide * 0.12, wide * 0.6,
                    high * 0.62)],
                   coat.main if length > 1.6 else muzzle)  # fmt: skip
            if length > 1.6:
                s.ball((0, low - 0.02, tip - wide * 0.35), (wide * 1.02, high * 1.04, wide * 0.85), muzzle)
                for x in SIDES:
                    s.ball(
                        (x * wide * 0.5, low + high * 0.3, tip + wide * 0.28), (0.09, 0.12, 0.08), muzzle.shade(0.45)
                    )
            else:
                s.ball((0, low + high * 0.5, tip + wide * 0.12), (wide * 0.42, high * 0.32, wide * 0.3), NOSE)
            mouth = tip + wide * 0.18
            s.wire([(-wide * 0.62, low - high * 0.42, mouth - wide * 0.62), (0, low - high * 0.5, mouth),
                (wide * 0.62, low - high * 0.42, mouth - wide * 0.62)],
                   0.035, BLACK)  # fmt: skip
        for x in SIDES if coat.eyes is not None else ():
            yaw, e = np.radians(head.gaze), np.asarray(head.skull) * 0.86
            at = (float(x * np.sin(yaw) * 0.94 * e[0]), 0.26 * e[1], float(np.cos(yaw) * 0.94 * e[2]))
            s.ball(at, (0.3, 0.36, 0.22), coat.eyes or coat.main, (-12, x * head.gaze, x * 24))
        eye_pair(s, head.skull, head.eye, head.gaze, asleep)
        for x in SIDES:
            _ear(s, head, x, coat)
        _horns(s, head)


def _ear(s: Sculpt, head: Head, x: float, coat: Coat) -> None:
    e, inner = head.ear, coat.belly.mixed(PINK, 0.6) if coat.ears is None else coat.ears.shade(1.15)
    coat = replace(coat, main=coat.ears or coat.main)
    wide, high, _ = head.skull
    if head.ears in ("point", "long"):
        slim = 0.42 if head.ears == "point" else 0.26
        with s.frame((x * wide * 0.6, high * 0.62, -0.12), (-8, x * 18, -x * (20 if head.ears == "point" else 9)), e):
            s.skin([(0, -0.1, 0, slim, 0.16), (0, 0.35, 0, slim * 0.95, 0.13), (0, 0.75, 0, slim * 0.6, 0.08), (0,
                1.05, 0, 0.06, 0.04)],
                   coat.main)  # fmt: skip
            s.skin(
                [(0, 0.05, 0.1, slim * 0.6, 0.05), (0, 0.4, 0.09, slim * 0.6, 0.05), (0, 0.8, 0.06, slim * 0.25, 0.03)],
                inner,
            )
    elif head.ears == "round":
        with s.frame((x * wide * 0.72, high * 0.72, -0.15), (0, x * 20, -x * 12), e):
            s.ball((0, 0.15, 0), (0.5, 0.5, 0.24), coat.main)
            s.ball((0, 0.15, 0.14), (0.32, 0.33, 0.14), inner)
    elif head.ears == "flop":
        with s.frame((x * wide * 0.82, high * 0.5, -0.08), (8, 0, x * 12), e):
            s.skin([(0, 0.12, 0, 0.1, 0.2), (x * 0.2, -0.1, 0, 0.11, 0.34), (x * 0.22, -0.6, 0.05, 0.11, 0.42),
                (x * 0.12, -0.98, 0.08, 0.07, 0.24)],
                   (coat.mane or coat.main.shade(0.75)))  # fmt: skip
    elif head.ears == "side":
        with s.frame((x * wide * 0.85, high * 0.42, -0.2), (0, x * 18, -x * 72), e):
            s.skin(
                [(0, 0, 0, 0.12, 0.1), (0, 0.45, 0, 0.3, 0.12), (0, 0.8, 0, 0.24, 0.1), (0, 1.05, 0, 0.06, 0.04)],
                coat.main,
            )
            s.skin([(0, 0.2, 0.09, 0.12, 0.05), (0, 0.55, 0.1, 0.19, 0.05), (0, 0.9, 0.06, 0.08, 0.03)], inner)
    else:
        with s.frame((x * wide * 0.85, 0.15, -0.3), (0, -x * 28, 0), e):
            s.ball((x * 0.62, -0.05, 0), (0.72, 0.88, 0.09), coat.main)
            s.ball((x * 0.66, -0.1, 0.05), (0.55, 0.7, 0.07), inner.mixed(coat.main, 0.5))


def _horns(s: Sculpt, head: Head) -> None:
    wide, high, deep = head.skull
    if head.horns == "unicorn":
        s.wire(
            [(0, high * 0.7, deep * 0.45), (0, high * 1.7, deep * 0.95), (0, high * 2.75, deep * 1.45)],
            [0.17, 0.1, 0.015],
            GOLD,
        )
        for k in range(5):
            t = k / 5
            s.ring(
                (0, high * (0.85 + 1.75 * t), deep * (0.53 + 0.85 * t)),
                0.155 * (1 - t * 0.85),
                0.025,
                GOLD.shade(0.75),
                (27, 0, 0),
            )
    for x in SIDES:
        if head.horns == "cow":
            s.wire([(x * wide * 0.55, high * 0.75, 0), (x * wide * 1.05, high * 1.05, 0.05), (x * wide * 1.15,
                high * 1.6, 0.12)],
                   [0.17, 0.13, 0.03], CREAM)  # fmt: skip
        elif head.horns == "goat":
            s.wire([(x * 0.3, high * 0.8, 0.05), (x * 0.42, high * 1.6, -0.15), (x * 0.62, high * 2.0, -0.7),
                    (x * 0.75, high * 1.9, -1.2)], [0.2, 0.17, 0.12, 0.03], BROWNISH.shade(0.7))  # fmt: skip
        elif head.horns == "ram":
            s.wire([(x * 0.45, high * 0.75, 0), (x * 0.95, high * 1.05, -0.5), (x * 1.35, high * 0.3, -0.85),
                    (x * 1.4, high * -0.45, -0.35), (x * 1.45, high * -0.35, 0.3), (x * 1.55, high * 0.1, 0.3)],
                   [0.27, 0.27, 0.24, 0.19, 0.13, 0.04], BROWNISH)  # fmt: skip
        elif head.horns == "knobs":
            s.limb((x * 0.4, high * 0.7, -0.1), (x * 0.5, high * 1.6, -0.2), 0.12, BROWNISH)
            s.ball((x * 0.5, high * 1.65, -0.2), 0.19, BROWNISH.shade(0.5))
        elif head.horns == "tusks":
            s.wire([(x * 0.48, -0.62, 0.72), (x * 0.55, -1.05, 1.05), (x * 0.5, -1.1, 1.6), (x * 0.42, -0.85, 1.95)],
                   [0.15, 0.14, 0.1, 0.02], IVORY)  # fmt: skip
        elif head.horns == "antlers":
            beam = [
                (x * 0.4, high * 0.75, -0.15),
                (x * 0.95, high * 1.8, -0.6),
                (x * 1.55, high * 2.7, -0.45),
                (x * 1.35, high * 3.7, 0.1),
            ]
            s.wire(beam, [0.14, 0.12, 0.1, 0.03], BROWNISH)
            for (a, b, c), (dx, dy, dz) in zip(
                beam[:3], ((0.25, 0.6, 0.9), (-0.15, 1.0, 0.85), (0.65, 0.95, 0.1)), strict=True
            ):
                s.wire([(a, b + 0.15, c), (a + x * dx * 0.6, b + dy * 0.55, c + dz * 0.8), (a + x * dx, b + dy * 1.2,
                    c + dz)],
                       [0.1, 0.08, 0.025], BROWNISH)  # fmt: skip


BROWNISH = Paint((0.55, 0.4, 0.27), "matte")
