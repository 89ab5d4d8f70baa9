"""The camera: everything that was asked for is in the picture and fills it well, the horizon on a third."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.shot import Shot
from engine.scene.layout.site import Site
from engine.scene.layout.viewpoint import Spot
from engine.scene.scene import Camera, Vector

Grid = NDArray[np.float64]

WITHIN = 0.92
"""Of the half width and half height, where all of the subjects has to be."""
FILL: Mapping[str, tuple[float, float]] = {
    "wide": (0.60, 0.74), "medium": (0.74, 0.82), "close": (0.86, 0.88), "above": (0.62, 0.78), "low": (0.76, 0.82),
}  # fmt: skip
"""Of the picture's height and width, what all subjects together take: whichever is reached first."""
PITCH_MAX = 62.0
FOV_MIN, FOV_NEAR = 21.0, 26.0
APERTURE = 0.15
SHARP = 0.03
"""Aperture at which a subject at twice the distance of focus is just sharp (see circle_of_confusion.glsl)."""
STEPS = 40
SKYWARD = 0.5
"""Share of the picture's upper half that the horizon lies below the middle when the sky is what is shown."""


@dataclass(frozen=True, eq=False)
class Sights:
    """What the camera is to show. `points`: n x 3 of all subjects; `focus`: metres to the first one.

    `alone`: there is one only; `centred`: it stands in the middle, not on a third; `level`: also in the middle between
    top and bottom, wherever the horizon is.
    """

    points: Grid
    focus: float
    alone: bool = True
    centred: bool = False
    level: bool = False


def frame(sights: Sights, spot: Spot, shot: Shot, site: Site, eye_height: float) -> Camera:
    """A camera at the spot that sees all points; it turns, narrows or widens its view, or steps back, until it does."""
    eye = np.array([spot.x, eye_height, spot.z])
    points, focus = sights.points, sights.focus
    if not len(points):
        return _camera(eye, spot, _third(shot, shot.fov), shot.fov, focus, 0.0)
    eye, focus = _closer(sights, eye, spot, shot, site)
    for _ in range(STEPS):
        camera = _fitted(sights, eye, spot, shot, focus)
        step = max(0.07 * focus, 0.05)
        back = eye[[0, 2]] - spot.axes[1] * step
        if _fits(camera, shot, points):
            break
        if not site.viewable(back[None])[0]:
            return _widened(sights, camera, shot)
        floor = max(float(site.heights(back[None])[0]), site.level) + max(0.4 * (eye_height - _floor(spot, site)), 0.2)
        eye = np.array([back[0], max(eye[1], floor), back[1]])
        focus += step
    return camera


def _fits(camera: Camera, shot: Shot, points: Grid) -> bool:
    return bool((np.abs(project(camera, shot.aspect, points)[:, :2]) <= WITHIN).all())


def _widened(sights: Sights, camera: Camera, shot: Shot) -> Camera:
    """Where there is no room to step back."""
    fov = camera.fov
    while fov < 75.0 and not _fits(camera, shot, sights.points):
        fov *= 1.06
        camera = Camera(camera.eye, camera.target, fov, camera.aperture, camera.focus)
    return camera


def _fitted(sights: Sights, eye: Grid, spot: Spot, shot: Shot, focus: float) -> Camera:
    """From this eye: turned so that the subjects stand well, the view as wide as they need, within the shot's."""
    right, forward = spot.axes
    offsets = sights.points - eye
    level = offsets[:, [0, 2]]
    ahead = level @ forward
    if (ahead < 0.05).any():
        return _camera(eye, spot, _third(shot, shot.fov), shot.fov, focus, 0.0)
    across = np.arctan2(level @ right, ahead)
    up = np.arctan2(offsets[:, 1], np.linalg.norm(level, axis=1))
    half_across = float(np.ptp(across)) / 2
    fov = float(np.clip(_wanted(across, up, shot, alone=sights.alone), FOV_MIN, shot.fov + 4))
    if shot.skyward:
        fov = shot.fov
    half = float(np.arctan(np.tan(np.radians(fov) / 2) * shot.aspect))
    third = 0.05 if sights.centred else 0.34 if sights.alone else 0.12
    middle = (float(across.min()) + float(across.max())) / 2
    turn = middle - shot.side * min(third * half, max(0.84 * half - half_across, 0.0))
    turned = Spot(spot.x, spot.z, spot.yaw - float(np.degrees(turn)))
    pitch = _pitch(np.degrees(up), fov, shot)
    if sights.level:
        pitch = float(np.degrees(up.min() + up.max())) / 2
    sharp = _focus(np.linalg.norm(offsets, axis=1), focus)
    camera = _camera(eye, turned, pitch, fov, *sharp)
    return camera if shot.skyward else _tightened(sights, camera, shot)


