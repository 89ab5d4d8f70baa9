"""How far off the subjects are: all that the picture is about stays sharp."""

from __future__ import annotations

import numpy as np

from engine.scene.render.view import focus_distance
from engine.scene.scene import Camera, Instance, Scene

SLACK = 1.8
"""A focus within this factor of the subjects' distances is meant for them; another one is kept as it is."""
DEEPEST = 4.0
"""The farthest distance that is sharp, as a multiple of the nearest."""

BODY = 0.85
"""Things reach this much nearer, and as much farther, than their middle."""


def sharp_range(scene: Scene) -> tuple[float, float]:
    """From and to how many metres along the view all is sharp."""
    focus = focus_distance(scene.camera)
    ways = [way for part in scene.instances if part.subject for way in _distances(part, scene.camera)]
    ahead = [way for way in ways if 0.1 < way < 200.0]
    if not ahead or not min(ahead) / SLACK < focus < max(ahead) * SLACK:
        return focus, focus
    nearest = min(min(ahead), focus)
    return BODY * nearest, min(max(*ahead, focus), DEEPEST * nearest) / BODY


def _distances(part: Instance, camera: Camera) -> list[float]:
    way = np.subtract(camera.target, camera.eye)
    way = way / max(float(np.linalg.norm(way)), 1e-9)
    places = np.asarray(part.transforms, np.float64).reshape(-1, 4, 4)[:, :3, 3]
    return [float(value) for value in (places - camera.eye) @ way]
