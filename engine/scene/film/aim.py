"""Where a moving camera looks: its subjects stay where the still picture has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.framing import project
from engine.scene.scene import Camera

Grid = NDArray[np.float64]

WITHIN = 0.93
"""Of the half width and height: where the corners of the subjects' boxes stay."""
PITCH_MAX = np.radians(75.0)


@dataclass(frozen=True)
class Lens:
    """A camera's angle of view, and how wide its picture is for its height."""

    fov: float
    aspect: float

    @property
    def tan(self) -> Grid:
        """Tangents of half the angle across and up."""
        up = float(np.tan(np.radians(self.fov) / 2))
        return np.array([up * self.aspect, up])

    def seen(self, eye: Grid, angles: Grid, points: Grid) -> Grid:
        """n x 2: where points appear, -1..1; far outside behind the eye. `angles`: yaw and pitch in radians."""
        target = eye + direction(angles)
        camera = Camera((eye[0], eye[1], eye[2]), (target[0], target[1], target[2]), fov=self.fov)
        return project(camera, self.aspect, points)[:, :2]


def direction(angles: Grid) -> Grid:
    """The unit vector of a yaw (from -z towards +x) and a pitch, radians."""
    yaw, pitch = angles
    level = np.cos(pitch)
    return np.array([np.sin(yaw) * level, np.sin(pitch), -np.cos(yaw) * level])


def angles_of(way: Grid) -> Grid:
    """Yaw and pitch of a direction, radians."""
    return np.array([np.arctan2(way[0], -way[2]), np.arctan2(way[1], np.hypot(way[0], way[2]))])


def aimed(lens: Lens, eye: Grid, pivot: Grid, place: Grid) -> Grid:
    """Yaw and pitch with which a point appears at a place (-1..1) in the picture, by Newton's method."""
    angles = angles_of(pivot - eye) - np.arctan(place * lens.tan)
    for _ in range(5):
        off = lens.seen(eye, angles, pivot[None])[0] - place
        angles = angles + np.arctan(np.clip(off, -1, 1) * lens.tan) * np.array([1.0 / max(np.cos(angles[1]), 0.2), 1.0])
    return np.array([angles[0], np.clip(angles[1], -PITCH_MAX, PITCH_MAX)])


def kept_in(lens: Lens, eye: Grid, angles: Grid, corners: Grid) -> tuple[Grid, float]:
    """Turned as little as it takes to have all n x 3 corners in the picture.

    Returns yaw and pitch, and how far the outermost corner then is from the middle in terms of WITHIN: above 1, the
    camera is too near.
    """
    for _ in range(3):
        seen = lens.seen(eye, angles, corners)
        if np.abs(seen).max() > 1e5:
            return angles, 4.0
        low, high = seen.min(axis=0), seen.max(axis=0)
        over, under = np.maximum(high - WITHIN, 0.0), np.minimum(low + WITHIN, 0.0)
        wide = high - low > 2 * WITHIN
        off = np.where(wide, (high + low) / 2, over + under)
        angles = angles + np.arctan(off * lens.tan)
    seen = lens.seen(eye, angles, corners)
    return angles, float(np.abs(seen).max()) / WITHIN
