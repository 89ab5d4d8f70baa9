"""The measures of a four-legged animal, and where its joints are in each pose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.scene.models.animal_heads import Head
from engine.scene.models.coats import Coat

Tail = Literal["up", "bushy", "tuft", "hair", "curl", "stub", "thin"]
Foot = Literal["paw", "hoof", "stump"]


@dataclass(frozen=True)
class Animal:
    """Measures in metres.

    Attributes:
        shoulder: height of the withers. length: from chest to rump.
        chest, belly, rump: half width and half height of the body there.
        leg: radius at the top and above the foot.
        neck: forward and up from the withers to the skull; neck_width: radius at both ends.
        extras: "mane", "crest" (a horse's mane; "bristles": it stands up), "wool", "trunk", "udder", "hump", "humps",
            "whiskers" (tufts on the cheeks), "beard".
    """

    shoulder: float
    length: float
    chest: tuple[float, float]
    belly: tuple[float, float]
    rump: tuple[float, float]
    leg: tuple[float, float]
    neck: tuple[float, float]
    neck_width: tuple[float, float]
    head: Head
    coat: Coat
    tail: Tail = "up"
    tail_length: float = 0.3
    foot: Foot = "paw"
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stance:
    """Where a pose puts the joints: all y, z in metres."""

    pitch: float
    hip: tuple[float, float]
    shoulder: tuple[float, float]
    hind: tuple[tuple[float, float], ...]
    fore: tuple[tuple[float, float], ...]
    head: tuple[float, float]
    folded: bool = False


def stance_of(a: Animal, pose: str | None) -> Stance:
    """The joints of an animal in a pose; unknown poses stand."""
    h, half = a.shoulder, a.length / 2
    back = h - a.rump[1] * 1.05
    front = h - a.chest[1]
    forward, up = a.neck
    neck_at = (h - 0.3 * a.chest[1] + up, half * 0.82 + forward)
    if pose in ("sitting", "sit"):
        hip = (a.rump[1] * 1.05, -half * 0.62)
        reach = half * 1.5
        rise = min(0.86 * reach, h - a.chest[1] * 0.7 - hip[0] + 0.12 * h)
        chest = (hip[0] + rise, hip[1] + float(np.sqrt(max(reach**2 - rise**2, 0.05 * reach**2))))
        skull = (chest[0] + a.chest[1] * 0.55 + up, chest[1] + forward * 0.75)
        pitch = float(np.degrees(np.arctan2(chest[0] - hip[0], chest[1] - hip[1])))
        return Stance(
            pitch, hip, chest, ((0, hip[1] + half * 0.75),) * 2, ((0, chest[1] + 0.15 * half),) * 2, skull, True
        )
    if pose in ("lying", "sleeping"):
        low = max(a.belly[1], a.chest[1]) * 0.98
        neck_low = (low + 0.6 * a.chest[1] + up, half * 0.82 + forward)
        if pose == "sleeping":
            size = a.head.size
            neck_low = (max(size * 0.9, low * 0.75), half * 0.82 + float(np.hypot(forward, up)) * 0.85)
        return Stance(
            0, (low, -half * 0.7), (low, half * 0.62), ((0, -half * 0.1),) * 2, ((0, half * 1.3),) * 2, neck_low, True
        )
    if pose == "running":
        lift = 0.06 * h
        return Stance(4, (back + lift, -half * 0.72), (front + lift * 1.5, half * 0.66),
                      ((lift, -half * 1.75), (lift * 2.5, -half * 1.25)), ((lift * 2, half * 1.5), (lift * 4.5,
                      half * 1.1)),
                      (neck_at[0] - 0.1 * up, neck_at[1] + 0.25 * up))  # fmt: skip
    if pose == "walking":
        return Stance(0, (back, -half * 0.72), (front, half * 0.66), ((0, -half * 1.0), (0, -half * 0.45)),
                      ((0, half * 0.9), (0.05 * h, half * 0.45)), neck_at)  # fmt: skip
    return Stance(0, (back, -half * 0.72), (front, half * 0.66), ((0, -half * 0.78), (0, -half * 0.68)),
                  ((0, half * 0.66), (0, half * 0.72)), neck_at)  # fmt: skip