def _tightened(sights: Sights, camera: Camera, shot: Shot) -> Camera:
    """A narrower view where a steep one still leaves much room around the subjects."""
    tall, wide = FILL[shot.name]
    points = project(camera, shot.aspect, sights.points)[:, :2]
    span = float(max(np.abs(points[:, 0]).max() / max(wide, 0.86), np.abs(points[:, 1]).max() / max(tall, 0.8)))
    tan = float(np.tan(np.radians(camera.fov) / 2)) * min(span, 1.0)
    return replace(camera, fov=max(float(2 * np.degrees(np.arctan(tan))), FOV_MIN))


def _wanted(across: Grid, up: Grid, shot: Shot, *, alone: bool) -> float:
    """The field of view in degrees that points at these angles would fill as the shot has it."""
    tall, wide = FILL[shot.name]
    tall, wide = tall * shot.zoom, min(wide * (0.8 * shot.zoom if alone else min(shot.zoom, 1.0)), WITHIN - 0.04)
    tan = max(np.tan(float(np.ptp(up)) / 2) / tall, np.tan(float(np.ptp(across)) / 2) / (wide * shot.aspect))
    return float(2 * np.degrees(np.arctan(tan)))


def _closer(sights: Sights, eye: Grid, spot: Spot, shot: Shot, site: Site) -> tuple[Grid, float]:
    """The eye moved on, and the metres left to the first subject, where even a narrow view would show it small."""
    focus, (right, forward) = sights.focus, spot.axes
    for _ in range(12):
        level = sights.points[:, [0, 2]] - eye[[0, 2]]
        ahead = level @ forward
        step = 0.1 * float(ahead.min())
        on = eye[[0, 2]] + forward * step
        if (
            step < 0.03
            or not site.viewable(on[None])[0]
            or max(float(site.heights(on[None])[0]), site.level) > eye[1] - 0.1
        ):
            break
        across = np.arctan2(level @ right, ahead)
        up = np.arctan2(sights.points[:, 1] - eye[1], np.linalg.norm(level, axis=1))
        if _wanted(across, up, shot, alone=sights.alone) > FOV_NEAR:
            break
        eye, focus = np.array([on[0], eye[1], on[1]]), max(focus - step, 0.1)
    return eye, focus


def _focus(depths: Grid, focus: float) -> tuple[float, float]:
    """Metres to what is sharpest, and the aperture: all subjects are in focus."""
    near, far = float(depths.min()), float(depths.max())
    middle = 2 / (1 / max(near, 0.1) + 1 / max(far, 0.1))
    spread = max(middle / max(near, 0.1) - 1, 1e-3)
    return middle if np.isfinite(middle) else focus, min(APERTURE, SHARP / spread)


def _floor(spot: Spot, site: Site) -> float:
    return max(float(site.heights(np.array([(spot.x, spot.z)]))[0]), site.level)


def _camera(eye: Grid, spot: Spot, pitch: float, fov: float, focus: float, aperture: float) -> Camera:
    reach = max(focus, 0.3)
    flat = spot.axes[1] * np.cos(np.radians(pitch)) * reach
    target = eye + np.array([flat[0], np.sin(np.radians(pitch)) * reach, flat[1]])
    return Camera(_vector(eye), _vector(target), fov=fov, focus=reach, aperture=aperture)


def _vector(point: Grid) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _third(shot: Shot, fov: float) -> float:
    """The pitch in degrees that puts the horizon on a third, or low where the sky has something to show."""
    if shot.skyward and shot.name != "above":
        return SKYWARD * fov / 2
    return {"above": -0.9, "low": 0.24, "close": 0.0}.get(shot.name, -0.12 if shot.side > 0 else 0.1) * fov / 2


def _pitch(angles: Grid, fov: float, shot: Shot) -> float:
    """Degrees: as near to the horizon on a third as the points, at these angles above the eye, allow."""
    room = fov / 2 * 0.86
    lowest, highest = float(angles.max()) - room, float(angles.min()) + room
    wanted = (lowest + highest) / 2 if lowest > highest else float(np.clip(_third(shot, fov), lowest, highest))
    return float(np.clip(wanted, -PITCH_MAX, PITCH_MAX))


def project(camera: Camera, aspect: float, points: Grid) -> Grid:
    """n x 3: across and up in the picture (-1..1 inside), and metres ahead; behind the eye it is far outside."""
    eye = np.asarray(camera.eye)
    ahead = np.asarray(camera.target) - eye
    ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
    right = np.cross(ahead, (0.0, 1.0, 0.0))
    right = right / max(float(np.linalg.norm(right)), 1e-9)
    up = np.cross(right, ahead)
    offsets = points - eye
    depth = offsets @ ahead
    tan = np.tan(np.radians(camera.fov) / 2)
    safe = np.maximum(depth, 1e-6)
    flat = np.stack([offsets @ right / (safe * tan * aspect), offsets @ up / (safe * tan)], axis=1)
    flat[depth <= 0] = 1e6
    return np.concatenate([flat, depth[:, None]], axis=1)
