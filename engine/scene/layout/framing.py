"""The camera: everything that was asked for is in the picture, the horizon on a third."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.site import Site
from engine.scene.layout.staging import Shot, Spot
from engine.scene.scene import Camera, Vector

Grid = NDArray[np.float64]

WITHIN = 0.92
"""Of the half width and half height, where all corners of the subjects have to be."""
PITCH_MAX = 62.0


def frame(points: Grid, spot: Spot, shot: Shot, site: Site, eye_height: float, focus: float) -> Camera:
    """A camera at the spot that sees all n x 3 points; it steps back, and at last widens its view, until it does.

    `focus`: metres to what must be sharp.
    """
    eye = np.array([spot.x, eye_height, spot.z])
    forward = spot.axes[1]
    fov = shot.fov
    for _ in range(40):
        pitch = _pitch(points, eye, forward, fov, shot)
        camera = _camera(eye, forward, pitch, fov, focus)
        if not len(points) or bool((np.abs(project(camera, shot.aspect, points)[:, :2]) <= WITHIN).all()):
            break
        step = max(0.07 * focus, 0.05)
        back = eye[[0, 2]] - forward * step
        if site.viewable(back[None])[0]:
            floor = max(float(site.heights(back[None])[0]), site.level) + max(
                0.4 * (eye_height - _floor(spot, site)), 0.2
            )
            eye = np.array([back[0], max(eye[1], floor), back[1]])
            focus += step
        else:
            fov = min(fov * 1.06, 75.0)
    return camera


def _floor(spot: Spot, site: Site) -> float:
    return max(float(site.heights(np.array([(spot.x, spot.z)]))[0]), site.level)


def _camera(eye: Grid, forward: Grid, pitch: float, fov: float, focus: float) -> Camera:
    reach = max(focus, 0.3)
    flat = forward * np.cos(np.radians(pitch)) * reach
    target = eye + np.array([flat[0], np.sin(np.radians(pitch)) * reach, flat[1]])
    return Camera(_vector(eye), _vector(target), fov=fov, focus=reach)


def _vector(point: Grid) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _pitch(points: Grid, eye: Grid, forward: Grid, fov: float, shot: Shot) -> float:
    """Degrees: as near to the horizon on a third as the points allow."""
    third = {"above": -0.9, "low": 0.24, "close": 0.0}.get(shot.name, -0.12 if shot.side > 0 else 0.1) * fov / 2
    if not len(points):
        return third
    offsets = points - eye
    ahead = np.maximum(offsets[:, [0, 2]] @ forward, 0.05)
    angles = np.degrees(np.arctan2(offsets[:, 1], ahead))
    room = fov / 2 * 0.86
    lowest, highest = float(angles.max()) - room, float(angles.min()) + room
    wanted = (lowest + highest) / 2 if lowest > highest else float(np.clip(third, lowest, highest))
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
