"""Camera moves: where a camera stands at each moment of a shot."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from domain.errors import InvalidParams

Move = Literal["push", "pull", "pan-left", "pan-right", "orbit", "dolly-zoom", "drift", "static"]
MOVES: tuple[Move, ...] = get_args(Move)

FOCUS = 0.55
"""The disparity (0 far, 1 near) that orbit and dolly-zoom keep in place."""
_FAR_SHARE = 0.4
"""How much of its sideways way a pan also turns the camera, so that even the sky moves."""


@dataclass(frozen=True)
class Pose:
    """A camera.

    Attributes:
        x, y: its place to the right and down, in widths of the picture by which the nearest things shift.
        z: its place forward, in distances to the nearest things; below 1.
        zoom: magnification by the lens.
        pan: turn to the right, in widths of the picture.
    """

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    zoom: float = 1.0
    pan: float = 0.0


def ease(t: float) -> float:
    """Slow at both ends without standing still there: a smoothstep over a steady move. 0..1 to 0..1."""
    return 0.65 * t * t * (3 - 2 * t) + 0.35 * t


def pose_at(move: Move, t: float, strength: float = 1.0) -> Pose:
    """The camera at `t` (0..1 of a shot). `strength` 0 stands still, 1 is calm, 2 is bold.

    Raises:
        InvalidParams: no such move.
    """
    if move not in _POSES:
        message = f"There is no camera move called {move}. Choose one of: {', '.join(MOVES)}."
        raise InvalidParams(message, fields=[{"field": "move", "message": message}])
    return _POSES[move](t, strength)


def _push(t: float, strength: float) -> Pose:
    e = ease(t)
    return Pose(z=0.16 * strength * e, zoom=1 + 0.05 * strength * e)


def _pan(t: float, strength: float) -> Pose:
    way = (2 * ease(t) - 1) * 0.028 * strength
    return Pose(x=way, pan=way * _FAR_SHARE)


def _orbit(t: float, strength: float) -> Pose:
    way = (2 * ease(t) - 1) * 0.038 * strength
    return Pose(x=way, y=-0.006 * strength * math.sin(math.pi * t), pan=-way * FOCUS, z=0.02 * strength * ease(t))


def _dolly_zoom(t: float, strength: float) -> Pose:
    z = 0.22 * min(strength, 2.5) * ease(t)
    return Pose(z=z, zoom=1 - z * FOCUS)


def _drift(t: float, strength: float) -> Pose:
    """Comes back to where it began, so that a still shot of any length breathes and may loop."""
    angle = 2 * math.pi * t
    x, y = 0.009 * strength * math.sin(angle), 0.005 * strength * math.sin(2 * angle)
    return Pose(x=x, y=y, z=0.015 * strength * (1 - math.cos(angle)))


_POSES: dict[Move, Callable[[float, float], Pose]] = {
    "push": _push,
    "pull": lambda t, strength: _push(1 - t, strength),
    "pan-left": lambda t, strength: _pan(1 - t, strength),
    "pan-right": _pan,
    "orbit": _orbit,
    "dolly-zoom": _dolly_zoom,
    "drift": _drift,
    "static": lambda _t, _strength: Pose(),
}


@dataclass(frozen=True)
class Take:
    """A shot to make of a picture: its size in pixels (even), how many frames, and the camera's move."""

    width: int
    height: int
    frames: int
    move: Move = "push"
    strength: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def pose(self, index: float) -> Pose:
        """The camera at a frame."""
        return pose_at(self.move, index / max(1, self.frames - 1), self.strength)
